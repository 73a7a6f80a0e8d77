import { ExitCode } from "../../../cli/exit-codes";
import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, Emulator } from "../../../emulator";
import { alertWebhooks } from "./command-line";

const SECRET = "s3cr3t-c0ffee";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start({ flocks: ["flock:default", "flock:0a1b"] });
  const { "flock:default": soc, "flock:0a1b": lab } = emulator.state.flocks;
  if (soc === undefined || lab === undefined) throw new Error("the flocks are missing");
  soc.name = "SOC";
  lab.name = "Lab";
  soc.generic = [
    { url: `https://soc.example/${SECRET}-1`, headers: {}, webhook_id: "1" },
    { url: `https://other.example/${SECRET}-2`, headers: { "X-Key": "k" }, webhook_id: "2" },
  ];
  soc.ms_teams = [`https://soc.example/${SECRET}-3`];
  soc.splunk = { host: "splunk.example", port: "8088", token: SECRET };
  lab.generic = [{ url: `https://soc.example/${SECRET}-4`, headers: {}, webhook_id: "4" }];
  emulator.addSlackWebhook("flock:0a1b", { team: "Example", channel: "#alerts" });
  const [times, account] = [{ created_at: "", updated_at: "" }, emulator.state.accounts[DEFAULT_API_KEY]];
  account?.integrations.push(
    {
      id: 7,
      alias: "on-call",
      url: "",
      integration_type_id: 2,
      integration_type_fields: `[{"name":"serviceKey","value":"${SECRET}"}]`,
      ...times,
    },
    {
      id: 8,
      alias: "chat",
      url: `https://chat.example/${SECRET}`,
      integration_type_id: 0,
      integration_type_fields: "[]",
      ...times,
    },
  );
});
afterEach(() => emulator.stop());

const run = (...args: string[]) =>
  alertWebhooks(["test", ...args], {
    env: {
      CANARY_CONSOLE_URL: emulator.url,
      CANARY_AUTH_TOKEN: DEFAULT_AUTH_TOKEN,
      CORALOGIX_BASE_URL: emulator.url,
      CORALOGIX_API_KEY: DEFAULT_API_KEY,
    },
  });

/** The calls that fired tests, with the flock that each was about. */
const fired = () =>
  emulator.requests
    .filter(({ call }) => call.includes("test"))
    .map(({ call, body }) => `${call} ${(body as { flock_id?: string } | undefined)?.flock_id ?? ""}`.trim());

test("--all fires the test of each webhook once, and tells its time and what the vendor says", async () => {
  const { exitCode, stdout, stderr } = await run("--all", "--json");
  const reports = JSON.parse(stdout) as Record<string, unknown>[];
  expect(reports.map(({ milliseconds, ...report }) => report)).toEqual(
    [
      { vendor: "canary", flockId: "flock:default", flock: "SOC", kind: "generic", name: "", host: "soc.example" },
      { vendor: "canary", flockId: "flock:default", flock: "SOC", kind: "generic", name: "", host: "other.example" },
      { vendor: "canary", flockId: "flock:default", flock: "SOC", kind: "ms_teams", name: "", host: "soc.example" },
      {
        vendor: "canary",
        flockId: "flock:default",
        flock: "SOC",
        kind: "splunk",
        name: "",
        host: "splunk.example:8088",
      },
      { vendor: "canary", flockId: "flock:0a1b", flock: "Lab", kind: "generic", name: "", host: "soc.example" },
      {
        vendor: "canary",
        flockId: "flock:0a1b",
        flock: "Lab",
        kind: "slack",
        name: "Example #alerts",
        host: "hooks.slack.example",
      },
      { vendor: "coralogix", kind: "pager_duty", name: "on-call", host: "" },
      { vendor: "coralogix", kind: "slack", name: "chat", host: "chat.example" },
    ].map((report) => ({ ...report, status: "ok", answer: "success" })),
  );
  expect(reports.every(({ milliseconds }) => Number.isInteger(milliseconds))).toBe(true);
  expect(fired().sort()).toEqual([
    "generic/test flock:0a1b",
    "generic/test flock:default",
    "generic/test flock:default",
    "ms_teams/test flock:default",
    "slack/test flock:0a1b",
    "splunk/test flock:default",
    "webhooks test",
    "webhooks test",
  ]);
  expect({ exitCode, stderr }).toEqual({ exitCode: ExitCode.done, stderr: "" });
  expect(stdout).not.toContain(SECRET);
});

test.each([
  [
    ["--flock", "Lab"],
    ["generic/test flock:0a1b", "slack/test flock:0a1b"],
  ],
  [["--flock", "flock:0a1b", "--kind", "slack"], ["slack/test flock:0a1b"]],
  [["--kind", "slack", "--vendor", "coralogix"], ["webhooks test"]],
  [
    ["--host", "OTHER.example", "--host", "chat.example"],
    ["generic/test flock:default", "webhooks test"],
  ],
  [
    ["--kind", "splunk", "--kind", "pager_duty"],
    ["splunk/test flock:default", "webhooks test"],
  ],
])("%j fires no others", async (args, calls) => {
  expect((await run(...args)).exitCode).toBe(ExitCode.done);
  expect(fired().sort()).toEqual(calls);
});

test("one that fails is told with what the vendor says, and so are the others", async () => {
  const message = `could not post to https://soc.example/${SECRET}-3`;
  emulator.addFault({ call: "ms_teams/test", fault: { kind: "status", status: 400, message } });
  const { exitCode, stdout } = await run("--flock", "SOC");
  expect(exitCode).toBe(ExitCode.failed);
  expect(stdout).toMatch(
    /^failed {2}SOC {2}ms_teams +soc\.example +\d+ ms +POST 127\.0\.0\.1:\d+\/.*\/ms_teams\/test failed \(400: could not post to https:\/\/soc\.example\/\[secret\]\)\.$/m,
  );
  expect(stdout).toMatch(/\n\n3 ok, 1 failed\.\n$/);
  expect(stdout).not.toContain(SECRET);
});

test("a test that Coralogix reports as failed is told", async () => {
  emulator.behaviour.testResult = "error";
  const { exitCode, stdout } = await run("--vendor", "coralogix", "--kind", "slack");
  expect(exitCode).toBe(ExitCode.failed);
  expect(stdout).toMatch(/^failed {2}coralogix {2}slack {2}chat {2}chat\.example/m);
});

test("no more are under way at once than was asked for", async () => {
  let [underWay, most] = [0, 0];
  emulator.latencyMs = 20;
  emulator.intercept = ({ call, phase }) => {
    if (!call.includes("test")) return;
    underWay += phase === "before" ? 1 : -1;
    most = Math.max(most, underWay);
  };
  await run("--all", "--concurrency", "1");
  expect(most).toBe(1);
});

test("after an interruption no further test is fired", async () => {
  const interruption = new AbortController();
  emulator.intercept = ({ call }) => {
    if (call.includes("test")) interruption.abort();
  };
  const { exitCode, stdout } = await alertWebhooks(["test", "--all", "--concurrency", "1"], {
    env: { CANARY_CONSOLE_URL: emulator.url, CANARY_AUTH_TOKEN: DEFAULT_AUTH_TOKEN },
    interruption: interruption.signal,
  });
  expect(exitCode).toBe(ExitCode.interrupted);
  expect(fired()).toHaveLength(1);
  expect(stdout).toContain("1 ok, 0 failed, 5 not tested.");
});

test.each([
  [[], ExitCode.usage, "Choose webhooks by --flock"],
  [["--kind", "fax"], ExitCode.usage, "It must be one of generic, ms_teams, slack, splunk"],
  [["--all", "--concurrency", "0"], ExitCode.usage, "It must be a whole number from 1 to 16"],
  [["--flock", "SOC", "--vendor", "coralogix"], ExitCode.usage, "--flock chooses Canary webhooks"],
  [["--flock", "Nowhere"], ExitCode.failed, 'no flock with the id or name "Nowhere"'],
  [["--host", "nowhere.example"], ExitCode.failed, "No webhook is chosen by that"],
])("%j fires nothing", async (args, code, message) => {
  const { exitCode, stdout, stderr } = await run(...args);
  expect(exitCode).toBe(code);
  expect(stderr).toContain(message);
  expect(stdout).toBe("");
  expect(fired()).toEqual([]);
});

test("without any settings it says what is missing", async () => {
  const { exitCode, stderr } = await alertWebhooks(["test", "--all"]);
  expect(exitCode).toBe(ExitCode.configuration);
  expect(stderr).toContain("neither to a Canary console nor to a Coralogix account");
});

test("progress is for terminals alone, and leaves nothing behind there", async () => {
  const env = { CANARY_CONSOLE_URL: emulator.url, CANARY_AUTH_TOKEN: DEFAULT_AUTH_TOKEN };
  const onTerminal = await alertWebhooks(["test", "--all"], { env, isTerminal: true });
  expect(onTerminal.stderr).toContain("Tested 6 of 6 …");
  expect(onTerminal.stderr.endsWith("\r\u001b[K")).toBe(true);
  expect(onTerminal.stdout).not.toContain("Tested");
});

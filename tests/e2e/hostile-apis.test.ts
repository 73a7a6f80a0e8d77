import { setTimeout as sleep } from "node:timers/promises";

import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator } from "../../emulator";
import type { CommandResult } from "../../scripts/stack";
import { type Declared, Scenario } from "./scenario";

const url = "https://soc.example/hook";
const generic = (key: string): Declared => ({
  className: "CanaryGenericWebhook",
  name: "soc",
  args: { flockId: DEFAULT_FLOCK, url, headers: { Authorization: key } },
});
const splunk: Declared = {
  className: "CanarySplunkWebhook",
  name: "splunk",
  args: { flockId: DEFAULT_FLOCK, host: "hec.example", port: 8088, token: "hec-key" },
};
const onCall = (serviceKey: string): Declared => ({
  className: "CoralogixIntegration",
  name: "on-call",
  args: { type: "pager_duty", alias: "on-call", serviceKey },
});

const reaching = (emulator: Emulator) => ({
  CANARY_CONSOLE_URL: emulator.url,
  CANARY_AUTH_TOKEN: DEFAULT_AUTH_TOKEN,
  CORALOGIX_BASE_URL: emulator.url,
  CORALOGIX_API_KEY: DEFAULT_API_KEY,
});
const hostOf = (emulator: Emulator) => new URL(emulator.url).host;

let scenario: Scenario;

afterEach(() => scenario.close());

test("a console and an account that look alike are left alone by every command, which names both", async () => {
  const theirs = await Emulator.start();
  try {
    scenario = await Scenario.start({ connected: false });
    const { emulator } = scenario;
    const ours = { env: reaching(emulator) };
    scenario.declare([generic("first"), splunk, onCall("first")]);
    await scenario.up([], ours);
    theirs.state.flocks = structuredClone(emulator.state.flocks);
    const [account] = Object.values(structuredClone(emulator.state.accounts));
    theirs.state.accounts = { [DEFAULT_API_KEY]: { integrations: [], ...account, companyId: 4711 } };
    const before = theirs.snapshot();

    const { CORALOGIX_BASE_URL, CANARY_CONSOLE_URL } = reaching(theirs);
    const looks = [
      {
        CANARY_CONSOLE_URL,
        from: `the Canary console ${hostOf(emulator)}`,
        to: `the Canary console ${hostOf(theirs)}`,
      },
      {
        CORALOGIX_BASE_URL,
        from: `the Coralogix company ${account?.companyId}`,
        to: "the Coralogix company 4711",
      },
    ];
    for (const { from, to, ...other } of looks) {
      const wrong = { env: { ...ours.env, ...other }, expectSuccess: false };
      const expectRefusal = ({ code, output }: CommandResult) => {
        expect(code).not.toBe(0);
        expect(output).toContain(`is in ${from}, and the configuration leads to ${to}.`);
        expect(output).toContain("To move it on purpose");
      };
      scenario.declare([generic("first"), splunk, onCall("first")]);
      // The refused destroy of the look before took away what was not refused.
      await scenario.up([], ours);
      expectRefusal(await scenario.preview([], wrong));
      expectRefusal(await scenario.refresh([], wrong));
      scenario.declare([generic("second"), splunk, onCall("second")]);
      expectRefusal(await scenario.up([], wrong));
      expectRefusal(await scenario.destroy([], wrong));
      expect(theirs.snapshot()).toEqual(before);
    }
    expect(theirs.requests.filter(({ method }) => method !== "GET")).toEqual([]);

    await scenario.destroy([], ours);
    expect(Object.values(emulator.state.accounts)).toMatchObject([{ integrations: [] }]);
    expect(emulator.state.flocks[DEFAULT_FLOCK]).toMatchObject({ generic: [], splunk: null });
  } finally {
    await theirs.stop();
  }
});

test("lists that lag, a removal that comes late, and a removal without an answer cost no webhook", async () => {
  scenario = await Scenario.start({ limits: { listLagSeconds: "60" } });
  const { emulator } = scenario;
  const flock = () => emulator.state.flocks[DEFAULT_FLOCK];
  const up = async (key: string) => {
    scenario.declare([generic(key), splunk]);
    await scenario.up();
    expect(flock()?.generic).toMatchObject([{ url, headers: { Authorization: key } }]);
    expect(flock()?.splunk).toMatchObject({ token: "hec-key" });
  };
  emulator.listLagMs = 1_000;
  await up("first");
  await up("second");
  emulator.addFault({ call: "generic/remove", fault: { kind: "late", delayMs: 1_500, answer: 200 } });
  await up("third");
  emulator.addFault({ call: "generic/remove", fault: { kind: "status", status: 503, effect: "after" } });
  await up("fourth");
  await scenario.preview(["--expect-no-changes"]);
});

test("entries that nobody could declare, and URLs that the console respells, get in the way of nothing", async () => {
  scenario = await Scenario.start({
    emulator: {
      behaviour: { urlSpelling: "no trailing slash", emptyShape: "missing", listNotConfiguredSplunk: "false" },
    },
  });
  const { emulator } = scenario;
  const flock = emulator.state.flocks[DEFAULT_FLOCK];
  const [account] = Object.values(emulator.state.accounts);
  const generic_webhooks = [null, { webhook_id: "1" }, { url: "https://odd.example", header_names: "X" }];
  Object.assign(flock ?? {}, { raw: { "generic/list": generic_webhooks, slack: [{ team: "odd", channel: null }] } });
  Object.assign(account ?? {}, { raw: [{ id: "8", alias: null }, { id: 2 ** 63, alias: "odd" }, null] });
  const respelled: Declared = { ...generic("key"), args: { ...generic("key").args, url: `${url}/%7e/` } };
  scenario.declare([respelled, splunk, onCall("first")]);
  await scenario.up();
  await scenario.refresh(["--expect-no-changes"]);
  await scenario.preview(["--expect-no-changes"]);
  expect(flock?.generic).toHaveLength(1);
  await scenario.destroy();
  expect(flock).toMatchObject({ generic: [], splunk: null });
  expect(account).toMatchObject({ integrations: [] });
});

test("what two stacks create at the same time fails in one of them, which takes nothing away", async () => {
  scenario = await Scenario.start();
  const { emulator } = scenario;
  const other = await Scenario.start({ connected: false, env: reaching(emulator) });
  try {
    // Both have read the list before either adds.
    emulator.addFault({ call: "generic/add", fault: { kind: "delay", delayMs: 3_000 } });
    const runs = [scenario, other].map((stack) => {
      stack.declare([generic("key")]);
      return stack;
    });
    const results = await Promise.allSettled(runs.map((stack) => stack.up()));
    const failures = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
    expect(failures).toEqual([expect.stringContaining("exists already")]);
    const loser = results.findIndex(({ status }) => status === "rejected");
    await runs[loser]?.destroy();
    expect(emulator.state.flocks[DEFAULT_FLOCK]?.generic).toHaveLength(1);
  } finally {
    await other.close();
  }
});

test("a killed engine leaves nothing behind that goes on sending, and the commands of the pages recover", async () => {
  scenario = await Scenario.start({ limits: { backoffSeconds: "0.2", maxWaitSeconds: "0.2", maxAttempts: "1000" } });
  const { emulator } = scenario;
  const removals = () => emulator.requests.filter(({ call }) => call === "generic/remove").length;
  scenario.declare([generic("first")]);
  await scenario.up();
  scenario.declare([generic("second")]);
  emulator.addFault({ call: "generic/remove", times: Infinity, fault: { kind: "status", status: 503 } });
  const engine = scenario.spawn(["up", "--yes", "--skip-preview"]);
  const ended = new Promise((resolve) => engine.on("exit", resolve));
  while (removals() === 0) await sleep(20);
  engine.kill("SIGKILL");
  await ended;
  await sleep(2_000);
  emulator.clearFaults();
  emulator.clearRequests();
  await sleep(2_000);
  expect(emulator.requests).toEqual([]);
  expect(emulator.state.flocks[DEFAULT_FLOCK]?.generic).toMatchObject([{ headers: { Authorization: "first" } }]);

  await scenario.stack.run(["cancel", "--yes"]);
  await scenario.refresh(["--clear-pending-creates"]);
  await scenario.up([], { env: { ALERT_WEBHOOKS_ADOPT_EXISTING: "true" } });
  expect(emulator.state.flocks[DEFAULT_FLOCK]?.generic).toMatchObject([{ headers: { Authorization: "second" } }]);
});

import { ExitCode } from "../../../cli/exit-codes";
import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, Emulator } from "../../../emulator";
import { alertWebhooks } from "./command-line";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start({ readOnlyAuthTokens: ["emulator-reading-token"] });
});
afterEach(() => emulator.stop());

const canary = (authToken: string = DEFAULT_AUTH_TOKEN) => ({
  CANARY_CONSOLE_URL: emulator.url,
  CANARY_AUTH_TOKEN: authToken,
});
const coralogix = () => ({ CORALOGIX_BASE_URL: emulator.url, CORALOGIX_API_KEY: DEFAULT_API_KEY });

/** What the command finds out, by what it checked. */
async function findings(env: Record<string, string>) {
  const { exitCode, stdout, stderr } = await alertWebhooks(["check", "--json"], { env });
  const found = JSON.parse(stdout) as { what: string; status: string; detail: string }[];
  return { exitCode, stderr, of: Object.fromEntries(found.map(({ what, ...rest }) => [what, rest])) };
}

test("everything is fine: versions, settings, and what each API holds", async () => {
  const { exitCode, of, stderr } = await findings({ ...canary(), ...coralogix() });
  const host = new URL(emulator.url).host;
  expect(of).toMatchObject({
    "Node.js": { status: "ok", detail: process.versions.node },
    "@pulumi/pulumi": { status: "ok" },
    Settings: { status: "ok", detail: "from the environment" },
    "Canary console": { status: "ok", detail: `${host}: 1 flock; the token's role is Admin` },
    "Coralogix, today's API": { status: "ok", detail: `${host}: 0 outbound webhooks` },
    "Coralogix, older API": { status: "ok", detail: `${host}: 0 integrations` },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: ExitCode.done, stderr: "" });
  expect(emulator.requests.map(({ method }) => method)).toEqual(emulator.requests.map(() => "GET"));
});

test("without --json it is a table", async () => {
  const { stdout } = await alertWebhooks(["check"], { env: canary() });
  expect(stdout).toMatch(/^ok {7}Node\.js {17}\d+/m);
  expect(stdout).toMatch(/^skipped {2}Coralogix, today's API {2}coralogixRegion is missing\. Set CORALOGIX_REGION /m);
});

test("a read-only token is told", async () => {
  const { exitCode, of } = await findings(canary("emulator-reading-token"));
  expect(of["Canary console"]).toMatchObject({ status: "warning" });
  expect(of["Canary console"]?.detail).toContain("read-only: it can't add or change webhooks");
  expect(exitCode).toBe(ExitCode.done);
});

test("a console that does not list its tokens is fine", async () => {
  emulator.addFault({ call: "auth_token/list", fault: { kind: "status", status: 403 } });
  const { exitCode, of } = await findings(canary());
  expect(of["Canary console"]).toMatchObject({ status: "ok" });
  expect(of["Canary console"]?.detail).toContain("does not show what the token may do");
  expect(exitCode).toBe(ExitCode.done);
});

test("a wrong credential fails, and is not shown", async () => {
  const { exitCode, of } = await findings({ ...canary("wrong-5f2b8c"), ...coralogix() });
  expect(of["Canary console"]).toMatchObject({ status: "failed" });
  expect(of["Canary console"]?.detail).toContain("does not accept the auth token");
  expect(JSON.stringify(of)).not.toContain("5f2b8c");
  expect(of["Coralogix, older API"]).toMatchObject({ status: "ok" });
  expect(exitCode).toBe(ExitCode.failed);
});

test("an address that nothing serves fails at once and names it", async () => {
  const { url } = emulator;
  await emulator.stop();
  const { exitCode, of } = await findings({ CANARY_CONSOLE_URL: url, CANARY_AUTH_TOKEN: "a" });
  expect(of["Canary console"]).toMatchObject({ status: "failed" });
  expect(of["Canary console"]?.detail).toContain("CANARY_CONSOLE_URL");
  expect(exitCode).toBe(ExitCode.failed);
});

test("an address that can't be right is a flaw in the settings", async () => {
  const { exitCode, of } = await findings({ CANARY_CONSOLE_URL: "abc.canary.tools", CANARY_AUTH_TOKEN: "a" });
  expect(of.Settings).toMatchObject({ status: "failed" });
  expect(of.Settings?.detail).toContain("must be an https address");
  expect(exitCode).toBe(ExitCode.failed);
});

test("half of a vendor's settings fails, and names the other half", async () => {
  const { exitCode, of } = await findings({ CANARY_CONSOLE_URL: emulator.url, ...coralogix() });
  expect(of["Canary console"]).toMatchObject({ status: "failed" });
  expect(of["Canary console"]?.detail).toContain("CANARY_AUTH_TOKEN");
  expect(of["Coralogix, today's API"]).toMatchObject({ status: "ok" });
  expect(exitCode).toBe(ExitCode.failed);
});

test("nothing that is configured is a matter of the settings", async () => {
  const { exitCode } = await findings({});
  expect(exitCode).toBe(ExitCode.configuration);
});

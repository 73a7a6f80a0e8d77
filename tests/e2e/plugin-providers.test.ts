import { Emulator } from "../../emulator";
import { FLOCK, SECRET } from "../specimens";
import { type Declared, type Program, Scenario, connectionTo } from "./scenario";

const credentials = { token: "console-token", key: "account-key", otherKey: "other-account-key" };
const url = `https://soc.example/${SECRET}`;
const webhook: Declared = {
  className: "CanaryGenericWebhook",
  name: "soc",
  args: { flockId: FLOCK, url, headers: { Authorization: SECRET } },
};
const mail: Declared = {
  className: "CoralogixIntegration",
  name: "mail",
  args: { type: "email_group", alias: "mail", emails: ["soc@example.com"] },
};
const program: Program = { host: "plugin", resources: [webhook, mail] };

let scenario: Scenario;
/** Another console, and another company. */
let other: Emulator;

async function start(options: Parameters<typeof Scenario.start>[0] = {}): Promise<void> {
  const emulator = { authTokens: [credentials.token], apiKeys: [credentials.key, credentials.otherKey] };
  other = await Emulator.start(emulator);
  for (const account of Object.values(other.state.accounts)) account.companyId += 1000;
  scenario = await Scenario.start({ emulator, secrets: credentials, ...options });
}

afterEach(async () => {
  await scenario.close();
  await other.stop();
});

function holdings({ state }: Emulator): unknown[] {
  const webhooks = Object.values(state.flocks).flatMap(({ generic }) => generic.map((each) => each.url));
  const integrations = Object.values(state.accounts).flatMap(({ integrations: all }) => all.map(({ alias }) => alias));
  return [...webhooks, ...integrations];
}

async function configure(settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    await scenario.stack.setConfig(`alert-webhooks:${name}`, value, { secret: /Token|Key/.test(name) });
  }
}

/** The changes that both APIs were asked for, in their order. */
function changes(): string[] {
  const made = [scenario.emulator, other].flatMap(({ requests }) => requests).filter(({ method }) => method !== "GET");
  return made.sort((a, b) => a.time - b.time).map(({ call }) => call);
}

test("what lives in another console and company is made there first, and then deleted with the old credentials", async () => {
  await start();
  scenario.declare(program);
  await scenario.up();
  scenario.calls();
  other.authTokens.clear();
  other.authTokens.add("new-token");
  await configure({ canaryConsoleUrl: other.url, canaryAuthToken: "new-token", coralogixBaseUrl: other.url });
  const { stdout } = await scenario.preview();
  expect(stdout).toContain("+-2 to replace");
  expect(changes()).toEqual([]);
  await scenario.up();
  expect(changes().slice(0, 2).sort()).toEqual(["generic/add", "integrations create"]);
  expect(changes().slice(2).sort()).toEqual(["generic/remove", "integrations delete"]);
  expect(holdings(scenario.emulator)).toEqual([]);
  expect(holdings(other)).toEqual([url, "mail"]);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.destroy();
  expect(holdings(other)).toEqual([]);
});

test("an explicit provider that leads elsewhere replaces what it has", async () => {
  await start();
  const through = (emulator: Emulator): Program => ({
    host: "plugin",
    providers: { it: connectionTo(emulator, { authToken: "token", apiKey: "key", limits: {} }) },
    resources: program.resources.map((resource) => ({ ...resource, options: { provider: "it" } })),
  });
  scenario.declare(through(scenario.emulator));
  await scenario.up();
  scenario.declare(through(other));
  await scenario.up();
  expect(holdings(scenario.emulator)).toEqual([]);
  expect(holdings(other)).toEqual([url, "mail"]);
  await scenario.preview(["--expect-no-changes"]);
});

test("what stays in its company is not touched when the console changes", async () => {
  await start();
  scenario.declare(program);
  await scenario.up();
  await configure({ canaryConsoleUrl: other.url });
  scenario.emulator.clearRequests();
  await scenario.up();
  expect(holdings(other)).toEqual([url]);
  expect(holdings(scenario.emulator)).toEqual(["mail"]);
  expect(changes().filter((call) => call.startsWith("integrations"))).toEqual([]);
  await scenario.preview(["--expect-no-changes"]);
});

test("another company behind the same address replaces its integrations, and no webhook", async () => {
  await start();
  scenario.declare(program);
  await scenario.up();
  // The account shows its company by what it holds.
  const [first, second] = Object.values(scenario.emulator.state.accounts);
  second?.integrations.push(
    ...structuredClone(first?.integrations ?? []).map((each) => ({ ...each, id: 9, alias: "theirs" })),
  );
  await configure({ coralogixApiKey: credentials.otherKey });
  scenario.calls();
  await scenario.up();
  expect(first?.integrations).toEqual([]);
  expect(second?.integrations.map(({ alias }) => alias)).toEqual(["theirs", "mail"]);
  expect(scenario.calls().filter((call) => /^generic\/(add|remove)/.test(call))).toEqual([]);
  await scenario.preview(["--expect-no-changes"]);
});

test("a rotated credential and a renamed console replace nothing", async () => {
  await start();
  scenario.declare(program);
  await scenario.up();
  scenario.emulator.authTokens.add("rotated");
  const renamed = scenario.emulator.url.replace("127.0.0.1", "localhost");
  await configure({
    canaryAuthToken: "rotated",
    canaryConsoleUrl: renamed,
    canaryFormerConsoleUrl: scenario.emulator.url,
  });
  const plan = await scenario.plan();
  expect(Object.entries(plan).map(([name, steps]) => [name, ...steps.map(({ op }) => op)])).toEqual([
    ["soc", "update"],
  ]);
  await scenario.up();
  await scenario.preview(["--expect-no-changes"]);
});

test("a move is refused where only the environment had the old credential", async () => {
  await start({ connected: false });
  const from = ({ url: address }: Emulator) => ({
    CANARY_CONSOLE_URL: address,
    CANARY_AUTH_TOKEN: credentials.token,
  });
  scenario.declare({ host: "plugin", resources: [webhook] });
  await scenario.up([], { env: from(scenario.emulator) });
  const provider = (await scenario.stack.export()).deployment.resources?.find(({ type }) =>
    type.startsWith("pulumi:providers"),
  );
  expect(provider?.inputs).toEqual({ resolvedCanaryHost: new URL(scenario.emulator.url).host });
  const { code, output } = await scenario.preview([], { expectSuccess: false, env: from(other) });
  expect(code).not.toBe(0);
  expect(output).toContain(
    "state has no credential for it: it came from the environment. Set alert-webhooks:canaryConsoleUrl",
  );

  await configure({ canaryConsoleUrl: scenario.emulator.url, canaryAuthToken: credentials.token });
  await scenario.up();
  await configure({ canaryConsoleUrl: other.url });
  await scenario.up();
  expect([scenario.emulator, other].map(holdings)).toEqual([[], [url]]);
});

test("a bad value is refused in preview, and its key is named", async () => {
  await start({
    config: { "alert-webhooks:maxAttempts": "many", "alert-webhooks:coralogixRegion": "mars" },
    connected: false,
  });
  scenario.declare(program);
  const { code, output } = await scenario.preview([], { expectSuccess: false });
  expect(code).not.toBe(0);
  expect(output).toContain("alert-webhooks:maxAttempts must be a whole number");
});

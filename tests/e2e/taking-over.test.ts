import { DEFAULT_API_KEY } from "../../emulator";
import { FLOCK, SLACK, addWhatWasThere } from "./every-resource";
import { type Declared, Scenario, secret } from "./scenario";

const secrets = { socUrl: "https://soc.example/hooks/soc-path", socKey: "soc-key", hecToken: "hec-token" };

/** What both APIs hold before a program declares it, with other values where two can differ. */
const resources: Declared[] = [
  {
    className: "CanaryGenericWebhook",
    name: "soc",
    args: { flockId: FLOCK, url: secret("socUrl"), headers: { "X-Key": secret("socKey") } },
  },
  { className: "CanaryMsTeamsWebhook", name: "teams", args: { flockId: FLOCK, url: "https://teams.example/" } },
  {
    className: "CanarySplunkWebhook",
    name: "splunk",
    args: { flockId: FLOCK, host: "hec.example", port: 8088, token: secret("hecToken") },
  },
  {
    className: "CoralogixIntegration",
    name: "mail",
    args: { type: "email_group", alias: "soc", emails: ["soc@acme.example"] },
  },
  { className: "CanaryFlockWebhookSettings", name: "settings", args: { flockId: FLOCK, mode: "enabled" } },
  { className: "CanarySlackWebhook", name: "slack", args: { flockId: FLOCK, ...SLACK } },
];

/** Those that the API can make, and which therefore are not taken over silently. */
const makeable = resources.slice(0, 4);

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.start({ secrets });
  addWhatWasThere(scenario.emulator);
  scenario.declare(resources);
});

afterEach(() => scenario.close());

function flock() {
  const found = scenario.emulator.state.flocks[FLOCK];
  if (found === undefined) throw new Error("The emulator lacks the flock.");
  return found;
}

function account() {
  const found = scenario.emulator.state.accounts[DEFAULT_API_KEY];
  if (found === undefined) throw new Error("The emulator lacks the account.");
  return found;
}

/** Others have made by hand what the program is going to declare. */
function addByHand({ asDeclared = false } = {}): void {
  const byHand = asDeclared ? "" : "by-hand.";
  if (asDeclared) flock().mode = "enabled";
  flock().generic.push({
    url: secrets.socUrl,
    headers: asDeclared ? { "X-Key": secrets.socKey } : { "X-Hand": "1" },
    webhook_id: "soc",
  });
  flock().ms_teams.push("https://teams.example/");
  flock().splunk = { host: `${byHand}hec.example`, port: "8088", token: asDeclared ? secrets.hecToken : "by-hand" };
  account().integrations.push({
    id: 2000,
    alias: "soc",
    url: "",
    integration_type_fields: JSON.stringify([{ name: "payload", value: [`soc@${byHand}acme.example`] }]),
    integration_type_id: 4,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
  });
}

function expectAsDeclared(): void {
  expect(flock().generic.filter(({ url }) => url === secrets.socUrl)).toMatchObject([
    { headers: { "X-Key": secrets.socKey } },
  ]);
  expect(flock().ms_teams.filter((url) => url === "https://teams.example/")).toHaveLength(1);
  expect(flock().splunk).toEqual({ host: "hec.example", port: "8088", token: secrets.hecToken });
  expect(account().integrations.filter(({ alias }) => alias === "soc")).toMatchObject([
    { id: 2000, integration_type_fields: JSON.stringify([{ name: "payload", value: ["soc@acme.example"] }]) },
  ]);
}

test("create of what exists fails, touches nothing and says how to take it over; then it is taken over", async () => {
  addByHand();
  scenario.declare(makeable);
  const before = scenario.emulator.snapshot();
  const { code, stdout } = await scenario.up(["--continue-on-error"], { expectSuccess: false });
  expect(code).not.toBe(0);
  const diagnostics = stdout.slice(stdout.indexOf("Diagnostics:"));
  for (const what of [
    `The generic webhook to soc.example of ${FLOCK}`,
    `The MS Teams webhook to teams.example of ${FLOCK}`,
    `The Splunk webhook of ${FLOCK}`,
    'The Coralogix integration "soc" of type email_group',
  ]) {
    expect(diagnostics).toContain(`${what} exists already. To take it over, set adoptExisting: true`);
  }
  expect(diagnostics).toContain("ALERT_WEBHOOKS_ADOPT_EXISTING=true pulumi up");
  expect(scenario.emulator.snapshot()).toEqual(before);

  const adopting = makeable.map((resource) => ({ ...resource, args: { ...resource.args, adoptExisting: true } }));
  scenario.declare(adopting);
  await scenario.up();
  expectAsDeclared();
  // It can be left out once it has done its work.
  scenario.declare(makeable);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.destroy();
  expect(flock()).toMatchObject({ generic: [{ webhook_id: "by-hand" }], splunk: null });
  expect(account().integrations.map(({ id }) => id)).toEqual([1000]);
});

test("the environment takes over for one run", async () => {
  addByHand();
  await scenario.up([], { env: { ALERT_WEBHOOKS_ADOPT_EXISTING: "true" } });
  expectAsDeclared();
  await scenario.preview(["--expect-no-changes"]);
});

test("an import file takes over without a change", async () => {
  addByHand({ asDeclared: true });
  const file = scenario.write("import", { resources: resources.map(importEntry) });
  await scenario.stack.import(file);
  const state = JSON.stringify(await scenario.stack.export());
  expect(Object.values(secrets).filter((value) => state.includes(value))).toEqual([]);

  expect(scenario.calls()).toEqual([]);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.refresh(["--expect-no-changes"]);
  await scenario.preview(["--expect-no-changes"]);
  expectAsDeclared();
  await scenario.destroy();
  expect(flock()).toMatchObject({ mode: "global", generic: [{ webhook_id: "by-hand" }], splunk: null });
});

/** An entry of an import file, as docs/taking-over.md has it. */
function importEntry({ className, name, args }: Declared): object {
  const reference = `exports.handler=()=>require('pulumi-alert-webhooks/runtime').provider('${className}')`;
  const plain = (value: string) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: JSON.stringify(value),
  });
  const properties: Record<string, Record<string, unknown>> = {
    soc: {
      url: plain(secrets.socUrl),
      host: "soc.example",
      headers: { "X-Key": plain(secrets.socKey) },
      headerNames: ["X-Key"],
    },
    teams: { url: plain("https://teams.example/"), host: "teams.example" },
    splunk: { token: plain(secrets.hecToken) },
  };
  const inputs = { ...args, ...properties[name], __provider: reference, __caller: name };
  const outputs: Record<string, unknown> = { ...inputs };
  if (name === "settings") outputs.previousMode = "global";
  const id = name === "mail" ? "2000" : `${FLOCK}/${name}`;
  const module = className.charAt(0).toLowerCase() + className.slice(1);
  return { type: `pulumi-nodejs:dynamic/${module}:${className}`, name, id, inputs, outputs };
}

test("a resource is looked up by its id, and belongs to nobody", async () => {
  addByHand();
  const ids: Record<string, string> = { mail: "2000" };
  scenario.declare(
    resources.map((resource) => ({ ...resource, options: { id: ids[resource.name] ?? `${FLOCK}/${resource.name}` } })),
  );
  const before = scenario.emulator.snapshot();
  await scenario.up();
  const { mail, splunk, slack, settings } = await scenario.resources();
  expect(mail?.outputs).toMatchObject({ alias: "soc", emails: ["soc@by-hand.acme.example"] });
  expect(splunk?.outputs).toMatchObject({ host: "by-hand.hec.example" });
  expect(slack?.outputs).toMatchObject({ host: "slackurl.example" });
  expect(settings?.outputs).toMatchObject({ mode: "global" });
  await scenario.destroy();
  expect(scenario.emulator.snapshot()).toEqual(before);
});

test("a renamed resource that adopts keeps what it manages", async () => {
  await scenario.up();
  const before = scenario.held();
  const idsBefore = account().integrations.map(({ id }) => id);
  scenario.calls();
  // What was there before its setting only the old name knows.
  const told = { CanaryFlockWebhookSettings: { previousMode: "global" } };
  scenario.declare(
    resources.map(({ name, ...resource }) => ({
      ...resource,
      name: `${name}-renamed`,
      args: { ...resource.args, adoptExisting: true, ...told[resource.className as keyof typeof told] },
    })),
  );
  const { stdout } = await scenario.up();
  expect(stdout).toContain(`- ${resources.length} deleted`);
  expect(Object.keys(await scenario.resources())).toEqual(
    expect.arrayContaining(resources.map(({ name }) => `${name}-renamed`)),
  );
  expect(scenario.held()).toEqual(before);
  expect(account().integrations.map(({ id }) => id)).toEqual(idsBefore);
  // The API shows no header values, so those that are declared are set again.
  expect(scenario.calls().filter((call) => /remove|delete|use_global/.test(call))).toEqual(["generic/remove"]);
  await scenario.refresh(["--expect-no-changes"]);
});

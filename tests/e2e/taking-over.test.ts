import { FLOCK, type Specimen, account, flock, specimenOf } from "../specimens";
import { addByHand, declare, prepareAll, secrets } from "./every-resource";
import { type Declared, Scenario } from "./scenario";

const generic = specimenOf("CanaryGenericWebhook");
const teams = specimenOf("CanaryMsTeamsWebhook");
const splunk = specimenOf("CanarySplunkWebhook");
const mail = specimenOf("CoralogixIntegration", "email_group");
const settings = specimenOf("CanaryFlockWebhookSettings");

/** What the APIs can make, and which therefore is not taken over silently. */
const makeable = [generic, teams, splunk, mail];
const specimens = [...makeable, settings, specimenOf("CanarySlackWebhook")];
const resources = specimens.map((specimen) => declare(specimen));

/** The id of what others have made. */
const THEIRS = 2000;

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.start({ secrets });
  addByHand(scenario.emulator);
  prepareAll(scenario.emulator);
  scenario.declare(resources);
});

afterEach(() => scenario.close());

/** Others have made what the program is going to declare, with other values where two can differ. */
function addTheirs({ asDeclared = false } = {}): void {
  const { emulator } = scenario;
  const there = flock(emulator);
  const { url, headers, host, port, token } = { ...splunk.inputs, ...generic.inputs } as Record<string, string> & {
    headers: Record<string, string>;
  };
  there.generic.push({ url: url ?? "", headers, webhook_id: "theirs" });
  there.ms_teams.push(teams.inputs.url as string);
  there.splunk = { host: host ?? "", port: String(port), token: token ?? "" };
  const [expected] = mail.expected as [
    { alias: string; integration_type_id: number; integration_type_fields: unknown },
  ];
  account(emulator).integrations.push({
    id: THEIRS,
    alias: expected.alias,
    url: "",
    integration_type_id: expected.integration_type_id,
    integration_type_fields: JSON.stringify(expected.integration_type_fields),
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
  });
  if (asDeclared) there.mode = settings.inputs.mode as typeof there.mode;
  if (asDeclared) return;
  drift(generic, "headerNames");
  drift(splunk, ...Object.keys(splunk.drifts));
  drift(mail, "emails");
}

function drift({ drifts }: Specimen, ...properties: string[]): void {
  for (const property of properties) drifts[property]?.(scenario.emulator);
}

function expectAsDeclared(): void {
  expect(makeable.map(({ held }) => held(scenario.emulator))).toEqual(makeable.map(({ expected }) => expected));
  expect(account(scenario.emulator).integrations.map(({ id }) => id)).toContain(THEIRS);
}

function expectOthersOnly(): void {
  expect(makeable.map(({ held }) => held(scenario.emulator))).toEqual([[], [], null, []]);
  expect(flock(scenario.emulator)).toMatchObject({ mode: "global", generic: [{}], ms_teams: [expect.any(String)] });
  expect(account(scenario.emulator).integrations).toHaveLength(1);
}

test("create of what exists fails, touches nothing and says how to take it over; then it is taken over", async () => {
  addTheirs();
  scenario.declare(makeable.map((specimen) => declare(specimen)));
  const before = scenario.emulator.snapshot();
  const { code, stdout } = await scenario.up(["--continue-on-error"], { expectSuccess: false });
  expect(code).not.toBe(0);
  const diagnostics = stdout.slice(stdout.indexOf("Diagnostics:"));
  for (const what of [
    `The generic webhook to genericurl.example of ${FLOCK}`,
    `The MS Teams webhook to teamsurl.example of ${FLOCK}`,
    `The Splunk webhook of ${FLOCK}`,
    'The Coralogix integration "email_group alerts" of type email_group',
  ]) {
    expect(diagnostics).toContain(`${what} exists already. To take it over, set adoptExisting: true`);
  }
  expect(diagnostics).toContain("ALERT_WEBHOOKS_ADOPT_EXISTING=true pulumi up");
  expect(scenario.emulator.snapshot()).toEqual(before);

  scenario.declare(makeable.map((specimen) => declare(specimen, { adoptExisting: true })));
  await scenario.up();
  expectAsDeclared();
  // It can be left out once it has done its work.
  scenario.declare(makeable.map((specimen) => declare(specimen)));
  await scenario.preview(["--expect-no-changes"]);
  await scenario.destroy();
  expectOthersOnly();
});

test("the environment takes over for one run", async () => {
  addTheirs();
  await scenario.up([], { env: { ALERT_WEBHOOKS_ADOPT_EXISTING: "true" } });
  expectAsDeclared();
  await scenario.preview(["--expect-no-changes"]);
});

test("an import file takes over without a change", async () => {
  addTheirs({ asDeclared: true });
  const file = scenario.write("import", { resources: specimens.map(importEntry) });
  await scenario.stack.import(file);
  const state = JSON.stringify(await scenario.stack.export());
  expect(Object.values(secrets).filter((value) => state.includes(value))).toEqual([]);

  expect(scenario.calls()).toEqual([]);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.refresh(["--expect-no-changes"]);
  await scenario.preview(["--expect-no-changes"]);
  expectAsDeclared();
  await scenario.destroy();
  expectOthersOnly();
});

/** An entry of an import file, as docs/taking-over.md has it. */
function importEntry({ name, className, inputs: declared }: Specimen): object {
  const plain = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: JSON.stringify(value),
  });
  const { url, headers, token } = declared;
  const inputs = {
    ...declared,
    ...(url !== undefined && { url: plain(url), host: new URL(url as string).host }),
    ...(token !== undefined && { token: plain(token) }),
    ...(headers !== undefined && { headers: plain(headers), headerNames: Object.keys(headers as object).sort() }),
    __provider: `exports.handler=()=>require('pulumi-alert-webhooks/runtime').provider('${className}')`,
    __caller: name,
  };
  const outputs = name === settings.name ? { ...inputs, previousMode: "global" } : inputs;
  const type = `pulumi-nodejs:dynamic/${className.charAt(0).toLowerCase()}${className.slice(1)}:${className}`;
  return { type, name, id: idOf(name), inputs, outputs };
}

function idOf(name: string): string {
  return name === mail.name ? String(THEIRS) : `${FLOCK}/${name}`;
}

test("a resource is looked up by its id, and belongs to nobody", async () => {
  addTheirs();
  scenario.declare(resources.map((resource): Declared => ({ ...resource, options: { id: idOf(resource.name) } })));
  const before = scenario.emulator.snapshot();
  await scenario.up();
  const found = await scenario.resources();
  expect(found[mail.name]?.outputs).toMatchObject({ alias: mail.inputs.alias, emails: ["soc@example.com"] });
  expect(found[splunk.name]?.outputs).toMatchObject({ host: "other.example.com" });
  expect(found.slack?.outputs).toMatchObject({ host: "slackurl.example" });
  expect(found[settings.name]?.outputs).toMatchObject({ mode: "global" });
  await scenario.destroy();
  expect(scenario.emulator.snapshot()).toEqual(before);
});

test("a renamed resource that adopts keeps what it manages", async () => {
  await scenario.up();
  const before = scenario.held();
  const idsBefore = account(scenario.emulator).integrations.map(({ id }) => id);
  scenario.calls();
  scenario.declare(
    resources.map(({ name, ...resource }) => ({
      ...resource,
      name: `${name}-renamed`,
      args: {
        ...resource.args,
        adoptExisting: true,
        // As docs/taking-over.md has it: the new name can't find it out.
        ...(name === settings.name && { previousMode: "global" }),
      },
    })),
  );
  const { stdout } = await scenario.up();
  expect(stdout).toContain(`- ${resources.length} deleted`);
  expect(Object.keys(await scenario.resources())).toEqual(
    expect.arrayContaining(resources.map(({ name }) => `${name}-renamed`)),
  );
  expect(scenario.held()).toEqual(before);
  expect(account(scenario.emulator).integrations.map(({ id }) => id)).toEqual(idsBefore);
  // The API shows no header values, so those that are declared are set again.
  expect(scenario.calls().filter((call) => /remove|delete|use_global/.test(call))).toEqual(["generic/remove"]);
  await scenario.refresh(["--expect-no-changes"]);
});

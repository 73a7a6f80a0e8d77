import { Fixture, declare } from "./fixture";
import { SECRET, type Specimen, account, flock, specimenOf } from "../specimens";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
});
afterEach(() => {
  expect(fixture.host.takeOutput()).not.toContain(SECRET);
});
afterAll(() => fixture.stop());

const generic = specimenOf("CanaryGenericWebhook");
const msTeams = specimenOf("CanaryMsTeamsWebhook");
const slack = specimenOf("CanarySlackWebhook");
const integration = specimenOf("CoralogixIntegration");

/** What others may have in a list, by the specimens that are in that list as well. */
const oddEntries: readonly (readonly [Specimen, unknown])[] = [
  [generic, null],
  [generic, "https://odd.example"],
  [generic, { webhook_id: "1" }],
  [generic, { url: "https://odd.example", header_names: "Authorization" }],
  [generic, { url: "https://odd.example", header_names: [{ name: "Authorization" }] }],
  [generic, { url: "https://odd.example", webhook_id: 5 }],
  [msTeams, { url: "https://odd.example" }],
  [msTeams, 5],
  [slack, { team: "SOC", channel: null }],
  [slack, { team: "ODD", channel: "#odd" }],
  [slack, { team: "ODD", channel: "#odd", url: null }],
  [integration, null],
  [integration, { id: "1050" }],
  [integration, { id: 2 ** 63, alias: "odd", integration_type_id: 1 }],
  [integration, { id: 77, alias: null, integration_type_id: 1 }],
  [integration, { id: 77, alias: { text: "odd" }, integration_type_id: 1 }],
  [integration, { id: 77, alias: "odd", integration_type_id: "WebHook" }],
  [integration, { id: 77, alias: "odd", url: 5, integration_type_id: 1 }],
];

function addOdd(specimen: Specimen, entry: unknown): void {
  if (specimen === integration) Object.assign(account(fixture.emulator), { raw: [entry] });
  else flock(fixture.emulator).raw = { "generic/list": [entry], ms_teams: [entry], slack: [entry] };
}

it.each(oddEntries.map(([specimen, entry]) => [specimen.className, entry, specimen] as const))(
  "a %s lives beside %j",
  async (_className, entry, specimen) => {
    addOdd(specimen, entry);
    const [change] = specimen.replaces;
    fixture.prepare(specimen, change ?? {});
    await fixture.up([declare(specimen)], "create");
    expect(await fixture.stack.refresh()).toEqual([]);
    await fixture.up([declare(specimen, change)], "replace", "delete");
    await fixture.up([], "delete");
  },
);

describe("what is shown in another form than documented", () => {
  it.each<readonly [Specimen, string, unknown]>([
    [generic, "header_names", { url: generic.inputs.url, header_names: "Authorization" }],
    [slack, "url", { team: slack.inputs.team, channel: slack.inputs.channel, url: 5 }],
    [integration, "integration_type_id", { id: 1050, alias: "slack alerts", integration_type_id: "Slack" }],
  ])("stops what it is of alone, which says where: %#", async (specimen, where, entry) => {
    const other = declare(msTeams, {}, "other");
    fixture.prepare(specimen);
    await fixture.up([declare(specimen), other], "create", "create");
    specimen.remove?.(fixture.emulator);
    const id = Number(fixture.stack.resources.get("it")?.id);
    addOdd(specimen, specimen === integration ? { ...(entry as object), id } : entry);
    const failures = (await fixture.stack.refresh()).map(({ failure }) => failure?.message);
    expect(failures).toEqual([expect.stringContaining(`in another form than documented (at "${where}")`)]);
    expect(fixture.stack.resources.size).toBe(2);
    await fixture.up([declare(specimen)], "delete");
  });
});

it("an integration whose id comes as text is ours", async () => {
  await fixture.up([declare(integration)], "create");
  const [shown, ...others] = account(fixture.emulator).integrations;
  Object.assign(account(fixture.emulator), { integrations: others, raw: [{ ...shown, id: String(shown?.id) }] });
  expect(await fixture.stack.refresh()).toEqual([]);
  expect(fixture.stack.resources.size).toBe(1);
});

it("lists as long as a large console's and a large account's are served", async () => {
  const { emulator } = fixture;
  flock(emulator).ms_teams = Array.from(
    { length: 10_000 },
    (_, index) => `https://teams.example/${"x".repeat(500)}/${index}`,
  );
  await fixture.up([declare(integration)], "create");
  const [one] = account(fixture.emulator).integrations;
  const others = Array.from({ length: 5_000 }, (_, index) => ({
    integration_type_fields: JSON.stringify([{ name: "payload", value: { text: "x".repeat(2_000) } }]),
    integration_type_id: 1,
    alias: `theirs ${index}`,
    id: 10_000 + index,
  }));
  account(emulator).integrations.push(...others.map((other) => ({ ...one, ...other }) as NonNullable<typeof one>));
  await fixture.up([declare(integration), declare(msTeams, {}, "teams")], "create");
  expect(await fixture.stack.refresh()).toEqual([]);
  await fixture.up([], "delete", "delete");
  expect(account(emulator).integrations).toHaveLength(5_000);
  expect(flock(emulator).ms_teams).toHaveLength(10_000);
});

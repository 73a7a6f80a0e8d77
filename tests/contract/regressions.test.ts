import { Fixture, declare } from "./fixture";
import { FLOCK, SECRET, type Specimen, account, flock, specimenOf, specimens } from "../specimens";

/** What the model found, each as its plainest case. */

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

const byUrl = [generic, msTeams].map((specimen) => [specimen.title, specimen] as const);

/** The same URL, spelled otherwise. */
function respelled({ inputs }: Specimen): { url: string } {
  const { host } = new URL(inputs.url as string);
  return { url: (inputs.url as string).replace(host, `${host.toUpperCase()}:443`) };
}

describe.each(byUrl)("the URL of a %s in another spelling", (_title, specimen) => {
  it("is not a change", async () => {
    await fixture.up([declare(specimen)], "create");
    expect(await fixture.stack.preview([declare(specimen, respelled(specimen))])).toEqual([]);
    await fixture.up([], "delete");
    expect(specimen.held(fixture.emulator)).toEqual([]);
  });

  it("is taken over, and removed as the API spells it", async () => {
    await fixture.up([declare(specimen)], "create");
    const renamed = [declare(specimen, { ...respelled(specimen), adoptExisting: true }, "renamed")];
    await fixture.up(renamed, "create", "delete");
    expect(specimen.held(fixture.emulator)).toHaveLength(1);
    await fixture.up([], "delete");
    expect(specimen.held(fixture.emulator)).toEqual([]);
  });
});

it("a Slack webhook that got another URL in the console is deleted all the same", async () => {
  fixture.prepare(slack);
  await fixture.up([declare(slack)], "create");
  slack.drifts.url?.(fixture.emulator);
  await fixture.up([], "delete");
  expect(slack.held(fixture.emulator)).toEqual([]);
});

it("a setting that is set while something between us refuses is in place, and goes back when it is deleted", async () => {
  const settings = specimenOf("CanaryFlockWebhookSettings");
  const before = fixture.emulator.snapshot();
  fixture.emulator.addFault({ call: "disable", fault: { kind: "html", status: 400, effect: "after" } });
  await fixture.up([declare(settings)], "create");
  expect(settings.held(fixture.emulator)).toEqual(settings.expected);
  await fixture.up([], "delete");
  expect(fixture.emulator.snapshot()).toEqual(before);
});

it.each([{ kind: "html", status: 200 }, { kind: "html", status: 404 }, { kind: "empty" }] as const)(
  "a deletion of an integration that something between us answers (%j) is not taken for done",
  async (fault) => {
    const integration = specimenOf("CoralogixIntegration");
    await fixture.up([declare(integration)], "create");
    fixture.emulator.addFault({ call: "integrations delete", fault, times: 3 });
    expect(await fixture.failingUp([])).toContain("DELETE");
    expect(fixture.stack.resources.size).toBe(1);
    fixture.emulator.clearFaults();
    await fixture.up([], "delete");
    expect(integration.held(fixture.emulator)).toEqual([]);
  },
);

describe("header values, which the API never shows,", () => {
  const theirs = { Authorization: `Bearer theirs ${SECRET}` };
  const changed = [declare(generic, { headers: { ...(generic.inputs.headers as object), ...theirs } })];

  it("are sent again after a change of them in doubt, even if it is taken back", async () => {
    const { emulator, stack } = fixture;
    await fixture.up([declare(generic)], "create");
    emulator.addFault({ call: "generic/add", fault: { kind: "reset", effect: "after" } });
    emulator.addFault({ call: "generic/list", skip: 1, times: 3, fault: { kind: "reset" } });
    expect(await fixture.failingUp(changed)).toContain("may be absent now");
    await stack.refresh();
    await fixture.up([declare(generic)], "update");
    expect(generic.held(emulator)).toEqual(generic.expected);
    expect(await stack.preview([declare(generic)])).toEqual([]);
  });

  it("are repaired by the next up after a removal in doubt, even if the change is taken back", async () => {
    const { emulator } = fixture;
    await fixture.up([declare(generic)], "create");
    emulator.addFault({ call: "generic/remove", fault: { kind: "reset", effect: "after" } });
    emulator.addFault({ call: "generic/list", skip: 1, times: 3, fault: { kind: "reset" } });
    expect(await fixture.failingUp(changed)).toContain("may be absent now");
    await fixture.up([declare(generic)], "update");
    expect(generic.held(emulator)).toEqual(generic.expected);
  });

  it("are not trusted where others changed the names", async () => {
    const { emulator, stack } = fixture;
    await fixture.up([declare(generic)], "create");
    for (const webhook of emulator.state.flocks[FLOCK]?.generic ?? []) webhook.headers = theirs;
    await stack.refresh();
    const { Authorization } = generic.inputs.headers as Record<string, string>;
    const fewer = [declare(generic, { headers: { Authorization } })];
    await fixture.up(fewer, "update");
    expect(emulator.state.flocks[FLOCK]?.generic[0]?.headers).toEqual({ Authorization });
    expect(await stack.preview(fewer)).toEqual([]);
  });
});

describe.each([
  ["CanarySplunkWebhook", { host: "new.example.com" }, "splunk/add", { call: "splunk", skip: 1 }],
  ["CanaryFlockWebhookSettings", { mode: "global" }, "use_global", { call: "is_global" }],
  ["CoralogixIntegration", { url: "https://new.example.com/" }, "integrations update", { call: "integrations get" }],
] as const)("a %s whose change is in doubt", (className, change, changing, reading) => {
  const specimen = specimenOf(className);

  it("is repaired by the next up, even if the change is taken back", async () => {
    const { emulator, stack } = fixture;
    await fixture.up([declare(specimen)], "create");
    emulator.addFault({ call: changing, fault: { kind: "reset", effect: "after" } });
    emulator.addFault({ ...reading, times: 3, fault: { kind: "reset" } });
    expect(await fixture.failingUp([declare(specimen, change)])).toContain(
      "The next pulumi up finds out and completes it",
    );
    expect(specimen.held(emulator)).not.toEqual(specimen.expected);
    await fixture.up([declare(specimen)], "update");
    expect(specimen.held(emulator)).toEqual(specimen.expected);
    expect(await stack.preview([declare(specimen)])).toEqual([]);
  });
});

it("a Splunk webhook that is taken over, and may be gone when that fails, stays in state", async () => {
  const { emulator, stack } = fixture;
  const splunk = specimenOf("CanarySplunkWebhook");
  flock(emulator).splunk = { host: "theirs.example.com", port: "1", token: "theirs" };
  emulator.behaviour.splunkPresent = "error";
  emulator.addFault({ call: "splunk/remove", fault: { kind: "reset", effect: "after" } });
  emulator.addFault({ call: "splunk", skip: 1, times: 3, fault: { kind: "reset" } });
  const adopted = [declare(splunk, { adoptExisting: true })];
  expect(await fixture.failingUp(adopted)).toContain("may be absent now");
  await fixture.up(adopted, "update");
  expect(splunk.held(emulator)).toEqual(splunk.expected);
  expect(await stack.preview(adopted)).toEqual([]);
});

it("an integration that is in doubt and renamed stays when the old name is deleted", async () => {
  const { emulator } = fixture;
  const integration = specimenOf("CoralogixIntegration");
  emulator.addFault({ call: "integrations create", fault: { kind: "reset", effect: "after" } });
  emulator.addFault({ call: "integrations list", skip: 1, times: 3, fault: { kind: "reset" } });
  expect(await fixture.failingUp([declare(integration)])).toContain("may or may not be in place");
  await fixture.up([declare(integration, { adoptExisting: true }, "renamed")], "create", "delete");
  expect(integration.held(emulator)).toEqual(integration.expected);
});

describe.each(
  specimens.filter(({ alwaysThere }) => alwaysThere !== true).map((specimen) => [specimen.title, specimen] as const),
)("a %s that is renamed", (_title, specimen) => {
  const renamed = declare(specimen, { adoptExisting: true }, "renamed");

  it("stays when the run is interrupted, and the old name is deleted in a later one", async () => {
    await fixture.up([declare(specimen)], "create");
    // Something else fails, so this run deletes nothing.
    const failing = declare(slack, {}, "failing");
    await fixture.failingUp([renamed, failing]);
    await fixture.up([renamed], ...(fixture.stack.resources.has("renamed") ? ["delete"] : ["create", "delete"]));
    expect(specimen.held(fixture.emulator)).toEqual(specimen.expected);
    await fixture.up([], "delete");
    expect(specimen.held(fixture.emulator)).not.toEqual(specimen.expected);
  });

  it("is taken over in a run that starts with a refresh", async () => {
    await fixture.up([declare(specimen)], "create");
    const steps = await fixture.stack.up([renamed], { refresh: true });
    expect(steps.map(({ failure }) => failure)).toEqual([undefined, undefined]);
    expect(specimen.held(fixture.emulator)).toEqual(specimen.expected);
  });
});

it("an integration in doubt that several look like by now is left alone, and the failure says which they are", async () => {
  const { emulator } = fixture;
  const integration = specimenOf("CoralogixIntegration");
  emulator.addFault({ call: "integrations create", fault: { kind: "reset", effect: "after" } });
  emulator.addFault({ call: "integrations list", skip: 1, times: 3, fault: { kind: "reset" } });
  expect(await fixture.failingUp([declare(integration)])).toContain("may or may not be in place");
  const { integrations } = account(emulator);
  const [made] = integrations;
  if (made !== undefined) integrations.push({ ...made, id: 99 });
  const before = emulator.snapshot();
  expect(await fixture.failingUp([])).toContain(`several are as it was sent (${made?.id}, 99)`);
  expect(emulator.snapshot()).toEqual(before);
  integrations.pop();
  await fixture.up([], "delete");
  expect(integration.held(emulator)).toEqual([]);
});

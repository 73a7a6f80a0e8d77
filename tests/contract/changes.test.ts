import { behaviourChoices } from "../../emulator";
import { Stack } from "./engine";
import { Fixture, declare } from "./fixture";
import { SECRET, type Specimen, flock, specimenOf, specimens } from "../specimens";

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

/** The changes that were sent, in order. */
function sent(): string[] {
  return fixture.emulator.requests.filter(({ method }) => method === "POST").map(({ call }) => call);
}

const refusal = { kind: "status", status: 400 } as const;

describe("the URL of a generic webhook", () => {
  const generic = specimenOf("CanaryGenericWebhook");

  it("is changed without a gap: the new one is added before the old one is removed", async () => {
    await fixture.up([declare(generic)], "create");
    fixture.emulator.clearRequests();
    await fixture.up([declare(generic, { url: `https://new.example.com/${SECRET}` })], "replace", "delete");
    expect(sent()).toEqual(["generic/add", "generic/remove"]);
  });

  it("stays when the new one can't be added", async () => {
    await fixture.up([declare(generic)], "create");
    const before = fixture.emulator.snapshot();
    fixture.emulator.addFault({ call: "generic/add", fault: refusal });
    await fixture.failingUp([declare(generic, { url: `https://new.example.com/${SECRET}` })]);
    expect(fixture.emulator.snapshot()).toEqual(before);
  });
});

describe("the headers of a generic webhook", () => {
  const generic = specimenOf("CanaryGenericWebhook");
  const changed = [declare(generic, { headers: { Authorization: `Bearer other ${SECRET}` } })];

  beforeEach(async () => {
    await fixture.up([declare(generic)], "create");
    fixture.emulator.clearRequests();
  });

  it("are changed by removing and adding it, since the API has no call for it", async () => {
    await fixture.up(changed, "update");
    expect(sent()).toEqual(["generic/remove", "generic/add"]);
  });

  it("are put back when the new ones can't be added", async () => {
    fixture.emulator.addFault({ call: "generic/add", fault: refusal });
    expect(await fixture.failingUp(changed)).toContain("is as it was");
    expect(generic.held(fixture.emulator)).toEqual(generic.expected);
    expect(fixture.resource.initErrors).toEqual([]);
    expect(await fixture.stack.preview([declare(generic)])).toEqual([]);
    await fixture.up(changed, "update");
    expect(await fixture.stack.preview(changed)).toEqual([]);
  });

  it("are absent, and the failure says so, when not even the old ones can be put back", async () => {
    fixture.emulator.addFault({ call: "generic/add", times: 2, fault: refusal });
    expect(await fixture.failingUp(changed)).toContain("is absent now");
    expect(generic.held(fixture.emulator)).toEqual([]);
    await fixture.up([declare(generic)], "update");
    expect(generic.held(fixture.emulator)).toEqual(generic.expected);
  });
});

describe.each(behaviourChoices.splunkPresent)("a Splunk webhook, where a second add is %s", (splunkPresent) => {
  const splunk = specimenOf("CanarySplunkWebhook");
  const changed = [declare(splunk, { host: "new.example.com" })];
  const inPlace = splunkPresent === "overwritten";

  beforeEach(async () => {
    fixture.emulator.behaviour.splunkPresent = splunkPresent;
    await fixture.up([declare(splunk)], "create");
    fixture.emulator.clearRequests();
  });

  it("is changed in place where that works, and else removed and added", async () => {
    await fixture.up(changed, "update");
    expect(sent()).toEqual(inPlace ? ["splunk/add"] : ["splunk/add", "splunk/remove", "splunk/add"]);
    expect(splunk.held(fixture.emulator)).toMatchObject({ host: "new.example.com" });
    expect(await fixture.stack.preview(changed)).toEqual([]);
  });

  it("is as it was when the new one can't be added", async () => {
    fixture.emulator.addFault({ call: "splunk/add", times: 2, fault: refusal });
    expect(await fixture.failingUp(changed)).toContain("is as it was");
    expect(splunk.held(fixture.emulator)).toEqual(splunk.expected);
    expect(fixture.resource.initErrors).toEqual([]);
    await fixture.up(changed, "update");
    expect(splunk.held(fixture.emulator)).toMatchObject({ host: "new.example.com" });
  });

  it("is absent, and the failure says so, when not even the old one can be put back", async () => {
    fixture.emulator.addFault({ call: "splunk/add", times: 3, fault: refusal });
    expect(await fixture.failingUp(changed)).toContain("is absent now");
    expect(splunk.held(fixture.emulator)).toBeNull();
    await fixture.up(changed, "update");
    expect(splunk.held(fixture.emulator)).toMatchObject({ host: "new.example.com" });
  });
});

describe("the webhook setting of a flock", () => {
  const settings = specimenOf("CanaryFlockWebhookSettings");
  const modes = ["enabled", "disabled", "global"] as const;

  it.each(modes.flatMap((before) => modes.map((mode) => [before, mode] as const)))(
    "goes back to %s after it was declared %s",
    async (before, mode) => {
      const ours = flock(fixture.emulator);
      ours.mode = before;
      await fixture.up([declare(settings, { mode })], "create");
      expect(ours.mode).toBe(mode);
      await fixture.up([declare(settings, { mode: "global" })], ...(mode === "global" ? [] : ["update"]));
      expect(ours.mode).toBe("global");
      await fixture.up([], "delete");
      expect(ours.mode).toBe(before);
    },
  );
});

describe("an integration", () => {
  const slack = specimenOf("CoralogixIntegration");

  it("of the same name and another type waits for the old one to go where names are unique", async () => {
    fixture.emulator.behaviour.duplicateAlias = "error";
    await fixture.up([declare(slack)], "create");
    const other = declare({ ...slack, inputs: { type: "pager_duty", alias: slack.inputs.alias, serviceKey: SECRET } });
    expect(await fixture.failingUp([other])).toContain("is already used");
    expect(slack.held(fixture.emulator)).toEqual(slack.expected);
    await fixture.up([], "delete");
    await fixture.up([other], "create");
  });

  it("whose create may or may not have taken effect is found by the next up, and made once", async () => {
    const { emulator } = fixture;
    emulator.addFault({ call: "integrations create", fault: { kind: "reset", effect: "after" } });
    emulator.addFault({ call: "integrations list", skip: 1, times: 3, fault: { kind: "reset" } });
    expect(await fixture.failingUp([declare(slack)])).toContain("may or may not be in place");
    await fixture.up([declare(slack)], "delete", "replace");
    expect(slack.held(emulator)).toEqual(slack.expected);
    expect(await fixture.stack.preview([declare(slack)])).toEqual([]);
  });

  it("that others deleted is not updated blindly", async () => {
    await fixture.up([declare(slack)], "create");
    slack.remove?.(fixture.emulator);
    expect(await fixture.failingUp([declare(slack, { alias: "other" })])).toContain("is gone");
    await fixture.stack.refresh();
    await fixture.up([declare(slack)], "create");
  });
});

describe("what is declared without a uuid", () => {
  const withUuid = specimens.filter(({ inputs }) => "uuid" in inputs);
  const change = ({ className }: Specimen) =>
    className === "CoralogixIntegration" ? { method: "get" } : { payload: "text" };

  it.each(withUuid.map((specimen) => [specimen.title, specimen] as const))(
    "gets one that stays: %s",
    async (_title, specimen) => {
      const { stack } = fixture;
      await fixture.up([declare(specimen, { uuid: undefined })], "create");
      const { uuid } = fixture.resource.outputs;
      expect(uuid).toEqual(expect.any(String));
      const changed = [declare(specimen, { uuid: undefined, ...change(specimen) })];
      await fixture.up(changed, "update");
      expect(fixture.resource.outputs).toMatchObject({ uuid, ...change(specimen) });
      await stack.refresh();
      expect(fixture.resource.outputs.uuid).toBe(uuid);
      expect(await stack.preview(changed)).toEqual([]);
    },
  );
});

it("what others have is not touched", async () => {
  const theirs = new Stack(fixture.host);
  const change: Readonly<Record<string, object>> = {
    CanaryGenericWebhook: { url: "https://theirs.example.com/" },
    CanaryMsTeamsWebhook: { url: "https://theirs.example.com/" },
    CoralogixIntegration: { alias: "theirs" },
    CoralogixOutboundWebhook: { name: "outbound theirs" },
  };
  const shared = specimens.filter(({ className }) => className in change);
  await theirs.up(shared.map((specimen) => declare(specimen, { ...change[specimen.className] }, specimen.title)));
  const before = fixture.emulator.snapshot();
  const program = shared.map((specimen) => declare(specimen, {}, specimen.title));
  await fixture.up(program, ...shared.map(() => "create"));
  await fixture.up([], ...shared.map(() => "delete"));
  expect(fixture.emulator.snapshot()).toEqual(before);
});

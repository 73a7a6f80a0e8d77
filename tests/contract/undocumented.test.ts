import { type Behaviour, behaviourChoices } from "../../emulator";
import { tour } from "./emulator/tour";
import { Fixture, declare } from "./fixture";
import { SECRET, type Specimen, specimens } from "../specimens";

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

const is =
  (...classNames: string[]) =>
  (specimen: Specimen) =>
    classNames.includes(specimen.className);
const ofUrls = is("CanaryGenericWebhook", "CanaryMsTeamsWebhook");
const ofLists = is("CanaryGenericWebhook", "CanaryMsTeamsWebhook", "CanarySlackWebhook");
const ofWebhooks = is("CanaryGenericWebhook", "CanaryMsTeamsWebhook", "CanarySlackWebhook", "CanarySplunkWebhook");
const ofSplunk = is("CanarySplunkWebhook");
const ofCoralogix = is("CoralogixIntegration");
const ofOutbound = is("CoralogixOutboundWebhook");
const hasFields = ({ expected }: Specimen): boolean =>
  (expected as { integration_type_fields: unknown[] }[])[0]?.integration_type_fields.length !== 0;
const hasType =
  (...types: unknown[]) =>
  ({ inputs }: Specimen) =>
    types.includes(inputs.type);

/** What the pages leave open and a resource can live with, by the specimens that meet it. */
const concerns: Partial<Record<keyof Behaviour, (specimen: Specimen) => boolean>> = {
  duplicateAdd: ofUrls,
  absentRemove: ofWebhooks,
  splunkPresent: ofSplunk,
  canaryErrorStatus: ofWebhooks,
  headerNames: is("CanaryGenericWebhook"),
  emptyShape: ofLists,
  listNotConfiguredSplunk: ofSplunk,
  enabledWhenGlobal: is("CanaryFlockWebhookSettings"),
  typeSpelling: ofCoralogix,
  emptyFields: (specimen) => ofCoralogix(specimen) && !hasFields(specimen),
  fieldsAs: (specimen) => ofCoralogix(specimen) && hasFields(specimen),
  createStatus: ofCoralogix,
  updateAnswer: ofCoralogix,
  companyShown: ofCoralogix,
  strictness: (specimen) => ofCoralogix(specimen) && hasType("sendlog", "email_group", "demisto")(specimen),
  duplicateAlias: is("CoralogixIntegration", "CoralogixOutboundWebhook"),
  errorForm: ofOutbound,
  slackAttachments: (specimen) => ofOutbound(specimen) && hasType("slack")(specimen),
  workflowUrl: hasType("ms_teams_workflow"),
};

/** One thing at a time; the defaults are what the other suites run on. */
const choices = Object.entries(concerns).flatMap(([name, concerned]) => {
  const [, ...others] = behaviourChoices[name as keyof Behaviour];
  return others.map((choice) => [`${name}: ${choice}`, name, choice, specimens.filter(concerned)] as const);
});

it.each(specimens.map((specimen) => [specimen.title, specimen] as const))(
  "by default whoever asks for a %s is always answered alike",
  async (_title, specimen) => {
    expect(await tour(specimen, {})).toBe(await tour(specimen, {}));
  },
);

describe.each(choices)("where the API plays %s", (_text, name, choice, concerned) => {
  beforeEach(() => {
    Object.assign(fixture.emulator.behaviour, { [name]: choice });
  });

  it.each(concerned.map((specimen) => [specimen.title, specimen] as const))("a %s lives", async (_title, specimen) => {
    const { emulator, stack } = fixture;
    const { changes, replaces, drifts, remove, held, expected } = specimen;
    expect(await tour(specimen, { [name]: choice })).not.toBe(await tour(specimen, {}));
    const before = emulator.snapshot();
    const program = [declare(specimen)];
    const settled = async (): Promise<void> => {
      expect(held(emulator)).toEqual(expected);
      expect(await stack.preview(program)).toEqual([]);
      expect(await stack.refresh()).toEqual([]);
      expect(await stack.preview(program)).toEqual([]);
    };

    fixture.prepare(specimen);
    await fixture.up(program, "create");
    await settled();
    for (const change of changes) {
      await fixture.up([declare(specimen, change)], "update");
      await fixture.up(program, "update");
      await settled();
    }
    for (const change of replaces) {
      specimen.prepare?.(emulator, { ...specimen.inputs, ...change });
      await fixture.up([declare(specimen, change)], "replace", "delete");
      fixture.prepare(specimen);
      await fixture.up(program, "replace", "delete");
      await settled();
    }
    for (const [property, drift] of Object.entries(drifts)) {
      if (specimen.shownOnly?.includes(property) === true) continue;
      drift(emulator);
      await stack.refresh();
      await fixture.up(program, "update");
      await settled();
    }
    if (remove !== undefined) {
      remove(emulator);
      await stack.refresh();
      fixture.prepare(specimen);
      await fixture.up(program, "create");
      await settled();
      remove(emulator);
    }
    await fixture.up([], "delete");
    expect(emulator.snapshot()).toEqual(before);
  });
});

describe("where a test event does not arrive", () => {
  const tested = specimens.filter(({ testCall }) => testCall !== undefined);

  it.each(tested.map((specimen) => [specimen.title, specimen] as const))(
    "a %s that is to be tested says so",
    async (_title, specimen) => {
      fixture.prepare(specimen);
      fixture.emulator.behaviour.testResult = "error";
      const program = [declare(specimen, { testOnCreate: true })];
      expect(await fixture.failingUp(program)).toContain("Could not post the test event");
    },
  );
});

describe.each(behaviourChoices.canaryErrorStatus)("where an error comes with status %s", (canaryErrorStatus) => {
  const added = specimens.filter(({ vendor, alwaysThere }) => vendor === "canary" && alwaysThere !== true);

  it.each(added.map((specimen) => [specimen.title, specimen] as const))(
    "a %s to which no test event gets is not created",
    async (_title, specimen) => {
      const { emulator, stack } = fixture;
      const before = emulator.snapshot();
      Object.assign(emulator.behaviour, { canaryErrorStatus, addTestEventFails: true });
      expect(await fixture.failingUp([declare(specimen)])).toContain("Could not post a test event");
      expect(stack.resources.size).toBe(0);
      expect(emulator.snapshot()).toEqual(before);
      emulator.behaviour.addTestEventFails = false;
      await fixture.up([declare(specimen)], "create");
    },
  );

  it.each(added.filter(({ changes }) => changes.length > 0).map((specimen) => [specimen.title, specimen] as const))(
    "a %s to which no test event gets any more can't be changed, and the next up repairs what that left",
    async (_title, specimen) => {
      const { emulator } = fixture;
      const change = declare(specimen, specimen.changes[0]);
      await fixture.up([declare(specimen)], "create");
      Object.assign(emulator.behaviour, { canaryErrorStatus, addTestEventFails: true });
      expect(await fixture.failingUp([change])).toContain("Could not post a test event");
      emulator.behaviour.addTestEventFails = false;
      await fixture.stack.refresh();
      await fixture.up([change], fixture.stack.resources.size === 0 ? "create" : "update");
      expect(await fixture.stack.preview([change])).toEqual([]);
      await fixture.stack.up([declare(specimen)]);
      expect(specimen.held(emulator)).toEqual(specimen.expected);
    },
  );
});

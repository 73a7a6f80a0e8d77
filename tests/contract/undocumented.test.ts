import { behaviourChoices } from "../../emulator";
import { Fixture, declare } from "./fixture";
import { SECRET, specimens } from "./specimens";

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

const ofCoralogix = ["typeSpelling", "emptyFields", "fieldsAs", "createStatus", "updateAnswer", "duplicateAlias"];

/**
 * Everything that the pages leave open, one thing at a time; the defaults are what the other suites run on. What makes
 * every add fail has tests of its own.
 */
const choices = Object.entries(behaviourChoices)
  .filter(([name]) => name !== "addTestEventFails")
  .flatMap(([name, [, ...others]]) => others.map((choice) => ({ name, choice })))
  .map(({ name, choice }) => [`${name}: ${choice}`, name, choice] as const);

describe.each(choices)("where the API plays %s", (_text, name, choice) => {
  const vendor = ofCoralogix.includes(name) ? "coralogix" : "canary";
  const concerned = specimens.filter((specimen) => specimen.vendor === vendor);
  beforeEach(() => {
    Object.assign(fixture.emulator.behaviour, { [name]: choice });
  });

  it.each(concerned.map((specimen) => [specimen.title, specimen] as const))("a %s lives", async (_title, specimen) => {
    const { emulator, stack } = fixture;
    const { changes, replaces, drifts, remove, held, expected } = specimen;
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
    "a %s to which no test event gets any more can't be changed, and the next up mends what that left",
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

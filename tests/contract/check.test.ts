import { Fixture, declare, registered } from "./fixture";
import { SECRET, specimens } from "../specimens";

/** What Pulumi hands to `check` and `diff` for a value that is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
});
afterAll(() => fixture.stop());

const containing = (text: string): unknown => expect.stringContaining(text);

describe.each(specimens.map((specimen) => [specimen.title, specimen] as const))("%s", (_title, specimen) => {
  const { className, inputs } = specimen;

  it("passes when it is complete", async () => {
    const checked = await fixture.check(className, inputs);
    expect(checked.failures).toEqual([]);
    expect(checked.inputs).toMatchObject(inputs);
  });

  // The unit tests check every refusal. Here is what a host makes of them.
  it("is refused for all that is wrong in it, by path and reason, and no value is shown", async () => {
    const [missing, reason] = Object.entries(specimen.required).at(-1) ?? ["", ""];
    // Where the type is unknown, so is what else it takes.
    const [wrong] = specimen.refused.filter(({ path }) => path !== missing && path !== "type");
    const bad = { ...inputs, ...wrong?.change, [missing]: undefined, ...specimen.foreign, unheardOf: SECRET };
    const { failures } = await fixture.check(className, bad);
    const foreign = [...Object.keys(specimen.foreign), "unheardOf"];
    const expected = [
      `${wrong?.path}: ${wrong?.reason}`,
      `${missing}: is missing: it ${reason}`,
      ...foreign.map((name) => `${name}: is not allowed here: ${specimen.calledWhenRefused} takes `),
    ];
    // The engine prints the value of a property that is named as such.
    const byReason = expected.map((text) => ({ property: "", reason: containing(text) }));
    expect(failures).toEqual(expect.arrayContaining(byReason));
    expect(failures).toHaveLength(expected.length);
    expect(JSON.stringify(failures)).not.toContain(SECRET);
  });

  it.each(Object.keys(inputs))("passes while %s is not known, which counts as a change", async (property) => {
    fixture.prepare(specimen);
    await fixture.up([declare(specimen)], "create");
    const { id, outputs } = fixture.resource;
    for (const value of withUnknown(inputs[property])) {
      const checked = await fixture.check(className, { ...inputs, [property]: value }, inputs);
      expect(checked.failures).toEqual([]);
      expect(checked.inputs).toMatchObject({ [property]: value });
      expect(await fixture.host.startRun().diff(id, outputs, checked.inputs)).toMatchObject({ changes: true });
    }
  });
});

/** A value with everything in it unknown, each in turn. */
function* withUnknown(value: unknown): Generator {
  yield UNKNOWN;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const unknown of withUnknown(inner)) {
      yield Array.isArray(value) ? (value as unknown[]).with(Number(key), unknown) : { ...value, [key]: unknown };
    }
  }
}

describe("the configuration", () => {
  const generic = specimens[0]?.inputs ?? {};

  it.each([
    ["alert-webhooks:canaryConsoleUrl", ""],
    ["alert-webhooks:canaryConsoleUrl", `http://${SECRET}.canary.tools`],
    ["alert-webhooks:canaryConsoleUrl", `https://user:${SECRET}@abc.canary.tools`],
    ["alert-webhooks:canaryAuthToken", ""],
    ["alert-webhooks:canaryAuthToken", `two ${SECRET}`],
    ["alert-webhooks:maxAttempts", "0"],
  ])("is refused where %s is %j, once for all resources", async (key, value) => {
    const host = await fixture.hostWith({ [key]: value });
    try {
      const run = host.startRun();
      const inputs = await registered("CanaryGenericWebhook", generic);
      const first = await run.check(inputs);
      expect(first.failures).toEqual([{ property: "", reason: containing(key) }]);
      expect(JSON.stringify(first.failures)).not.toContain(SECRET);
      expect((await run.check(inputs)).failures).toEqual([]);
    } finally {
      await host.stop();
    }
  });
});

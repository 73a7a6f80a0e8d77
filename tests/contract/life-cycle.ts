import { Fixture, declare } from "./fixture";
import { registry } from "../../provider/registry";
import { SECRET, specimens } from "../specimens";
import type { HostKind } from "./host";

const titled = <Item>(items: readonly Item[], title: (item: Item) => string) =>
  items.map((item) => [title(item), item] as const);

/** What every resource does through a host. */
export function testLifeCycles(kind: HostKind): void {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.start({}, kind);
  });
  beforeEach(() => {
    fixture.reset();
  });
  afterEach(() => {
    // The engine shows what a host prints.
    expect(fixture.host.takeOutput()).not.toContain(SECRET);
  });
  afterAll(() => fixture.stop());

  describe.each(titled(specimens, ({ title }) => title))("%s", (_title, specimen) => {
    const { held, expected, remove, testCall } = specimen;
    const program = [declare(specimen)];

    it("is created, read without a drift, and deleted", async () => {
      const { stack, emulator } = fixture;
      const before = emulator.snapshot();
      fixture.prepare(specimen);
      await fixture.up(program, "create");
      expect(held(emulator)).toEqual(expected);
      expect(fixture.resource.id).not.toContain(SECRET);
      expect(await stack.preview(program)).toEqual([]);

      const { inputs, ...created } = fixture.resource;
      expect(await stack.refresh()).toEqual([]);
      // The host does not tell `read` what was declared: it may have been us, or the API, who gave it its uuid.
      const properties = registry.find(({ name }) => name === specimen.className)?.properties;
      const asShown = Object.fromEntries(Object.entries(inputs).filter(([name]) => !properties?.[name]?.generated));
      expect(fixture.resource).toEqual({ ...created, inputs: asShown });
      expect(await stack.preview(program)).toEqual([]);

      await fixture.up([], "delete");
      expect(emulator.snapshot()).toEqual(before);
    });

    if (specimen.changes.length > 0) {
      it.each(titled(specimen.changes, JSON.stringify))("is changed in place to %s", async (_text, change) => {
        const { stack } = fixture;
        const changed = [declare(specimen, change)];
        await fixture.up(changed, "create");
        const asCreated = fixture.holdings();
        await stack.destroy();
        await fixture.up(program, "create");
        const { id } = fixture.resource;

        await fixture.up(changed, "update");
        expect(fixture.resource.id).toBe(id);
        expect(fixture.holdings()).toEqual(asCreated);
        expect(await stack.preview(changed)).toEqual([]);
        await stack.refresh();
        expect(await stack.preview(changed)).toEqual([]);
      });
    }

    it.each(titled(specimen.replaces, JSON.stringify))(
      "is replaced to become %s, the new one first",
      async (_text, change) => {
        const changed = declare(specimen, change);
        fixture.prepare(specimen, change);
        await fixture.up(program, "create");
        const { id } = fixture.resource;
        await fixture.up([changed], "replace", "delete");
        expect(fixture.resource.id).not.toBe(id);
        expect(await fixture.stack.preview([changed])).toEqual([]);
        const replaced = fixture.holdings();

        fixture.reset();
        specimen.prepare?.(fixture.emulator, changed.inputs);
        await fixture.up([changed], "create");
        expect(fixture.holdings()).toEqual(replaced);
      },
    );

    if (Object.keys(specimen.drifts).length > 0) {
      it.each(Object.entries(specimen.drifts))(
        "shows that its %s was changed in the console, and repairs it",
        async (property, drift) => {
          const { stack, emulator } = fixture;
          fixture.prepare(specimen);
          await fixture.up(program, "create");
          const { inputs, outputs } = fixture.resource;
          const asDeclared = fixture.holdings();
          drift(emulator);
          await stack.refresh();
          expect(fixture.resource.outputs[property]).not.toEqual(outputs[property]);
          if (specimen.shownOnly?.includes(property) === true) {
            expect(await stack.preview(program)).toEqual([]);
            return;
          }
          const seen = specimen.writeOnly?.includes(property) === true ? inputs : fixture.resource.outputs;
          expect(fixture.resource.inputs[property]).toEqual(seen[property]);
          await fixture.up(program, "update");
          expect(fixture.holdings()).toEqual(asDeclared);
        },
      );
    }

    if (remove !== undefined) {
      it("is created again after others removed it", async () => {
        const { stack, emulator } = fixture;
        fixture.prepare(specimen);
        await fixture.up(program, "create");
        remove(emulator);
        await stack.refresh();
        expect(stack.resources.size).toBe(0);
        fixture.prepare(specimen);
        await fixture.up(program, "create");
        expect(held(emulator)).toEqual(expected);
      });

      it("is deleted where others removed it before", async () => {
        const { emulator } = fixture;
        const before = emulator.snapshot();
        fixture.prepare(specimen);
        await fixture.up(program, "create");
        remove(emulator);
        await fixture.up([], "delete");
        expect(emulator.snapshot()).toEqual(before);
      });
    }

    if (specimen.vendor === "canary") {
      it("is gone with its flock", async () => {
        const { stack, emulator } = fixture;
        fixture.prepare(specimen);
        await fixture.up(program, "create");
        emulator.state.flocks = {};
        await stack.refresh();
        expect(stack.resources.size).toBe(0);
        expect(await fixture.failingUp(program)).toContain("lists no flock with the id");
      });

      it("is deleted where its flock is gone", async () => {
        fixture.prepare(specimen);
        await fixture.up(program, "create");
        fixture.emulator.state.flocks = {};
        await fixture.up([], "delete");
      });
    }

    it("says what to do about a credential that is not accepted", async () => {
      const { stack, emulator } = fixture;
      fixture.prepare(specimen);
      await fixture.up(program, "create");
      emulator.authTokens.clear();
      emulator.state.accounts = {};

      const advice = specimen.vendor === "canary" ? "alert-webhooks:canaryAuthToken" : "alert-webhooks:coralogixApiKey";
      const [step] = await stack.refresh();
      expect(step?.failure?.message).toContain(advice);
      expect(step?.failure?.message).not.toContain(SECRET);
      expect(await fixture.failingUp([])).toContain(advice);
      expect(fixture.resource.initErrors).toEqual([]);
    });

    if (testCall !== undefined) {
      const tested = [declare(specimen, { testOnCreate: true })];

      it("is tested when it is created, and then never again", async () => {
        const { stack } = fixture;
        fixture.prepare(specimen);
        await fixture.up(tested, "create");
        expect(fixture.count(testCall)).toBe(1);
        expect(await stack.preview(tested)).toEqual([]);
        await fixture.up(tested);
        expect(fixture.count(testCall)).toBe(1);
      });

      it("is kept when its test fails, and tested by each update until it succeeds", async () => {
        const { stack, emulator } = fixture;
        fixture.prepare(specimen);
        emulator.behaviour.testResult = "error";
        expect(await fixture.failingUp(tested)).toContain("test failed");
        expect(held(emulator)).toEqual(expected);
        expect(fixture.resource.initErrors).toHaveLength(1);
        expect(await fixture.failingUp(tested)).toContain("test failed");
        emulator.behaviour.testResult = "success";
        await fixture.up(tested, "update");
        expect(fixture.resource.initErrors).toEqual([]);
        expect(fixture.count(testCall)).toBe(3);
        expect(await stack.preview(tested)).toEqual([]);
        expect(held(emulator)).toEqual(expected);
      });
    }
  });
}

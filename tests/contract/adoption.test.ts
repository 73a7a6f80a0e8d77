import { Fixture, declare } from "./fixture";
import { Stack } from "./engine";
import { SECRET, specimenOf, specimens } from "../specimens";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
});
afterAll(() => fixture.stop());

const creatable = specimens.filter(({ alwaysThere }) => alwaysThere !== true);

describe.each(creatable.map((specimen) => [specimen.title, specimen] as const))(
  "%s that exists",
  (_title, specimen) => {
    const { held, expected, changes } = specimen;

    /** Lets others have made it, otherwise than it will be declared where that is possible. */
    const made = async (): Promise<void> => {
      const others = new Stack(fixture.host);
      const change = changes.find((candidate) => !("alias" in candidate || "name" in candidate));
      expect(await others.up([declare(specimen, change, "theirs")])).toEqual([{ urn: "theirs", operation: "create" }]);
    };

    it("is left alone, and the failure says how to take it over", async () => {
      await made();
      const before = fixture.emulator.snapshot();
      expect(await fixture.failingUp([declare(specimen)])).toContain("adoptExisting: true");
      expect(fixture.stack.resources.size).toBe(0);
      expect(fixture.emulator.snapshot()).toEqual(before);
    });

    it("is taken over with adoptExisting, and becomes what is declared", async () => {
      await made();
      const program = [declare(specimen, { adoptExisting: true })];
      await fixture.up(program, "create");
      expect(held(fixture.emulator)).toEqual(expected);
      expect(await fixture.stack.preview(program)).toEqual([]);
      // The option says how to create it and nothing of what it is.
      expect(await fixture.stack.preview([declare(specimen)])).toEqual([]);
      await fixture.up([], "delete");
      expect(held(fixture.emulator)).not.toEqual(expected);
    });

    it("stays when the resource is renamed: the new name takes it over before the old one goes", async () => {
      await fixture.up([declare(specimen)], "create");
      const before = fixture.holdings();
      const renamed = [declare(specimen, { adoptExisting: true }, "renamed")];
      await fixture.up(renamed, "create", "delete");
      expect(held(fixture.emulator)).toEqual(expected);
      expect(fixture.holdings()).toEqual(before);
      expect(await fixture.stack.refresh()).toEqual([]);
      expect(await fixture.stack.preview(renamed)).toEqual([]);
      await fixture.up([], "delete");
      expect(held(fixture.emulator)).not.toEqual(expected);
    });

    it("is declared once", async () => {
      const program = [declare(specimen), declare(specimen, { adoptExisting: true }, "again")];
      expect(await fixture.failingUp(program, { continueOnError: true })).toContain(
        'is declared by the resource "it" as well',
      );
      expect(held(fixture.emulator)).toEqual(expected);
      expect(fixture.stack.resources.size).toBe(1);
    });
  },
);

it("a Slack webhook stays when the resource is renamed", async () => {
  const slack = specimenOf("CanarySlackWebhook");
  fixture.prepare(slack);
  await fixture.up([declare(slack)], "create");
  const renamed = [declare(slack, {}, "renamed")];
  await fixture.up(renamed, "create", "delete");
  expect(slack.held(fixture.emulator)).toEqual(slack.expected);
  expect(await fixture.stack.preview(renamed)).toEqual([]);
});

describe("ALERT_WEBHOOKS_ADOPT_EXISTING=true", () => {
  let adopting: Fixture;
  beforeAll(async () => {
    adopting = await Fixture.start({ ALERT_WEBHOOKS_ADOPT_EXISTING: "true" });
  });
  afterAll(() => adopting.stop());
  beforeEach(() => {
    adopting.reset();
  });

  it.each(creatable.map((specimen) => [specimen.title, specimen] as const))(
    "takes over a %s for one run",
    async (_title, specimen) => {
      const { emulator, host } = adopting;
      expect(await new Stack(host).up([declare(specimen)])).toEqual([{ urn: "it", operation: "create" }]);
      await adopting.up([declare(specimen)], "create");
      expect(specimen.held(emulator)).toEqual(specimen.expected);
      expect(host.takeOutput()).not.toContain(SECRET);
    },
  );
});

it("does not choose between two integrations of one name", async () => {
  const specimen = specimenOf("CoralogixIntegration");
  const { state } = fixture.emulator;
  await fixture.up([declare(specimen)], "create");
  for (const account of Object.values(state.accounts)) {
    account.integrations.push(...account.integrations.map((integration) => ({ ...integration, id: 7 })));
  }
  fixture.stack = new Stack(fixture.host);
  expect(await fixture.failingUp([declare(specimen, { adoptExisting: true })])).toContain("exists 2 times");
});

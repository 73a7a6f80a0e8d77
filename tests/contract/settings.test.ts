import { Fixture, declare } from "./fixture";
import { flock, specimenOf } from "../specimens";

const settings = specimenOf("CanaryFlockWebhookSettings");

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
  flock(fixture.emulator).mode = "global";
});
afterAll(() => fixture.stop());

const mode = () => flock(fixture.emulator).mode;

describe("settings that are renamed without aliases", () => {
  beforeEach(async () => {
    await fixture.up([declare(settings, {}, "before")], "create");
    const [, deletion] = await fixture.stack.up([declare(settings, {}, "after")]);
    expect(deletion?.failure?.message).toContain(
      'The resource "after" manages it now. The mode "global", which was there before this stack, would be forgotten: ' +
        'declare previousMode: "global" there',
    );
    expect(mode()).toBe("disabled");
  });

  it("go back once they are told to what", async () => {
    const after = declare(settings, { previousMode: "global" }, "after");
    await fixture.up([after], "update", "delete");
    expect(mode()).toBe("disabled");
    expect(await fixture.stack.preview([after])).toEqual([]);
    await fixture.up([], "delete");
    expect(mode()).toBe("global");
  });

  it.each([[["before", "after"]], [["after", "before"]]])("go back when both are deleted, first %j", async (order) => {
    const resources = order.map((urn) => [urn, fixture.stack.resources.get(urn)] as const);
    fixture.stack.resources.clear();
    for (const [urn, resource] of resources) if (resource !== undefined) fixture.stack.resources.set(urn, resource);
    await fixture.up([], "delete", "delete");
    expect(mode()).toBe("global");
  });
});

it("settings that changed nothing are renamed", async () => {
  flock(fixture.emulator).mode = "disabled";
  await fixture.up([declare(settings, {}, "before")], "create");
  await fixture.up([declare(settings, {}, "after")], "create", "delete");
  expect(mode()).toBe("disabled");
});

it("settings that are created after a crash are told what was there before", async () => {
  flock(fixture.emulator).mode = "disabled";
  const program = [declare(settings, { previousMode: "enabled" })];
  await fixture.up(program, "create");
  expect(fixture.count("disable")).toBe(0);
  await fixture.stack.refresh();
  expect(await fixture.stack.preview(program)).toEqual([]);
  await fixture.up([], "delete");
  expect(mode()).toBe("enabled");
});

it("a replacement by the very same keeps what was there before", async () => {
  const program = (previousMode?: string) => [declare(settings, { previousMode })];
  await fixture.up(program(), "create");
  const [, deletion] = await fixture.stack.up(program(), { replace: ["it"] });
  expect(deletion?.failure?.message).toContain('declare previousMode: "global"');
  await fixture.up(program("global"), "update", "delete");
  await fixture.up([], "delete");
  expect(mode()).toBe("global");
});

import { behaviourChoices } from "../../emulator";
import { Fixture, declare } from "./fixture";
import { flock, specimenOf } from "../specimens";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
});
afterAll(() => fixture.stop());

/** What each console spells otherwise. */
const url = "https://soc.example.com/Canary%2fOne%7e/?q=A%2f#Top";

const specimens = [specimenOf("CanaryGenericWebhook"), specimenOf("CanaryMsTeamsWebhook")];
const cases = behaviourChoices.urlSpelling.flatMap((spelling) =>
  specimens.map((specimen) => [spelling, specimen.className, specimen] as const),
);

describe.each(cases)("where the console spells URLs with %s, a %s", (urlSpelling, _className, specimen) => {
  const program = [declare(specimen, { url })];

  beforeEach(async () => {
    fixture.emulator.behaviour.urlSpelling = urlSpelling;
    await fixture.up(program, "create");
  });

  it("is found, not added twice, and removed", async () => {
    const before = fixture.holdings();
    expect(await fixture.stack.refresh()).toEqual([]);
    expect(await fixture.stack.preview(program)).toEqual([]);
    await fixture.up([declare(specimen, { url, adoptExisting: true }, "renamed")], "create", "delete");
    expect(fixture.holdings()).toEqual(before);
    await fixture.up([], "delete");
    expect(specimen.held(fixture.emulator)).toEqual([]);
  });

  it("whose addition was not answered is found", async () => {
    const other = "https://soc.example.com/Other%2f%7e/#Top";
    fixture.emulator.addFault({ call: ".*/add", fault: { kind: "reset", effect: "after" } });
    await fixture.up([...program, declare(specimen, { url: other }, "other")], "create");
    expect(specimen.held(fixture.emulator)).toHaveLength(2);
    expect(await fixture.stack.refresh()).toEqual([]);
  });
});

it("a URL that differs from another in nothing but the case of its path is another one", async () => {
  const generic = specimenOf("CanaryGenericWebhook");
  const program = ["A", "a"].map((name) => declare(generic, { url: `https://soc.example.com/${name}` }, name));
  await fixture.up(program, "create", "create");
  expect(await fixture.stack.refresh()).toEqual([]);
  await fixture.up(program.slice(1), "delete");
  expect(flock(fixture.emulator).generic).toMatchObject([{ url: "https://soc.example.com/a" }]);
});

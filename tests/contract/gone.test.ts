import type { Fault } from "../../emulator";
import { Fixture, declare } from "./fixture";
import { specimenOf, specimens } from "../specimens";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
});
afterAll(() => fixture.stop());

const inFlocks = specimens.filter(({ vendor }) => vendor === "canary").map((it) => [it.title, it] as const);
const every = [...inFlocks, ["CoralogixIntegration", specimenOf("CoralogixIntegration")] as const];

describe.each(inFlocks)("%s in a flock that was deleted", (_title, specimen) => {
  beforeEach(async () => {
    fixture.prepare(specimen);
    await fixture.up([declare(specimen)], "create");
    const others = Object.entries(fixture.emulator.state.flocks).filter(([id]) => id !== specimen.inputs.flockId);
    fixture.emulator.state.flocks = Object.fromEntries(others);
  });

  it.each(["404", "400", "200 error", "200 empty"] as const)(
    "is gone, whatever the flock's own calls answer: %s",
    async (answer) => {
      fixture.emulator.behaviour.missingFlock = answer;
      expect((await fixture.stack.refresh()).flatMap(({ failure }) => failure ?? [])).toEqual([]);
      expect(fixture.stack.resources.size).toBe(0);
    },
  );

  it("is deleted", async () => {
    await fixture.up([], "delete");
  });

  it("is not gone while the list of flocks can't be read", async () => {
    fixture.emulator.addFault({ call: "flocks/summary", times: Infinity, fault: { kind: "status", status: 404 } });
    expect((await fixture.stack.refresh()).flatMap(({ failure }) => failure ?? [])).toHaveLength(1);
    expect(fixture.stack.resources.size).toBe(1);
  });
});

it.each(inFlocks)(
  "%s can't be created in a flock that does not exist, and the error names it",
  async (_title, specimen) => {
    for (const missingFlock of ["404", "400", "200 error"] as const) {
      fixture.emulator.behaviour.missingFlock = missingFlock;
      const message = await fixture.failingUp([declare(specimen, { flockId: "flock:unknown" })]);
      expect(message).toContain("can't be created. The Canary console lists no flock with the id flock:unknown.");
    }
  },
);

it("is asked of a console that has no list of flocks once in a run", async () => {
  const msTeams = specimenOf("CanaryMsTeamsWebhook");
  const program = [1, 2, 3].map((number) =>
    declare(msTeams, { url: `https://teams.example.com/${number}` }, `${number}`),
  );
  await fixture.up(program, "create", "create", "create");
  fixture.emulator.addFault({ call: "flocks/summary", times: Infinity, fault: { kind: "html", status: 404 } });
  fixture.emulator.clearRequests();
  expect(await fixture.stack.refresh()).toEqual([]);
  expect(fixture.count("flocks/summary")).toBe(1);
});

describe.each(every)("%s behind a gateway that answers 404 for everything", (_title, specimen) => {
  it.each(["grpc-gateway", "Kong", "Spring", "API"] as const)("stays in state: the answer of %s", async (form) => {
    fixture.prepare(specimen);
    await fixture.up([declare(specimen)], "create");
    const before = fixture.emulator.snapshot();
    const fault: Fault = { kind: "gateway", form };
    fixture.emulator.addFault({ times: Infinity, fault });
    const [refresh] = await fixture.stack.refresh();
    expect(refresh?.failure?.message).toContain("404");
    await fixture.failingUp([]);
    expect(fixture.stack.resources.size).toBe(1);
    expect(fixture.emulator.snapshot()).toEqual(before);
  });
});

import { Emulator } from "../../emulator";
import type { Declared } from "./engine";
import { Fixture, declare, settingsFor } from "./fixture";
import { Host, newEngine } from "./host";
import { AUTH_TOKEN, FLOCK, specimenOf } from "../specimens";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
});
afterAll(() => fixture.stop());

/** Runs `up` as the engine does: with a process for each provider, which ends with the run. */
async function up(program: readonly Declared[], other = fixture.emulator): Promise<string[]> {
  const engine = newEngine();
  const hosts = {
    default: await fixture.hostWith({}, engine),
    other: await Host.start(settingsFor(other), {}, engine),
  };
  try {
    fixture.stack = fixture.stackOn(hosts);
    const steps = await fixture.stack.up(program);
    return steps.map(({ operation, failure }) => failure?.message ?? operation);
  } finally {
    await Promise.all(Object.values(hosts).map((host) => host.stop()));
  }
}

const sample = [specimenOf("CanaryGenericWebhook"), specimenOf("CoralogixIntegration")];

test.each(sample.map((specimen) => [specimen.className, specimen] as const))(
  "a %s that another provider of the same account takes over in a run stays when the old name goes",
  async (_className, specimen) => {
    await up([declare(specimen, {}, "before")]);
    const after = { ...declare(specimen, { adoptExisting: true }, "after"), provider: "other" };
    expect(await up([after])).toEqual(["create", "delete"]);
    expect(specimen.held(fixture.emulator)).toEqual(specimen.expected);
    expect(await up([])).toEqual(["delete"]);
    expect(specimen.held(fixture.emulator)).not.toEqual(specimen.expected);
  },
);

test("a webhook that the set of another provider of the same console takes over stays, and so the other way", async () => {
  const teams = specimenOf("CanaryMsTeamsWebhook");
  const { flockId, url } = teams.inputs;
  const set = {
    urn: "set",
    className: "CanaryFlockWebhooks",
    inputs: { flockId, msTeams: [url], adoptExisting: true },
    provider: "other",
  } as const;
  await up([declare(teams)]);
  fixture.emulator.clearRequests();
  expect(await up([set])).toEqual(["create", "delete"]);
  expect(await up([declare(teams, { adoptExisting: true })])).toEqual(["create", "delete"]);
  expect(fixture.emulator.requests.filter(({ call }) => /add|remove/.test(call))).toEqual([]);
  expect(teams.held(fixture.emulator)).toEqual(teams.expected);
});

test("what leaves one console goes, also where another one has the same", async () => {
  const other = await Emulator.start({ authTokens: [AUTH_TOKEN], flocks: [FLOCK] });
  try {
    const generic = specimenOf("CanaryGenericWebhook");
    const there = { ...declare(generic, {}, "there"), provider: "other" };
    await up([declare(generic), there], other);
    expect(await up([there], other)).toEqual(["delete"]);
    expect(generic.held(fixture.emulator)).toEqual([]);
    expect(other.state.flocks[FLOCK]?.generic).toHaveLength(1);
  } finally {
    await other.stop();
  }
});

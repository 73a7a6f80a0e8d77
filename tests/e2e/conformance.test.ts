import { API_KEY } from "../specimens";
import { failures } from "./conformance/failures";
import { ownership } from "./conformance/ownership";
import { OwnEngine, type Player, RealEngine } from "./conformance/players";
import { refreshes } from "./conformance/refreshes";
import {
  type ConformanceScenario,
  type Outcome,
  type Phase,
  type Place,
  type Track,
  type World,
  placeOf,
} from "./conformance/scenario";
import { targets } from "./conformance/targets";
import { strike } from "./doubt";

/**
 * Most tests of the provider run in the tests' own engine, which is quick. It is worth what it has in common with the real
 * one: every scenario goes through both, and they have to do the same and leave the same in state.
 */

/** Plays all scenarios of a track at once, each command once. */
async function play(track: Track, player: Player): Promise<Outcome[]> {
  const parts = track.scenarios.map((scenario, index) => {
    const place = placeOf(scenario, index);
    return { place, phases: scenario.phases(place) };
  });
  const outcomes: Outcome[] = [];
  for (const [index, command] of track.commands.entries()) {
    const now = parts.map(({ phases }) => phases[index] ?? {});
    parts.forEach(({ place }, part) => now[part]?.outOfBand?.(worldOf(player, place)));
    strike(
      player.emulator,
      now.flatMap(({ struck = [] }) => struck),
    );
    outcomes.push(
      await player.play({
        command,
        program: parts.flatMap(({ phases }) => programOf(phases.slice(0, index + 1))),
        target: now.flatMap(({ target = [] }) => target),
        replace: now.flatMap(({ replace = [] }) => replace),
        imports: now.flatMap(({ imports = [] }) => imports),
      }),
    );
    player.emulator.intercept = undefined;
  }
  return outcomes;
}

/** The program that was last set. */
function programOf(phases: readonly Phase[]): NonNullable<Phase["program"]> {
  return phases.findLast(({ program }) => program !== undefined)?.program ?? [];
}

function worldOf({ emulator: { state } }: Player, place: Place): World {
  const flock = state.flocks[place.flock];
  const otherFlock = state.flocks[place.otherFlock];
  const account = state.accounts[API_KEY];
  if (flock === undefined || otherFlock === undefined || account === undefined)
    throw new Error("the emulator lacks it");
  return { flock, otherFlock, account };
}

/** What of an outcome is this scenario's. */
function partOf({ name }: ConformanceScenario, { steps, resources }: Outcome): unknown {
  const own = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([key]) => key.startsWith(`${name}-`))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return { steps: own(steps), resources: own(resources) };
}

const tracks = [failures, refreshes, targets, ownership];
const played = (["dynamic provider", "plugin"] as const).flatMap((kind) =>
  tracks.map(({ title, commands, scenarios }) => {
    const own = scenarios.filter(({ host = kind }) => host === kind);
    return [kind, title, { title, commands, scenarios: own }] as const;
  }),
);

describe.each(played)("%s: %s", (kind, _title, track) => {
  let own: Outcome[];
  let real: Outcome[];

  beforeAll(async () => {
    const flocks = track.scenarios.flatMap((scenario, index) => {
      const { flock, otherFlock } = placeOf(scenario, index);
      return [flock, otherFlock];
    });
    const players = await Promise.all([OwnEngine.start(flocks, kind), RealEngine.start(flocks, kind)]);
    try {
      [own = [], real = []] = await Promise.all(players.map((player) => play(track, player)));
    } finally {
      await Promise.all(players.map((player) => player.stop()));
    }
  });

  it.each(track.scenarios.map((scenario) => [`${scenario.name}: ${scenario.about}`, scenario] as const))(
    "%s",
    (_name, scenario) => {
      const byCommand = (outcomes: readonly Outcome[]) =>
        outcomes.map((outcome, index) => ({
          after: track.commands[index]?.run,
          ...(partOf(scenario, outcome) as object),
        }));
      expect(byCommand(own)).toEqual(byCommand(real));
      expect(real.some(({ steps }) => Object.keys(steps).some((name) => name.startsWith(`${scenario.name}-`)))).toBe(
        true,
      );
    },
  );

  it("both APIs hold the same after each command", () => {
    expect(own.map(({ held }) => held)).toEqual(real.map(({ held }) => held));
  });
});

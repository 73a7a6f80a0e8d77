import fc from "fast-check";

import type { Emulator } from "../../emulator";
import { settingsFor } from "./fixture";
import { Host, type HostKind, newEngine } from "./host";
import { Play } from "./model/play";
import { type Scenario, scenario } from "./model/scenario";
import { World } from "./model/world";

/** `npm run test:model -- --runs 20000 --seed 7` sets these; a failure names the seed and the path that replay it. */
const { MODEL_HOST: HOST, MODEL_RUNS: RUNS, MODEL_SEED: SEED = "1", MODEL_PATH: PATH } = process.env;

/** How many scenarios are played through which host. */
const PLAYED: readonly (readonly [HostKind, number])[] =
  HOST === undefined
    ? [
        ["dynamic provider", 2000],
        ["plugin", 200],
      ]
    : [[HOST as HostKind, Number(RUNS)]];

/** How many scenarios are played side by side: while one waits for a time-out, others have the processors. */
const LANES = PATH === undefined ? 8 : 1;

/** A host keeps what it has loaded for each run of the engine, so it is replaced before that is much. */
const SCENARIOS_PER_HOST = 500;

/** A world of its own, with the hosts that serve it. */
class Lane {
  private readonly world: World;
  private readonly kind: HostKind;
  private hosts: Readonly<Record<"emea" | "apac", Host>>;
  private played = 0;

  private constructor(world: World, kind: HostKind, hosts: Readonly<Record<"emea" | "apac", Host>>) {
    this.world = world;
    this.kind = kind;
    this.hosts = hosts;
  }

  static async start(kind: HostKind): Promise<Lane> {
    const world = await World.start();
    return new Lane(world, kind, await Lane.hostsOf(world, kind));
  }

  async play(it: Scenario): Promise<void> {
    if (++this.played % SCENARIOS_PER_HOST === 0) {
      await this.stopHosts();
      this.hosts = await Lane.hostsOf(this.world, this.kind);
    }
    await new Play(this.world, this.hosts).run(it);
  }

  async stop(): Promise<void> {
    await this.stopHosts();
    await this.world.stop();
  }

  private async stopHosts(): Promise<void> {
    await Promise.all(Object.values(this.hosts).map((host) => host.stop()));
  }

  private static async hostsOf({ emulators: { emea, apac } }: World, kind: HostKind) {
    const start = (emulator: Emulator) =>
      Host.start({ ...settingsFor(emulator), "alert-webhooks:callTimeoutSeconds": "3" }, {}, newEngine(), kind);
    return { emea: await start(emea), apac: await start(apac) };
  }
}

describe.each(PLAYED)("the %s", (kind, runs) => {
  it(
    `repairs with one refresh and one up whatever goes wrong: ${runs} scenarios from seed ${SEED}`,
    async () => {
      const play = async (index: number): Promise<void> => {
        const lane = await Lane.start(kind);
        try {
          await fc.assert(
            fc.asyncProperty(scenario, (it) => lane.play(it)),
            {
              seed: Number(SEED) + index,
              numRuns: Math.ceil(runs / LANES),
              ...(PATH !== undefined && { path: PATH }),
            },
          );
        } finally {
          await lane.stop();
        }
      };
      const lanes = await Promise.allSettled(Array.from({ length: LANES }, (_, index) => play(index)));
      for (const lane of lanes) if (lane.status === "rejected") throw lane.reason;
    },
    60_000 + runs * 1000,
  );
});

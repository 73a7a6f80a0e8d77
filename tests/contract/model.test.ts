import fc from "fast-check";

import { Host } from "./host";
import { settingsFor } from "./fixture";
import { Play } from "./model/play";
import { type Scenario, scenario } from "./model/scenario";
import { World } from "./model/world";

const RUNS = Number(process.env.MODEL_RUNS ?? 2000);
const SEED = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31);
const PATH = process.env.MODEL_PATH;

/** How many scenarios are played side by side: while one waits for a time-out, another has the processors. */
const LANES = PATH === undefined ? 4 : 1;
/** A host keeps what it loads for each run of the engine, so it is replaced before that is much. */
const SCENARIOS_PER_HOST = 100;

/** A world of its own with the hosts that serve it. */
class Lane {
  private readonly world: World;
  private hosts: { emea: Host; apac: Host } | undefined;
  private played = 0;

  private constructor(world: World) {
    this.world = world;
  }

  static async start(): Promise<Lane> {
    return new Lane(await World.start());
  }

  async play(it: Scenario): Promise<void> {
    if (this.played++ % SCENARIOS_PER_HOST === 0) await this.replaceHosts();
    if (this.hosts === undefined) throw new Error("no hosts");
    await new Play(this.world, this.hosts).run(it);
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.hosts ?? {}).map((host) => host.stop()));
    await this.world.stop();
  }

  private async replaceHosts(): Promise<void> {
    await Promise.all(Object.values(this.hosts ?? {}).map((host) => host.stop()));
    const { emea, apac } = this.world.emulators;
    const limits = { "alertWebhooks:callTimeoutSeconds": "1" };
    this.hosts = {
      emea: await Host.start({ ...settingsFor(emea), ...limits }),
      apac: await Host.start({ ...settingsFor(apac), ...limits }),
    };
  }
}

it(`converges whatever goes wrong, in ${RUNS} scenarios from seed ${SEED}`, async () => {
  await Promise.all(
    Array.from({ length: LANES }, async (_, index) => {
      const lane = await Lane.start();
      try {
        await fc.assert(
          fc.asyncProperty(scenario, (it) => lane.play(it)),
          { seed: SEED + index, numRuns: Math.ceil(RUNS / LANES), ...(PATH !== undefined && { path: PATH }) },
        );
      } finally {
        await lane.stop();
      }
    }),
  );
});

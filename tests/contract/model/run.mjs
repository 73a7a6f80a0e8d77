// Plays more scenarios than `npm test` does, from a seed of its own: npm run test:model -- --runs 20000 --seed 7
// The plugin plays them with --host plugin.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    host: { type: "string", default: "dynamic provider" },
    runs: { type: "string", default: "20000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    path: { type: "string" },
  },
});
const { status } = spawnSync("jest", ["tests/contract/model.test.ts"], {
  stdio: "inherit",
  env: {
    ...process.env,
    MODEL_HOST: values.host,
    MODEL_RUNS: values.runs,
    MODEL_SEED: values.seed,
    ...(values.path === undefined ? {} : { MODEL_PATH: values.path }),
  },
});
process.exitCode = status ?? 1;

/**
 * `npm run test:model -- --runs 20000`: plays more scenarios of the convergence model than `npm test` does, or replays
 * one by the seed and the path that a failure prints.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";

import { root } from "./stack";

const { values } = parseArgs({
  options: { runs: { type: "string" }, seed: { type: "string" }, path: { type: "string" } },
});
const { status } = spawnSync(
  process.execPath,
  [path.join(root, "node_modules", "jest", "bin", "jest.js"), "--selectProjects", "contract", "--", "model.test"],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      ...(values.runs !== undefined && { MODEL_RUNS: values.runs }),
      ...(values.seed !== undefined && { MODEL_SEED: values.seed }),
      ...(values.path !== undefined && { MODEL_PATH: values.path }),
    },
  },
);
process.exitCode = status ?? 1;

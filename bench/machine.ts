import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { pulumiPath, root } from "../scripts/stack";

/** Where and with what the numbers come about. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGib: number;
  system: string;
  node: string;
  cli: string;
  sdk: string;
  /** How many processes wanted a core on average in the minute before: more than the cores make the numbers noisy. */
  load: number;
}

export function describeMachine(): Machine {
  const sdk = path.join(root, "node_modules", "@pulumi", "pulumi", "package.json");
  return {
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.availableParallelism(),
    memoryGib: Math.round(os.totalmem() / 1024 ** 3),
    system: `${os.type()} ${os.release()}`,
    node: process.versions.node,
    cli: execFileSync(pulumiPath(), ["version"], { encoding: "utf8" }).trim().replace(/^v/, ""),
    sdk: (JSON.parse(readFileSync(sdk, "utf8")) as { version: string }).version,
    load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
  };
}

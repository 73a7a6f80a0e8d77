import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK } from "../emulator";
import type { AnyLifecycle } from "../provider/registry";
import { configurationOf, nextRun } from "./in-process";
import { table } from "./report";

const SIZES = [500, 1000, 2000, 4000] as const;

/** How many operations the engine has under way at once. */
const PARALLEL = 8;

const STEPS = ["check", "create", "read", "delete"] as const;
type Costs = Record<(typeof STEPS)[number], number>;

/** The CPU time that the provider's code takes for each of so many webhooks in one flock. The API is another process. */
export async function oneFlockReport(): Promise<string> {
  const results: { size: number; costs: Costs }[] = [];
  // The first run compiles for all of them.
  await measured(SIZES[0]);
  for (const size of SIZES) {
    results.push({ size, costs: await measured(size) });
    process.stderr.write(`${size} webhooks\n`);
  }
  const [baseline] = results;
  return table([
    ["webhooks in one flock", ...STEPS.flatMap((step) => [`${step}: CPU of each`, `of ${SIZES[0]}`])],
    ...results.map(({ size, costs }) => [
      String(size),
      ...STEPS.flatMap((step) => [
        `${costs[step].toFixed(2)} ms`,
        (costs[step] / (baseline?.costs[step] ?? NaN)).toFixed(2),
      ]),
    ]),
  ]);
}

/** Milliseconds of CPU for each webhook. */
async function measured(size: number): Promise<Costs> {
  const { emulator, url } = await startEmulator();
  const configuration = configurationOf({ canaryConsoleUrl: url, canaryAuthToken: DEFAULT_AUTH_TOKEN });
  const webhooks = Array.from({ length: size }, (_, index) => ({
    caller: `webhook-${index}`,
    inputs: { flockId: DEFAULT_FLOCK, url: `https://hooks.acme.example/services/${index}/0123456789abcdef` },
  }));
  try {
    const first = nextRun("CanaryGenericWebhook", configuration);
    const checked: Checked[] = [];
    const check = await cpuOf(webhooks, ({ caller, inputs }) => {
      checked.push({ caller, inputs: first.check(caller, inputs).inputs });
      return Promise.resolve();
    });
    const made: Awaited<ReturnType<AnyLifecycle["create"]>>[] = [];
    const create = await cpuOf(checked, async ({ caller, inputs }) => {
      made.push(await first.create(caller, inputs));
    });
    // One in which the program declares nothing.
    const second = nextRun("CanaryGenericWebhook", configuration);
    const read = await cpuOf(made, ({ id, state }) => second.read(id, state));
    return { check, create, read, delete: await cpuOf(made, ({ id, state }) => second.delete(id, state)) };
  } finally {
    emulator.kill();
  }
}

interface Checked {
  caller: string;
  inputs: Parameters<AnyLifecycle["create"]>[1];
}

async function startEmulator(): Promise<{ emulator: ChildProcess; url: string }> {
  const main = path.join(__dirname, "../cli/main.js");
  const emulator = spawn(process.execPath, [main, "emulator"], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => emulator.kill());
  const [line] = (await once(emulator.stdout, "data")) as [Buffer];
  const url = /http:\/\/\S+/.exec(line.toString())?.[0];
  if (url === undefined) throw new Error("The emulator did not tell its address");
  return { emulator, url };
}

/** Runs an operation for each item, some at once. @returns milliseconds of CPU for each */
async function cpuOf<Item>(items: readonly Item[], operation: (item: Item) => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await operation(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / items.length;
}

import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";

import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, Emulator } from "../emulator";
import { NAMESPACE } from "../provider/settings";
import { Stack, root } from "../scripts/stack";
import { type Usage, watchProcesses } from "./process-watch";
import { declaration, flockIds } from "./programs/webhooks";

/**
 * The programs under comparison: this package, the same with one resource for each flock, both through its plugin, a dynamic
 * provider of the usual kind, the engine's floor.
 */
export const PROGRAMS = ["package", "sets", "plugin", "plugin-sets", "usual", "floor"] as const;
export type Program = (typeof PROGRAMS)[number];

/** How much the programs declare, and how fast the API is. */
export interface Size {
  resources: number;
  flocks: number;
  latencyMs: number;
}

/** What is measured, in the order of a stack's life. */
const OPERATIONS = ["preview", "up", "preview, no change", "refresh", "update of all", "destroy"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What one operation of one program cost; what the system does not tell is `NaN`. */
export interface Measurement extends Usage {
  program: Program;
  operation: Operation;
  resources: number;
  wallSeconds: number;
  requests: number;
  /** The size of the state afterwards, for each webhook. */
  stateKilobytes: number;
  /** What of it is neither the resource's own inputs nor its own outputs. */
  overheadKilobytes: number;
}

/**
 * Measures the programs against each other. They take turns operation by operation, so that whatever else the machine
 * does meets all of them, and another one starts each time.
 */
export async function compare(
  size: Size,
  rounds: number,
  programs: readonly Program[],
  operations: readonly Operation[] = OPERATIONS,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (let round = 0; round < rounds; round++) {
    const contenders: Contender[] = [];
    try {
      for (const program of programs) contenders.push(await open(program, size));
      for (const [turn, operation] of operations.entries()) {
        const first = (round + turn) % contenders.length;
        for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
          const measurement = await measure(contender, operation, size);
          measurements.push(measurement);
          process.stderr.write(`${operation}, ${contender.program}: ${measurement.wallSeconds.toFixed(1)} s\n`);
        }
      }
    } finally {
      for (const { stack, emulator } of contenders) {
        await stack.close();
        await emulator.stop();
      }
    }
  }
  return measurements;
}

/**
 * A stack of one of the programs, which finds both APIs at these addresses. Its folder is the one with the compiled
 * program: the paths in state are as short then as in a project of its own, and the package resolves to this repository.
 */
export function openStack(program: Program, canaryUrl: string, coralogixUrl: string, env: Record<string, string>) {
  const projectDir = path.join(__dirname, "programs", program);
  const plugins = { providers: [{ name: NAMESPACE, path: path.join(root, "node_modules", ".bin") }] };
  const project = {
    name: "bench",
    runtime: "nodejs",
    main: "index.js",
    ...(program.startsWith("plugin") && { plugins }),
  };
  // As npm does where it installs the package.
  if (program.startsWith("plugin")) chmodSync(path.join(root, "dist", "provider", "hosts", "plugin", "main.js"), 0o755);
  // What is JSON is YAML.
  writeFileSync(path.join(projectDir, "Pulumi.yaml"), JSON.stringify(project));
  return Stack.create({
    projectDir,
    env: {
      CANARY_CONSOLE_URL: canaryUrl,
      CANARY_AUTH_TOKEN: DEFAULT_AUTH_TOKEN,
      CORALOGIX_BASE_URL: coralogixUrl,
      CORALOGIX_API_KEY: DEFAULT_API_KEY,
      // Users have no compile cache unless they ask for one.
      NODE_COMPILE_CACHE: "",
      ...env,
    },
  });
}

/** One program with a stack and an API of its own. */
interface Contender {
  program: Program;
  stack: Stack;
  emulator: Emulator;
}

async function open(program: Program, { resources, flocks, latencyMs }: Size): Promise<Contender> {
  // In this process, which has nothing else to do while the CLI runs: one process less on a small machine.
  const emulator = await Emulator.start({ latencyMs, flocks: flockIds(flocks) });
  const stack = await openStack(program, emulator.url, emulator.url, declaration(resources, flocks));
  return { program, stack, emulator };
}

async function measure({ program, stack, emulator }: Contender, operation: Operation, size: Size) {
  emulator.clearRequests();
  const stopWatch = watchProcesses(path.join(stack.folder, "home"));
  const start = performance.now();
  try {
    await perform(operation, stack, size);
    const wallSeconds = (performance.now() - start) / 1000;
    const usage = stopWatch();
    const requests = emulator.requests.length;
    return {
      program,
      operation,
      resources: size.resources,
      wallSeconds,
      requests,
      ...usage,
      ...(await stateOf(stack, size.resources)),
    };
  } finally {
    stopWatch();
  }
}

function perform(operation: Operation, stack: Stack, { resources, flocks }: Size): Promise<unknown> {
  switch (operation) {
    case "preview":
      return stack.preview();
    case "up":
      return stack.up();
    case "preview, no change":
      return stack.preview(["--expect-no-changes"]);
    case "refresh":
      return stack.refresh(["--expect-no-changes"]);
    case "update of all":
      return stack.up([], { env: declaration(resources, flocks, "second") });
    case "destroy":
      return stack.destroy();
  }
}

async function stateOf(
  stack: Stack,
  webhooks: number,
): Promise<Pick<Measurement, "stateKilobytes" | "overheadKilobytes">> {
  const { resources = [] } = (await stack.export()).deployment;
  const declared = resources.filter(({ type }) => /^(pulumi-nodejs|alert-webhooks):/.test(type));
  const own = declared.flatMap(({ inputs = {}, outputs = {} }) => [
    { ...inputs, __provider: undefined },
    { ...outputs, __provider: undefined },
  ]);
  const kilobytes = (of: object[]) => of.reduce((sum, it) => sum + JSON.stringify(it).length, 0) / 1000;
  return {
    stateKilobytes: kilobytes(declared) / webhooks,
    overheadKilobytes: (kilobytes(declared) - kilobytes(own)) / webhooks,
  };
}

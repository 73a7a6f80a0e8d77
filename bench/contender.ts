import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { DEFAULT_AUTH_TOKEN, Emulator } from "../emulator";
import { Stack } from "../scripts/stack";
import { ProcessWatch, type Role, type Usage } from "./process-watch";
import { flockIds } from "./programs/webhooks";
import { projectOf } from "./project";

/** The programs under comparison: this package, a dynamic provider of the usual kind, the engine's floor. */
export const PROGRAMS = ["package", "usual", "floor"] as const;
export type Program = (typeof PROGRAMS)[number];

/** What is measured, in the order of a stack's life. */
export const OPERATIONS = ["preview", "up", "preview, no change", "refresh", "update of all", "destroy"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** How much the programs declare, and how fast the API is. */
export interface Size {
  resources: number;
  flocks: number;
  latencyMs: number;
}

/** What one operation of one program cost. */
export interface Measurement {
  wallMs: number;
  /** The requests to the API, by call. */
  requests: Record<string, number>;
  /** The size of the state file afterwards, for each resource. */
  stateBytes: number;
  /** What of it is neither the resource's own inputs nor its own outputs. */
  stateOverheadBytes: number;
  /** What its processes used; empty where the system does not tell. */
  processes: Partial<Record<Role, Usage>>;
}

/** One program with a stack and an API of its own. */
export class Contender {
  readonly program: Program;
  private readonly stack: Stack;
  private readonly emulator: Emulator;

  private constructor(program: Program, stack: Stack, emulator: Emulator) {
    this.program = program;
    this.stack = stack;
    this.emulator = emulator;
  }

  static async open(program: Program, { resources, flocks, latencyMs }: Size): Promise<Contender> {
    // In this process, which has nothing else to do while the CLI runs: one process less on a small machine.
    const emulator = await Emulator.start({ latencyMs, flocks: flockIds(flocks) });
    try {
      const stack = await Stack.create({
        projectDir: projectOf(program),
        config: {
          resources: String(resources),
          flocks: String(flocks),
          generation: "first",
          "canary:consoleUrl": emulator.url,
        },
        secrets: { "canary:authToken": DEFAULT_AUTH_TOKEN },
        // Users have no compile cache unless they ask for one.
        env: { NODE_COMPILE_CACHE: "" },
      });
      return new Contender(program, stack, emulator);
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  async run(operation: Operation): Promise<Measurement> {
    if (operation === "update of all") await this.stack.setConfig("generation", "second");
    this.emulator.clearRequests();
    const watch = new ProcessWatch(path.join(this.stack.folder, "home"));
    const start = performance.now();
    try {
      await this.perform(operation);
    } finally {
      watch.stop();
    }
    return {
      wallMs: performance.now() - start,
      requests: countsOf(this.emulator.requests.map(({ call }) => call)),
      ...this.state(),
      processes: watch.stop(),
    };
  }

  async close(): Promise<void> {
    await this.stack.close();
    await this.emulator.stop();
  }

  private async perform(operation: Operation): Promise<void> {
    switch (operation) {
      case "preview":
        await this.stack.preview();
        return;
      case "up":
      case "update of all":
        await this.stack.up();
        return;
      case "preview, no change":
        await this.stack.preview(["--expect-no-changes"]);
        return;
      case "refresh":
        await this.stack.refresh(["--expect-no-changes"]);
        return;
      case "destroy":
        await this.stack.destroy();
    }
  }

  private state(): Pick<Measurement, "stateBytes" | "stateOverheadBytes"> {
    const file = path.join(this.stack.folder, "backend", ".pulumi", "stacks", "bench", "dev.json");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "{}";
    const { checkpoint } = JSON.parse(text) as { checkpoint?: { latest?: { resources?: StoredResource[] } } };
    const webhooks = (checkpoint?.latest?.resources ?? []).filter(({ type }) => type.startsWith("pulumi-nodejs:"));
    if (webhooks.length === 0) return { stateBytes: 0, stateOverheadBytes: 0 };
    const own = webhooks.reduce((sum, { inputs, outputs }) => sum + ownBytes(inputs) + ownBytes(outputs), 0);
    return {
      stateBytes: text.length / webhooks.length,
      stateOverheadBytes: (JSON.stringify(webhooks).length - own) / webhooks.length,
    };
  }
}

/** A resource in the state file. */
interface StoredResource {
  type: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

function ownBytes({ __provider, ...own }: Record<string, unknown> = {}): number {
  return JSON.stringify(own).length;
}

function countsOf(calls: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const call of calls) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
}

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { root } from "../scripts/stack";
import { compare } from "./measure";
import { COSTS, costTable, median, table } from "./report";

const IMPORTS = 15;
const PREVIEWS = 5;

const PLUGIN = path.join(root, "node_modules", ".bin", "pulumi-resource-alert-webhooks");

/** How long a program and a provider process take to load this package, and what it adds to the smallest preview. */
export async function startUpReport(): Promise<string> {
  const rounds = (module: string) => Array.from({ length: IMPORTS }, () => importsAfterSdk(module));
  const program = rounds("pulumi-alert-webhooks");
  const provider = rounds("pulumi-alert-webhooks/runtime");
  const bare: number[] = [];
  const plugin: number[] = [];
  for (let round = 0; round < IMPORTS; round++) {
    bare.push(await untilItPrints(process.execPath, ["-e", "console.log(1)"]));
    plugin.push(await untilItPrints(PLUGIN, []));
  }
  const row = (name: string, values: number[]) => [name, `${median(values).toFixed(1)} ms`];
  const imports = table([
    [`median of ${IMPORTS}`, "time"],
    row(
      "importing @pulumi/pulumi",
      program.map(({ sdk }) => sdk),
    ),
    row(
      "program: importing this package after it",
      program.map(({ module }) => module),
    ),
    row(
      "provider process: loading the provider's code",
      provider.map(({ module }) => module),
    ),
    row("Node.js: until it runs a program", bare),
    row("plugin: until it serves", plugin),
  ]);
  const smallest = { resources: 1, flocks: 1, latencyMs: 0 };
  const previews = await compare(smallest, PREVIEWS, ["package", "plugin", "floor"], ["preview"]);
  return `${imports}\n\nOne webhook, median of ${PREVIEWS}:\n\n${costTable(COSTS.wall, previews, "operation", "program")}`;
}

/** Milliseconds from the start of a program to what it prints first. */
async function untilItPrints(command: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(command, args, { env: { ...process.env, NODE_COMPILE_CACHE: "" } });
  await once(child.stdout, "data");
  const milliseconds = performance.now() - start;
  child.kill();
  return milliseconds;
}

/** Milliseconds, in a new process. */
function importsAfterSdk(module: string): { sdk: number; module: number } {
  const script = `
    const timed = (name) => { const start = performance.now(); require(name); return performance.now() - start; };
    console.log(JSON.stringify({ sdk: timed("@pulumi/pulumi"), module: timed("${module}") }));
  `;
  const env = { ...process.env, NODE_COMPILE_CACHE: "" };
  const output = execFileSync(process.execPath, ["-e", script], { cwd: root, env, encoding: "utf8" });
  return JSON.parse(output) as { sdk: number; module: number };
}

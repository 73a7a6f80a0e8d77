/**
 * `npm run bench`: what this package costs, measured on the real CLI against the emulator, beside a provider of the
 * usual kind and beside the engine's floor.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { compare, type Comparison } from "./comparison";
import { PROGRAMS, type Program, type Size } from "./contender";
import { describeMachine } from "./machine";
import { measureMemory, memoryTable } from "./memory";
import { measureRateLimit, rateLimitTable } from "./rate-limit";
import { comparisonReport, growthTable, machineLine } from "./report";
import { measureStartUp, startUpTable } from "./start-up";

const USAGE = `Usage: npm run bench -- [options]

Compares this package with a provider of the usual kind and with the engine's floor. Without an option: 100 resources,
which takes some minutes.

  --resources N    how many webhooks the programs declare; 100 by default
  --flocks F       in how many flocks; a tenth of the resources by default
  --latency MS     how long an answer of the API takes; 20 by default
  --rounds R       how often each operation is measured; the report has the medians; 3 by default
  --programs LIST  which programs to compare, such as package,floor; all by default

  --curve          the growth with 50, 100, 200, 500 and 1,000 resources instead; one round by default
  --start-up       the start of the program and of the provider process instead
  --memory         what the provider process holds on to after 100, 500 and 2,000 webhooks instead
  --rate-limit     200 webhooks where the API takes 10 calls a second instead

  --json FILE      writes the measurements to a file as well
  --help           shows this
`;

const USAGE_ERROR = 2;
const CURVE = [50, 100, 200, 500, 1000];
/** No run takes longer; the slowest part, the curve with the usual kind, takes about an hour on two cores. */
const LONGEST_RUN_MS = 3 * 60 * 60 * 1000;

class UsageError extends Error {
  override readonly name = "UsageError";
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        resources: { type: "string", default: "100" },
        flocks: { type: "string" },
        latency: { type: "string", default: "20" },
        rounds: { type: "string" },
        programs: { type: "string", default: PROGRAMS.join() },
        curve: { type: "boolean", default: false },
        "start-up": { type: "boolean", default: false },
        memory: { type: "boolean", default: false },
        "rate-limit": { type: "boolean", default: false },
        json: { type: "string" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new UsageError(`--${option} must be a whole number, from ${least}`);
  return value;
}

function programsOf(list: string): Program[] {
  return list.split(",").map((name) => {
    const program = PROGRAMS.find((known) => known === name);
    if (program === undefined) throw new UsageError(`--programs takes ${PROGRAMS.join(", ")}, separated by commas`);
    return program;
  });
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const progress = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const values = parse(process.argv.slice(2));
  if (values.help) {
    print(USAGE.trimEnd());
    return;
  }
  const measure = partOf(values);
  const machine = describeMachine();
  print(`${machineLine(machine)}\n`);
  const result = await measure();
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ machine, ...result }, undefined, 2)}\n`);
  }
}

/** What the options ask for: it measures, prints, and returns what it has measured. */
function partOf(values: ReturnType<typeof parse>): () => Promise<object> {
  if (values["start-up"]) return startUp;
  if (values.memory) return memory;
  if (values["rate-limit"]) return rateLimit;
  const programs = programsOf(values.programs);
  const rounds = wholeNumber("rounds", values.rounds ?? (values.curve ? "1" : "3"), 1);
  const numbers = values.curve ? CURVE : [wholeNumber("resources", values.resources, 1)];
  const latencyMs = wholeNumber("latency", values.latency, 0);
  const flocks = values.flocks === undefined ? undefined : wholeNumber("flocks", values.flocks, 1);
  const sizes = numbers.map((resources): Size => ({
    resources,
    flocks: flocks ?? Math.ceil(resources / 10),
    latencyMs,
  }));
  return async () => {
    const comparisons = await comparisonsOf(programs, sizes, rounds);
    if (values.curve) {
      print(`Growth:\n\n${programs.map((program) => growthTable(comparisons, program)).join("\n\n")}`);
    }
    return { comparisons };
  };
}

async function startUp(): Promise<object> {
  const measured = await measureStartUp();
  print(startUpTable(measured));
  return { startUp: measured };
}

async function memory(): Promise<object> {
  const measured = await measureMemory();
  print(memoryTable(measured));
  return { memory: measured };
}

async function rateLimit(): Promise<object> {
  const measured = await measureRateLimit();
  print(rateLimitTable(measured));
  return { rateLimit: measured };
}

async function comparisonsOf(
  programs: readonly Program[],
  sizes: readonly Size[],
  rounds: number,
): Promise<{ size: Size; comparison: Comparison }[]> {
  const comparisons: { size: Size; comparison: Comparison }[] = [];
  for (const size of sizes) {
    const { resources, flocks, latencyMs } = size;
    const heading = `${resources} webhooks in ${flocks} flocks, ${latencyMs} ms an API answer, median of ${rounds}`;
    progress(heading);
    const comparison = await compare(programs, size, rounds, progress);
    comparisons.push({ size, comparison });
    print(`${heading}:\n\n${comparisonReport(comparison)}\n`);
  }
  return comparisons;
}

// At the exit every stack ends its processes, see scripts/stack.ts.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.once(signal, () => process.exit(code));
setTimeout(() => {
  progress("The benchmark took too long.");
  process.exit(1);
}, LONGEST_RUN_MS).unref();

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const isUsageError = error instanceof UsageError;
  process.stderr.write(isUsageError ? `${message}\n\n${USAGE}` : `The benchmark failed: ${message}\n`);
  process.exitCode = isUsageError ? USAGE_ERROR : 1;
});

/**
 * `npm run bench`: what this package costs, measured on the real CLI against the emulator, beside a provider of the
 * usual kind and beside the engine's floor.
 */
import { parseArgs } from "node:util";

import { failingReport } from "./failing";
import { compare, type Measurement, PROGRAMS, type Program } from "./measure";
import { oneFlockReport } from "./one-flock";
import { outboundWebhooksReport } from "./outbound-webhooks";
import { rateLimitReport } from "./rate-limit";
import { COSTS, costTable, machineLine } from "./report";
import { startUpReport } from "./start-up";

const USAGE = `Usage: npm run bench -- [options]

Compares this package with a provider of the usual kind and with the engine's floor. Without an option: 100 resources,
which takes some minutes.

  --resources N    how many webhooks the programs declare; 100 by default
  --flocks F       in how many flocks; a tenth of the resources by default
  --latency MS     how long an answer of the API takes; 20 by default
  --rounds R       how often each operation is measured; the report has the medians; 3, or 1 for a curve
  --programs LIST  which programs to compare, such as package,floor; all by default

  --curve          the growth with 50, 100, 200, 500 and 1,000 resources instead
  --start-up       what loading takes in the program and in the provider process, and a preview of one webhook, instead
  --memory         the peak memory of the provider process in an up of 100, 500 and 1,000 webhooks instead
  --rate-limit     200 webhooks where the API takes 10 calls a second instead
  --failing        how long commands take to fail with one webhook and with 100 in one flock, instead
  --one-flock      the CPU time of each of 500, 1,000, 2,000 and 4,000 webhooks in one flock instead
  --outbound       the requests of 200 outbound webhooks, and the time of calls side by side, instead
  --help           shows this
`;

const USAGE_ERROR = 2;

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
        curve: { type: "boolean" },
        "start-up": { type: "boolean" },
        memory: { type: "boolean" },
        "rate-limit": { type: "boolean" },
        failing: { type: "boolean" },
        "one-flock": { type: "boolean" },
        outbound: { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new UsageError(`--${option} must be a whole number, from ${least}`);
  return value;
}

function programsOf(list: string): Program[] {
  const programs = PROGRAMS.filter((program) => list.split(",").includes(program));
  if (programs.join() === "") throw new UsageError(`--programs takes ${PROGRAMS.join(", ")}, separated by commas`);
  return programs;
}

const print = (text: string) => process.stdout.write(`${text}\n\n`);

async function main(): Promise<void> {
  const values = parse(process.argv.slice(2));
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const programs = programsOf(values.programs);
  const rounds = wholeNumber("rounds", values.rounds ?? (values.curve ? "1" : "3"));
  const latencyMs = wholeNumber("latency", values.latency, 0);
  const flocks = values.flocks === undefined ? undefined : wholeNumber("flocks", values.flocks);
  const sizeOf = (resources: number) => ({ resources, flocks: flocks ?? Math.ceil(resources / 10), latencyMs });
  const resources = wholeNumber("resources", values.resources);

  print(machineLine());
  if (values["start-up"]) {
    print(await startUpReport());
  } else if (values["rate-limit"]) {
    print(await rateLimitReport());
  } else if (values.failing) {
    print(await failingReport());
  } else if (values["one-flock"]) {
    print(await oneFlockReport());
  } else if (values.outbound) {
    print(await outboundWebhooksReport());
  } else if (values.memory) {
    const ups: Measurement[] = [];
    for (const number of [100, 500, 1000]) ups.push(...(await compare(sizeOf(number), 1, programs, ["up"])));
    print(costTable(COSTS.memory, ups, "resources", "program"));
  } else {
    const all: Measurement[] = [];
    for (const size of (values.curve ? [50, 100, 200, 500, 1000] : [resources]).map(sizeOf)) {
      const measured = await compare(size, rounds, programs);
      print(`${size.resources} webhooks in ${size.flocks} flocks, ${latencyMs} ms an answer, median of ${rounds}:`);
      for (const cost of Object.values(COSTS)) print(costTable(cost, measured, "operation", "program"));
      all.push(...measured);
    }
    for (const program of values.curve ? programs : []) {
      const measured = all.filter((it) => it.program === program);
      print(costTable({ ...COSTS.wall, title: `${program}: wall time` }, measured, "resources", "operation"));
    }
  }
}

// At the exit every stack ends its processes, see scripts/stack.ts.
process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const isUsageError = error instanceof UsageError;
  process.stderr.write(isUsageError ? `${message}\n\n${USAGE}` : `The benchmark failed: ${message}\n`);
  // Ends the emulators, too, which would keep the process alive.
  process.exit(isUsageError ? USAGE_ERROR : 1);
});

import type { Comparison } from "./comparison";
import { type Measurement, OPERATIONS, type Operation, PROGRAMS, type Program, type Size } from "./contender";
import type { Machine } from "./machine";
import type { Role } from "./process-watch";
import { median } from "./statistics";

const ROLES: readonly Role[] = ["engine", "program", "provider"];

/** A comparison as Markdown: the time, the requests, what each process used, and the state. */
export function comparisonReport(comparison: Comparison): string {
  const programs = PROGRAMS.filter((program) => comparison.up[program] !== undefined);
  return [
    table([
      ["wall time", ...programs, "package / floor", "usual / package"],
      ...OPERATIONS.map((operation) => {
        const wall = (program: Program) => medianOf(comparison[operation][program], ({ wallMs }) => wallMs);
        const ratios = [ratio(wall("package"), wall("floor")), ratio(wall("usual"), wall("package"))];
        return [operation, ...programs.map((program) => seconds(wall(program))), ...ratios];
      }),
    ]),
    table([
      ["requests", ...programs],
      ...OPERATIONS.map((operation) => [
        operation,
        ...programs.map((program) => requests(comparison[operation][program])),
      ]),
    ]),
    table([
      [`CPU: ${ROLES.join(" + ")}`, ...programs, "package / floor"],
      ...OPERATIONS.map((operation) => {
        const cpu = (program: Program) => ROLES.map((role) => cpuOf(comparison[operation][program], role));
        const sum = (program: Program) => cpu(program).reduce((total, ms) => total + ms, 0);
        const parts = (program: Program) => cpu(program).map(seconds).join(" + ");
        return [operation, ...programs.map(parts), ratio(sum("package"), sum("floor"))];
      }),
    ]),
    table([
      ["state and memory", ...programs],
      ["state a resource", ...programs.map((program) => stateOf(comparison, program, "stateBytes"))],
      [
        "of it beyond its inputs and outputs",
        ...programs.map((program) => stateOf(comparison, program, "stateOverheadBytes")),
      ],
      ...OPERATIONS.map((operation) => [
        `provider's peak memory, ${operation}`,
        ...programs.map((program) => megabytes(memoryOf(comparison[operation][program]))),
      ]),
    ]),
  ].join("\n\n");
}

/** How the costs of a program grow: a line for each number of resources. */
export function growthTable(comparisons: readonly { size: Size; comparison: Comparison }[], program: Program): string {
  return table([
    [program, ...OPERATIONS, "state a resource", "provider's memory"],
    ...comparisons.map(({ size, comparison }) => {
      const of = (operation: Operation) => comparison[operation][program];
      return [
        String(size.resources),
        ...OPERATIONS.map((operation) => seconds(medianOf(of(operation), ({ wallMs }) => wallMs))),
        stateOf(comparison, program, "stateBytes"),
        megabytes(memoryOf(of("up"))),
      ];
    }),
  ]);
}

export function machineLine({ cpu, cores, memoryGib, system, node, cli, sdk, load }: Machine): string {
  return (
    `${cpu}, ${cores} cores, ${memoryGib} GiB, ${system}; load before the run ${load}; ` +
    `Pulumi CLI ${cli}, @pulumi/pulumi ${sdk}, Node.js ${node}`
  );
}

/** A Markdown table; the first row is its heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...body] = rows;
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(heading), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

type Measurements = readonly Measurement[] | undefined;

function medianOf(measurements: Measurements = [], value: (of: Measurement) => number | undefined): number {
  return median(measurements.map(value).filter((known) => known !== undefined));
}

function requests(measurements: Measurements): string {
  const calls = Object.entries(measurements?.[0]?.requests ?? {}).map(([call, count]) => `${count} ${call}`);
  return calls.length === 0 ? "none" : calls.join(", ");
}

/** A refresh and a destroy run no program, so what is missing counts as nothing. */
function cpuOf(measurements: Measurements, role: Role): number {
  return medianOf(measurements, ({ processes }) => processes[role]?.cpuMs ?? 0);
}

function memoryOf(measurements: Measurements): number {
  return medianOf(measurements, ({ processes }) => processes.provider?.peakBytes);
}

function stateOf(comparison: Comparison, program: Program, size: "stateBytes" | "stateOverheadBytes"): string {
  const bytes = medianOf(comparison.up[program], (measurement) => measurement[size]);
  return known(bytes, `${(bytes / 1000).toFixed(2)} kB`);
}

const known = (value: number, text: string) => (Number.isNaN(value) ? "–" : text);
const seconds = (ms: number) => known(ms, `${(ms / 1000).toFixed(1)} s`);
const megabytes = (bytes: number) => known(bytes, `${(bytes / 1e6).toFixed(0)} MB`);
const ratio = (a: number, b: number) => known(a / b, (a / b).toFixed(2));

import { execFileSync } from "node:child_process";
import os from "node:os";

import { version as sdkVersion } from "@pulumi/pulumi/version";

import { pulumiPath } from "../scripts/stack";
import type { Measurement } from "./measure";

/** A cost that is measured, and how it is shown. */
interface Cost {
  title: string;
  of: (measurement: Measurement) => number;
  show: (value: number) => string;
}

const seconds = (value: number) => `${value.toFixed(1)} s`;
const kilobytes = (value: number) => `${value.toFixed(2)} kB`;

export const COSTS = {
  wall: { title: "wall time", of: (it) => it.wallSeconds, show: seconds },
  cpu: { title: "CPU time", of: (it) => it.cpuSeconds, show: seconds },
  requests: { title: "requests", of: (it) => it.requests, show: String },
  memory: {
    title: "provider's peak memory",
    of: (it) => it.providerMegabytes,
    show: (value) => `${value.toFixed(0)} MB`,
  },
  state: { title: "state of a webhook", of: (it) => it.stateKilobytes, show: kilobytes },
  overhead: { title: "of it beyond inputs and outputs", of: (it) => it.overheadKilobytes, show: kilobytes },
} satisfies Record<string, Cost>;

const RATIOS = [
  ["package", "floor"],
  ["sets", "floor"],
  ["plugin-sets", "floor"],
  ["sets", "package"],
  ["plugin", "floor"],
  ["plugin", "package"],
  ["usual", "package"],
] as const;

/** The medians of a cost, by two properties of the measurements. */
export function costTable(
  { title, of, show }: Cost,
  measurements: readonly Measurement[],
  row: "operation" | "resources",
  column: "operation" | "program",
): string {
  const columns = [...new Set(measurements.map((it) => it[column]))];
  const rows = Map.groupBy(measurements, (it) => it[row]);
  const ratios = RATIOS.filter((pair) => pair.every((program) => columns.includes(program)));
  return table([
    [title, ...columns, ...ratios.map((pair) => pair.join(" / "))],
    ...[...rows].map(([name, ofRow]) => {
      const value = (at: string) => median(ofRow.filter((it) => it[column] === at).map(of));
      return [
        String(name),
        ...columns.map((at) => known(value(at), show)),
        ...ratios.map(([a, b]) => known(value(a) / value(b), (ratio) => ratio.toFixed(2))),
      ];
    }),
  ]);
}

const known = (value: number, show: (value: number) => string) => (Number.isFinite(value) ? show(value) : "–");

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** A Markdown table; the first row is its heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...body] = rows;
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(heading), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** Where and with what the numbers come about. A load above the number of cores makes them noisy. */
export function machineLine(): string {
  const cli = execFileSync(pulumiPath(), ["version"], { encoding: "utf8" }).trim();
  return (
    `${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 1024 ** 3)} GiB, ` +
    `${os.type()} ${os.release()}; load before the run ${os.loadavg()[0]?.toFixed(1)}; ` +
    `Pulumi CLI ${cli}, @pulumi/pulumi ${sdkVersion}, Node.js ${process.version}`
  );
}

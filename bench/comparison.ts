import { Contender, OPERATIONS, type Measurement, type Operation, type Program, type Size } from "./contender";

/** All measurements of one comparison, by operation and program, one a round. */
export type Comparison = Record<Operation, Partial<Record<Program, Measurement[]>>>;

/**
 * Measures the programs against each other. They take turns operation by operation, so that whatever else the machine
 * does meets all of them, and another one starts each time.
 */
export async function compare(
  programs: readonly Program[],
  size: Size,
  rounds: number,
  progress: (line: string) => void,
): Promise<Comparison> {
  const comparison = Object.fromEntries(OPERATIONS.map((operation) => [operation, {}])) as Comparison;
  for (let round = 0; round < rounds; round++) {
    const contenders: Contender[] = [];
    try {
      for (const program of programs) contenders.push(await Contender.open(program, size));
      for (const [turn, operation] of OPERATIONS.entries()) {
        for (const contender of rotated(contenders, round + turn)) {
          const measurement = await contender.run(operation);
          (comparison[operation][contender.program] ??= []).push(measurement);
          progress(`${operation}, ${contender.program}: ${(measurement.wallMs / 1000).toFixed(1)} s`);
        }
      }
    } finally {
      for (const contender of contenders) await contender.close();
    }
  }
  return comparison;
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

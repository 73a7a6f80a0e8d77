/** Far deeper than any payload is, and far from where comparing or sending a value would exhaust the stack. */
const DEEPEST = 100;

/** Whether a value is nested so deeply that working with it could end the process. */
export function isNestedTooDeeply(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap((outer): unknown[] =>
      typeof outer === "object" && outer !== null ? Object.values(outer) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

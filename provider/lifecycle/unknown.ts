/** What Pulumi passes to `check` and `diff` during a preview instead of a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is, or holds somewhere inside, a value that is not known yet. */
export function hasUnknown(value: unknown): boolean {
  const pending = [value];
  // It grows while it is walked: a recursion would end where a value is nested too deeply.
  for (const next of pending) {
    if (next === UNKNOWN) return true;
    if (typeof next === "object" && next !== null) for (const inner of Object.values(next)) pending.push(inner);
  }
  return false;
}

/** Whether a value is an object with named members: no array, no null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

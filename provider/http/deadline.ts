import { AsyncLocalStorage } from "node:async_hooks";

const ends = new AsyncLocalStorage<number>();

/**
 * Runs an operation that the user has given a time of its own: its calls, with all their repetitions, end then.
 * @param seconds 0 where there is none
 */
export function within<T>(seconds: number, operation: () => Promise<T>): Promise<T> {
  return seconds === 0 ? operation() : ends.run(performance.now() + seconds * 1000, operation);
}

/** How long the calls of the operation that is under way may still take; `undefined` where the limits alone bound them. */
export function timeLeftMs(): number | undefined {
  const end = ends.getStore();
  return end === undefined ? undefined : end - performance.now();
}

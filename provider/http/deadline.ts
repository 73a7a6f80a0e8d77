import { AsyncLocalStorage } from "node:async_hooks";

const deadlines = new AsyncLocalStorage<number>();

/**
 * Runs an operation that the user has given a time of its own: its calls, with all their repetitions, end then.
 * @param seconds 0 where there is none
 */
export function within<T>(seconds: number, operation: () => Promise<T>): Promise<T> {
  return seconds === 0 ? operation() : deadlines.run(Date.now() + seconds * 1000, operation);
}

/** When the calls of the operation that is under way have to end; none where the limits alone bound them. */
export function deadline(): number | undefined {
  return deadlines.getStore();
}

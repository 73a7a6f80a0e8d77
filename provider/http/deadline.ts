import { AsyncLocalStorage } from "node:async_hooks";

import { ApiError } from "./errors";

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

/** Runs what several operations wait for: the time of one of them is not that of the others. */
export function unbounded<T>(task: () => T): T {
  return ends.exit(task);
}

/** Waits for something, but no longer than the operation that is under way may take. */
export async function bounded<T>(answer: Promise<T>): Promise<T> {
  const leftMs = timeLeftMs();
  if (leftMs === undefined) return answer;
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const message = "What the API holds was not read within the time that customTimeouts allow.";
      reject(new ApiError(message, { call: "", outcome: "read failed", transient: false }));
    }, leftMs);
  });
  try {
    return await Promise.race([answer, end]);
  } finally {
    clearTimeout(timer);
  }
}

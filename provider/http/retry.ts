import { deadline } from "./deadline";
import { ApiError, type Outcome } from "./errors";
import type { Limits } from "./limits";
import { pause, shutdown } from "./shutdown";

/**
 * The one table of what is repeated. "Decided by a read": the call counts as done where a read of what the API holds
 * shows its effect, and is repeated only where it does not. What must not be made twice is then read for as long as the
 * API may lag, and never repeated after a time-out.
 *
 * | what happened                                        | outcome  | reads                            | changes           |
 * | ---------------------------------------------------- | -------- | -------------------------------- | ----------------- |
 * | 429                                                  | refused  | repeated after Retry-After       | the same          |
 * | connection refused, name not resolved, not connected | not sent | repeated after a back-off        | the same          |
 * | 408, 500, 502, 503, 504                              | unknown  | repeated (Retry-After, back-off) | decided by a read |
 * | reset, time-out, cut, empty or malformed answer      | unknown  | repeated after a back-off        | decided by a read |
 * | answer too large                                     | unknown  | fails                            | decided by a read |
 * | certificate refused                                  | not sent | fails                            | fails             |
 * | proxy that answers instead of connecting             | not sent | by its status                    | the same          |
 * | redirect, 404, other statuses not in the vendor's form | unknown  | fails                            | decided by a read |
 * | other statuses in the vendor's form, `result: "error"` | refused | fails                           | fails             |
 *
 * A refusal of a repetition is decided by a read as well: the first attempt may have been what made the API refuse.
 */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

export function isTransientStatus(status: number): boolean {
  return TRANSIENT_STATUSES.has(status);
}

/**
 * What a failed answer says of whether the call took effect. Only the vendor can refuse: `problem` is what it said. A 404
 * is no refusal, since gateways answer it in forms that may pass for the vendor's.
 */
export function outcomeOfStatus(status: number, problem: string | undefined): Outcome {
  if (status === 429) return "refused";
  return status >= 500 || status === 404 || status === 408 || problem === undefined ? "unknown" : "refused";
}

/** Milliseconds to wait by a Retry-After header, which is a number of seconds or a date. */
export function retryAfterMs(header: unknown, now = Date.now()): number | undefined {
  const text = typeof header === "string" ? header.trim() : "";
  if (/^\d{1,12}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Without this Date.parse would find a date in almost anything, such as "7, 8".
  if (!/^[A-Za-z]+, .* GMT$/.test(text)) return undefined;
  const wait = Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/**
 * Repeats a task while it fails in a way that may pass. No attempt starts after the total time, or once the engine is
 * gone. Being told to slow down (429) does not count as an attempt; only the total time bounds it.
 * @param isOwed whether one more attempt is made at once where the engine goes between two attempts
 */
export async function retrying<T>(limits: Limits, task: () => Promise<T>, isOwed = false): Promise<T> {
  const longestWaitMs = limits.maxWaitSeconds * 1000;
  const end = deadline() ?? Date.now() + limits.totalTimeoutSeconds * 1000;
  let backoffMs = limits.backoffSeconds * 1000;
  for (let failures = 0; ;) {
    const isLast = shutdown.signal.aborted;
    try {
      return await task();
    } catch (error) {
      if (isLast || !(error instanceof ApiError) || !error.transient) throw error;
      if (error.status !== 429) failures += 1;
      const askedMs = error.retryAfterMs ?? 0;
      // Drawn from its whole length, so that what failed together is not repeated together. Never sooner than that:
      // a Retry-After of "0", or a date by another clock, must not start a storm.
      const wait = Math.min(Math.max(askedMs, Math.random() * backoffMs), longestWaitMs);
      if (failures >= limits.maxAttempts || Date.now() + wait > end) throw error;
      // An API that sets the pace itself needs no longer and longer waits besides.
      if (askedMs < backoffMs) backoffMs = Math.min(backoffMs * 2, longestWaitMs);
      await pause(wait);
      if (shutdown.signal.aborted && !isOwed) throw error;
    }
  }
}

/** Whether a read says yes, asked again and again until it does or the time is over. */
export async function eventually(timeoutMs: number, read: () => Promise<boolean>): Promise<boolean> {
  const start = performance.now();
  for (let waitMs = timeoutMs / 50; ; waitMs = Math.min(waitMs * 2, timeoutMs / 10)) {
    // Taken before the read, so that the last one starts when the time is over.
    const isLast = performance.now() - start >= timeoutMs || shutdown.signal.aborted;
    if (await read()) return true;
    if (isLast) return false;
    await pause(waitMs);
  }
}

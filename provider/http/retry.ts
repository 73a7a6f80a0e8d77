import { ApiError, type Outcome } from "./errors";
import type { Limits } from "./limits";

/**
 * The one table of what is repeated. "Decided by a read": the call is repeated only once a read of what the API holds
 * shows that it took no effect.
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
 * | redirect, any other status, `result: "error"`        | refused  | fails                            | fails             |
 *
 * Even a refusal is checked by a read after a change, since an API may report an error for what it has done.
 */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

export function isTransientStatus(status: number): boolean {
  return TRANSIENT_STATUSES.has(status);
}

/** What a status says of whether the call took effect. */
export function outcomeOfStatus(status: number): Outcome {
  return status >= 500 || status === 408 ? "unknown" : "refused";
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
 * Repeats a task while it fails in a way that may pass. No attempt starts after the total time. Being told to slow
 * down (429) is no failed attempt; only the total time bounds it.
 */
export async function retrying<T>(limits: Limits, task: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + limits.totalTimeoutSeconds * 1000;
  const backoff = jitteredWaits(limits);
  for (let failures = 0; ;) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.transient) throw error;
      if (error.status !== 429) failures += 1;
      const wait = waitMs(limits, backoff.next().value, error.retryAfterMs);
      if (failures >= limits.maxAttempts || Date.now() + wait > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** As the API asks, but never sooner than the back-off: "0", or a date by another clock, must not start a storm. */
function waitMs(limits: Limits, backoffMs: number, askedMs = 0): number {
  return Math.min(Math.max(askedMs, backoffMs), limits.maxWaitSeconds * 1000);
}

/** Waits that double, each drawn from its whole length, so that what failed together is not repeated together. */
function* jitteredWaits({ backoffSeconds, maxWaitSeconds }: Limits): Generator<number, never> {
  for (let longest = backoffSeconds; ; longest = Math.min(longest * 2, maxWaitSeconds)) {
    yield Math.random() * longest * 1000;
  }
}

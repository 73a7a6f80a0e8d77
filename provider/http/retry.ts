import {
  DelegateBackoff,
  ExponentialBackoff,
  type IBackoff,
  type IRetryBackoffContext,
  fullJitterGenerator,
  handleWhen,
  retry,
} from "cockatiel";

import { ApiError, type Outcome } from "./errors";
import type { Limits } from "./limits";

/**
 * The one table of what is repeated. "Decided by a read": the call is repeated only once a read of what the API holds
 * shows that it took no effect.
 *
 * | what happened                                        | outcome  | reads, idempotent calls         | other calls       |
 * | ---------------------------------------------------- | -------- | ------------------------------- | ----------------- |
 * | 429                                                  | refused  | repeated after Retry-After      | the same          |
 * | connection refused, name not resolved, not connected | not sent | repeated after a back-off       | the same          |
 * | 408, 500, 502, 503, 504                              | unknown  | repeated (Retry-After, back-off) | decided by a read |
 * | reset, time-out, cut, empty or malformed answer      | unknown  | repeated after a back-off       | decided by a read |
 * | answer too large                                     | unknown  | fails                           | decided by a read |
 * | certificate refused                                  | not sent | fails                           | fails             |
 * | redirect, any other status, `result: "error"`        | refused  | fails                           | fails             |
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
  if (typeof header !== "string" || header.trim() === "") return undefined;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/**
 * Repeats a task while it fails in a way that may pass: exponential back-off with full jitter, or as the API asks.
 * Being told to slow down (429) is no failed attempt; only the total time bounds it.
 */
export async function retrying<T>(limits: Limits, task: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + limits.totalTimeoutSeconds * 1000;
  let failures = 0;
  const mayPass = handleWhen((error) => {
    if (!(error instanceof ApiError) || !error.transient) return false;
    if (error.status !== 429) failures += 1;
    return failures < limits.maxAttempts && Date.now() + (error.retryAfterMs ?? 0) < deadline;
  });
  return retry(mayPass, { maxAttempts: Infinity, backoff: backoff(limits) }).execute(task);
}

function backoff(limits: Limits) {
  const exponential = new ExponentialBackoff({
    initialDelay: limits.backoffSeconds * 1000,
    maxDelay: limits.maxWaitSeconds * 1000,
    generator: fullJitterGenerator,
  });
  return new DelegateBackoff<IRetryBackoffContext<unknown>, IBackoff<unknown>>((context, previous) => {
    const jittered = previous === undefined ? exponential.next() : previous.next(undefined);
    const error = "error" in context.result ? context.result.error : undefined;
    const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
    return { delay: Math.min(asked ?? jittered.duration, limits.maxWaitSeconds * 1000), state: jittered };
  });
}

import type { CircuitBreaker } from "./circuit-breaker";
import { timeLeftMs } from "./deadline";
import { ApiError, type Outcome, summaryOf } from "./errors";
import type { Limits } from "./limits";
import { interruption, pause, shutdown } from "./shutdown";
import type { WaitReport } from "./wait-report";

/**
 * The one table of what is repeated. "Decided by a read": the call counts as done where a read of what the API holds
 * shows its effect, and is repeated only where it does not. What must not be made twice is then read for as long as the
 * API may lag, and never repeated after a time-out.
 *
 * | what happened                                          | outcome  | reads                            | changes           |
 * | ------------------------------------------------------ | -------- | -------------------------------- | ----------------- |
 * | 429                                                    | refused  | repeated after Retry-After       | the same          |
 * | name unknown, connection refused, and no answer before | not sent | fails                            | fails             |
 * | name unknown, connection refused, after an answer      | not sent | repeated after a back-off        | the same          |
 * | name not resolved for now, not connected in time       | not sent | repeated after a back-off        | the same          |
 * | 408, 500, 502, 503, 504                                | unknown  | repeated (Retry-After, back-off) | decided by a read |
 * | reset, time-out, cut, empty or malformed answer        | unknown  | repeated after a back-off        | decided by a read |
 * | answer too large                                       | unknown  | fails                            | decided by a read |
 * | certificate refused                                    | not sent | fails                            | fails             |
 * | proxy that answers instead of connecting               | not sent | by its status                    | the same          |
 * | redirect, 404, other statuses not in the vendor's form | unknown  | fails                            | decided by a read |
 * | other statuses in the vendor's form, `result: "error"` | refused  | fails                            | fails             |
 * | account given up (see `CircuitBreaker`)                | not sent | fails                            | fails             |
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

/** How a task is repeated. What belongs to its account is shared by all the calls to it. */
export interface Retries {
  readonly limits: Limits;
  readonly breaker: CircuitBreaker;
  readonly report: WaitReport;
  /** The call, as messages name it. */
  readonly call: string;
  /** Whether one more attempt is made at once where the engine goes between two attempts. */
  readonly isOwed?: boolean | undefined;
}

/**
 * Repeats a task while it fails in a way that may pass. No attempt starts once the account has failed for the total time,
 * once it is given up, or once the engine is gone. Being told to slow down (429) does not count as an attempt; only the
 * total time bounds it.
 */
export async function retrying<T>(retries: Retries, task: () => Promise<T>): Promise<T> {
  const { limits, report, breaker, call } = retries;
  const start = performance.now();
  let lastError: ApiError | undefined;
  const stopWatching = report.watch((silentMs) => {
    const now = performance.now();
    if (lastError === undefined && breaker.hasAnsweredSince(now - silentMs)) return undefined;
    const begin = Math.min(start, breaker.failingSince ?? start);
    const seconds = limits.totalTimeoutSeconds + limits.callTimeoutSeconds - (now - begin) / 1000;
    const atMost = `${Math.max(1, Math.ceil(seconds))} s more at most.`;
    return lastError === undefined
      ? `${call} has no answer yet. Waiting for ${atMost}`
      : `${summaryOf(lastError)} Repeating it for ${atMost}`;
  });
  try {
    return await breaker.during(() => repeated(retries, start, task, (error) => (lastError = error)));
  } finally {
    stopWatching();
  }
}

async function repeated<T>(
  { limits, breaker, isOwed = false }: Retries,
  start: number,
  task: () => Promise<T>,
  note: (error: ApiError) => void,
): Promise<T> {
  const longestWaitMs = limits.maxWaitSeconds * 1000;
  const interrupting = isOwed ? [] : [interruption.signal];
  let backoffMs = limits.backoffSeconds * 1000;
  let firstFailure: number | undefined;
  for (let failures = 0; ;) {
    const isLast = shutdown.signal.aborted;
    try {
      return await task();
    } catch (error) {
      if (isLast || !(error instanceof ApiError) || !error.transient) throw error;
      note(error);
      const now = performance.now();
      const isThrottled = error.status === 429;
      if (!isThrottled) {
        failures += 1;
        firstFailure ??= now;
      }
      // What starts in an outage shares its time.
      const begin = isThrottled ? start : Math.min(start, breaker.failingSince ?? start);
      const askedMs = error.retryAfterMs ?? 0;
      // Drawn from its whole length, so that what failed together is not repeated together. Never sooner than that:
      // a Retry-After of "0", or a date by another clock, must not start a storm.
      const wait = Math.min(Math.max(askedMs, Math.random() * backoffMs), longestWaitMs);
      const limitMs = begin + limits.totalTimeoutSeconds * 1000 - now;
      const leftMs = timeLeftMs() ?? limitMs;
      const isSpent = failures >= limits.maxAttempts || wait > leftMs;
      if (!isSpent) {
        // An API that sets the pace itself needs no longer and longer waits besides.
        if (askedMs < backoffMs) backoffMs = Math.min(backoffMs * 2, longestWaitMs);
        await pause(wait, breaker.signal, ...interrupting);
      }
      const isInterrupted = interrupting.some(({ aborted }) => aborted);
      // A shorter time of the operation's own says nothing of the account.
      const isTelling = !isThrottled && leftMs >= limitMs && (isSpent || isInterrupted);
      if (isTelling && firstFailure !== undefined) breaker.giveUp(error, firstFailure);
      if (isSpent || isInterrupted || breaker.isOpen || (shutdown.signal.aborted && !isOwed)) throw error;
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

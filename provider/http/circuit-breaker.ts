import { ApiError, summaryOf } from "./errors";

/** The share of the time of an outage that probes may take. */
const PROBING_SHARE = 1 / 8;

/** How long probes may take however short the outage is. */
const SHORTEST_PROBING_MS = 1000;

/** An account that is given up. */
interface Outage {
  /** The failure that it was given up for. */
  readonly cause: ApiError;
  /** How long the probes have taken so far. */
  probingMs: number;
}

/**
 * Shares failing among the calls to one account. The account is given up once a call has failed with all its repetitions
 * and nothing was answered meanwhile, or once a call can't be sent at all. What is being repeated then ends, and what comes
 * later is not sent, apart from one call at a time as a probe, for which the others wait, as long as probes take little of
 * the time of the outage. Any answer ends the outage, be it a refusal, so that a call that always fails gives up no account
 * that answers others.
 */
export class CircuitBreaker {
  private outage: Outage | undefined;
  private since: number | undefined;
  private underWay = 0;
  private answeredAt = -Infinity;
  private lastFailureMs = 0;
  private probe: Promise<unknown> | undefined;
  private isProbeOwed = false;
  private closed = new AbortController();

  /** Whether the account is given up. */
  get isOpen(): boolean {
    return this.outage !== undefined;
  }

  /** Aborted once the account is given up. */
  get signal(): AbortSignal {
    return this.closed.signal;
  }

  /** Since when every call has failed that was under way, by `performance.now()`; `undefined` where the last one has not. */
  get failingSince(): number | undefined {
    return this.since;
  }

  /** Whether the account has answered since a point in time, by `performance.now()`. */
  hasAnsweredSince(time: number): boolean {
    return this.answeredAt >= time;
  }

  /** Runs a call with its repetitions. An outage begins in one: what fails while none is under way is forgotten. */
  async during<T>(repetitions: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await repetitions();
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0 && this.outage === undefined) this.since = undefined;
    }
  }

  /**
   * Sends a call once, or fails where the account is given up.
   * @param call as messages name it
   * @param isOwed whether it is sent even then
   */
  async run<T>(call: string, isOwed: boolean, send: () => Promise<T>): Promise<T> {
    while (this.outage !== undefined && !isOwed) {
      if (this.probe === undefined) return this.probing(call, this.outage, send);
      await this.probe;
    }
    return this.noting(send);
  }

  /** Lets the next call be sent in any case: a new run of the engine may have started. */
  probeNext(): void {
    this.isProbeOwed = true;
  }

  /**
   * Notes that a call has failed with all its repetitions.
   * @param firstFailure when the first of them failed, by `performance.now()`
   */
  giveUp(cause: ApiError, firstFailure: number): void {
    if (this.since !== undefined && this.since <= firstFailure) this.open(cause);
  }

  private open(cause: ApiError): void {
    if (this.outage !== undefined) return;
    this.outage = { cause, probingMs: 0 };
    this.isProbeOwed = false;
    this.closed.abort();
  }

  private async probing<T>(call: string, outage: Outage, send: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const failingMs = start - (this.since ?? start);
    const allowedMs = Math.max(SHORTEST_PROBING_MS, failingMs * PROBING_SHARE);
    const isAllowed = this.isProbeOwed || outage.probingMs + this.lastFailureMs <= allowedMs;
    if (!isAllowed) throw notSent(call, outage.cause, failingMs);
    this.isProbeOwed = false;
    const probe = this.noting(send);
    const settled = probe.then(
      () => undefined,
      () => undefined,
    );
    this.probe = settled.then(() => {
      outage.probingMs += performance.now() - start;
      this.probe = undefined;
    });
    return probe;
  }

  private async noting<T>(send: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      const answer = await send();
      this.answered();
      return answer;
    } catch (error) {
      this.lastFailureMs = performance.now() - start;
      if (isOutage(error)) {
        // The account may have answered another call while this one was under way.
        if (this.underWay > 0) this.since ??= Math.max(start, this.answeredAt);
      } else if (isCertain(error)) {
        this.since ??= start;
        this.open(error);
      } else if (error instanceof ApiError && error.status !== 429) this.answered();
      throw error;
    }
  }

  private answered(): void {
    this.answeredAt = performance.now();
    this.since = undefined;
    this.outage = undefined;
    if (this.closed.signal.aborted) this.closed = new AbortController();
  }
}

/** Whether a failure may be one of the whole account. Its rate limit (429) is none. */
function isOutage(error: unknown): boolean {
  return error instanceof ApiError && error.transient && error.status !== 429;
}

/** Whether no call to the account can be sent, and repeating it would not help. */
function isCertain(error: unknown): error is ApiError {
  return error instanceof ApiError && !error.transient && error.outcome === "not sent";
}

function notSent(call: string, cause: ApiError, failingMs: number): ApiError {
  const seconds = Math.round(failingMs / 1000);
  const message = `${call} was not sent, since every call has failed for ${seconds} s: ${summaryOf(cause)}`;
  return new ApiError(message, { call, outcome: "not sent", transient: true });
}

import { pause, shutdown } from "./shutdown";

/** What a rate is measured over. */
const SECOND_MS = 1000;

/** Keeps just below the rate at which the API throttled a call. */
const MARGIN = 1.05;

/** The longest time between two calls that follows from a refusal: for a slower API, its Retry-After sets the pace. */
const LONGEST_INTERVAL_MS = 200;

/** How long calls are sent at one pace before a faster one is tried. */
const TRIAL_MS = 10_000;

/**
 * Decides when the calls to one account may be sent. By default, immediately. Once the API has rate-limited a call
 * (429), after the pause that it asked for, and from then on evenly, at the rate that it had accepted: bursts that end
 * in a pause each would waste part of the rate. The rate doubles after each ten seconds without a 429, since the API
 * may have been busy for a moment only.
 */
export class RateLimiter {
  private readonly longestIntervalMs: number;
  private acceptedTimes: number[] = [];
  private intervalMs = 0;
  private pausedUntil = 0;
  private next = 0;

  /** @param longestWaitMs how long a call may have to wait for another at most */
  constructor(longestWaitMs: number) {
    this.longestIntervalMs = Math.min(LONGEST_INTERVAL_MS, longestWaitMs);
  }

  /** Waits until the next call may be sent. Once the engine is gone, what is still sent does not wait. */
  async acquire(): Promise<void> {
    while (!shutdown.signal.aborted) {
      const start = Math.max(Date.now(), this.next, this.pausedUntil);
      this.next = start + this.interval();
      const wait = start - Date.now();
      if (wait > 0) await pause(wait);
      // While this call waited for its turn, another may have been throttled.
      if (this.pausedUntil <= Date.now()) return;
    }
  }

  /** Notes a call that the API accepted. */
  accepted(): void {
    this.acceptedTimes = [...this.acceptedLately(), Date.now()];
  }

  /** Notes a call that the API rate-limited, and the pause that it asked for. */
  throttled(pauseMs: number): void {
    const rate = this.acceptedLately().length;
    const interval = rate === 0 ? 0 : Math.min((SECOND_MS / rate) * MARGIN, this.longestIntervalMs);
    this.intervalMs = Math.max(this.interval(), interval);
    this.pausedUntil = Math.max(this.pausedUntil, Date.now() + pauseMs);
    this.next = Math.max(this.next, this.pausedUntil);
  }

  /** The time between two calls, by what was refused and how long ago that is. */
  private interval(): number {
    const trials = Math.floor((Date.now() - this.pausedUntil) / TRIAL_MS);
    return this.intervalMs / 2 ** Math.max(0, trials);
  }

  private acceptedLately(): number[] {
    const since = Date.now() - SECOND_MS;
    return this.acceptedTimes.filter((time) => time > since);
  }
}

const WINDOW_MS = 1000;

/** A limit of calls for each credential, in a sliding window of one second. */
export class RateLimiter {
  private readonly now: () => number;
  private readonly admitted = new Map<string, number[]>();

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /**
   * Counts a call of this credential, unless it is over the limit.
   *
   * @returns the milliseconds until the next call is admitted: 0 where this one is.
   */
  admit(credential: string, perSecond: number): number {
    const now = this.now();
    const admitted = (this.admitted.get(credential) ?? []).filter((time) => time > now - WINDOW_MS);
    this.admitted.set(credential, admitted);
    if (admitted.length < perSecond) {
      admitted.push(now);
      return 0;
    }
    return (admitted[0] ?? now) + WINDOW_MS - now;
  }
}

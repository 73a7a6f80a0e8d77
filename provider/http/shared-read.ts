import { bounded, unbounded } from "./deadline";
import { pause } from "./shutdown";

/**
 * How long an answer serves further reads. One run of the engine reads hundreds of resources that are in a few lists;
 * nobody expects it to see what others change during the run.
 */
const MAX_AGE_MS = 30_000;

interface Cached<T> {
  readonly since: number;
  readonly answer: Promise<T>;
  /** Set once the answer is there. */
  value?: { current: T };
}

/** A read that failed with all its repetitions. */
interface Failure {
  readonly at: number;
  readonly tookMs: number;
  readonly error: unknown;
}

/**
 * What an API holds, read once for all the operations that need it. Changes of ours go through {@link changing}, which
 * keeps it true.
 */
export class SharedRead<T> {
  private readonly load: () => Promise<T>;
  private readonly spacingMs: number;
  private cached: Cached<T> | undefined;
  private failure: Failure | undefined;
  private lastLoad = -Infinity;
  private next: Promise<T> | undefined;

  /**
   * @param load asks the API
   * @param spacingMs how long after the last time the API is asked again for something newer: what comes until then shares
   *   one answer
   */
  constructor(load: () => Promise<T>, spacingMs = 0) {
    this.load = load;
    this.spacingMs = spacingMs;
  }

  /**
   * What the API holds: at least as new as the last change of ours, and at most half a minute old. A read that failed serves
   * what wanted its answer meanwhile, one after another behind a lock, and for as long again as it took, but at most for the
   * same half a minute: otherwise each would wait for a failure of its own.
   * @param since when the answer must have been asked for at the earliest, by `performance.now()`
   */
  async get(since = 0): Promise<T> {
    return bounded(this.newest(since));
  }

  /** What the API holds, asked for now. */
  async fresh(): Promise<T> {
    return bounded(this.read());
  }

  private async newest(since: number): Promise<T> {
    const now = performance.now();
    if (this.cached === undefined || this.cached.since < since) return this.spaced(since);
    if (this.cached.value === undefined) return this.cached.answer;
    return this.cached.since < now - MAX_AGE_MS ? this.spaced(since) : this.cached.value.current;
  }

  private async read(): Promise<T> {
    const start = performance.now();
    this.lastLoad = start;
    const cached: Cached<T> = { since: start, answer: unbounded(this.load) };
    this.cached = cached;
    try {
      const current = await cached.answer;
      cached.value = { current };
      this.failure = undefined;
      return current;
    } catch (error) {
      const at = performance.now();
      this.failure = { at, tookMs: at - start, error };
      if (this.cached === cached) this.cached = undefined;
      throw error;
    }
  }

  private async spaced(since: number): Promise<T> {
    if (this.failure !== undefined && serves(this.failure, since)) throw this.failure.error;
    const wait = this.lastLoad + this.spacingMs - performance.now();
    if (wait <= 0) return this.read();
    this.next ??= pause(wait).then(() => {
      this.next = undefined;
      return this.read();
    });
    return this.next;
  }

  /** Reads anew next time. */
  forget(): void {
    this.cached = undefined;
    this.failure = undefined;
  }

  /**
   * Runs a change of ours. A read that was under way during the change is not kept, since it may be older than the
   * change.
   * @param effect what a change that succeeded did; without it, the next operation reads anew
   */
  async changing<R>(change: () => Promise<R>, effect?: (value: T, result: R) => T): Promise<R> {
    let result: R;
    try {
      result = await change();
    } catch (error) {
      this.cached = undefined;
      throw error;
    }
    this.failure = undefined;
    if (effect === undefined || this.cached?.value === undefined) this.cached = undefined;
    else this.cached.value.current = effect(this.cached.value.current, result);
    return result;
  }
}

function serves({ at, tookMs }: Failure, since: number): boolean {
  return since <= at && performance.now() - at < Math.min(tookMs, MAX_AGE_MS);
}

/**
 * How long an answer serves further reads. One run of the engine reads hundreds of resources that stand in a few
 * lists; nobody expects it to see what somebody else changes during the run.
 */
const MAX_AGE_MS = 30_000;

interface Kept<T> {
  readonly since: number;
  readonly answer: Promise<T>;
  /** Set once the answer is there. */
  value?: { current: T };
}

/**
 * A list of what an API holds, read once for all the operations that need it. Our own changes are applied to what is
 * kept, and an answer that was under way during such a change is not kept: it may be older than the change.
 */
export class SharedRead<T> {
  private readonly load: () => Promise<T>;
  private kept: Kept<T> | undefined;

  constructor(load: () => Promise<T>) {
    this.load = load;
  }

  /** What the API holds: at least as new as the last change of ours, and at most half a minute old. */
  async get(): Promise<T> {
    if (this.kept === undefined || Date.now() - this.kept.since > MAX_AGE_MS) return this.fresh();
    return this.kept.value === undefined ? this.kept.answer : this.kept.value.current;
  }

  /** What the API holds, asked for now. */
  async fresh(): Promise<T> {
    const kept: Kept<T> = { since: Date.now(), answer: this.load() };
    this.kept = kept;
    try {
      const current = await kept.answer;
      kept.value = { current };
      return current;
    } catch (error) {
      if (this.kept === kept) this.kept = undefined;
      throw error;
    }
  }

  /** Applies a change of ours that is known to have taken effect. */
  changed(apply: (value: T) => T): void {
    if (this.kept?.value === undefined) this.forget();
    else this.kept.value.current = apply(this.kept.value.current);
  }

  /** Reads anew next time: the effect of a change is not known. */
  forget(): void {
    this.kept = undefined;
  }
}

/** Calls that take effect later than they are answered. */
export class LateEffects {
  private readonly timers = new Set<NodeJS.Timeout>();

  schedule(delayMs: number, takeEffect: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      // Nobody waits for an answer any more.
      takeEffect().catch(() => undefined);
    }, delayMs);
    this.timers.add(timer.unref());
  }

  /** Drops those to come. */
  clear(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}

/** From when on waiting is reported. */
const SILENT_MS = 5000;

/** The shortest time between two reports. */
const SPACING_MS = 10_000;

/** Tells the user what keeps the calls to one account waiting. */
export class WaitReport {
  private readonly notify: (message: string) => void;
  private last = -Infinity;

  /** @param notify none where there is nobody to tell */
  constructor(notify: (message: string) => void = () => undefined) {
    this.notify = notify;
  }

  /**
   * Watches something that may take long.
   * @param describe what it waits for at the moment; `undefined` where there is nothing to tell
   * @returns ends the watch
   */
  watch(describe: (silentMs: number) => string | undefined): () => void {
    const timer = setInterval(() => {
      // Not quite: timers are not exact.
      if (performance.now() - this.last < SPACING_MS - 1) return;
      const message = describe(SILENT_MS);
      if (message === undefined) return;
      this.last = performance.now();
      this.notify(message);
    }, SILENT_MS);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  }
}

/**
 * Aborted once the engine is gone that asked for what is under way. Then nothing more is sent, except what takes the place
 * of something that was removed just now.
 */
export const shutdown = new AbortController();

/** Aborted once the user has interrupted the run. Then nothing is repeated any more, with the same exception. */
export const interruption = new AbortController();

/** Waits, but not once the engine is gone, nor once another signal is aborted. */
export function pause(ms: number, ...others: readonly AbortSignal[]): Promise<void> {
  const signals = [shutdown.signal, ...others];
  if (signals.some(({ aborted }) => aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of signals) signal.addEventListener("abort", end);
  });
}

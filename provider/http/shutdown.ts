/**
 * Aborted once the engine is gone that asked for what is under way. Then nothing more is sent, except what takes the place
 * of something that was removed just now.
 */
export const shutdown = new AbortController();

/** Waits, but not once the engine is gone. */
export function pause(ms: number): Promise<void> {
  if (shutdown.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      shutdown.signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    shutdown.signal.addEventListener("abort", end);
  });
}

/** Loaded into a provider host: tells how much it holds on to whenever it is asked. */
process.on("message", () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});

import type * as Breaker from "../../../provider/http/circuit-breaker";
import type * as Errors from "../../../provider/http/errors";
import type * as Limiter from "../../../provider/http/rate-limiter";
import type * as Retry from "../../../provider/http/retry";
import type * as Shutdown from "../../../provider/http/shutdown";
import type * as Report from "../../../provider/http/wait-report";
import { DEFAULT_LIMITS } from "../../../provider/http/limits";

/** The modules anew, since an engine that is gone does not come back. */
function load() {
  jest.resetModules();
  const { interruption, pause, shutdown } = jest.requireActual<typeof Shutdown>("../../../provider/http/shutdown");
  const { RateLimiter } = jest.requireActual<typeof Limiter>("../../../provider/http/rate-limiter");
  const { retrying } = jest.requireActual<typeof Retry>("../../../provider/http/retry");
  const { CircuitBreaker } = jest.requireActual<typeof Breaker>("../../../provider/http/circuit-breaker");
  const { WaitReport } = jest.requireActual<typeof Report>("../../../provider/http/wait-report");
  const { ApiError } = jest.requireActual<typeof Errors>("../../../provider/http/errors");
  const failure = new ApiError("busy", { call: "POST /", outcome: "refused", transient: true, retryAfterMs: 1e6 });
  const account = { limits: DEFAULT_LIMITS, breaker: new CircuitBreaker(), report: new WaitReport(() => undefined) };
  const repeating = (task: () => Promise<unknown>, isOwed: boolean) =>
    retrying({ ...account, call: "POST /", isOwed }, task);
  return { interruption, pause, shutdown, RateLimiter, ApiError, repeating, failure };
}

const LONG_MS = 1e6;

test("a pause ends with the engine, and none starts after it", async () => {
  const { pause, shutdown } = load();
  const paused = pause(LONG_MS);
  shutdown.abort();
  await paused;
  await pause(LONG_MS);
});

test("what waits for its turn is let through once the engine is gone", async () => {
  const { RateLimiter, shutdown } = load();
  const limiter = new RateLimiter(LONG_MS);
  limiter.throttled(LONG_MS);
  const waiting = limiter.acquire();
  shutdown.abort();
  await waiting;
  await limiter.acquire();
});

test.each([
  ["nothing is tried again", false, 1],
  ["what is owed is tried once more", true, 2],
])("once the engine is gone, %s", async (_what, isOwed, attempts) => {
  const { repeating, shutdown, failure } = load();
  const task = jest.fn(() => Promise.reject(failure));
  const tried = repeating(task, isOwed);
  setImmediate(() => {
    shutdown.abort();
  });
  await expect(tried).rejects.toBe(failure);
  expect(task).toHaveBeenCalledTimes(attempts);
});

test("what is owed is tried once where the engine is gone already", async () => {
  const { repeating, shutdown, failure } = load();
  shutdown.abort();
  const task = jest.fn(() => Promise.reject(failure));
  await expect(repeating(task, true)).rejects.toBe(failure);
  expect(task).toHaveBeenCalledTimes(1);
});

test("once the user has interrupted the run, what waits to be repeated fails", async () => {
  const { repeating, interruption, failure } = load();
  const task = jest.fn(() => Promise.reject(failure));
  const tried = repeating(task, false);
  setImmediate(() => {
    interruption.abort();
  });
  await expect(tried).rejects.toBe(failure);
  await expect(repeating(task, false)).rejects.toBe(failure);
  expect(task).toHaveBeenCalledTimes(2);
});

test("once the user has interrupted the run, what is owed is repeated as before", async () => {
  const { repeating, interruption, ApiError } = load();
  interruption.abort();
  const failure = new ApiError("busy", { call: "POST /", outcome: "refused", transient: true });
  const task = jest.fn().mockRejectedValueOnce(failure).mockResolvedValue("done");
  await expect(repeating(task, true)).resolves.toBe("done");
});

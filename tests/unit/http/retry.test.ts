import fc from "fast-check";

import { CircuitBreaker } from "../../../provider/http/circuit-breaker";
import { ApiError } from "../../../provider/http/errors";
import { DEFAULT_LIMITS, type Limits } from "../../../provider/http/limits";
import { eventually, isTransientStatus, outcomeOfStatus, retryAfterMs, retrying } from "../../../provider/http/retry";
import { WaitReport } from "../../../provider/http/wait-report";

const now = Date.parse("2026-10-21T07:28:00Z");

test.each<[unknown, number | undefined]>([
  ["0", 0],
  ["7", 7000],
  [" 7 ", 7000],
  ["1.5", 1500],
  ["99999999999", 99_999_999_999_000],
  ["Wed, 21 Oct 2026 07:28:30 GMT", 30_000],
  ["Wed, 21 Oct 2026 07:27:30 GMT", 0],
  ["Wednesday, 21-Oct-26 07:28:30 GMT", 30_000],
  ["", undefined],
  ["  ", undefined],
  ["soon", undefined],
  ["-7", undefined],
  ["apples 3", undefined],
  ["9".repeat(400), undefined],
  ["0x10", undefined],
  ["Infinity", undefined],
  ["NaN", undefined],
  ["7, 8", undefined],
  ["Someday, 99 Foo 2026 07:28:30 GMT", undefined],
  [`A, ${" GMT".repeat(25_000)}`, undefined],
  [undefined, undefined],
  [7, undefined],
  [["7", "8"], undefined],
])("Retry-After %j is %j ms", (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});

test("Retry-After of any text is nothing or a wait that is not negative", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.double().map(String)), (header) => {
      const wait = retryAfterMs(header, now);
      expect(wait === undefined || (Number.isFinite(wait) && wait >= 0)).toBe(true);
    }),
  );
});

test.each([
  [200, "refused", false],
  [400, "refused", false],
  [401, "refused", false],
  [404, "unknown", false],
  [408, "unknown", true],
  [409, "refused", false],
  [425, "refused", false],
  [429, "refused", true],
  [500, "unknown", true],
  [501, "unknown", false],
  [502, "unknown", true],
  [503, "unknown", true],
  [504, "unknown", true],
  [599, "unknown", false],
])("status %i means %s, and that the same call may succeed later: %s", (status, outcome, transient) => {
  expect(outcomeOfStatus(status, "no")).toBe(outcome);
  expect(isTransientStatus(status)).toBe(transient);
});

test.each([302, 400, 403, 404, 500, 503])(
  "status %i without a word from the vendor leaves the outcome open",
  (status) => {
    expect(outcomeOfStatus(status, undefined)).toBe("unknown");
  },
);

test("only the pace is refused without a word from the vendor", () => {
  expect(outcomeOfStatus(429, undefined)).toBe("refused");
});

describe("repeating", () => {
  const limits: Limits = { ...DEFAULT_LIMITS, maxAttempts: 4, backoffSeconds: 1, maxWaitSeconds: 5 };
  const unavailable = (retryAfter?: number) =>
    new ApiError("unavailable", {
      call: "GET /",
      outcome: "unknown",
      status: 503,
      transient: true,
      retryAfterMs: retryAfter,
    });
  const tooMany = (retryAfter?: number) =>
    new ApiError("too many", {
      call: "GET /",
      outcome: "refused",
      status: 429,
      transient: true,
      retryAfterMs: retryAfter,
    });

  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, "random").mockReturnValue(0.5);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  /** Runs a task that fails as listed and then succeeds; tells when each attempt started, in seconds. */
  async function attempts(failures: readonly Error[], given: Limits = limits) {
    const left = [...failures];
    const start = Date.now();
    const startedAt: number[] = [];
    const account = { limits: given, breaker: new CircuitBreaker(), report: new WaitReport(() => undefined) };
    const outcome = retrying({ ...account, call: "GET /" }, () => {
      startedAt.push((Date.now() - start) / 1000);
      const failure = left.shift();
      return failure === undefined ? Promise.resolve("done") : Promise.reject(failure);
    }).catch((error: unknown) => error);
    await jest.runAllTimersAsync();
    return { startedAt, outcome: await outcome };
  }

  test("a success is not repeated", async () => {
    expect(await attempts([])).toEqual({ startedAt: [0], outcome: "done" });
  });

  test("what can't pass is not repeated, nor is what is not an ApiError", async () => {
    const refused = new ApiError("no", { call: "GET /", outcome: "refused", status: 400, transient: false });
    expect(await attempts([refused])).toEqual({ startedAt: [0], outcome: refused });
    const bug = new TypeError("bug");
    expect(await attempts([bug])).toEqual({ startedAt: [0], outcome: bug });
  });

  test("the waits double, jittered over their whole length, up to the longest", async () => {
    const { startedAt } = await attempts(Array<Error>(5).fill(unavailable()), { ...limits, maxAttempts: 6 });
    expect(startedAt).toEqual([0, 0.5, 1.5, 3.5, 6, 8.5]);
  });

  test("no more attempts than allowed", async () => {
    const last = unavailable();
    const { startedAt, outcome } = await attempts([unavailable(), unavailable(), unavailable(), last]);
    expect(startedAt).toHaveLength(4);
    expect(outcome).toBe(last);
  });

  test("Retry-After is honoured", async () => {
    expect((await attempts([unavailable(3000)])).startedAt).toEqual([0, 3]);
    expect((await attempts([tooMany(3000)])).startedAt).toEqual([0, 3]);
  });

  test.each([60_000, 99_999_999_999_000])("Retry-After of %i ms is honoured up to the longest wait", async (asked) => {
    expect((await attempts([tooMany(asked)])).startedAt).toEqual([0, 5]);
  });

  test("a Retry-After of nothing does not lead to a storm of calls", async () => {
    const { startedAt } = await attempts(Array<Error>(5).fill(tooMany(0)));
    expect(startedAt).toEqual([0, 0.5, 1.5, 3.5, 6, 8.5]);
  });

  test("being told to slow down is not a failed attempt: only the total time bounds it", async () => {
    const { startedAt, outcome } = await attempts(Array<Error>(100).fill(tooMany(5000)), {
      ...limits,
      totalTimeoutSeconds: 31,
    });
    expect(startedAt).toEqual([0, 5, 10, 15, 20, 25, 30]);
    expect(outcome).toHaveProperty("status", 429);
  });

  test("no attempt starts after the total time", async () => {
    const { startedAt } = await attempts(Array<Error>(100).fill(unavailable()), {
      ...limits,
      maxAttempts: 1000,
      totalTimeoutSeconds: 8,
    });
    expect(startedAt).toEqual([0, 0.5, 1.5, 3.5, 6]);
  });
});

describe("a read that is repeated until it says yes", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Tells when each read started, in milliseconds, and what came of it. */
  async function reads(timeoutMs: number, isYes: (elapsedMs: number) => boolean) {
    const start = performance.now();
    const startedAt: number[] = [];
    const outcome = eventually(timeoutMs, () => {
      startedAt.push(performance.now() - start);
      return Promise.resolve(isYes(performance.now() - start));
    });
    await jest.runAllTimersAsync();
    return { startedAt, outcome: await outcome };
  }

  test("is made once where it says so at once, or where there is no time", async () => {
    expect(await reads(1000, () => true)).toEqual({ startedAt: [0], outcome: true });
    expect(await reads(0, () => false)).toEqual({ startedAt: [0], outcome: false });
  });

  test("comes in waits that double up to a tenth of the time, and once more when the time is over", async () => {
    expect(await reads(1000, () => false)).toEqual({
      startedAt: [0, 20, 60, 140, 240, 340, 440, 540, 640, 740, 840, 940, 1040],
      outcome: false,
    });
    expect(await reads(1000, (elapsed) => elapsed >= 60)).toEqual({ startedAt: [0, 20, 60], outcome: true });
    expect((await reads(1000, (elapsed) => elapsed > 1000)).outcome).toBe(true);
  });
});

import { CircuitBreaker } from "../../../provider/http/circuit-breaker";
import { ApiError, type ApiErrorDetails } from "../../../provider/http/errors";
import { DEFAULT_LIMITS, type Limits } from "../../../provider/http/limits";
import { retrying } from "../../../provider/http/retry";
import { WaitReport } from "../../../provider/http/wait-report";

const limits: Limits = { ...DEFAULT_LIMITS, maxAttempts: 4, backoffSeconds: 1, maxWaitSeconds: 1 };

const failed = (details: Partial<ApiErrorDetails> = {}) =>
  new ApiError("GET host/a failed (500: secret).", {
    call: "GET host/a",
    outcome: "unknown",
    status: 500,
    apiMessage: "secret",
    transient: true,
    ...details,
  });
const refused = new ApiError("no", { call: "GET host/b", outcome: "refused", status: 400, transient: false });
const throttled = failed({ status: 429, outcome: "refused", rejectedUnprocessed: true });

beforeEach(() => {
  jest.useFakeTimers();
  jest.spyOn(Math, "random").mockReturnValue(1);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** An account whose calls take a while, and are answered as told. */
class Account {
  readonly sent: string[] = [];
  readonly reports: string[] = [];
  /** How each call fails; what is not listed succeeds. */
  failures: Record<string, Error> = {};
  tookMs = 10;
  readonly breaker = new CircuitBreaker();
  private readonly report = new WaitReport((message) => this.reports.push(message));
  private readonly limits: Limits;

  constructor(given: Partial<Limits> = {}) {
    this.limits = { ...limits, ...given };
  }

  /** Sends a call once. */
  send(call: string, isOwed = false): Promise<string> {
    return this.breaker.run(call, isOwed, async () => {
      this.sent.push(call);
      await new Promise((resolve) => setTimeout(resolve, this.tookMs));
      const failure = this.failures[call];
      if (failure !== undefined) throw failure;
      return "done";
    });
  }

  /** Sends a call with its repetitions. @returns what it came to. */
  call(call: string, isOwed = false): Promise<string> {
    const { breaker, report, limits } = this;
    const outcome = retrying({ limits, breaker, report, call, isOwed }, () => this.send(call, isOwed));
    return outcome.catch((error: unknown) => (error as Error).message);
  }

  /** The same, and lets the time pass that it takes. */
  async done(call: string, isOwed = false): Promise<string> {
    const outcome = this.call(call, isOwed);
    await jest.runAllTimersAsync();
    return outcome;
  }

  /** How often a call was sent. */
  count(call: string): number {
    return this.sent.filter((each) => each === call).length;
  }
}

const message = "GET host/a failed (500: secret).";

test("a hundred calls that fail together are given up together", async () => {
  const account = new Account();
  account.failures = { a: failed() };
  const all = Array.from({ length: 100 }, () => account.call("a"));
  await jest.runAllTimersAsync();
  expect(new Set(await Promise.all(all))).toEqual(new Set([message]));
  expect(account.count("a")).toBe(400);
});

test("what starts while the account fails shares its time", async () => {
  const account = new Account({ maxAttempts: 1000, totalTimeoutSeconds: 10 });
  account.failures = { a: failed(), b: failed() };
  const start = performance.now();
  const first = account.call("a");
  await jest.advanceTimersByTimeAsync(8000);
  const second = account.call("b").then(() => performance.now() - start);
  await jest.advanceTimersByTimeAsync(60_000);
  await first;
  expect(await second).toBeLessThanOrEqual(10_100);
});

describe("an account that is given up", () => {
  let account: Account;
  beforeEach(async () => {
    account = new Account();
    account.tookMs = 2000;
    account.failures = { a: failed() };
    expect(await account.done("a")).toBe(message);
    account.sent.length = 0;
  });

  test("fails the others at once, without the vendor's words, which may be about another resource", async () => {
    expect(await account.done("b")).toBe(
      "b was not sent, since every call has failed for 11 s: GET host/a failed (500).",
    );
    expect(account.sent).toEqual([]);
  });

  test("is still sent what takes the place of something that was removed, once", async () => {
    account.failures = { add: failed() };
    expect(await account.done("add", true)).toBe(message);
    expect(account.sent).toEqual(["add"]);
  });

  test("is found to answer again by a probe, in time", async () => {
    account.failures = { b: failed() };
    jest.advanceTimersByTime(60_000);
    expect(await account.done("b")).toBe(message);
    expect(account.sent).toEqual(["b"]);
    jest.advanceTimersByTime(60_000);
    expect(await account.done("c")).toBe("done");
    expect(await account.done("d")).toBe("done");
    expect(account.sent).toEqual(["b", "c", "d"]);
  });

  test("is asked once more where a new run may have started", async () => {
    account.failures = { b: failed() };
    account.breaker.probeNext();
    expect(await account.done("b")).toBe(message);
    await account.done("c");
    expect(account.sent).toEqual(["b"]);
  });

  test.each<[string, Error, boolean]>([
    ["a refusal", refused, false],
    ["a limit of its rate", throttled, true],
    ["a defect of our own", new TypeError("defect"), true],
  ])("after %s to what is sent nevertheless, whether it is still given up", async (_what, failure, isStillOpen) => {
    account.failures = { add: failure };
    const outcome = account.send("add", true).catch((error: unknown) => error);
    await jest.runAllTimersAsync();
    expect(await outcome).toBe(failure);
    expect(account.breaker.isOpen).toBe(isStillOpen);
    expect(account.breaker.signal.aborted).toBe(isStillOpen);
  });

  test("fails a call as not sent, and such a failure may pass", async () => {
    await expect(account.send("b")).rejects.toMatchObject({ call: "b", outcome: "not sent", transient: true });
  });

  test("is sent one probe at a time, for which the others wait", async () => {
    jest.advanceTimersByTime(60_000);
    const others = ["b", "c", "d"].map((call) => account.call(call));
    await jest.advanceTimersByTimeAsync(1999);
    expect(account.sent).toEqual(["b"]);
    await jest.runAllTimersAsync();
    expect(await Promise.all(others)).toEqual(["done", "done", "done"]);
    expect(account.sent).toEqual(["b", "c", "d"]);
  });
});

test.each<[string, Record<string, Error>]>([
  ["does", {}],
  ["refuses", { b: refused }],
])("one call that always fails gives up no account that %s another one meanwhile", async (_what, failures) => {
  const account = new Account();
  account.tookMs = 2000;
  account.failures = { a: failed(), ...failures };
  const failing = account.call("a");
  await jest.advanceTimersByTimeAsync(4000);
  void account.call("b");
  await jest.runAllTimersAsync();
  expect(await failing).toBe(message);
  expect(await account.done("c")).toBe("done");
});

test("an account to which nothing can be sent is given up at once", async () => {
  const account = new Account();
  account.tookMs = 5000;
  account.failures = { a: failed({ outcome: "not sent", status: undefined, apiMessage: undefined, transient: false }) };
  expect(await account.done("a")).toBe(message);
  expect(await account.done("b")).toBe(`b was not sent, since every call has failed for 5 s: ${message}`);
  expect(account.sent).toEqual(["a"]);
});

test("an account that limits its rate is not given up", async () => {
  const account = new Account({ totalTimeoutSeconds: 10 });
  account.tookMs = 2000;
  account.failures = { a: throttled };
  expect(await account.done("a")).toBe(message);
  expect(await account.done("b")).toBe("done");
});

test("a failure long ago takes no time from what comes after it", async () => {
  const account = new Account();
  account.failures = { a: failed(), b: failed() };
  const sent = account.send("a").catch(() => undefined);
  await jest.runAllTimersAsync();
  await sent;
  jest.advanceTimersByTime(3_600_000);
  await account.done("b");
  expect(account.count("b")).toBe(4);
});

test("an account has failed since the first call that did, as long as one is under way", async () => {
  const account = new Account();
  account.failures = { a: failed() };
  expect(account.breaker.failingSince).toBeUndefined();
  const start = performance.now();
  const failing = account.call("a");
  await jest.advanceTimersByTimeAsync(50);
  expect(account.breaker.failingSince).toBe(start);
  account.failures = {};
  await jest.runAllTimersAsync();
  expect(await failing).toBe("done");
  expect(account.breaker.failingSince).toBeUndefined();
  expect(account.breaker.hasAnsweredSince(performance.now())).toBe(true);
  jest.advanceTimersByTime(1);
  expect(account.breaker.hasAnsweredSince(performance.now())).toBe(false);
});

describe("what a run waits for is reported", () => {
  test("from five seconds on, every ten seconds, however many wait", async () => {
    const account = new Account({ maxAttempts: 1000, totalTimeoutSeconds: 30 });
    account.failures = { a: failed() };
    const all = Array.from({ length: 10 }, () => account.call("a"));
    await jest.runAllTimersAsync();
    await Promise.all(all);
    const report = (seconds: number) => `GET host/a failed (500). Repeating it for ${String(seconds)} s more at most.`;
    expect(account.reports).toEqual([55, 45, 35].map(report));
  });

  test("where nothing is answered at all", async () => {
    const account = new Account();
    account.tookMs = 16_000;
    expect(await account.done("a")).toBe("done");
    const report = (seconds: number) => `a has no answer yet. Waiting for ${String(seconds)} s more at most.`;
    expect(account.reports).toEqual([325, 315].map(report));
  });

  test("but not where others are answered meanwhile: it waits for its turn", async () => {
    const account = new Account();
    account.tookMs = 4000;
    const first = account.call("a");
    await jest.advanceTimersByTimeAsync(3000);
    const second = account.call("b");
    await jest.runAllTimersAsync();
    expect(await Promise.all([first, second])).toEqual(["done", "done"]);
    expect(account.reports).toEqual([]);
  });
});

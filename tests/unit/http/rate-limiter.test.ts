import { RateLimiter } from "../../../provider/http/rate-limiter";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** An API that takes so many calls in any second, and asks for a pause in whole seconds when there are more. */
class LimitedApi {
  readonly accepted: number[] = [];
  throttled = 0;
  private readonly perSecond: number;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  async call(limiter: RateLimiter): Promise<void> {
    for (;;) {
      await limiter.acquire();
      const lately = this.accepted.filter((time) => time > Date.now() - 1000);
      if (lately.length < this.perSecond) {
        this.accepted.push(Date.now());
        limiter.accepted();
        return;
      }
      this.throttled += 1;
      limiter.throttled(Math.ceil((1000 - (Date.now() - (lately[0] ?? 0))) / 1000) * 1000);
    }
  }

  /** Makes calls from so many places at once, each waiting a little between two. */
  async calls(limiter: RateLimiter, number: number, workers: number): Promise<void> {
    let left = number;
    const work = async () => {
      while (left-- > 0) {
        await this.call(limiter);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const all = Promise.all(Array.from({ length: workers }, work));
    await jest.advanceTimersByTimeAsync(600_000);
    await all;
  }
}

test("nothing waits as long as the API takes every call", async () => {
  const start = Date.now();
  const limiter = new RateLimiter(60_000);
  for (let call = 0; call < 100; call++) {
    await limiter.acquire();
    limiter.accepted();
  }
  expect(Date.now()).toBe(start);
});

test.each([5, 10, 50])(
  "an API that takes %d calls a second is used well, and hardly refuses any",
  async (perSecond) => {
    const api = new LimitedApi(perSecond);
    await api.calls(new RateLimiter(60_000), 40 * perSecond, 8);
    const seconds = ((api.accepted.at(-1) ?? 0) - (api.accepted[0] ?? 0)) / 1000;
    expect(api.accepted.length / seconds).toBeGreaterThan(0.85 * perSecond);
    expect(api.throttled).toBeLessThanOrEqual(8);
  },
);

/** How long so many calls take after one that was refused, in milliseconds. */
async function durationAfterRefusal(limiter: RateLimiter, calls: number): Promise<number> {
  const start = Date.now();
  limiter.accepted();
  limiter.throttled(0);
  for (let call = 0; call < calls; call++) {
    const turn = limiter.acquire();
    await jest.advanceTimersByTimeAsync(0);
    while (jest.getTimerCount() > 0) await jest.advanceTimersToNextTimerAsync();
    await turn;
    limiter.accepted();
  }
  return Date.now() - start;
}

test("a refusal slows calls down, and ever less", async () => {
  expect(await durationAfterRefusal(new RateLimiter(60_000), 50)).toBeGreaterThan(9_000);
  expect(await durationAfterRefusal(new RateLimiter(60_000), 1000)).toBeLessThan(50_000);
});

test("a call waits for another no longer than is set", async () => {
  expect(await durationAfterRefusal(new RateLimiter(10), 50)).toBeLessThanOrEqual(500);
});

test("an API that is slower than any pace of ours sets it by its Retry-After", async () => {
  const api = new LimitedApi(1);
  await api.calls(new RateLimiter(60_000), 20, 4);
  expect(api.accepted).toHaveLength(20);
});

import { Pace } from "../../../provider/http/pace";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** An API that takes so many calls in any second, and asks for a pause in whole seconds when there are more. */
class LimitedApi {
  readonly taken: number[] = [];
  refusals = 0;
  private readonly perSecond: number;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  async call(pace: Pace): Promise<void> {
    for (;;) {
      await pace.turn();
      const lately = this.taken.filter((time) => time > Date.now() - 1000);
      if (lately.length < this.perSecond) {
        this.taken.push(Date.now());
        pace.took();
        return;
      }
      this.refusals += 1;
      pace.refused(Math.ceil((1000 - (Date.now() - (lately[0] ?? 0))) / 1000) * 1000);
    }
  }

  /** Makes calls from so many places at once, each waiting a little between two. */
  async calls(pace: Pace, number: number, workers: number): Promise<void> {
    let left = number;
    const work = async () => {
      while (left-- > 0) {
        await this.call(pace);
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
  const pace = new Pace(60_000);
  for (let call = 0; call < 100; call++) {
    await pace.turn();
    pace.took();
  }
  expect(Date.now()).toBe(start);
});

test.each([5, 10, 50])(
  "an API that takes %d calls a second is used well, and hardly refuses any",
  async (perSecond) => {
    const api = new LimitedApi(perSecond);
    await api.calls(new Pace(60_000), 40 * perSecond, 8);
    const seconds = ((api.taken.at(-1) ?? 0) - (api.taken[0] ?? 0)) / 1000;
    expect(api.taken.length / seconds).toBeGreaterThan(0.85 * perSecond);
    expect(api.refusals).toBeLessThanOrEqual(8);
  },
);

/** How long so many calls take after one that was refused, in milliseconds. */
async function durationAfterRefusal(pace: Pace, calls: number): Promise<number> {
  const start = Date.now();
  pace.took();
  pace.refused(0);
  for (let call = 0; call < calls; call++) {
    const turn = pace.turn();
    await jest.advanceTimersByTimeAsync(0);
    while (jest.getTimerCount() > 0) await jest.advanceTimersToNextTimerAsync();
    await turn;
    pace.took();
  }
  return Date.now() - start;
}

test("a refusal slows calls down, and ever less", async () => {
  expect(await durationAfterRefusal(new Pace(60_000), 50)).toBeGreaterThan(9_000);
  expect(await durationAfterRefusal(new Pace(60_000), 1000)).toBeLessThan(50_000);
});

test("a call waits for another no longer than is set", async () => {
  expect(await durationAfterRefusal(new Pace(10), 50)).toBeLessThanOrEqual(500);
});

test("an API that is slower than any pace of ours sets it by its Retry-After", async () => {
  const api = new LimitedApi(1);
  await api.calls(new Pace(60_000), 20, 4);
  expect(api.taken).toHaveLength(20);
});

import { timeLeftMs, within } from "../../../provider/http/deadline";
import { SharedRead } from "../../../provider/http/shared-read";

/** A list whose reads are answered when the test says so. */
function slowList() {
  const pending: { resolve: (list: string[]) => void; reject: (error: Error) => void }[] = [];
  const load = jest.fn(() => new Promise<string[]>((resolve, reject) => pending.push({ resolve, reject })));
  const next = () => {
    const first = pending.shift();
    if (first === undefined) throw new Error("nothing is being read");
    return first;
  };
  return { shared: new SharedRead(load), load, next };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test("reads that meet share one answer", async () => {
  const { shared, load, next } = slowList();
  const reads = [shared.get(), shared.get(), shared.get()];
  next().resolve(["a"]);
  await expect(Promise.all(reads)).resolves.toEqual([["a"], ["a"], ["a"]]);
  await expect(shared.get()).resolves.toEqual(["a"]);
  expect(load).toHaveBeenCalledTimes(1);
});

test("an answer serves for half a minute from when it was asked for", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  jest.advanceTimersByTime(20_000);
  next().resolve(["old"]);
  await first;
  jest.advanceTimersByTime(10_000);
  await expect(shared.get()).resolves.toEqual(["old"]);
  jest.advanceTimersByTime(1);
  const later = shared.get();
  next().resolve(["new"]);
  await expect(later).resolves.toEqual(["new"]);
  expect(load).toHaveBeenCalledTimes(2);
});

test("a fresh read asks, and its answer serves those that follow", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  next().resolve(["old"]);
  await first;
  const fresh = shared.fresh();
  const follower = shared.get();
  next().resolve(["new"]);
  await expect(fresh).resolves.toEqual(["new"]);
  await expect(follower).resolves.toEqual(["new"]);
  await expect(shared.get()).resolves.toEqual(["new"]);
  expect(load).toHaveBeenCalledTimes(2);
});

test("of two reads under way, the later one counts, whichever is answered first", async () => {
  const { shared, next } = slowList();
  const earlier = shared.fresh();
  const later = shared.fresh();
  const [answerEarlier, answerLater] = [next(), next()];
  answerLater.resolve(["later"]);
  await later;
  answerEarlier.resolve(["earlier"]);
  await expect(earlier).resolves.toEqual(["earlier"]);
  await expect(shared.get()).resolves.toEqual(["later"]);
});

const nothing = () => Promise.resolve();

test("a change of ours is applied to what is kept, with what it answered", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  next().resolve(["a"]);
  const before = await first;
  await expect(
    shared.changing(
      () => Promise.resolve("b"),
      (list, result) => [...list, result],
    ),
  ).resolves.toBe("b");
  await shared.changing(nothing, (list) => [...list, "c"]);
  await expect(shared.get()).resolves.toEqual(["a", "b", "c"]);
  expect(before).toEqual(["a"]);
  expect(load).toHaveBeenCalledTimes(1);
});

test("a change whose effect is not told is followed by a new read", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  next().resolve(["a"]);
  await first;
  await shared.changing(nothing);
  void shared.get();
  expect(load).toHaveBeenCalledTimes(2);
});

test("a change that fails is followed by a new read: it may have taken effect", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  next().resolve(["a"]);
  await first;
  const failing = shared.changing(
    () => Promise.reject(new Error("failed")),
    (list) => [...list, "b"],
  );
  await expect(failing).rejects.toThrow("failed");
  void shared.get();
  expect(load).toHaveBeenCalledTimes(2);
});

test("a change does not make an answer younger", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  next().resolve(["a"]);
  await first;
  jest.advanceTimersByTime(30_001);
  await shared.changing(nothing, (list) => [...list, "b"]);
  void shared.get();
  expect(load).toHaveBeenCalledTimes(2);
});

test("an answer under way during a change is not kept: it may be older than the change", async () => {
  const { shared, load, next } = slowList();
  const during = shared.get();
  await shared.changing(nothing, () => {
    throw new Error("there is nothing to apply it to");
  });
  const after = shared.get();
  expect(load).toHaveBeenCalledTimes(2);
  next().resolve(["before the change"]);
  await expect(during).resolves.toEqual(["before the change"]);
  next().resolve(["after the change"]);
  await expect(after).resolves.toEqual(["after the change"]);
  await expect(shared.get()).resolves.toEqual(["after the change"]);
});

test("a read that a change asks for itself serves those that follow", async () => {
  const { shared, load, next } = slowList();
  await shared.changing(
    async () => {
      const confirming = shared.fresh();
      next().resolve(["a"]);
      await confirming;
    },
    (list) => list,
  );
  await expect(shared.get()).resolves.toEqual(["a"]);
  expect(load).toHaveBeenCalledTimes(1);
});

test("what is forgotten is read anew, also where it is under way", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  shared.forget();
  const second = shared.get();
  next().resolve(["first"]);
  await first;
  next().resolve(["second"]);
  await expect(second).resolves.toEqual(["second"]);
  shared.forget();
  void shared.get();
  expect(load).toHaveBeenCalledTimes(3);
});

test("a failure reaches all that share it and is not kept", async () => {
  const { shared, load, next } = slowList();
  const reads = [shared.get(), shared.get()];
  next().reject(new Error("failed"));
  for (const read of reads) await expect(read).rejects.toThrow("failed");
  const again = shared.get();
  next().resolve(["a"]);
  await expect(again).resolves.toEqual(["a"]);
  expect(load).toHaveBeenCalledTimes(2);
});

test("a failure serves what wanted the answer meanwhile, and comes for it one after another, for as long as it took", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  jest.advanceTimersByTime(8000);
  const since = performance.now();
  jest.advanceTimersByTime(2000);
  next().reject(new Error("failed"));
  await expect(first).rejects.toThrow("failed");
  await expect(shared.get(since)).rejects.toThrow("failed");
  jest.advanceTimersByTime(9999);
  await expect(shared.get(since)).rejects.toThrow("failed");
  expect(load).toHaveBeenCalledTimes(1);
  jest.advanceTimersByTime(1);
  void shared.get(since);
  expect(load).toHaveBeenCalledTimes(2);
});

test("a failure does not serve what needs something newer, comes after a change of ours or belongs to another run", async () => {
  const { shared, load, next } = slowList();
  const fail = async () => {
    const failing = shared.fresh();
    jest.advanceTimersByTime(10_000);
    next().reject(new Error("failed"));
    await expect(failing).rejects.toThrow("failed");
  };
  await fail();
  void shared.get(performance.now() + 1);
  next().resolve([]);
  expect(load).toHaveBeenCalledTimes(2);
  await fail();
  await shared.changing(nothing);
  void shared.get();
  next().resolve([]);
  expect(load).toHaveBeenCalledTimes(4);
  await fail();
  shared.forget();
  void shared.get();
  expect(load).toHaveBeenCalledTimes(6);
});

test("what is being read is waited for, however long it takes", async () => {
  const { shared, load, next } = slowList();
  const first = shared.get();
  jest.advanceTimersByTime(60_000);
  const second = shared.get();
  next().resolve(["a"]);
  await expect(Promise.all([first, second])).resolves.toEqual([["a"], ["a"]]);
  expect(load).toHaveBeenCalledTimes(1);
});

test("a failure does not take away what a later read brought", async () => {
  const { shared, load, next } = slowList();
  const earlier = shared.fresh();
  const later = shared.fresh();
  const failing = next();
  next().resolve(["a"]);
  await later;
  failing.reject(new Error("failed"));
  await expect(earlier).rejects.toThrow("failed");
  await expect(shared.get()).resolves.toEqual(["a"]);
  expect(load).toHaveBeenCalledTimes(2);
});

test("a read that holds nothing is kept like any other", async () => {
  const load = jest.fn(() => Promise.resolve(undefined));
  const shared = new SharedRead(load);
  await expect(shared.get()).resolves.toBeUndefined();
  await shared.changing(nothing, (held) => held);
  await expect(shared.get()).resolves.toBeUndefined();
  expect(load).toHaveBeenCalledTimes(1);
});

test("what needs something newer waits for one answer together", async () => {
  const { load, next } = slowList();
  const shared = new SharedRead(load, 250);
  const first = shared.get(performance.now());
  next().resolve(["old"]);
  await first;
  jest.advanceTimersByTime(100);
  const second = shared.get(performance.now());
  jest.advanceTimersByTime(100);
  const third = shared.get(performance.now());
  await expect(shared.get()).resolves.toEqual(["old"]);
  expect(load).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(50);
  next().resolve(["new"]);
  await expect(Promise.all([second, third])).resolves.toEqual([["new"], ["new"]]);
  expect(load).toHaveBeenCalledTimes(2);
});

test("an operation with a time of its own waits no longer, and the others get the answer that it has asked for", async () => {
  const { shared, load, next } = slowList();
  const left: (number | undefined)[] = [];
  load.mockImplementationOnce(() => {
    left.push(timeLeftMs());
    return new Promise((resolve) => setTimeout(resolve, 5000, ["a"]));
  });
  const hasty = within(2, () => shared.get()).catch((error: unknown) => (error as Error).message);
  const patient = shared.get();
  await jest.advanceTimersByTimeAsync(2000);
  await expect(hasty).resolves.toBe("What the API holds was not read within the time that customTimeouts allow.");
  await jest.advanceTimersByTimeAsync(3000);
  await expect(patient).resolves.toEqual(["a"]);
  expect(left).toEqual([undefined]);
  expect(next).toThrow("nothing is being read");
});

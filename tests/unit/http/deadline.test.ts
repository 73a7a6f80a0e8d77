import { bounded, timeLeftMs, unbounded, within } from "../../../provider/http/deadline";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const settled = (task: Promise<unknown>) => task.catch((error: unknown) => error);

test("an operation has the time that it was given, and no other has it", async () => {
  expect(timeLeftMs()).toBeUndefined();
  await within(2, async () => {
    expect(timeLeftMs()).toBe(2000);
    await jest.advanceTimersByTimeAsync(500);
    expect(timeLeftMs()).toBe(1500);
    expect(unbounded(timeLeftMs)).toBeUndefined();
  });
  expect(timeLeftMs()).toBeUndefined();
});

test("0 seconds are no limit", async () => {
  await expect(within(0, () => Promise.resolve(timeLeftMs()))).resolves.toBeUndefined();
});

test("what is answered in time is given, and leaves no timer behind", async () => {
  await expect(within(2, () => bounded(Promise.resolve("answer")))).resolves.toBe("answer");
  expect(jest.getTimerCount()).toBe(0);
});

test("what is not answered in time fails as a read that must not be repeated", async () => {
  const outcome = settled(within(2, () => bounded(new Promise<never>(() => undefined))));
  await jest.advanceTimersByTimeAsync(2000);
  expect(await outcome).toMatchObject({
    message: expect.stringContaining("customTimeouts") as string,
    call: "",
    outcome: "read failed",
    transient: false,
  });
});

test("without a time of its own an operation waits for the answer", async () => {
  const late = new Promise((resolve) => setTimeout(resolve, 3_600_000, "late"));
  const outcome = bounded(late);
  await jest.advanceTimersByTimeAsync(3_600_000);
  await expect(outcome).resolves.toBe("late");
});

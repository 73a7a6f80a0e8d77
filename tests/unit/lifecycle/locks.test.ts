import { Locks } from "../../../provider/lifecycle/locks";

/** A task that notes when it starts and ends, and ends when told. */
function tasks() {
  const log: string[] = [];
  const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  const task = (name: string) => () => {
    log.push(`${name} starts`);
    return new Promise<void>((resolve, reject) => {
      ends.set(name, { resolve, reject });
    }).finally(() => log.push(`${name} ends`));
  };
  const end = async (name: string, error?: Error) => {
    await new Promise(setImmediate);
    if (error === undefined) ends.get(name)?.resolve();
    else ends.get(name)?.reject(error);
    await new Promise(setImmediate);
  };
  return { log, task, end };
}

test("what has the same key runs one after another, in order", async () => {
  const locks = new Locks();
  const { log, task, end } = tasks();
  const runs = ["a", "b", "c"].map((name) => locks.run("key", task(name)));
  for (const name of ["a", "b", "c"]) await end(name);
  await Promise.all(runs);
  expect(log).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
});

test("what has different keys runs side by side", async () => {
  const locks = new Locks();
  const { log, task, end } = tasks();
  const runs = ["a", "b", "__proto__", ""].map((key) => locks.run(key, task(key)));
  await new Promise(setImmediate);
  expect(log).toEqual(["a starts", "b starts", "__proto__ starts", " starts"]);
  for (const name of ["", "__proto__", "b", "a"]) await end(name);
  await Promise.all(runs);
});

test("a failure reaches its caller and lets the next run", async () => {
  const locks = new Locks();
  const { log, task, end } = tasks();
  const failing = locks.run("key", task("a"));
  const next = locks.run("key", task("b"));
  const failed = expect(failing).rejects.toThrow("failed");
  await end("a", new Error("failed"));
  await failed;
  await end("b");
  await next;
  expect(log).toEqual(["a starts", "a ends", "b starts", "b ends"]);
  await expect(
    locks.run("key", () => {
      throw new Error("failed at once");
    }),
  ).rejects.toThrow("failed at once");
  await expect(locks.run("key", () => Promise.resolve("answer"))).resolves.toBe("answer");
});

import { FaultQueue, type Fault } from "../../../emulator/world/faults";

const first: Fault = { kind: "status", status: 500 };
const second: Fault = { kind: "reset" };

let queue: FaultQueue;
beforeEach(() => {
  queue = new FaultQueue();
});

test("a rule without conditions strikes the next call, once", () => {
  queue.add({ fault: first });
  expect(queue.take("ping", "GET")).toBe(first);
  expect(queue.take("ping", "GET")).toBeUndefined();
  expect(queue.list()).toEqual([]);
});

test("a name is the whole name", () => {
  queue.add({ call: "generic", fault: first });
  expect(queue.take("generic/list", "GET")).toBeUndefined();
  expect(queue.take("generic", "GET")).toBe(first);
});

test("alternatives are anchored too", () => {
  queue.add({ call: "splunk|slack", fault: first });
  expect(queue.take("splunk/add", "POST")).toBeUndefined();
  expect(queue.take("slack", "GET")).toBe(first);
});

test("rules are asked in order; one that lets a call pass leaves it to the next", () => {
  queue.add({ skip: 1, fault: first });
  queue.add({ times: 2, fault: second });
  expect(queue.take("ping", "GET")).toBe(second);
  expect(queue.take("ping", "GET")).toBe(first);
  expect(queue.take("ping", "GET")).toBe(second);
  expect(queue.take("ping", "GET")).toBeUndefined();
});

test("the method counts, in any case", () => {
  queue.add({ method: "post", fault: first });
  expect(queue.take("ping", "GET")).toBeUndefined();
  expect(queue.take("ping", "POST")).toBe(first);
});

test("what is left of a rule is shown", () => {
  queue.add({ skip: 2, times: 3, fault: first });
  queue.take("ping", "GET");
  expect(queue.list()).toEqual([{ skip: 1, times: 3, fault: first }]);
  queue.clear();
  expect(queue.list()).toEqual([]);
});

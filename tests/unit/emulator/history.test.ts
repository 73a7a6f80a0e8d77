import { History } from "../../../emulator/world/history";

let now: number;
let state: { list: string[] };
let history: History<{ list: string[] }>;
beforeEach(() => {
  now = 5000;
  state = { list: [] };
  history = new History(state, () => now);
});
afterEach(() => {
  history.stop();
});

const changeTo = (...list: string[]): void => {
  state.list = list;
  history.note();
};

test("without a lag it is the state itself", () => {
  expect(history.shown()).toBe(state);
});

test("with a lag it is what the state was then", () => {
  history.lagMs = 100;
  now += 200;
  changeTo("a");
  now += 60;
  changeTo("a", "b");
  expect(history.shown().list).toEqual([]);
  now += 40;
  expect(history.shown().list).toEqual(["a"]);
  now += 59;
  expect(history.shown().list).toEqual(["a"]);
  now += 1;
  expect(history.shown().list).toEqual(["a", "b"]);
});

test("before the lag was set, the state was what it was then", () => {
  state.list.push("a");
  history.lagMs = 100;
  changeTo("b");
  expect(history.shown().list).toEqual(["a"]);
});

test("what is shown is a copy", () => {
  history.lagMs = 100;
  history.shown().list.push("a");
  expect(history.shown().list).toEqual([]);
  expect(state.list).toEqual([]);
});

test("a shorter lag shows more at once, none shows all", () => {
  history.lagMs = 100;
  changeTo("a");
  now += 50;
  expect(history.shown().list).toEqual([]);
  history.lagMs = 50;
  expect(history.shown().list).toEqual(["a"]);
  changeTo("b");
  history.lagMs = 0;
  expect(history.shown().list).toEqual(["b"]);
});

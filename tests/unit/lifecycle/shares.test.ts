import { Shares } from "../../../provider/lifecycle/shares";

const set = { className: "Set", caller: "all" };
const single = { className: "Single", caller: "one" };

let shares: Shares;
beforeEach(() => {
  shares = new Shares();
});

test("one resource for all and one for each can't both be in an area, whichever comes first", () => {
  expect(shares.enter("here", true, set)).toBeUndefined();
  expect(shares.enter("here", false, single)).toBe(set);
  expect(shares.enter("there", false, single)).toBeUndefined();
  expect(shares.enter("there", true, set)).toBe(single);
});

test("those of one sort don't mind each other, and what was refused stays out", () => {
  expect(shares.enter("here", false, single)).toBeUndefined();
  expect(shares.enter("here", false, { ...single, caller: "two" })).toBeUndefined();
  expect(shares.enter("here", true, set)).toBeDefined();
  expect(shares.enter("here", false, { ...single, caller: "three" })).toBeUndefined();
});

test("what is taken over stays with the one that took it", () => {
  shares.hold("thing", set);
  shares.hold("thing", single);
  shares.release("thing", set);
  expect(shares.holderOf("thing")).toBe(single);
  shares.release("thing", { ...single });
  expect(shares.holderOf("thing")).toBeUndefined();
});

import fc from "fast-check";

import { semanticallyEqual } from "../../../provider/lifecycle/equal";
import { nested, reversed } from "../adversarial";

test.each<[unknown, unknown, boolean]>([
  [1, 1, true],
  [1, "1", false],
  ["a", "A", false],
  [0, false, false],
  ["", undefined, false],
  [0, undefined, false],
  [false, undefined, false],
  [null, undefined, true],
  [[], {}, true],
  [{}, undefined, true],
  [[undefined], undefined, false],
  [{ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
  [{ a: null }, {}, false],
  [{ a: 1 }, [1], false],
  [{ 0: 1 }, [1], false],
  [[1, 2], [2, 1], false],
  [[[1], [2]], [[2], [1]], false],
])("%j and %j are the same: %s", (a, b, expected) => {
  expect(semanticallyEqual(a, b)).toBe(expected);
  expect(semanticallyEqual(b, a)).toBe(expected);
});

test("unordered lists are compared by how often each item occurs", () => {
  expect(semanticallyEqual(["b", "a", "b"], ["a", "b", "b"], true)).toBe(true);
  expect(semanticallyEqual(["b", "a", "b"], ["a", "a", "b"], true)).toBe(false);
  expect(semanticallyEqual([10, 9, 1], [1, 10, 9], true)).toBe(true);
  expect(semanticallyEqual([1], ["1"], true)).toBe(false);
  expect(semanticallyEqual([], undefined, true)).toBe(true);
});

test("a list of objects that can't become text is compared too", () => {
  const adversarial = () => [{ toString: null, valueOf: 1 }, { toString: 2 }];
  expect(semanticallyEqual(adversarial(), adversarial().reverse(), true)).toBe(true);
});

test("what is nested too deeply to be compared is the same as nothing else", () => {
  const deep = nested(100_000);
  expect(semanticallyEqual(deep, deep)).toBe(false);
  expect(semanticallyEqual(deep, undefined, true)).toBe(false);
});

test("any value is the same as a copy of it, in any order of its keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, unordered) => {
      expect(semanticallyEqual(value, reversed(reversed(value)), unordered)).toBe(true);
      expect(semanticallyEqual(value, reversed(value))).toBe(true);
    }),
  );
});

test("the items of an unordered list may come in any order", () => {
  const shuffled = fc
    .array(fc.string())
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(semanticallyEqual(list, other, true)).toBe(true);
    }),
  );
});

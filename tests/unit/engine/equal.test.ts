import fc from "fast-check";

import { sameValue } from "../../../provider/engine/equal";
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
  expect(sameValue(a, b)).toBe(expected);
  expect(sameValue(b, a)).toBe(expected);
});

test("unordered lists are compared by how often each item occurs", () => {
  expect(sameValue(["b", "a", "b"], ["a", "b", "b"], true)).toBe(true);
  expect(sameValue(["b", "a", "b"], ["a", "a", "b"], true)).toBe(false);
  expect(sameValue([10, 9, 1], [1, 10, 9], true)).toBe(true);
  expect(sameValue([1], ["1"], true)).toBe(false);
  expect(sameValue([], undefined, true)).toBe(true);
});

test("a list of objects that can't become text is compared too", () => {
  const adversarial = () => [{ toString: null, valueOf: 1 }, { toString: 2 }];
  expect(sameValue(adversarial(), adversarial().reverse(), true)).toBe(true);
});

test("what is nested too deeply to be compared is the same as nothing else", () => {
  const deep = nested(100_000);
  expect(sameValue(deep, deep)).toBe(false);
  expect(sameValue(deep, undefined, true)).toBe(false);
});

test("any value is the same as a copy of it, in any order of its keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, unordered) => {
      expect(sameValue(value, reversed(reversed(value)), unordered)).toBe(true);
      expect(sameValue(value, reversed(value))).toBe(true);
    }),
  );
});

test("the items of an unordered list may come in any order", () => {
  const shuffled = fc
    .array(fc.string())
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(sameValue(list, other, true)).toBe(true);
    }),
  );
});

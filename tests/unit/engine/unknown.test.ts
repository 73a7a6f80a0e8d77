import fc from "fast-check";

import { UNKNOWN, hasUnknown, isRecord } from "../../../provider/engine/unknown";

test("an unknown is found wherever it stands, and nowhere else", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(hasUnknown(value)).toBe(false);
      expect(hasUnknown([value, { around: [{ it: UNKNOWN }, value] }])).toBe(true);
    }),
  );
  expect(hasUnknown(`${UNKNOWN} `)).toBe(false);
  expect(hasUnknown({ [UNKNOWN]: 1 })).toBe(false);
});

test("however deep a value is nested", () => {
  let deep: unknown = UNKNOWN;
  for (let level = 0; level < 100_000; level++) deep = level % 2 === 0 ? [deep] : { deep };
  expect(hasUnknown(deep)).toBe(true);
});

test.each([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ["text", false],
])("%j has named members: %s", (value, expected) => {
  expect(isRecord(value)).toBe(expected);
});

import fc from "fast-check";

import { UNKNOWN, hasUnknown, isRecord } from "../../../provider/lifecycle/unknown";
import { nested } from "../adversarial";

test("an unknown is found wherever it is, and nowhere else", () => {
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
  expect(hasUnknown(nested(100_000, UNKNOWN))).toBe(true);
  expect(hasUnknown(nested(100_000))).toBe(false);
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

import { isNestedTooDeeply } from "../../../provider/lifecycle/nesting";
import { nested } from "../adversarial";

test.each([
  [0, false],
  [1, false],
  [100, false],
  [101, true],
  [1_000_000, true],
])("a value in %i levels is nested too deeply: %s", (levels, expected) => {
  expect(isNestedTooDeeply(nested(levels))).toBe(expected);
});

test("a wide value is not deep", () => {
  expect(isNestedTooDeeply(Array.from({ length: 200_000 }, (_, index) => ({ index })))).toBe(false);
  expect(isNestedTooDeeply(undefined)).toBe(false);
  expect(isNestedTooDeeply(null)).toBe(false);
});

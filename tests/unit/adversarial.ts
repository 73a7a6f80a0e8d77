import fc from "fast-check";

import { UNKNOWN } from "../../provider/lifecycle/unknown";

/** Names that objects have of themselves, or that JavaScript gives a meaning. */
const NAMES = ["__proto__", "constructor", "prototype", "toString", "valueOf", "toJSON", "hasOwnProperty", "then"];

/** Text of any UTF-16 units: control characters, halves of characters, what turns the direction of writing. */
const units = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });

export const text = fc.oneof(
  units,
  fc.string(),
  fc.webUrl(),
  fc.constantFrom(UNKNOWN, "[secret]", "\u001b[2J", "\r\nX-Injected: 1", "${process.env}", "{{7*7}}", "[[", "{}", "…"),
);

/** JSON that nobody would send by mistake. */
export const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value")),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), text), tie("value")))
      .map((members) => Object.fromEntries(members)),
  ),
})).value;

/** Objects whose names are some of these, or anything. */
export const objectWith = (names: readonly string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...names, ...NAMES), text), json))
    .map((members) => Object.fromEntries(members));

/** A value nested in as many levels as this. */
export function nested(levels: number, core: unknown = "x"): unknown {
  let value = core;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** A copy of a value, with the keys of every object in the reverse order. */
export function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, inner]) => [key, reversed(inner)]);
  return Object.fromEntries(members.reverse()) as unknown;
}

/** The names of what all values inherit. */
export function inherited(): string[][] {
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
  return prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String));
}

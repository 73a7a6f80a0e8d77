import { isDeepStrictEqual } from "node:util";

import { isNestedTooDeeply } from "./nesting";
import { isRecord } from "./unknown";

/**
 * Whether two values mean the same to an API: the order of keys does not matter, and absent, null, an empty list and
 * an empty object are all "nothing". What is nested too deeply to be compared is the same as nothing else.
 */
export function semanticallyEqual(a: unknown, b: unknown, unordered = false): boolean {
  if (isNestedTooDeeply([a, b])) return false;
  return isDeepStrictEqual(canonical(a, unordered), canonical(b, unordered));
}

function canonical(value: unknown, unordered: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    // By their text: an object from an API may have a "toString" of its own, which sorting as such would call.
    return unordered ? value.map((item) => JSON.stringify(item)).sort() : value;
  }
  return isRecord(value) && Object.keys(value).length === 0 ? undefined : value;
}

/** The object or list that a text says in JSON; anything else as it is. */
export function jsonValue(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value, (key, inner: unknown) => (key === "__proto__" ? undefined : inner));
  } catch {
    return value;
  }
}

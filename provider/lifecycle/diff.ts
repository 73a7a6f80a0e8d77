import type { ItemContract, Property, PropertyContracts } from "../contract";
import { isSameUrl } from "../url";
import { jsonValue, semanticallyEqual } from "./equal";

/** The names of the properties that are declared otherwise than the state says. What is not known yet is, since no state has it. */
export function changedProperties(
  properties: PropertyContracts,
  olds: Record<string, unknown>,
  news: Record<string, unknown>,
): string[] {
  return Object.entries(properties)
    .filter(([name, property]) => {
      if (property.createOnly === true || property.computed === true) return false;
      if (property.generated === true && news[name] === undefined) return false;
      // What is imported need not say what follows from the rest.
      const isAbsent = olds[name] === undefined || news[name] === undefined;
      if (property.derived?.from.includes(name) === false && isAbsent) return false;
      return !isSame(property, olds[name] ?? property.default, news[name] ?? property.default);
    })
    .map(([name]) => name);
}

/** Whether two values of a property mean the same. */
export function isSame(
  { url, unordered, jsonText, items, comparable }: Property,
  old: unknown,
  declared: unknown,
): boolean {
  if (comparable !== undefined) return semanticallyEqual(comparable(old), comparable(declared), true);
  if (items !== undefined) return semanticallyEqual(byKey(items, old), byKey(items, declared));
  if (url === true && typeof old === "string" && typeof declared === "string") return isSameUrl(old, declared);
  if (jsonText === true) return semanticallyEqual(jsonValue(old), jsonValue(declared));
  return semanticallyEqual(old, declared, unordered);
}

/** The items of a list in the order of their keys, as far as a change of them can be told. */
function byKey({ keyOf, contentOf }: ItemContract, list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const keyed = list.map((item: unknown) => ({ key: keyOf(item), content: contentOf?.(item) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Those of the changed properties that the API can't change on what exists. */
export function replacements(properties: PropertyContracts, changed: readonly string[]): string[] {
  return changed.filter((name) => properties[name]?.replaceOnChanges === true);
}

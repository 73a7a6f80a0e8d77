import type { Property, PropertyContracts } from "../contract";
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
      if (property.derived !== undefined && property.derived.from !== name && isAbsent) return false;
      return !isSame(property, olds[name] ?? property.default, news[name] ?? property.default);
    })
    .map(([name]) => name);
}

/** Whether two values of a property mean the same. */
export function isSame({ url, unordered, jsonText }: Property, old: unknown, declared: unknown): boolean {
  if (url === true && typeof old === "string" && typeof declared === "string") return isSameUrl(old, declared);
  if (jsonText === true) return semanticallyEqual(jsonValue(old), jsonValue(declared));
  return semanticallyEqual(old, declared, unordered);
}

/** Those of the changed properties that the API can't change on what exists. */
export function replacements(properties: PropertyContracts, changed: readonly string[]): string[] {
  return changed.filter((name) => properties[name]?.replaceOnChanges === true);
}

import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";

import type { ItemContract, Property, PropertyContracts } from "../../contract";
import { pathText } from "../../lifecycle/check";
import { semanticallyEqual } from "../../lifecycle/equal";
import type { Difference, Properties } from "../../lifecycle/lifecycle";
import { isRecord } from "../../lifecycle/unknown";

type Path = readonly (string | number)[];

/** How a value changes. */
interface Change {
  readonly path: Path;
  readonly kind: "ADD" | "DELETE" | "UPDATE";
}

/** What changes, by the path of each header, member and item, in the words of Pulumi's protocol. */
export function detailedDiff(
  properties: PropertyContracts,
  { changed, replaces }: Difference,
  olds: Properties,
  news: Properties,
): Map<string, PropertyDiff> {
  const kinds = new Map<string, PropertyDiff>();
  for (const name of changed) {
    const changes = changesOf([name], olds[name], news[name], properties[name]);
    // Another spelling of nothing, or what is replaced for another reason than its value.
    const told = changes.length > 0 ? changes : [{ path: [name], kind: "UPDATE" as const }];
    for (const { path, kind } of told) {
      const word = replaces.includes(name) ? (`${kind}_REPLACE` as const) : kind;
      kinds.set(pathText(path), new PropertyDiff().setKind(PropertyDiff.Kind[word]));
    }
  }
  return kinds;
}

function changesOf(path: Path, old: unknown, declared: unknown, property?: Property): Change[] {
  if (isNothing(old) && isNothing(declared)) return [];
  if (isNothing(old)) return [{ path, kind: "ADD" }];
  if (isNothing(declared)) return [{ path, kind: "DELETE" }];
  if (isRecord(old) && isRecord(declared)) {
    const names = new Set([...Object.keys(old), ...Object.keys(declared)]);
    return [...names].flatMap((name) => changesOf([...path, name], old[name], declared[name]));
  }
  if (Array.isArray(old) && Array.isArray(declared)) {
    if (property?.items !== undefined) return changesOfItems(path, property.items, old, declared);
    const [before, after] =
      property?.unordered === true ? [without(old, declared), without(declared, old)] : [old, declared];
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      changesOf([...path, index], before[index] as unknown, after[index] as unknown),
    );
  }
  return semanticallyEqual(old, declared) ? [] : [{ path, kind: "UPDATE" }];
}

/** What becomes of items that are told by keys, wherever they are. */
function changesOfItems(
  path: Path,
  { keyOf, contentOf }: ItemContract,
  old: readonly unknown[],
  declared: readonly unknown[],
): Change[] {
  const before = new Map(old.map((item, index) => [keyOf(item), { item, index }]));
  const after = new Set(declared.map(keyOf));
  const gone = new Set([...before].filter(([key]) => !after.has(key)).map(([, { index }]) => index));
  const changes = declared.flatMap((item, index) => {
    const same = before.get(keyOf(item));
    // What comes to the place of something that goes is in its place.
    if (same === undefined) return [{ path: [...path, index], kind: gone.delete(index) ? "UPDATE" : "ADD" } as const];
    const isKept = semanticallyEqual(contentOf?.(same.item), contentOf?.(item));
    return isKept ? [] : changesOf([...path, index], same.item, item);
  });
  return [...changes, ...[...gone].map((index) => ({ path: [...path, index], kind: "DELETE" }) as const)];
}

/** The items of a list at their places, but for those that another one has. */
function without(list: readonly unknown[], others: readonly unknown[]): unknown[] {
  return list.map((item) => (others.some((other) => semanticallyEqual(item, other)) ? undefined : item));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

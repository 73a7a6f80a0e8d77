import type { LookUpContract } from "../contract";
import type { Properties } from "../lifecycle/lifecycle";
import { isRecord } from "../lifecycle/unknown";
import { SECRET, SECRET_MARK } from "../state";

/** Properties with a mark on each that is a secret. */
export function marked(properties: object, isSecret: (name: string) => boolean): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]: [string, unknown]) =>
      value !== undefined && isSecret(name) ? [name, { [SECRET_MARK]: SECRET, value }] : [name, value],
    ),
  );
}

/** What a look-up has found, with a mark on all of it that is a secret. What is not there is left out. */
export function markedResults({ results }: LookUpContract, found: Properties): Properties {
  const inside = Object.entries(found).map(([name, value]) => {
    const { secretMembers = [] } = results[name] ?? {};
    if (!Array.isArray(value)) return [name, value];
    return [
      name,
      value.map((item: unknown) =>
        isRecord(item) ? marked(defined(item), (member) => secretMembers.includes(member)) : item,
      ),
    ];
  });
  return marked(Object.fromEntries(inside) as Properties, (name) => results[name]?.secret === true);
}

function defined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** A value without marks. */
export function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isRecord(value)) return value;
  if (value[SECRET_MARK] === SECRET) return unmarked(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unmarked(inner)]));
}

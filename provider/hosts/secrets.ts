import type { Properties } from "../lifecycle/lifecycle";
import { isRecord } from "../lifecycle/unknown";

/** How Pulumi's protocol marks a value as a secret. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Properties with a mark on each that is a secret. */
export function marked(properties: object, isSecret: (name: string) => boolean): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]: [string, unknown]) =>
      value !== undefined && isSecret(name) ? [name, { [MARK]: SECRET, value }] : [name, value],
    ),
  );
}

/** A value without marks. */
export function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isRecord(value)) return value;
  if (value[MARK] === SECRET) return unmarked(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unmarked(inner)]));
}

import type { z } from "zod";

import type { PropertyContracts } from "../contract";
import { semanticallyEqual } from "./equal";
import { isNestedTooDeeply } from "./nesting";
import { UNKNOWN, hasUnknown, isRecord } from "./unknown";

/** Why an input was rejected: its path, and what is allowed there. */
interface Failure {
  readonly path: string;
  readonly reason: string;
}

/** What users pass, and what else a preview shows: the derived properties are filled in. */
export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly failures: Failure[];
}

/** Validates inputs. Nothing that is not known yet is rejected. */
export function checkInputs(properties: PropertyContracts, schema: z.ZodType, news: Record<string, unknown>): Checked {
  const unfit = Object.entries(news).flatMap(unfitness);
  if (unfit.length > 0) return { inputs: news, failures: unfit };
  const given = withoutDerived(properties, news);
  const result = schema.safeParse(given);
  const failures = (result.error?.issues ?? [])
    .filter((issue) => !reachesUnknown(given, issue.path))
    .flatMap((issue) => failuresOf(issue, given));
  return { inputs: withDerived(properties, given), failures };
}

/** What no schema would find: zod recurses into what is nested, and passes over a "__proto__". */
function unfitness([name, value]: [string, unknown]): Failure[] {
  if (isNestedTooDeeply(value)) return [{ path: pathText([name]), reason: "is nested too deeply" }];
  if (namesPrototype(value)) return [{ path: pathText([name]), reason: 'must not have a member "__proto__"' }];
  return [];
}

function namesPrototype(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(namesPrototype);
}

/** Without what was derived before: `ignoreChanges` hands it back as if the user had given it. */
export function withoutDerived(properties: PropertyContracts, news: Record<string, unknown>): Record<string, unknown> {
  const isDerived = ([name, value]: [string, unknown]) => {
    const derived = properties[name]?.derived;
    if (derived === undefined || derived.from.includes(name) || value === undefined) return false;
    const computed = derived.compute(...derived.from.map((source) => news[source]));
    return semanticallyEqual(value, computed, properties[name]?.unordered);
  };
  return Object.fromEntries(Object.entries(news).filter((entry) => !isDerived(entry)));
}

function withDerived(properties: PropertyContracts, news: Record<string, unknown>): Record<string, unknown> {
  const inputs = { ...news };
  for (const [name, { derived }] of Object.entries(properties)) {
    if (derived === undefined || (!derived.from.includes(name) && news[name] !== undefined)) continue;
    const sources = derived.from.map((source) => news[source]);
    inputs[name] = sources.includes(UNKNOWN) ? UNKNOWN : derived.compute(...sources);
  }
  return inputs;
}

function failuresOf(issue: z.core.$ZodIssue, news: unknown): Failure[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), reason: issue.message }));
  }
  const missing = valueAt(news, issue.path) === undefined;
  return [{ path: pathText(issue.path), reason: missing ? `is missing: it ${issue.message}` : issue.message }];
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Partial<Record<PropertyKey, unknown>> | undefined)?.[key],
    root,
  );
}

function reachesUnknown(root: unknown, path: readonly PropertyKey[]): boolean {
  let value = root;
  for (const key of path) {
    if (value === UNKNOWN) return true;
    if (!Array.isArray(value) && !isRecord(value)) return false;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  // A rule about a whole object can't be judged while a part of it is unknown, but the root's own keys can.
  return path.length > 0 && hasUnknown(value);
}

/** A path as messages and Pulumi write it. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${String(key)}]`;
    const name = String(key);
    if (!/^[\w$]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

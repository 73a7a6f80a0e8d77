import { withoutDerived } from "../../provider/lifecycle/check";
import type { Discovered, LeftOut } from "./read";
import { keyOf, namesFor } from "./names";
import { Secrets } from "./secrets";

/** What serves the resources of the program. */
export type HostName = "plugin" | "dynamic";

export type Language = "typescript" | "yaml";

/** A resource of the program, as `webhooks.json` has it. Nothing in it is secret. */
export interface Declared {
  readonly name: string;
  readonly type: string;
  readonly id: string;
  /** The host that the alerts go to, for people. */
  readonly host?: string;
  /** The hosts that the alerts of a set go to, for people. */
  readonly destinations?: unknown;
  readonly args: Readonly<Record<string, unknown>>;
  /** The arguments that are secret, with the labels that they have in the secret configuration. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What is written for what was discovered. */
export interface Plan {
  readonly project: string;
  readonly host: HostName;
  readonly language: Language;
  readonly declared: readonly Declared[];
  /** The same, as state is to have it. */
  readonly discovered: readonly (Discovered & { readonly name: string })[];
  readonly leftOut: readonly LeftOut[];
  readonly secrets: Readonly<Record<string, unknown>>;
}

export interface PlanOptions extends Pick<Plan, "project" | "host" | "language" | "leftOut"> {
  /** The names that a former run has given, by key. */
  readonly names: ReadonlyMap<string, string>;
}

export function planFor(all: readonly Discovered[], { names: former, ...options }: PlanOptions): Plan {
  const names = namesFor(all, former);
  const discovered = all.map((each) => ({ ...each, name: names.get(keyOf(each)) ?? "" }));
  const split = discovered.map((each) => ({ ...each, ...splitInputs(each) }));
  const secrets = new Secrets(split);
  const declared = split.map(({ name, className, id, args, secrets: values, state }) => ({
    name,
    type: className,
    id,
    ...(typeof state.host === "string" && args.host === undefined && { host: state.host }),
    ...(state.destinations !== undefined && { destinations: state.destinations }),
    args,
    secrets: Object.fromEntries(
      Object.entries(values).map(([property, value]) => [property, secrets.labelOf(name, property, value)]),
    ),
  }));
  return { ...options, declared, discovered, secrets: secrets.values };
}

/** The arguments that would declare something, apart by whether they are secret. */
function splitInputs({ properties, inputs }: Discovered) {
  const given = Object.entries(withoutDerived(properties, inputs));
  const isSecret = ([name]: [string, unknown]) => properties[name]?.secret === true;
  return {
    args: Object.fromEntries(given.filter((entry) => !isSecret(entry))),
    secrets: Object.fromEntries(given.filter(isSecret)),
  };
}

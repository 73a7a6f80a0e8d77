/** A webhook of an account, whichever API shows it. */
export interface Webhook {
  readonly name: string;
  readonly type: string;
  /** Where it sends, without what is secret; empty where it has no URL. */
  readonly host: string;
  /** Why it can't be copied, if it can't. */
  readonly obstacle?: string | undefined;
}

/** What is to be done with a webhook of the source. */
export interface Step<One extends Webhook> {
  readonly source: One;
  readonly action: "create" | "update" | "skip" | "refuse";
  /** What an update changes. */
  readonly target?: One;
  /** Why it is skipped or can't be copied. */
  readonly reason: string;
}

interface Options<One> {
  /** Whether what exists already is updated. */
  readonly isUpdating: boolean;
  /** Whether a webhook of the target is what copying one of the source makes of it. */
  readonly isCopy: (source: One, target: One) => boolean;
}

/**
 * What has to be done so that the target has what the source has. A webhook exists in the target if one has its name and
 * type. Neither API says that those are unique, so that each of the target counts for one of the source, and first for the
 * one that it is a copy of.
 */
export function planOf<One extends Webhook>(
  sources: readonly One[],
  targets: readonly One[],
  { isUpdating, isCopy }: Options<One>,
): Step<One>[] {
  const unmatched = new Set(targets);
  const copies = new Map<One, One>();
  for (const source of sources.filter(({ obstacle }) => obstacle === undefined)) {
    const copy = [...unmatched].find((target) => isNamesake(source, target) && isCopy(source, target));
    if (copy === undefined) continue;
    copies.set(source, copy);
    unmatched.delete(copy);
  }
  const uncopied = sources.filter((source) => !copies.has(source));
  return sources.map((source): Step<One> => {
    if (source.obstacle !== undefined) return { source, action: "refuse", reason: source.obstacle };
    if (copies.has(source)) return { source, action: "skip", reason: "is there already, the same" };
    const [target, ...others] = [...unmatched].filter((each) => isNamesake(source, each));
    if (target === undefined) return { source, action: "create", reason: "" };
    if (!isUpdating) return { source, action: "skip", reason: "is there already, with other values" };
    if (others.length > 0 || uncopied.some((other) => other !== source && isNamesake(source, other))) {
      return { source, action: "refuse", reason: "several have this name and type, so which to update is not clear" };
    }
    return { source, action: "update", target, reason: "" };
  });
}

function isNamesake(a: Webhook, b: Webhook): boolean {
  return a.name === b.name && a.type === b.type;
}

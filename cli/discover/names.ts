/** What a name is made for. */
interface Nameable {
  readonly className: string;
  readonly id: string;
  readonly nameParts: readonly string[];
}

/** What a name may have: letters and digits of any script, dots, hyphens. */
const OTHERS = /[^\p{L}\p{N}.]+/gu;

const LONGEST_PART = 80;

/** A text as a part of a name. */
function slugOf(text: string): string {
  const slug = text.normalize("NFC").toLowerCase().replaceAll(OTHERS, "-");
  return Array.from(slug)
    .slice(0, LONGEST_PART)
    .join("")
    .replaceAll(/^[-.]+|[-.]+$/g, "");
}

/**
 * Gives each a name of its own: what it is made of up to the first part that tells it from all others. It does not depend on
 * their order, and what had a name keeps it.
 * @param known the names so far, by key
 */
export function namesFor(
  all: readonly Nameable[],
  known: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const names = new Map<string, string>();
  for (const each of all) {
    const name = known.get(keyOf(each));
    if (name !== undefined) names.set(keyOf(each), name);
  }
  let left = all.filter((each) => !names.has(keyOf(each)));
  for (let parts = 1; left.length > 0; parts++) {
    const taken = new Set(names.values());
    const candidates = left.map((each) => [each, candidate(each, parts)] as const);
    const counts = new Map<string, number>();
    for (const [, name] of candidates) counts.set(name, (counts.get(name) ?? 0) + 1);
    const isFinal = parts > Math.max(...left.map(({ nameParts }) => nameParts.length));
    left = candidates.flatMap(([each, name]) => {
      const isFree = counts.get(name) === 1 && !taken.has(name) && name !== "";
      if (!isFree && !isFinal) return [each];
      names.set(keyOf(each), isFree ? name : `${name}-${slugOf(each.id)}`);
      return [];
    });
  }
  return names;
}

/** By what a webhook is known from one run to the next. */
export function keyOf({ className, id }: Pick<Nameable, "className" | "id">): string {
  return `${className} ${id}`;
}

function candidate({ nameParts }: Nameable, parts: number): string {
  return nameParts
    .slice(0, parts)
    .map(slugOf)
    .filter((part) => part !== "")
    .join("-");
}

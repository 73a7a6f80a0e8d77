import { printable } from "../http/redact";
import type { Candidate } from "./definition";

/** How many ids an error lists. */
const LISTED = 20;

/** The candidate that a short id means, where only one fits. */
export function onlyMeant(id: string, candidates: readonly Candidate[]): Candidate | undefined {
  const [only, ...others] = meantBy(id, candidates);
  return others.length === 0 ? only : undefined;
}

/** Why an id leads to nothing, and which ids would lead somewhere. */
export function notFound(className: string, id: string, candidates: readonly Candidate[]): string {
  const meant = meantBy(id, candidates);
  if (meant.length > 1) {
    return `The short id ${id} may be any of ${meant.length} resources of the class ${className}: ${listed(meant)}. Give the id of one.`;
  }
  const there = candidates.length === 0 ? "" : ` There are: ${listed(candidates)}.`;
  return `There is no ${className} with the id ${id}.${there}`;
}

function meantBy(id: string, candidates: readonly Candidate[]): Candidate[] {
  const meant = candidates.filter(({ shortIds }) => shortIds.includes(id));
  return [...new Map(meant.map((each) => [each.id, each])).values()];
}

/** Candidates as messages list them. */
export function listed(candidates: readonly Candidate[]): string {
  const shown = candidates.slice(0, LISTED).map(({ id, what }) => `${id} (${printable(what)})`);
  const left = candidates.length - shown.length;
  return left === 0 ? shown.join(", ") : `${shown.join(", ")} and ${left} more`;
}

import { createHash } from "node:crypto";

/** The kinds of things that a flock has, by the words of the API. */
export type Kind = "generic" | "ms_teams" | "slack" | "splunk" | "settings";

/** What an id says. */
export interface ParsedId {
  readonly flockId: string;
  readonly digest: string | undefined;
}

/**
 * The id of something in a flock, such as `flock:default/generic/91c7a2f3b05d4e68`. Ids are plain text, so of what
 * tells two of a kind apart, which may be a secret, they hold a digest: enough to find it again, and to confirm a guess.
 */
export function idOf(flockId: string, kind: Kind, ...distinction: string[]): string {
  const place = `${flockId}/${kind}`;
  return distinction.length === 0 ? place : `${place}/${digestOf(flockId, ...distinction)}`;
}

const WORDS: Readonly<Record<Kind, string>> = {
  generic: "generic webhooks",
  ms_teams: "MS Teams webhooks",
  slack: "Slack webhooks",
  splunk: "Splunk webhooks",
  settings: "webhook settings",
};

/** Where things of some kinds are, in words for messages; nowhere while the flock is not known. */
export function areasOf(flockId: unknown, ...kinds: readonly Kind[]): string[] {
  return typeof flockId === "string" ? kinds.map((kind) => `The ${WORDS[kind]} of ${flockId}`) : [];
}

/** The digest that an id holds: 64 bits. */
export function digestOf(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/** What an id of this kind says, or `undefined` where it is none. */
export function parseId(id: string, kind: Kind): ParsedId | undefined {
  const [flockId = "", idKind, digest, ...rest] = id.split("/");
  return idKind === kind && rest.length === 0 ? { flockId, digest } : undefined;
}

/** The flock of a resource: by what state says, or else by its id. */
export function flockOf(known: { readonly flockId?: string }, id: string, kind: Kind): string | undefined {
  return known.flockId ?? parseId(id, kind)?.flockId;
}

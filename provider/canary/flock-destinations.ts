import { canonicalUrl, hostOf } from "../url";
import { digestOf } from "./ids";

/** What may be shown of one of a flock's webhooks, and what tells it from the others, which may be secret. */
export interface Destination {
  /** Its kind and where it leads: `generic hooks.example.com`. */
  readonly name: string;
  /** What else it is: the names of its headers, its port, its team. */
  readonly note: string;
  readonly distinction: readonly string[];
}

/** Destinations by name. What has the name of one before it gets a digest of what tells it apart. */
export function byName<Value>(entries: readonly (readonly [Destination, Value])[]): Record<string, Value> {
  const named: Record<string, Value> = {};
  for (const [{ name, distinction }, value] of entries) {
    named[name in named ? `${name} (${digestOf(name, ...distinction).slice(0, 8)})` : name] = value;
  }
  return named;
}

/** What counts where destinations are compared: not which of those of one name comes first. */
export function withoutDigests(destinations: unknown): unknown {
  return Object.entries(membersOf(destinations)).map(([name, note]) => [name.replace(/ \([0-9a-f]{8}\)$/, ""), note]);
}

/** The destinations that are declared, by name; what is not known yet or wrong is told as far as it can be. */
export function destinationsOf(
  generic: unknown,
  msTeams: unknown,
  splunk: unknown,
  slack: unknown,
): Record<string, string> {
  const all = [
    ...listOf(generic).map(genericDestination),
    ...listOf(msTeams).map(msTeamsDestination),
    ...(splunk === undefined || splunk === null ? [] : [splunkDestination(splunk)]),
    ...listOf(slack).map(slackDestination),
  ];
  return byName(all.map((destination) => [destination, destination.note]));
}

/** Of a generic webhook: its URL, and its headers or their names. */
export function genericDestination(webhook: unknown): Destination {
  const { url, headers, headerNames } = membersOf(webhook);
  return {
    name: `generic ${hostOf(url) ?? "unknown host"}`,
    note: namesIn(headers ?? headerNames),
    distinction: [canonical(url)],
  };
}

/** Of an MS Teams webhook: its URL. */
export function msTeamsDestination(url: unknown): Destination {
  return { name: `msTeams ${hostOf(url) ?? "unknown host"}`, note: "a channel", distinction: [canonical(url)] };
}

/** Of a Splunk webhook: host, port and token. */
export function splunkDestination(webhook: unknown): Destination {
  const { host, port, token } = membersOf(webhook);
  return {
    name: `splunk ${textOf(host)}`,
    note: `port ${textOf(port)}`,
    distinction: [textOf(host), textOf(port), textOf(token)],
  };
}

/** Of a Slack webhook: team and channel. */
export function slackDestination(webhook: unknown): Destination {
  const { team, channel } = membersOf(webhook);
  return {
    name: `slack ${textOf(channel)}`,
    note: `team ${textOf(team)}`,
    distinction: [textOf(team), textOf(channel)],
  };
}

function namesIn(headers: unknown): string {
  if (typeof headers === "string") return "unknown headers";
  const names = Array.isArray(headers) ? headers.map(textOf) : Object.keys(membersOf(headers));
  return names.length === 0 ? "no headers" : names.sort().join(", ");
}

/** A URL in the one spelling that it is compared in; nothing where it is none. */
export function canonical(url: unknown): string {
  return typeof url === "string" ? canonicalUrl(url) : "";
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "unknown";
}

/** The items of a list; none where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members of an object; none where it is none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

import type { ItemContract, ResourceContract } from "../contract";
import { hostOf } from "../url";
import { canonical, destinationsOf, listOf, membersOf, withoutDigests } from "./flock-destinations";
import { asNumber } from "./splunk-webhook.contract";

/** One of a flock's generic webhooks. */
export interface CanaryFlockGenericWebhook {
  /** Where the alerts go. */
  readonly url: string;
  /** The headers as declared; none where their values are not known. */
  readonly headers?: Record<string, string>;
  /** The names of the headers, where their values are not known. */
  readonly headerNames?: readonly string[];
}

/** A flock's Splunk webhook. */
export interface CanaryFlockSplunkWebhook {
  /** The domain or IP address of the HEC. */
  readonly host: string;
  /** The port of the HEC. */
  readonly port: number;
  /** The HEC token. */
  readonly token: string;
}

/** One of a flock's Slack webhooks. */
export interface CanaryFlockSlackWebhook {
  /** The name of the Slack team. */
  readonly team: string;
  /** The Slack channel. */
  readonly channel: string;
}

/** What users declare of a flock's webhooks. */
export interface FlockWebhooksInputs {
  readonly flockId: string;
  readonly generic?: readonly CanaryFlockGenericWebhook[];
  readonly msTeams?: readonly string[];
  readonly splunk?: CanaryFlockSplunkWebhook;
  readonly slack?: readonly CanaryFlockSlackWebhook[];
  readonly exclusive?: boolean;
  readonly allowNone?: boolean;
  readonly destinations: Readonly<Record<string, string>>;
  readonly foreign?: Readonly<Record<string, string>>;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** What state has of a flock's webhooks. */
export interface FlockWebhooksState extends FlockWebhooksInputs {
  readonly consoleHost?: string;
  readonly foreignIds?: Readonly<Record<string, string>> | undefined;
}

const generic: ItemContract = {
  keyOf: (item) => canonical(membersOf(item).url),
  contentOf(item) {
    const { headers, headerNames } = membersOf(item);
    return { headers: headers ?? {}, headerNames: [...listOf(headerNames)].sort() };
  },
};

/** @internal */
export const flockWebhooksContract: ResourceContract<FlockWebhooksState> = {
  name: "CanaryFlockWebhooks",
  properties: {
    flockId: { replaceOnChanges: true },
    generic: { secret: true, items: generic, shown: (value) => listOf(value).flatMap(shownOfGeneric) },
    msTeams: { secret: true, items: { keyOf: canonical }, shown: (value) => listOf(value).flatMap(hostsOf) },
    splunk: { secret: true, derived: { from: ["splunk"], compute: withNumber }, shown: shownOfSplunk },
    slack: { items: { keyOf: channelOf } },
    exclusive: { default: false },
    allowNone: { createOnly: true },
    destinations: {
      derived: { from: ["generic", "msTeams", "splunk", "slack"], compute: destinationsOf },
      comparable: withoutDigests,
    },
    // What is there and not declared is not to be: declared that way, it is a change once it is there.
    foreign: { derived: { from: ["exclusive"], compute: (exclusive) => (exclusive === true ? {} : undefined) } },
    foreignIds: { computed: true },
    consoleHost: { computed: true },
    adoptExisting: { createOnly: true },
    testOnCreate: { createOnly: true },
  },
};

function channelOf(item: unknown): string {
  const { team, channel } = membersOf(item);
  return JSON.stringify([team, channel]);
}

function hostsOf(url: unknown): string[] {
  const host = hostOf(url);
  return host === undefined ? [] : [host];
}

function shownOfGeneric(item: unknown): string[] {
  const { url, headers, headerNames } = membersOf(item);
  const names = headers === undefined ? listOf(headerNames) : Object.keys(membersOf(headers));
  return [...hostsOf(url), ...names.filter((name) => typeof name === "string")];
}

function shownOfSplunk(value: unknown): string[] {
  const { host, port } = membersOf(value);
  return [host, port].filter((part) => typeof part === "string" || typeof part === "number").map(String);
}

function withNumber(splunk: unknown): unknown {
  if (typeof splunk !== "object" || splunk === null || !("port" in splunk)) return splunk;
  return { ...splunk, port: asNumber(splunk.port) };
}

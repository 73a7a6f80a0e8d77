import { randomBytes, randomUUID } from "node:crypto";

/** A generic webhook of a flock. The API shows the names of the headers, never their values. */
export interface GenericWebhook {
  url: string;
  headers: Record<string, string>;
  webhook_id: string;
}

/** A Slack webhook of a flock, as its list call shows it. */
export interface SlackWebhook {
  team: string;
  channel: string;
  configuration_url: string;
  url: string;
}

/** The Splunk webhook of a flock; `port` is a string on the wire. */
export interface SplunkWebhook {
  host: string;
  port: string;
  token: string;
}

/** What the Canary console knows of one flock. */
export interface FlockState {
  name: string;
  mode: "enabled" | "disabled" | "global";
  generic: GenericWebhook[];
  ms_teams: string[];
  slack: SlackWebhook[];
  splunk: SplunkWebhook | null;
  /** What else these lists show, verbatim and last: entries such as no page has. No call changes them. */
  raw?: Partial<Record<RawList, unknown[]>>;
}

/** A list call that can show raw entries. `info` and the summaries show none. */
export type RawList = "generic" | "generic/list" | "ms_teams" | "slack";

/** What the Canary console knows. */
export interface CanaryState {
  /** By flock id. */
  flocks: Record<string, FlockState>;
}

/** A flock as the console creates it: enabled, without webhooks. */
export function newFlock(name: string): FlockState {
  return { name, mode: "enabled", generic: [], ms_teams: [], slack: [], splunk: null };
}

/** The raw entries of a list. */
export function raw({ raw: entries }: FlockState, list: RawList): unknown[] {
  return entries?.[list] ?? [];
}

/** A generic webhook with an id of its own. */
export function newGenericWebhook(url: string, headers: Record<string, string>): GenericWebhook {
  return { url, headers, webhook_id: newWebhookId() };
}

/** The id of a generic webhook. */
export function newWebhookId(): string {
  return randomUUID().replaceAll("-", "");
}

/** A Slack webhook as the console's "Add to Slack" leaves it behind. */
export function newSlackWebhook(team: string, channel: string): SlackWebhook {
  const [workspace, hook, secret] = [randomBytes(4), randomBytes(4), randomBytes(12)].map((id) => id.toString("hex"));
  return {
    team,
    channel,
    configuration_url: `https://${workspace ?? ""}.slack.example/services/B${hook ?? ""}`,
    url: `https://hooks.slack.example/services/T${workspace ?? ""}/B${hook ?? ""}/${secret ?? ""}`,
  };
}

import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";

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
}

/**
 * An outbound webhook of a Coralogix account, under the names of the wire. `company_id`, `integrationTypeId` and
 * `integration_type` follow from the account and from `integration_type_id`, so they are not kept.
 */
export interface Integration {
  id: number;
  alias: string;
  url: string;
  /** The string that was sent, or null where none was. */
  integration_type_fields: string | null;
  integration_type_id: number;
  created_at: string;
  updated_at: string;
}

/** What Coralogix knows of one account. */
export interface AccountState {
  companyId: number;
  integrations: Integration[];
}

/** Everything that the emulator knows. It is live: a change to it is a change made out of band. */
export interface EmulatorState {
  /** By flock id. */
  flocks: Record<string, FlockState>;
  /** By API key. */
  accounts: Record<string, AccountState>;
}

/** A flock as the console creates it: enabled, without webhooks. */
export function newFlock(name: string): FlockState {
  return { name, mode: "enabled", generic: [], ms_teams: [], slack: [], splunk: null };
}

/** A generic webhook with an id of its own. */
export function newGenericWebhook(url: string, headers: Record<string, string>): GenericWebhook {
  return { url, headers, webhook_id: newWebhookId() };
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

function newWebhookId(): string {
  return randomUUID().replaceAll("-", "");
}

const timestamp = z.string().default(() => new Date().toISOString());

const flockSchema = z.strictObject({
  name: z.string().default("Flock"),
  mode: z.enum(["enabled", "disabled", "global"]).default("enabled"),
  generic: z
    .array(
      z.strictObject({
        url: z.string(),
        headers: z.record(z.string(), z.string()).default({}),
        webhook_id: z.string().default(newWebhookId),
      }),
    )
    .default([]),
  ms_teams: z.array(z.string()).default([]),
  slack: z
    .array(
      z.strictObject({
        team: z.string(),
        channel: z.string(),
        configuration_url: z.string().default(""),
        url: z.string(),
      }),
    )
    .default([]),
  splunk: z.strictObject({ host: z.string(), port: z.string(), token: z.string() }).nullable().default(null),
});

const accountSchema = z.strictObject({
  companyId: z.int(),
  integrations: z
    .array(
      z.strictObject({
        id: z.int(),
        alias: z.string(),
        url: z.string().default(""),
        integration_type_fields: z.string().nullable().default(null),
        integration_type_id: z.int().min(0).max(8),
        created_at: timestamp,
        updated_at: timestamp,
      }),
    )
    .default([]),
});

/** A whole {@link EmulatorState} as it comes over HTTP; what is left out of a flock or a webhook gets its usual value. */
export const stateSchema = z.strictObject({
  flocks: z.record(z.string(), flockSchema),
  accounts: z.record(z.string(), accountSchema),
});

/**
 * A deep, JSON-able copy for comparison: members and lists in a stable order (the pages give the lists none), without
 * the times. Ids are kept, so something that was removed and added again shows as a change.
 */
export function snapshotOf(state: EmulatorState): unknown {
  const accounts = Object.entries(state.accounts).map(([key, { companyId, integrations }]) => [
    key,
    {
      companyId,
      integrations: integrations.map(({ id, alias, url, integration_type_fields, integration_type_id }) => ({
        id,
        alias,
        url,
        integration_type_fields,
        integration_type_id,
      })),
    },
  ]);
  return stable({ flocks: state.flocks, accounts: Object.fromEntries(accounts) as unknown });
}

function stable(value: unknown): unknown {
  if (Array.isArray(value)) {
    const sorted = value.map((item) => JSON.stringify(stable(item))).sort();
    return sorted.map((text) => JSON.parse(text) as unknown);
  }
  if (typeof value === "object" && value !== null) {
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, member]) => [name, stable(member)]));
  }
  return value;
}

import { z } from "zod";

import { type Listed, entryByEntry } from "../http/answers";
import { headerName } from "../lifecycle/schema";
import type { WebhookMode } from "./flock-webhook-settings.contract";

/** What every listed webhook has. */
export interface ListedWebhook extends Listed {
  readonly url: string;
  /** Tells an entry from another one with the same URL. Only the list of generic webhooks has it. */
  readonly webhookId?: string | undefined;
}

/** A generic webhook as `generic/list` shows it. */
export interface GenericWebhook extends ListedWebhook {
  readonly headerNames: readonly string[];
}

/** A Slack webhook as `slack` lists it. */
export interface SlackWebhook extends ListedWebhook {
  readonly team: string;
  readonly channel: string;
  readonly configurationUrl: string | undefined;
}

/** The Splunk HEC that a flock's alerts go to. */
export interface SplunkWebhook {
  readonly host: string;
  readonly port: number;
  readonly token: string;
}

export const result = z.object({ result: z.string(), message: z.string().optional() });

/** What a list of webhooks shows. */
export interface Listing<Entry> {
  readonly entries: Entry[];
  /** Whether the flock's webhooks send alerts, where the list says so. */
  readonly webhooksEnabled: boolean | undefined;
}

const webhooks_enabled = z.boolean().optional().catch(undefined);

/** What a list may look like when it is empty. The page only shows lists with entries. */
const nothing = z.union([z.null(), z.strictObject({})]).transform((): unknown[] => []);

const entries = z.union([z.array(z.unknown()), nothing]);

/** A list, whatever it looks like when it is empty. */
function listOf<Entry extends object>(identity: z.ZodType<Entry>, whole: z.ZodType<Entry>) {
  return entries.transform(entryByEntry(identity, whole)).prefault([]);
}

const withUrl = z.object({ url: z.string() });

export const genericList = z
  .object({
    generic_webhooks: listOf<GenericWebhook>(
      withUrl.transform(({ url }) => ({ url, headerNames: [] })),
      withUrl
        .extend({ header_names: z.array(headerName).nullish(), webhook_id: z.string().optional().catch(undefined) })
        .transform(({ url, header_names, webhook_id }) => ({
          url,
          headerNames: header_names ?? [],
          webhookId: webhook_id,
        })),
    ),
    webhooks_enabled,
  })
  .transform(({ generic_webhooks, webhooks_enabled }) => ({
    entries: generic_webhooks,
    webhooksEnabled: webhooks_enabled,
  }));

const url = z.string().transform((text): ListedWebhook => ({ url: text }));

export const msTeamsList = z
  .object({ ms_teams_webhooks: listOf(url, url), webhooks_enabled })
  .transform(({ ms_teams_webhooks, webhooks_enabled }) => ({
    entries: ms_teams_webhooks,
    webhooksEnabled: webhooks_enabled,
  }));

const withChannel = z.object({ team: z.string(), channel: z.string() });

export const slackList = z
  .object({
    slack_webhooks: listOf<SlackWebhook>(
      withChannel.transform((identity) => ({ ...identity, url: "", configurationUrl: undefined })),
      withChannel
        .extend({ url: z.string(), configuration_url: z.string().nullish() })
        .transform(({ configuration_url, ...webhook }) => ({
          ...webhook,
          configurationUrl: configuration_url ?? undefined,
        })),
    ),
    webhooks_enabled,
  })
  .transform(({ slack_webhooks, webhooks_enabled }) => ({
    entries: slack_webhooks,
    webhooksEnabled: webhooks_enabled,
  }));

/** What `splunk_webhook` may look like when there is none. The page only shows one. */
const noSplunk = z.union([
  nothing,
  z.literal(["", false]),
  z.tuple([]),
  z.strictObject({ host: z.literal(["", null]), port: z.literal(["", null]), token: z.literal(["", null]) }),
]);

export const splunkAnswer = z
  .object({
    splunk_webhook: z
      .union([
        noSplunk.transform(() => undefined),
        z.object({ host: z.string(), port: z.coerce.number(), token: z.string() }),
      ])
      .prefault(null),
    webhooks_enabled,
  })
  .transform(({ splunk_webhook, webhooks_enabled }): Listing<SplunkWebhook> => ({
    entries: splunk_webhook === undefined ? [] : [splunk_webhook],
    webhooksEnabled: webhooks_enabled,
  }));

export const isGlobalAnswer = z.object({ is_global: z.boolean() });

export const isEnabledAnswer = z.object({ is_enabled: z.boolean() });

/** What `flocks/summary` shows of a flock, as far as it can be relied on. */
export interface FlockSummary {
  readonly id: string;
  /** Its name; its id where it shows none. */
  readonly name: string;
  readonly note: string | undefined;
  readonly mode: WebhookMode | undefined;
}

const MODES = new Map<unknown, WebhookMode>([
  [true, "enabled"],
  [false, "disabled"],
  ["Global", "global"],
]);

const flockSummary = z
  .object({
    name: z.string().optional().catch(undefined),
    note: z.string().optional().catch(undefined),
    settings: z
      .object({ webhooks: z.object({ webhooks_enabled: z.unknown() }) })
      .catch({ webhooks: { webhooks_enabled: undefined } }),
  })
  .catch({ name: undefined, note: undefined, settings: { webhooks: { webhooks_enabled: undefined } } })
  .transform(({ name, note, settings }) => ({ name, note, mode: MODES.get(settings.webhooks.webhooks_enabled) }));

/** The flocks of a console, by id. */
export const flocksSummary = z
  .object({ flocks_summary: z.record(z.string(), flockSummary) })
  .transform(
    ({ flocks_summary }): ReadonlyMap<string, FlockSummary> =>
      new Map(Object.entries(flocks_summary).map(([id, flock]) => [id, { ...flock, id, name: flock.name ?? id }])),
  );

/** A token of the console's, and what it may do: `Admin`, `Analyst` or `Read-Only`. */
export interface TokenRole {
  readonly authToken: string;
  readonly role: string;
}

/** The tokens that `auth_token/list` shows. */
export const tokenRoles = z
  .object({ global_api_keys: z.array(z.object({ auth_token: z.string(), auth_token_type: z.string() })) })
  .transform(({ global_api_keys }): TokenRole[] =>
    global_api_keys.map(({ auth_token, auth_token_type }) => ({ authToken: auth_token, role: auth_token_type })),
  );

import { z } from "zod";

/** What every listed webhook has. */
export interface ListedWebhook {
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

/** What a list may look like when it is empty. The page only shows lists with entries. */
const nothing = z.union([z.null(), z.strictObject({})]).transform((): unknown[] => []);

const entries = z.union([z.array(z.unknown()), nothing]);

/**
 * A list in which an entry without what identifies it is skipped: one that nobody could have declared does not get in the
 * way of the others. An identified entry must have the rest as well.
 */
function listOf<Identity, Entry>(identity: z.ZodType<Identity>, entry: z.ZodType<Entry>) {
  return entries
    .transform((all) => all.filter((item) => identity.safeParse(item).success))
    .pipe(z.array(entry))
    .prefault([]);
}

const withUrl = z.object({ url: z.string() });

export const genericList = z
  .object({
    generic_webhooks: listOf(
      withUrl,
      withUrl.extend({
        header_names: z.array(z.string()).nullish(),
        webhook_id: z.string().optional().catch(undefined),
      }),
    ),
  })
  .transform(({ generic_webhooks }) =>
    generic_webhooks.map(({ url, header_names, webhook_id }): GenericWebhook => ({
      url,
      headerNames: header_names ?? [],
      webhookId: webhook_id,
    })),
  );

export const msTeamsList = z
  .object({ ms_teams_webhooks: listOf(z.string(), z.string()) })
  .transform(({ ms_teams_webhooks }) => ms_teams_webhooks.map((url): ListedWebhook => ({ url })));

const identifiedSlack = z.object({ team: z.string(), channel: z.string() });

export const slackList = z
  .object({
    slack_webhooks: listOf(
      identifiedSlack,
      identifiedSlack.extend({ url: z.string(), configuration_url: z.string().nullish() }),
    ),
  })
  .transform(({ slack_webhooks }) =>
    slack_webhooks.map(({ configuration_url, ...webhook }): SlackWebhook => ({
      ...webhook,
      configurationUrl: configuration_url ?? undefined,
    })),
  );

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
  })
  .transform(({ splunk_webhook }): SplunkWebhook | undefined => splunk_webhook);

export const isGlobalAnswer = z.object({ is_global: z.boolean() });

export const isEnabledAnswer = z.object({ is_enabled: z.boolean() });

/** The ids of the flocks that `flocks/summary` shows. */
export const flocksSummary = z
  .object({ flocks_summary: z.record(z.string(), z.unknown()) })
  .transform(({ flocks_summary }): ReadonlySet<string> => new Set(Object.keys(flocks_summary)));

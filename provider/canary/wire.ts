import { z } from "zod";

/** What every listed webhook has. */
export interface ListedWebhook {
  readonly url: string;
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

export const genericList = z
  .object({
    generic_webhooks: z.array(z.object({ url: z.string(), header_names: z.array(z.string()).nullish() })),
  })
  .transform(({ generic_webhooks }) =>
    generic_webhooks.map(({ url, header_names }): GenericWebhook => ({ url, headerNames: header_names ?? [] })),
  );

export const msTeamsList = z
  .object({ ms_teams_webhooks: z.array(z.string()) })
  .transform(({ ms_teams_webhooks }) => ms_teams_webhooks.map((url): ListedWebhook => ({ url })));

export const slackList = z
  .object({
    slack_webhooks: z.array(
      z.object({ team: z.string(), channel: z.string(), url: z.string(), configuration_url: z.string().nullish() }),
    ),
  })
  .transform(({ slack_webhooks }) =>
    slack_webhooks.map(({ configuration_url, ...webhook }): SlackWebhook => ({
      ...webhook,
      configurationUrl: configuration_url ?? undefined,
    })),
  );

export const splunkAnswer = z
  .object({
    splunk_webhook: z.object({ host: z.string(), port: z.coerce.number(), token: z.string() }).partial().nullish(),
  })
  .transform(({ splunk_webhook }): SplunkWebhook | undefined => {
    const { host, port, token } = splunk_webhook ?? {};
    return host === undefined || port === undefined || token === undefined ? undefined : { host, port, token };
  });

export const isGlobalAnswer = z.object({ is_global: z.boolean() });

export const isEnabledAnswer = z.object({ is_enabled: z.boolean() });

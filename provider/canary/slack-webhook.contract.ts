import type { ResourceContract } from "../contract";

/** What users declare of a Slack webhook. */
export interface SlackWebhookInputs {
  readonly flockId: string;
  readonly team: string;
  readonly channel: string;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** What state has of a Slack webhook. */
export interface SlackWebhookState extends SlackWebhookInputs {
  readonly consoleHost?: string;
  readonly configurationUrl?: string | undefined;
  readonly url: string;
  readonly host?: string | undefined;
}

/** @internal */
export const slackWebhookContract: ResourceContract<SlackWebhookState> = {
  name: "CanarySlackWebhook",
  properties: {
    flockId: { replaceOnChanges: true },
    team: { replaceOnChanges: true },
    channel: { replaceOnChanges: true },
    configurationUrl: { computed: true },
    url: { computed: true, secret: true },
    host: { computed: true },
    consoleHost: { computed: true },
    adoptExisting: { createOnly: true },
    testOnCreate: { createOnly: true },
  },
};

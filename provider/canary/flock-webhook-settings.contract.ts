import type { ResourceContract } from "../contract";

/** Whether a flock's webhooks send alerts, or the console's global setting decides. */
export type WebhookMode = "enabled" | "disabled" | "global";

/** What users declare of a flock's webhook setting. */
export interface FlockWebhookSettingsInputs {
  readonly flockId: string;
  readonly mode: WebhookMode;
  readonly previousMode?: WebhookMode;
  readonly adoptExisting?: boolean;
}

/** What state has of a flock's webhook setting. */
export interface FlockWebhookSettingsState extends FlockWebhookSettingsInputs {
  readonly consoleHost?: string;
  readonly previousMode: WebhookMode;
}

/** @internal */
export const flockWebhookSettingsContract: ResourceContract<FlockWebhookSettingsState> = {
  name: "CanaryFlockWebhookSettings",
  properties: {
    flockId: { replaceOnChanges: true },
    mode: {},
    previousMode: { generated: true },
    consoleHost: { computed: true },
    adoptExisting: { createOnly: true },
  },
};

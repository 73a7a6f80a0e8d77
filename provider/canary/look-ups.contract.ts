import type { LookUpContract } from "../contract";
import type { WebhookMode } from "./flock-webhook-settings.contract";

/** What a look-up shows of a flock. */
export interface FoundFlock {
  readonly id: string;
  readonly name: string;
  readonly note?: string | undefined;
  readonly mode?: WebhookMode | undefined;
}

/** What a look-up shows of a webhook of a flock, of whichever kind. */
export interface FoundWebhook {
  readonly id: string;
  readonly kind: "generic" | "ms_teams" | "slack" | "splunk";
  readonly host?: string | undefined;
  readonly url?: string | undefined;
  readonly headerNames?: string[] | undefined;
  readonly team?: string | undefined;
  readonly channel?: string | undefined;
  readonly port?: number | undefined;
  readonly token?: string | undefined;
  readonly flaw?: string | undefined;
}

/** @internal */
export const flocksLookUp: LookUpContract<{ readonly flocks: readonly FoundFlock[] }> = {
  name: "getCanaryFlocks",
  results: { flocks: {} },
};

/** @internal */
export const flockWebhooksLookUp: LookUpContract<{
  readonly flockId: string;
  readonly webhooks: readonly FoundWebhook[];
}> = {
  name: "getCanaryFlockWebhooks",
  results: { flockId: {}, webhooks: { secretMembers: ["url", "token"] } },
};

import type { ResourceContract } from "../contract";
import { hostOf } from "../url";

/** What state has of an MS Teams webhook. */
export interface MsTeamsWebhookState {
  readonly consoleHost?: string;
  readonly flockId: string;
  readonly url: string;
  readonly host: string;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** @internal */
export const msTeamsWebhookContract: ResourceContract<MsTeamsWebhookState> = {
  name: "CanaryMsTeamsWebhook",
  properties: {
    flockId: { replaceOnChanges: true },
    url: { secret: true, replaceOnChanges: true, url: true },
    host: { derived: { from: ["url"], compute: hostOf } },
    consoleHost: { computed: true },
    adoptExisting: { createOnly: true },
    testOnCreate: { createOnly: true },
  },
};

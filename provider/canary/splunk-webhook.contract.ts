import type { ResourceContract } from "../contract";

/** What state has of a Splunk webhook. */
export interface SplunkWebhookState {
  readonly consoleHost?: string;
  readonly flockId: string;
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** @internal */
export const splunkWebhookContract: ResourceContract<SplunkWebhookState> = {
  name: "CanarySplunkWebhook",
  properties: {
    flockId: { replaceOnChanges: true },
    host: {},
    port: { derived: { from: ["port"], compute: asNumber } },
    token: { secret: true },
    consoleHost: { computed: true },
    adoptExisting: { createOnly: true },
    testOnCreate: { createOnly: true },
  },
};

/** @internal */
export function asNumber(port: unknown): unknown {
  return typeof port === "string" && /^\d{1,5}$/.test(port) ? Number(port) : port;
}

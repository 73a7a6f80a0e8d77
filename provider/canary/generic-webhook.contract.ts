import type { ResourceContract } from "../contract";
import { hostOf } from "../url";

/** What state has of a generic webhook. */
export interface GenericWebhookState {
  readonly consoleHost?: string;
  readonly flockId: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly host: string;
  readonly headerNames: readonly string[];
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** @internal */
export const genericWebhookContract: ResourceContract<GenericWebhookState> = {
  name: "CanaryGenericWebhook",
  properties: {
    flockId: { replaceOnChanges: true },
    url: { secret: true, replaceOnChanges: true, url: true },
    headers: { secret: true, writeOnly: true },
    host: { derived: { from: ["url"], compute: hostOf } },
    headerNames: { derived: { from: ["headers"], compute: namesOf }, unordered: true },
    consoleHost: { computed: true },
    adoptExisting: { createOnly: true },
    testOnCreate: { createOnly: true },
  },
};

function namesOf(headers: unknown): string[] {
  return typeof headers === "object" && headers !== null ? Object.keys(headers).sort() : [];
}

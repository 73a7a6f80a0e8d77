import type { Limits } from "./http/limits";

/** The keys of the stack configuration, which an explicit `Provider` passes on as well. */
export const SETTING_KEYS = {
  consoleUrl: "canary:consoleUrl",
  authToken: "canary:authToken",
  region: "coralogix:region",
  baseUrl: "coralogix:baseUrl",
  apiKey: "coralogix:apiKey",
} as const;

/** The key of the stack configuration that sets a limit: `alertWebhooks:callTimeoutSeconds`. */
export function limitKey(limit: keyof Limits): string {
  return `alertWebhooks:${limit}`;
}

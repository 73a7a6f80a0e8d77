import { Client } from "../http/client";
import type { Limits } from "../http/limits";
import { apiOrigin, headerCredential } from "../http/origin";
import { keyOf } from "../settings";
import { coralogixDialect } from "./dialect";

/** How an account is reached, by either API. */
export interface CoralogixOptions {
  /** Scheme, host and port of the API. */
  readonly baseUrl: string;
  /** What gives it, as messages name it; by default its setting. */
  readonly baseUrlSource?: string;
  readonly apiKey: string;
  readonly limits: Limits;
  /** Tells the user what a call waits for. */
  readonly notify?: ((message: string) => void) | undefined;
}

/**
 * Gives the client of an account, and the host that it calls.
 * @throws ConfigurationError where the address or the key can't be right
 */
export function connectionTo({ baseUrl, baseUrlSource, apiKey, limits, notify }: CoralogixOptions) {
  const origin = apiOrigin(keyOf("coralogixBaseUrl"), baseUrl);
  const client = new Client({
    baseUrl: origin,
    addressSource: baseUrlSource ?? keyOf("coralogixBaseUrl"),
    headers: { Authorization: `Bearer ${headerCredential(keyOf("coralogixApiKey"), apiKey)}` },
    dialect: coralogixDialect,
    limits,
    notify,
  });
  return { client, host: new URL(origin).host };
}

import { ConfigurationError } from "../http/errors";
import { keyOf } from "../settings";

/** The addresses of the page's regions, by the names that Coralogix gives them today. */
const ADDRESSES = {
  eu1: "https://api.coralogix.com",
  eu2: "https://api.eu2.coralogix.com",
  us1: "https://api.coralogix.us",
  ap1: "https://api.app.coralogix.in",
  ap2: "https://api.coralogixsg.com",
} as const;

/** A region that the page has. */
export type CoralogixRegion = keyof typeof ADDRESSES;

/**
 * The address of a region's API.
 * @throws ConfigurationError where the page has no such region
 */
export function addressOf(region: string): string {
  if (Object.hasOwn(ADDRESSES, region)) return ADDRESSES[region as CoralogixRegion];
  const known = Object.keys(ADDRESSES).join(", ");
  throw new ConfigurationError(
    `${keyOf("coralogixRegion")} must be one of ${known}; for any other, set ${keyOf("coralogixBaseUrl")}.`,
  );
}

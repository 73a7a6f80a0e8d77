import { ConfigurationError } from "../http/errors";
import { keyOf } from "../settings";

/** The addresses of a region: of today's API, and of the older one where its page has the region. */
interface Addresses {
  readonly today: string;
  readonly older?: string;
}

const REGIONS = {
  eu1: { today: "https://api.eu1.coralogix.com", older: "https://api.coralogix.com" },
  eu2: { today: "https://api.eu2.coralogix.com", older: "https://api.eu2.coralogix.com" },
  us1: { today: "https://api.us1.coralogix.com", older: "https://api.coralogix.us" },
  us2: { today: "https://api.us2.coralogix.com" },
  us3: { today: "https://api.us3.coralogix.com" },
  ap1: { today: "https://api.ap1.coralogix.com", older: "https://api.app.coralogix.in" },
  ap2: { today: "https://api.ap2.coralogix.com", older: "https://api.coralogixsg.com" },
  ap3: { today: "https://api.ap3.coralogix.com" },
  gov1: { today: "https://api.gov1.coralogixgov.us" },
} as const satisfies Readonly<Record<string, Addresses>>;

/** A region, by the name that Coralogix gives it. */
export type CoralogixRegion = keyof typeof REGIONS;

/**
 * The address of a region's API of today.
 * @throws ConfigurationError where there is no such region
 */
export function addressOf(region: string): string {
  return addressesOf(region).today;
}

/**
 * The address of a region's older API.
 * @throws ConfigurationError where its page has no such region
 */
export function olderAddressOf(region: string): string {
  const { older } = addressesOf(region);
  if (older !== undefined) return older;
  const known = Object.entries<Addresses>(REGIONS).flatMap(([name, { older: address }]) => (address ? [name] : []));
  throw new ConfigurationError(
    `${keyOf("coralogixRegion")} is ${region}, and the API of CoralogixIntegration has ${known.join(", ")}: use ` +
      `CoralogixOutboundWebhook, which has all regions, or set ${keyOf("coralogixBaseUrl")}.`,
  );
}

function addressesOf(region: string): Addresses {
  if (Object.hasOwn(REGIONS, region)) return REGIONS[region as CoralogixRegion];
  const known = Object.keys(REGIONS).join(", ");
  throw new ConfigurationError(
    `${keyOf("coralogixRegion")} must be one of ${known}; for any other address, set ${keyOf("coralogixBaseUrl")}.`,
  );
}

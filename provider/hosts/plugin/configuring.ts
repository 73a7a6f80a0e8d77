import { Configuration } from "../../configuration";
import { ConfigurationError } from "../../http/errors";
import { LifecycleError } from "../../lifecycle/errors";
import type { Properties } from "../../lifecycle/lifecycle";
import { hasUnknown } from "../../lifecycle/unknown";
import { NAMESPACE, PROVIDER_NAME } from "../../settings";
import { marked, unmarked } from "../secrets";

/** What a provider says of itself when it is checked, and how it is told from another one. */
export interface Vendor {
  readonly what: string;
  /** Begins the names of its classes. */
  readonly prefix: string;
  /** The input that records the host, which may come from the environment. Never a setting. */
  readonly recorded: string;
  readonly addressSetting: string;
  readonly credentialSetting: string;
  /** @throws ConfigurationError where a setting is missing or wrong */
  host(configuration: Configuration): string;
  /** Whether two configurations, whose hosts are known, lead to one account. */
  isSame(before: Configured, after: Configured): boolean | Promise<boolean>;
}

/** A provider as far as one vendor is concerned. */
interface Configured {
  readonly configuration: Configuration;
  readonly host: string;
  readonly credential: unknown;
}

const canary: Vendor = {
  what: "Canary console",
  prefix: "Canary",
  recorded: "resolvedCanaryHost",
  addressSetting: "canaryConsoleUrl",
  credentialSetting: "canaryAuthToken",
  host: ({ console }) => console.host,
  isSame: (before, after) => before.host === after.host || before.host === after.configuration.console.formerHost,
};

const coralogix: Vendor = {
  what: "Coralogix account",
  prefix: "Coralogix",
  recorded: "resolvedCoralogixHost",
  addressSetting: "coralogixRegion",
  credentialSetting: "coralogixApiKey",
  host: ({ outboundWebhooks }) => outboundWebhooks.host,
  async isSame(before, after) {
    const isSameHost = before.host === after.host;
    // Without a key of its own the old one can't be asked.
    if (before.credential === undefined || (isSameHost && before.credential === after.credential)) return isSameHost;
    const [old, current] = await Promise.all([companyOf(before), companyOf(after)]);
    if (old !== undefined && current !== undefined) return old === current;
    const [former, present] = await Promise.all([webhookIdsOf(before), webhookIdsOf(after)]);
    // No id is in two accounts.
    return former.length === 0 || present.length === 0 ? isSameHost : former.some((id) => present.includes(id));
  },
};

const vendors = [canary, coralogix];

/** The company whose account it is; `undefined` where the older API does not show it, or does not accept the key. */
async function companyOf({ configuration }: Configured): Promise<number | undefined> {
  return settled(() => configuration.account.companyId());
}

/** The ids of all outbound webhooks in the account; none where today's API does not accept the key. */
async function webhookIdsOf({ configuration }: Configured): Promise<readonly string[]> {
  return (
    (await settled(async () => (await configuration.outboundWebhooks.filter(() => true)).map(({ id }) => id))) ?? []
  );
}

/** What a read gives, if it gives anything. */
async function settled<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}

/**
 * The configuration that a provider's inputs say. Those of a dynamic provider are understood too: the whole stack
 * configuration, by whole keys.
 */
export function configurationOf(inputs: Properties, urn = "", notify?: (message: string) => void): Configuration {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  const explicit = name === "" || /^default(_|$)/.test(name) ? undefined : name;
  return new Configuration((key) => {
    if (key === PROVIDER_NAME) return explicit;
    return textOf(inputs[key.slice(NAMESPACE.length + 1)] ?? inputs[key]);
  }, notify);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A provider's inputs with the hosts that they lead to, and what is wrong with them. */
export function checkedConfig(urn: string, news: Properties): { inputs: Properties; failures: string[] } {
  const inputs = unmarked(news) as Properties;
  if (hasUnknown(inputs)) return { inputs: news, failures: [] };
  const configuration = configurationOf(inputs, urn);
  const hosts: Properties = {};
  for (const vendor of vendors) hosts[vendor.recorded] = hostIn(vendor, configuration);
  const credentials = vendors.map(({ credentialSetting }) => credentialSetting);
  return {
    inputs: { ...news, ...marked(pick(inputs, credentials), () => true), ...hosts },
    failures: configuration.flaws().map(({ message }) => message),
  };
}

/** The vendors whose console or account is another one than before, so that what lives there is replaced. */
export async function movedVendors(urn: string, olds: Properties, news: Properties): Promise<readonly Vendor[]> {
  const moved = await Promise.all(
    vendors.map(async (vendor) => {
      const before = configuredIn(vendor, olds, urn);
      const after = configuredIn(vendor, news, urn);
      if (before === undefined || after === undefined || (await vendor.isSame(before, after))) return [];
      if (before.credential === undefined) throw new LifecycleError(credentialIsLost(vendor, before.host, after.host));
      return [vendor];
    }),
  );
  return moved.flat();
}

function configuredIn(vendor: Vendor, inputs: Properties, urn: string): Configured | undefined {
  const configuration = configurationOf(inputs, urn);
  const host = (inputs[vendor.recorded] as string | undefined) ?? hostIn(vendor, configuration);
  const { credentialSetting } = vendor;
  const credential = inputs[credentialSetting] ?? inputs[`${NAMESPACE}:${credentialSetting}`];
  return host === undefined ? undefined : { configuration, host, credential };
}

function hostIn(vendor: Vendor, configuration: Configuration): string | undefined {
  try {
    return vendor.host(configuration);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return undefined;
  }
}

function credentialIsLost({ what, addressSetting, credentialSetting }: Vendor, before: string, after: string): string {
  return (
    `The configuration leads to the ${what} ${after} now, and what is in ${before} would be deleted there, but state has no ` +
    `credential for it: it came from the environment. Set ${NAMESPACE}:${addressSetting} and ${NAMESPACE}:${credentialSetting} ` +
    `to those of ${before}, or pass them to the Provider, and run pulumi up; then set the new ones. A Canary console that was ` +
    `merely renamed is declared with ${NAMESPACE}:canaryFormerConsoleUrl.`
  );
}

function pick(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}

import { CanaryConsole } from "./canary/console";
import { CoralogixAccount } from "./coralogix/account";
import type { CoralogixOptions } from "./coralogix/api";
import { OutboundWebhooks } from "./coralogix/outbound-webhooks";
import { addressOf, olderAddressOf } from "./coralogix/regions";
import { ConfigurationError } from "./http/errors";
import { DEFAULT_LIMITS, type Limits } from "./http/limits";
import { PROVIDER_NAME, keyOf } from "./settings";

/** Gives the value of a key of the stack configuration, or of an explicit `Provider`. */
export type Settings = (key: string) => string | undefined;

/** A setting, by its name, and the environment variable that may give it instead. */
interface Setting {
  readonly name: string;
  readonly variable: string;
  readonly isSecret?: true;
}

const CONSOLE_URL: Setting = { name: "canaryConsoleUrl", variable: "CANARY_CONSOLE_URL" };
const AUTH_TOKEN: Setting = { name: "canaryAuthToken", variable: "CANARY_AUTH_TOKEN", isSecret: true };
const FORMER_CONSOLE_URL: Setting = { name: "canaryFormerConsoleUrl", variable: "CANARY_FORMER_CONSOLE_URL" };
const REGION: Setting = { name: "coralogixRegion", variable: "CORALOGIX_REGION" };
const BASE_URL: Setting = { name: "coralogixBaseUrl", variable: "CORALOGIX_BASE_URL" };
const API_KEY: Setting = { name: "coralogixApiKey", variable: "CORALOGIX_API_KEY", isSecret: true };

const CANARY = [CONSOLE_URL, AUTH_TOKEN];
const CORALOGIX = [REGION, BASE_URL, API_KEY];
const LIMITS = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[];
const KEYS = [
  ...[...CANARY, FORMER_CONSOLE_URL, ...CORALOGIX].map(({ name }) => keyOf(name)),
  ...LIMITS.map(keyOf),
  PROVIDER_NAME,
];

/** The keys of the settings that are secret. */
export const secretKeys: readonly string[] = [AUTH_TOKEN, API_KEY].map(({ name }) => keyOf(name));

/** The keys in this package's namespace that are no settings of it. */
export function unknownKeys(keys: readonly string[]): string[] {
  return keys.filter((key) => key.startsWith(keyOf("")) && !KEYS.includes(key));
}

/** What the stack configuration, an explicit `Provider` or the environment says of how to reach the vendors' APIs. */
export class Configuration {
  private readonly settings: Settings;
  private readonly notify: ((message: string) => void) | undefined;
  private readonly variableOf: (variable: string) => string;
  private cachedConsole: CanaryConsole | undefined;
  private cachedAccount: CoralogixAccount | undefined;
  private cachedOutboundWebhooks: OutboundWebhooks | undefined;

  /**
   * @param notify tells the user what a call waits for
   * @param variableOf the environment variable that takes the place of one of ours
   */
  constructor(settings: Settings, notify?: (message: string) => void, variableOf = (variable: string) => variable) {
    this.settings = settings;
    this.notify = notify;
    this.variableOf = variableOf;
  }

  /** Whether these settings say the same. */
  isConfiguredAs(settings: Settings): boolean {
    return KEYS.every((key) => settings(key) === this.settings(key));
  }

  /** Trusts nothing that was read before: a new run of the engine may have started. */
  forgetReads(): void {
    this.cachedConsole?.forgetReads();
    this.cachedAccount?.forgetReads();
    this.cachedOutboundWebhooks?.forgetReads();
  }

  /** What is wrong with the settings. What is missing may not be needed. */
  flaws(): ConfigurationError[] {
    const found = [() => this.limits(), () => this.console, () => this.outboundWebhooks].flatMap(
      (use) => flawIn(use) ?? [],
    );
    return found.filter(({ message }, index) => found.findIndex((other) => other.message === message) === index);
  }

  /** Whether anything says how to reach a Canary console. */
  get mentionsCanary(): boolean {
    return this.mentions(CANARY);
  }

  /** Whether anything says how to reach a Coralogix account. */
  get mentionsCoralogix(): boolean {
    return this.mentions(CORALOGIX);
  }

  /** @throws ConfigurationError where something is missing or wrong */
  get console(): CanaryConsole {
    if (this.cachedConsole === undefined) {
      const source = this.sourceOf(CANARY);
      this.cachedConsole = new CanaryConsole({
        consoleUrl: this.required(CONSOLE_URL, source),
        consoleUrlSource: this.nameOf(CONSOLE_URL, CANARY),
        authToken: this.required(AUTH_TOKEN, source),
        formerConsoleUrl: source(FORMER_CONSOLE_URL),
        limits: this.limits(),
        notify: this.notify,
      });
    }
    return this.cachedConsole;
  }

  /**
   * A Coralogix account by its older API.
   * @throws ConfigurationError where something is missing or wrong
   */
  get account(): CoralogixAccount {
    this.cachedAccount ??= new CoralogixAccount(this.coralogixOptions(olderAddressOf));
    return this.cachedAccount;
  }

  /**
   * The outbound webhooks of a Coralogix account by today's API.
   * @throws ConfigurationError where something is missing or wrong
   */
  get outboundWebhooks(): OutboundWebhooks {
    this.cachedOutboundWebhooks ??= new OutboundWebhooks(this.coralogixOptions(addressOf));
    return this.cachedOutboundWebhooks;
  }

  private coralogixOptions(addressIn: (region: string) => string): CoralogixOptions {
    const source = this.sourceOf(CORALOGIX);
    return {
      baseUrl: source(BASE_URL) ?? addressIn(this.required(REGION, source)),
      baseUrlSource: this.nameOf(source(BASE_URL) === undefined ? REGION : BASE_URL, CORALOGIX),
      apiKey: this.required(API_KEY, source),
      limits: this.limits(),
      notify: this.notify,
    };
  }

  /**
   * Address and credential of a vendor come from one source, so that one console's token never reaches another's
   * address: from the `Provider` or the stack configuration if it has any of them, otherwise from the environment.
   */
  private sourceOf(settings: readonly Setting[]): (setting: Setting) => string | undefined {
    if (this.areConfigured(settings)) return (setting) => this.configured(setting);
    return (setting) => this.inEnvironment(setting);
  }

  private mentions(settings: readonly Setting[]): boolean {
    const source = this.sourceOf(settings);
    return settings.some((setting) => source(setting) !== undefined);
  }

  private areConfigured(settings: readonly Setting[]): boolean {
    return settings.some((setting) => this.configured(setting) !== undefined);
  }

  private inEnvironment({ variable }: Setting): string | undefined {
    return nonEmpty(process.env[this.variableOf(variable)]);
  }

  private configured({ name }: Setting): string | undefined {
    return nonEmpty(this.settings(keyOf(name)));
  }

  /** A setting of a vendor, by where it comes from. */
  private nameOf({ name, variable }: Setting, vendor: readonly Setting[]): string {
    if (!this.areConfigured(vendor)) return `the environment variable ${this.variableOf(variable)}`;
    const { provider } = this;
    return provider === undefined ? keyOf(name) : `${name} of the Provider "${provider}"`;
  }

  /** The name of the explicit `Provider`, if it is one. */
  private get provider(): string | undefined {
    return nonEmpty(this.settings(PROVIDER_NAME));
  }

  private required(setting: Setting, source: (setting: Setting) => string | undefined): string {
    const value = source(setting);
    if (value !== undefined) return value;
    const { provider } = this;
    const { name, isSecret = false } = setting;
    const variable = this.variableOf(setting.variable);
    const inEnvironment =
      this.inEnvironment(setting) === undefined
        ? ""
        : ` ${variable} is set, but address and credential are taken from one place only.`;
    const place = provider === undefined ? "" : ` in the Provider "${provider}"`;
    throw new ConfigurationError(`${name} is missing${place}.${inEnvironment}`, { name, variable, isSecret, provider });
  }

  private limits(): Limits {
    const limit = (name: keyof Limits): number => {
      const given = nonEmpty(this.settings(keyOf(name)));
      if (given === undefined) return DEFAULT_LIMITS[name];
      const value = Number(given);
      const isWhole = name.endsWith("Seconds") || Number.isInteger(value);
      if (isWhole && value > 0 && value <= 86_400) return value;
      const what = name.endsWith("Seconds") ? "a number" : "a whole number";
      throw new ConfigurationError(`${keyOf(name)} must be ${what} above 0 and at most 86400.`);
    };
    return Object.fromEntries(LIMITS.map((name) => [name, limit(name)])) as unknown as Limits;
  }
}

function flawIn(use: () => unknown): ConfigurationError | undefined {
  try {
    use();
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.missing === undefined ? error : undefined;
  }
}

/** A setting that is empty counts as not set. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

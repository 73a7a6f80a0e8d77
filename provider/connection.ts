import { Console } from "./canary/console";
import { Account } from "./coralogix/account";
import { ConfigurationError } from "./http/errors";
import { DEFAULT_LIMITS, type Limits } from "./http/limits";
import { SETTING_KEYS, limitKey } from "./settings";

/** The addresses of the page's regions, by the names that Coralogix gives them today. */
const REGIONS: Readonly<Record<string, string>> = {
  eu1: "https://api.coralogix.com",
  eu2: "https://api.eu2.coralogix.com",
  us1: "https://api.coralogix.us",
  ap1: "https://api.app.coralogix.in",
  ap2: "https://api.coralogixsg.com",
};

const LIMITS = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[];

function addressOf(region: string): string {
  const address = Object.hasOwn(REGIONS, region) ? REGIONS[region] : undefined;
  if (address !== undefined) return address;
  const known = Object.keys(REGIONS).join(", ");
  throw new ConfigurationError(`coralogix:region must be one of ${known}; for any other, set coralogix:baseUrl.`);
}

/** A setting that is empty counts as not set. */
function unlessEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

/** Gives the value of a configuration key. */
export type Settings = (key: string) => string | undefined;

/** What the stack configuration, an explicit `Provider` or the environment says of how to reach the two APIs. */
export class Connection {
  private readonly settings: Settings;
  private cachedConsole: Console | undefined;
  private cachedAccount: Account | undefined;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Whether these settings say the same. */
  isConfiguredAs(settings: Settings): boolean {
    const keys = [...Object.values(SETTING_KEYS), ...LIMITS.map(limitKey)];
    return keys.every((key) => settings(key) === this.settings(key));
  }

  /** Trusts nothing that was read before: a new run of the engine may have started. */
  forgetReads(): void {
    this.cachedConsole?.forgetReads();
    this.cachedAccount?.forgetReads();
  }

  /** @throws ConfigurationError where something is missing or wrong. */
  get console(): Console {
    this.cachedConsole ??= new Console({
      consoleUrl: this.required(SETTING_KEYS.consoleUrl, "CANARY_CONSOLE_URL"),
      authToken: this.required(SETTING_KEYS.authToken, "CANARY_AUTH_TOKEN", "--secret "),
      limits: this.limits(),
    });
    return this.cachedConsole;
  }

  /** @throws ConfigurationError where something is missing or wrong. */
  get account(): Account {
    this.cachedAccount ??= new Account({
      baseUrl: this.coralogixAddress(),
      apiKey: this.required(SETTING_KEYS.apiKey, "CORALOGIX_API_KEY", "--secret "),
      limits: this.limits(),
    });
    return this.cachedAccount;
  }

  private coralogixAddress(): string {
    const configured = unlessEmpty(this.settings(SETTING_KEYS.baseUrl));
    if (configured !== undefined) return configured;
    // A region in the configuration goes before an address in the environment.
    const region = unlessEmpty(this.settings(SETTING_KEYS.region));
    if (region !== undefined) return addressOf(region);
    const fromEnvironment = unlessEmpty(process.env.CORALOGIX_BASE_URL);
    return fromEnvironment ?? addressOf(this.required(SETTING_KEYS.region, "CORALOGIX_REGION"));
  }

  private limits(): Limits {
    const limit = (name: keyof Limits): number => {
      const given = unlessEmpty(this.settings(limitKey(name)));
      if (given === undefined) return DEFAULT_LIMITS[name];
      const value = Number(given);
      const whole = name.endsWith("Seconds") || Number.isInteger(value);
      if (whole && value > 0 && value <= 86_400) return value;
      const what = name.endsWith("Seconds") ? "a number" : "a whole number";
      throw new ConfigurationError(`${limitKey(name)} must be ${what} above 0 and at most 86400.`);
    };
    return Object.fromEntries(LIMITS.map((name) => [name, limit(name)])) as unknown as Limits;
  }

  private required(key: string, variable: string, flag = ""): string {
    const value = unlessEmpty(this.settings(key)) ?? unlessEmpty(process.env[variable]);
    if (value !== undefined) return value;
    throw new ConfigurationError(
      `${key} is missing. Set it with "pulumi config set ${flag}${key}", in the environment as ${variable}, or in an explicit Provider.`,
    );
  }
}

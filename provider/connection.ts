import { Console } from "./canary/console";
import { Account } from "./coralogix/account";
import { ConfigurationError } from "./engine/errors";
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
    const baseUrl = this.setting(SETTING_KEYS.baseUrl, "CORALOGIX_BASE_URL");
    if (baseUrl !== undefined) return baseUrl;
    const region = this.required(SETTING_KEYS.region, "CORALOGIX_REGION");
    const address = REGIONS[region];
    if (address !== undefined) return address;
    const known = Object.keys(REGIONS).join(", ");
    throw new ConfigurationError(`coralogix:region must be one of ${known}; for any other, set coralogix:baseUrl.`);
  }

  private limits(): Limits {
    const limit = (name: keyof Limits): number => {
      const given = this.settings(limitKey(name));
      if (given === undefined || given === "") return DEFAULT_LIMITS[name];
      const value = Number(given);
      if (value > 0 && value <= 86_400) return value;
      throw new ConfigurationError(`${limitKey(name)} must be a number above 0 and at most 86400.`);
    };
    return Object.fromEntries(LIMITS.map((name) => [name, limit(name)])) as unknown as Limits;
  }

  private setting(key: string, variable: string): string | undefined {
    return [this.settings(key), process.env[variable]].find((value) => value !== undefined && value !== "");
  }

  private required(key: string, variable: string, flag = ""): string {
    const value = this.setting(key, variable);
    if (value !== undefined) return value;
    throw new ConfigurationError(
      `${key} is missing. Set it with "pulumi config set ${flag}${key}", in the environment as ${variable}, or in an explicit Provider.`,
    );
  }
}

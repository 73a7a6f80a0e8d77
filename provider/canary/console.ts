import type { Limits } from "../http/limits";
import { apiOrigin, headerCredential } from "../http/origin";
import type { ApiClient } from "../lifecycle/definition";
import { keyOf } from "../settings";
import { CanaryApi } from "./api";
import { Flock } from "./flock";

export interface CanaryConsoleOptions {
  /** The address of the console: `https://abc.canary.tools`. */
  readonly consoleUrl: string;
  readonly authToken: string;
  readonly limits: Limits;
}

/** A Canary console. */
export class CanaryConsole implements ApiClient {
  readonly secrets: readonly string[];
  private readonly api: CanaryApi;
  private readonly flocks = new Map<string, Flock>();

  /** @throws ConfigurationError where the address or the token can't be right. */
  constructor({ consoleUrl, authToken, limits }: CanaryConsoleOptions) {
    this.secrets = [authToken];
    this.api = new CanaryApi({
      baseUrl: apiOrigin(keyOf("canaryConsoleUrl"), consoleUrl),
      authToken: headerCredential(keyOf("canaryAuthToken"), authToken),
      limits,
    });
  }

  flock(flockId: string): Flock {
    const flock = this.flocks.get(flockId) ?? new Flock(this.api, flockId);
    this.flocks.set(flockId, flock);
    return flock;
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    this.flocks.clear();
  }
}

import { ApiError } from "../http/errors";
import type { Limits } from "../http/limits";
import { apiOrigin, headerCredential } from "../http/origin";
import { SharedRead } from "../http/shared-read";
import type { ApiClient, Home, Place } from "../lifecycle/definition";
import { keyOf } from "../settings";
import { CanaryApi } from "./api";
import { Flock } from "./flock";
import { type Kind, flockOf } from "./ids";
import type { FlockSummary } from "./wire";

export interface CanaryConsoleOptions {
  /** The address of the console: `https://abc.canary.tools`. */
  readonly consoleUrl: string;
  /** What gives it, as messages name it; by default its setting. */
  readonly consoleUrlSource?: string;
  readonly authToken: string;
  /** The address that the console had before it was renamed. */
  readonly formerConsoleUrl?: string | undefined;
  readonly limits: Limits;
  /** Tells the user what a call waits for. */
  readonly notify?: ((message: string) => void) | undefined;
}

/** A Canary console. */
export class CanaryConsole implements ApiClient {
  /** Tells the console from every other one, and is no secret. */
  readonly host: string;
  readonly formerHost: string | undefined;
  private readonly api: CanaryApi;
  private readonly openFlocks = new Map<string, Flock>();
  private readonly listedFlocks: SharedRead<ReadonlyMap<string, FlockSummary>>;
  private readonly withDeclaredMode = new Set<string>();
  private cannotListFlocks = false;
  private readonly authToken: string;

  /** @throws ConfigurationError where the address or the token can't be right. */
  constructor(options: CanaryConsoleOptions) {
    const { consoleUrl, authToken, formerConsoleUrl, limits } = options;
    this.authToken = authToken;
    const baseUrl = apiOrigin(keyOf("canaryConsoleUrl"), consoleUrl);
    this.host = new URL(baseUrl).host;
    this.formerHost = formerConsoleUrl && new URL(apiOrigin(keyOf("canaryFormerConsoleUrl"), formerConsoleUrl)).host;
    this.api = new CanaryApi({
      baseUrl,
      addressSource: options.consoleUrlSource ?? keyOf("canaryConsoleUrl"),
      authToken: headerCredential(keyOf("canaryAuthToken"), authToken),
      limits,
      notify: options.notify,
    });
    this.listedFlocks = new SharedRead(() => this.api.flocks(), this.api.listSpacingMs);
  }

  get secrets(): readonly string[] {
    return [this.authToken, ...[...this.openFlocks.values()].flatMap((flock) => flock.secrets)];
  }

  flock(flockId: string): Flock {
    const flock = this.openFlocks.get(flockId) ?? new Flock(this.api, flockId);
    this.openFlocks.set(flockId, flock);
    return flock;
  }

  /** The flocks that the console lists, as of the last shared read, or of one since a point in time. */
  async flocks(since?: number): Promise<FlockSummary[]> {
    return [...(await this.listedFlocks.get(since)).values()];
  }

  /** Whether a read says yes, be it only after a while. */
  async eventually(read: () => Promise<boolean>): Promise<boolean> {
    return this.api.eventually(read);
  }

  /** Asks whether the console accepts the auth token. @throws ApiError where it does not */
  async ping(): Promise<void> {
    await this.api.ping();
  }

  /** What the auth token may do: `Admin`, `Analyst` or `Read-Only`. `undefined` where the console does not show it. */
  async tokenRole(): Promise<string | undefined> {
    try {
      return (await this.api.tokenRoles()).find(({ authToken }) => authToken === this.authToken)?.role;
    } catch (error) {
      // Only some tokens may list the tokens.
      if (error instanceof ApiError && error.outcome === "refused") return undefined;
      throw error;
    }
  }

  /** Notes that the program sets the mode of a flock. */
  declareMode(flockId: string): void {
    this.withDeclaredMode.add(flockId);
  }

  /** Whether the webhooks of a flock send no alerts, and the program does not decide that. */
  isSilent(flockId: string): boolean {
    return this.flock(flockId).areWebhooksDisabled && !this.withDeclaredMode.has(flockId);
  }

  /**
   * Whether the console's list of flocks does not show this one. A run that can't read the list once goes without it:
   * each of its resources would ask in vain.
   */
  async lacksFlock(flockId: string): Promise<boolean> {
    if (this.cannotListFlocks) return false;
    try {
      return !(await this.listedFlocks.get()).has(flockId);
    } catch (error) {
      this.cannotListFlocks = true;
      throw error;
    }
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    for (const flock of this.openFlocks.values()) flock.forgetReads();
    this.listedFlocks.forget();
    this.api.probeNext();
    this.cannotListFlocks = false;
  }
}

/** The console that a resource lives in. */
export const consoleHome: Home<CanaryConsole> = {
  property: "consoleHost",
  what: "Canary console",
  of: (api) => Promise.resolve(api.host),
  isFormer: ({ host, formerHost }, recorded) => recorded !== undefined && recorded === formerHost && recorded !== host,
};

/** The flock that a resource of this kind is in. */
export function flockPlace(kind: Kind): FlockPlace {
  return placeOf((known, id) => flockOf(known, id, kind));
}

type FlockPlace = Place<CanaryConsole, { readonly flockId?: string }>;

/** The flock that a resource is in, by what is known of it and its id. */
export function placeOf(flockOf: (known: { readonly flockId?: string }, id: string) => string | undefined): FlockPlace {
  return {
    absence: ({ flockId }) => `The Canary console lists no flock with the id ${flockId ?? ""}.`,
    async isGone(api, known, id) {
      const flockId = flockOf(known, id);
      return flockId !== undefined && (await api.lacksFlock(flockId));
    },
  };
}

/** A warning where the alerts of a webhook's flock are switched off. */
export function silence(api: CanaryConsole, { flockId }: { readonly flockId: string }): string | undefined {
  if (!api.isSilent(flockId)) return undefined;
  return `The webhooks of ${flockId} are disabled in the Canary console: they send no alerts. A CanaryFlockWebhookSettings with mode: "enabled" enables them.`;
}

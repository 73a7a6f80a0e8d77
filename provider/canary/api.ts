import type { z } from "zod";

import { type ApiDialect, Client, type ClientOptions, type Request } from "../http/client";
import { listSpacingMs } from "../http/limits";
import { type FlockSummary, type TokenRole, flocksSummary, result, tokenRoles } from "./wire";

/** Every call of the page "Webhooks" is under this path. */
const WEBHOOKS = "/api/v1/flock/settings/webhooks";

const dialect: ApiDialect = {
  problem(body, status) {
    const answer = result.safeParse(body);
    if (answer.success && answer.data.result === "success") return undefined;
    if (answer.success) return answer.data.message ?? `result: ${answer.data.result}`;
    return status < 300 ? 'the answer lacks "result"' : undefined;
  },
  isUnauthorized(status, problem) {
    return status === 401 || status === 403 || problem === "Invalid auth_token";
  },
  unauthorized:
    "The Canary console does not accept the auth token of alert-webhooks:canaryAuthToken (or CANARY_AUTH_TOKEN, or the Provider), or it is a read-only one.",
};

export interface CanaryApiOptions extends Omit<ClientOptions, "headers" | "dialect"> {
  readonly authToken: string;
}

type Parameters = Readonly<Record<string, string>>;

/** The calls of the Canary API page "Webhooks", each about one flock, and the list of flocks. */
export class CanaryApi {
  /** How long a list may take to show a change. */
  readonly listLagMs: number;
  /** How long a list serves before a newer one is asked for. */
  readonly listSpacingMs: number;
  private readonly client: Client;

  constructor({ authToken, ...options }: CanaryApiOptions) {
    this.listLagMs = options.limits.listLagSeconds * 1000;
    this.listSpacingMs = listSpacingMs(options.limits);
    this.client = new Client({ ...options, headers: { "X-Canary-Auth-Token": authToken }, dialect });
  }

  /** Asks whether the console accepts the auth token. @throws ApiError where it does not */
  async ping(): Promise<void> {
    await this.client.read({ method: "GET", path: "/api/v1/ping" }, result);
  }

  /** The tokens that the console shows, with what each may do. */
  async tokenRoles(): Promise<TokenRole[]> {
    return this.client.read({ method: "GET", path: "/api/v1/auth_token/list" }, tokenRoles);
  }

  /** The console's flocks, by id. */
  async flocks(): Promise<ReadonlyMap<string, FlockSummary>> {
    return this.client.read({ method: "GET", path: "/api/v1/flocks/summary" }, flocksSummary);
  }

  /** Reads what a flock has. */
  async get<T>(call: string, flockId: string, form: z.ZodType<T>): Promise<T> {
    return this.client.read({ method: "GET", path: `${WEBHOOKS}/${call}`, query: { flock_id: flockId } }, form);
  }

  /**
   * Sends a change. `isMade` decides where its outcome is in doubt.
   * @param sending whether making it twice, or late, does what making it once does, and whether it takes the place of
   *   something that was removed just now
   */
  async change(
    call: string,
    flockId: string,
    parameters: Parameters,
    isMade: () => Promise<boolean>,
    { repeatable, afterRemoval = false }: { repeatable: boolean; afterRemoval?: boolean },
  ): Promise<void> {
    await this.client.change({ ...changeOf(call, flockId, parameters), afterRemoval }, isMade, repeatable);
  }

  /**
   * Removes something, or finds that it is gone.
   * @param repeatable whether it does no harm when the removal takes effect late
   */
  async remove(
    call: string,
    flockId: string,
    parameters: Parameters,
    isGone: () => Promise<boolean>,
    repeatable = true,
  ): Promise<void> {
    await this.client.remove(changeOf(call, flockId, parameters), isGone, repeatable);
  }

  /** Whether a read says yes, be it only after a while. */
  async eventually(read: () => Promise<boolean>): Promise<boolean> {
    return this.client.eventually(read);
  }

  /** Asks a console that is given up once more: a new run of the engine may have started. */
  probeNext(): void {
    this.client.probeNext();
  }

  /** Sends a test call, which fires a real alert: once. */
  async test(kind: string, flockId: string, parameters: Parameters): Promise<void> {
    await this.client.send(changeOf(`${kind}/test`, flockId, parameters));
  }
}

function changeOf(call: string, flockId: string, parameters: Parameters): Request {
  return { method: "POST", path: `${WEBHOOKS}/${call}`, form: { flock_id: flockId, ...parameters } };
}

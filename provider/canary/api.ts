import type { z } from "zod";

import { type ApiDialect, Client } from "../http/client";
import type { Limits } from "../http/limits";
import { flocksSummary, result } from "./wire";

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

export interface CanaryApiOptions {
  /** Scheme, host and port of the console. */
  readonly baseUrl: string;
  readonly authToken: string;
  readonly limits: Limits;
}

/** The calls of the Canary API page "Webhooks", each about one flock, and the list of flocks. */
export class CanaryApi {
  private readonly client: Client;

  constructor({ baseUrl, authToken, limits }: CanaryApiOptions) {
    this.client = new Client({ baseUrl, headers: { "X-Canary-Auth-Token": authToken }, dialect, limits });
  }

  /** The ids of the console's flocks. */
  async flockIds(): Promise<ReadonlySet<string>> {
    return this.client.read({ method: "GET", path: "/api/v1/flocks/summary" }, flocksSummary);
  }

  /** Reads what a flock has. */
  async get<T>(call: string, flockId: string, form: z.ZodType<T>): Promise<T> {
    return this.client.read({ method: "GET", path: `${WEBHOOKS}/${call}`, query: { flock_id: flockId } }, form);
  }

  /** Sends a change that must not be made twice. `tookEffect` decides where its outcome is in doubt. */
  async change(
    call: string,
    flockId: string,
    parameters: Readonly<Record<string, string>>,
    tookEffect: () => Promise<boolean>,
  ): Promise<void> {
    const form = { flock_id: flockId, ...parameters };
    await this.client.change({ method: "POST", path: `${WEBHOOKS}/${call}`, form }, tookEffect);
  }

  /** Sends a test call, which fires a real alert: once. */
  async test(kind: string, flockId: string, parameters: Readonly<Record<string, string>>): Promise<void> {
    const form = { flock_id: flockId, ...parameters };
    await this.client.send({ method: "POST", path: `${WEBHOOKS}/${kind}/test`, form });
  }
}

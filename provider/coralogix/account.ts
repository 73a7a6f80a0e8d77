import { z } from "zod";

import type { ApiClient } from "../engine/machine";
import { SharedRead } from "../engine/shared-read";
import { Client, type Vendor } from "../http/client";
import { ApiError, deciding } from "../http/errors";
import type { Limits } from "../http/limits";
import { apiOrigin, headerCredential } from "../http/origin";
import { type Integration, type WireIntegration, isAsSent, toWire } from "./wire";

const INTEGRATIONS = "/api/v1/external/integrations";

const coralogix: Vendor = {
  problem(body, status) {
    if (status < 400) return undefined;
    const answer = z.object({ message: z.string().optional(), error: z.string().optional() }).safeParse(body);
    return answer.success ? (answer.data.message ?? answer.data.error) : undefined;
  },
  isUnauthorized(status) {
    return status === 401 || status === 403;
  },
  unauthorizedAdvice:
    "Coralogix does not accept the API key of coralogix:apiKey (or CORALOGIX_API_KEY, or the Provider): it must be an " +
    '"Alerts, Rules and Tags" key of the account in the configured region. ' +
    "pulumi refresh and pulumi destroy use the key that the last pulumi up saved: after a rotation run them with --run-program, " +
    "or keep the key in the environment alone, which is always current.",
};

const wireIntegration: z.ZodType<WireIntegration> = z.object({
  id: z.int(),
  alias: z.string(),
  url: z.string().nullish(),
  integration_type_id: z.int(),
  integration_type_fields: z.unknown(),
});
const created = z.object({ id: z.int() });

/** A Coralogix account: its calls for integrations, with the list kept for all that read it. */
export class Account implements ApiClient {
  readonly secrets: readonly string[];
  private readonly client: Client;
  private readonly integrations: SharedRead<WireIntegration[]>;

  constructor({ baseUrl, apiKey, limits }: { baseUrl: string; apiKey: string; limits: Limits }) {
    this.secrets = [apiKey];
    this.client = new Client({
      baseUrl: apiOrigin("coralogix:baseUrl", baseUrl),
      headers: { Authorization: `Bearer ${headerCredential("coralogix:apiKey", apiKey)}` },
      vendor: coralogix,
      limits,
    });
    this.integrations = new SharedRead(() =>
      this.client.read({ method: "GET", path: `${INTEGRATIONS}/` }, z.array(wireIntegration)),
    );
  }

  /** The integrations that match, as of the last shared read. */
  async filter(matches: (integration: WireIntegration) => boolean): Promise<WireIntegration[]> {
    return (await this.integrations.get()).filter(matches);
  }

  /**
   * Creates an integration. Where the answer does not tell, the one that is as sent and was not there before is ours.
   * @returns its id.
   */
  async create(integration: Integration): Promise<number> {
    const before = new Set((await this.integrations.get()).map(({ id }) => id));
    const body = toWire(integration);
    const ours = async () =>
      (await this.integrations.fresh()).find((other) => !before.has(other.id) && isAsSent(other, integration))?.id;
    return this.forgettingOnFailure(async () => {
      const answer = await this.client.change(
        { method: "POST", path: `${INTEGRATIONS}/`, json: body },
        async () => (await ours()) !== undefined,
      );
      const parsed = created.safeParse(answer);
      const id = parsed.success ? parsed.data.id : await deciding(ours);
      if (id === undefined) throw notShown();
      this.noteChange({ ...(body as unknown as WireIntegration), id });
      return id;
    });
  }

  /** Updates an integration, and reads whether it is as sent: the API's answer to an update can't be relied on. */
  async update(id: number, integration: Integration): Promise<boolean> {
    const body = toWire(integration, id);
    return this.forgettingOnFailure(async () => {
      const isUpdated = async () => isAsSent(await this.get(id), integration);
      await this.client.change({ method: "POST", path: `${INTEGRATIONS}/`, json: body }, isUpdated);
      this.noteChange({ ...(body as unknown as WireIntegration), id });
      return isUpdated();
    });
  }

  /** Deletes an integration, or finds that it is gone. The page does not say what a deletion answers. */
  async delete(id: number): Promise<void> {
    const isGone = async () => !(await this.integrations.fresh()).some((other) => other.id === id);
    await this.forgettingOnFailure(async () => {
      await this.client.change({ method: "DELETE", path: `${INTEGRATIONS}/${id}` }, isGone);
      this.integrations.changed((integrations) => integrations.filter((other) => other.id !== id));
    });
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    this.integrations.forget();
  }

  private async get(id: number): Promise<WireIntegration> {
    return this.client.read({ method: "GET", path: `${INTEGRATIONS}/${id}` }, wireIntegration);
  }

  private noteChange(integration: WireIntegration): void {
    this.integrations.changed((integrations) => [
      ...integrations.filter(({ id }) => id !== integration.id),
      integration,
    ]);
  }

  private async forgettingOnFailure<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      this.integrations.forget();
      throw error;
    }
  }
}

function notShown(): ApiError {
  const message = "The API answered success to a create, without an id, and does not list the integration.";
  return new ApiError(message, { call: `POST ${INTEGRATIONS}/`, outcome: "unknown", transient: false });
}

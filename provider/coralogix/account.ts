import { type ApiDialect, Client } from "../http/client";
import { ApiError, confirmByRead } from "../http/errors";
import { type Limits, listSpacingMs } from "../http/limits";
import { apiOrigin, headerCredential } from "../http/origin";
import { SharedRead } from "../http/shared-read";
import type { ApiClient } from "../lifecycle/definition";
import { keyOf } from "../settings";
import type { Integration } from "./integration.contract";
import {
  type WireIntegration,
  identified,
  errorAnswer,
  isAsSent,
  secretsOf,
  toWire,
  wireIntegration,
  wireIntegrations,
} from "./wire";

const INTEGRATIONS = "/api/v1/external/integrations";

const dialect: ApiDialect = {
  problem(body, status) {
    if (status < 400) return undefined;
    const answer = errorAnswer.safeParse(body);
    return answer.success ? (answer.data.message ?? answer.data.error) : undefined;
  },
  isUnauthorized(status) {
    return status === 401 || status === 403;
  },
  unauthorized:
    'Coralogix does not accept the API key of alert-webhooks:coralogixApiKey (or CORALOGIX_API_KEY, or the Provider): it must be an "Alerts, Rules and Tags" key of the account in the configured region.',
};

export interface CoralogixAccountOptions {
  /** Scheme, host and port of the API. */
  readonly baseUrl: string;
  /** What gives it, as messages name it; by default its setting. */
  readonly baseUrlSource?: string;
  readonly apiKey: string;
  readonly limits: Limits;
  /** Tells the user what a call waits for. */
  readonly notify?: ((message: string) => void) | undefined;
}

/** A Coralogix account: its calls for integrations, with one list for all that read it. */
export class CoralogixAccount implements ApiClient {
  readonly host: string;
  private readonly client: Client;
  private readonly integrations: SharedRead<WireIntegration[]>;
  private readonly apiKey: string;
  /** What was read last, of all integrations and of each. */
  private listed: readonly WireIntegration[] = [];
  private readonly shown = new Map<number, WireIntegration>();

  /** @throws ConfigurationError where the address or the key can't be right. */
  constructor({ baseUrl, baseUrlSource, apiKey, limits, notify }: CoralogixAccountOptions) {
    this.apiKey = apiKey;
    const origin = apiOrigin(keyOf("coralogixBaseUrl"), baseUrl);
    this.host = new URL(origin).host;
    this.client = new Client({
      baseUrl: origin,
      addressSource: baseUrlSource ?? keyOf("coralogixBaseUrl"),
      headers: { Authorization: `Bearer ${headerCredential(keyOf("coralogixApiKey"), apiKey)}` },
      dialect,
      limits,
      notify,
    });
    this.integrations = new SharedRead(
      async () => (this.listed = await this.client.read({ method: "GET", path: `${INTEGRATIONS}/` }, wireIntegrations)),
      listSpacingMs(limits),
    );
  }

  get secrets(): readonly string[] {
    return [this.apiKey, ...[...this.listed, ...this.shown.values()].flatMap(secretsOf)];
  }

  /** The integrations that match, as of the last shared read, or of one since a point in time. */
  async filter(matches: (integration: WireIntegration) => boolean, since?: number): Promise<WireIntegration[]> {
    return (await this.integrations.get(since)).filter(matches);
  }

  /** The company that the account belongs to; `undefined` where no integration shows it. */
  async companyId(): Promise<number | undefined> {
    return companyOf(await this.integrations.get());
  }

  /**
   * Creates an integration. Where the answer does not tell, the one that is as sent and was not there before is ours.
   * @returns its id
   */
  async create(integration: Integration): Promise<number> {
    const listed = await this.integrations.get();
    const before = new Set(listed.map(({ id }) => id));
    const isCompanyKnown = companyOf(listed) !== undefined;
    const json = toWire(integration);
    let ours: number | undefined;
    const isCreated = async () => {
      const isOurs = (other: WireIntegration) => !before.has(other.id) && isAsSent(other, integration);
      const [first, ...others] = (await this.integrations.fresh()).filter(isOurs);
      if (first !== undefined && others.length > 0) throw ambiguous([first, ...others].map(({ id }) => id));
      ours = first?.id;
      return ours !== undefined;
    };
    return this.integrations.changing(
      async () => {
        const answer = await this.client.change({ method: "POST", path: `${INTEGRATIONS}/`, json }, isCreated, false);
        ours ??= identified.safeParse(answer).data?.id;
        if (ours === undefined) await confirmByRead(() => this.client.eventually(isCreated));
        if (ours === undefined) throw notShown();
        return ours;
      },
      // The first one of an account is listed anew, since it shows which company the account belongs to.
      isCompanyKnown ? (integrations, id) => withChange(integrations, json, id) : undefined,
    );
  }

  /**
   * Updates an integration, and reads whether it is as sent, be it only after a while: the API's answer to an update
   * can't be relied on.
   */
  async update(id: number, integration: Integration): Promise<boolean> {
    const json = toWire(integration, id);
    const isUpdated = async () => isAsSent(await this.get(id), integration);
    return this.integrations.changing(
      async () => {
        await this.client.change({ method: "POST", path: `${INTEGRATIONS}/`, json }, isUpdated, true);
        return confirmByRead(() => this.client.eventually(isUpdated));
      },
      (integrations, isAsDeclared) => (isAsDeclared ? withChange(integrations, json, id) : integrations),
    );
  }

  /** Deletes an integration, or finds that it is gone. The page does not say what a deletion answers. */
  async delete(id: number): Promise<void> {
    const isGone = async () => !(await this.integrations.fresh()).some((other) => other.id === id);
    await this.integrations.changing(
      () => this.client.remove({ method: "DELETE", path: `${INTEGRATIONS}/${id}` }, isGone, true),
      (integrations) => integrations.filter((other) => other.id !== id),
    );
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    this.integrations.forget();
    this.client.probeNext();
  }

  private async get(id: number): Promise<WireIntegration> {
    const shown = await this.client.read({ method: "GET", path: `${INTEGRATIONS}/${id}` }, wireIntegration);
    this.shown.set(id, shown);
    return shown;
  }
}

function withChange(integrations: WireIntegration[], json: Record<string, unknown>, id: number): WireIntegration[] {
  return [
    ...integrations.filter((other) => other.id !== id),
    { company_id: companyOf(integrations), ...json, id } as WireIntegration,
  ];
}

function companyOf(integrations: readonly WireIntegration[]): number | undefined {
  return integrations.find(({ company_id }) => company_id !== undefined)?.company_id;
}

function ambiguous(ids: readonly number[]): ApiError {
  const message = `Several integrations are as sent (${ids.join(", ")}), and which one is ours can't be told.`;
  return new ApiError(message, { call: `GET ${INTEGRATIONS}/`, outcome: "read failed", transient: false });
}

function notShown(): ApiError {
  const message = "The API answered success to a create, without an id, and does not list the integration.";
  return new ApiError(message, { call: `POST ${INTEGRATIONS}/`, outcome: "unknown", transient: false });
}

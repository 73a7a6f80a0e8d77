import { confirmByRead } from "../http/errors";
import { CoralogixApi, type CoralogixOptions } from "./api";
import { createOnce } from "./create-once";
import type { Integration } from "./integration.contract";
import {
  type WireIntegration,
  identified,
  isAsSent,
  secretsOf,
  toWire,
  wireIntegration,
  wireIntegrations,
} from "./wire";

const INTEGRATIONS = "/api/v1/external/integrations";

/** A Coralogix account by its older API: its calls for integrations. */
export class CoralogixAccount extends CoralogixApi<WireIntegration, WireIntegration> {
  /** @throws ConfigurationError where the address or the key can't be right. */
  constructor(options: CoralogixOptions) {
    super(options, { path: `${INTEGRATIONS}/`, form: wireIntegrations });
  }

  /** The company that the account belongs to; `undefined` where no integration shows it. */
  async companyId(): Promise<number | undefined> {
    return companyOf(await this.list.get());
  }

  /**
   * Creates an integration.
   * @returns its id
   */
  async create(integration: Integration): Promise<number> {
    const isCompanyKnown = companyOf(await this.list.get()) !== undefined;
    const json = toWire(integration);
    return this.list.changing(
      () =>
        createOnce({
          client: this.client,
          list: this.list,
          request: { method: "POST", path: `${INTEGRATIONS}/`, json },
          idIn: (answer) => identified.safeParse(answer).data?.id,
          isAsSent: (other) => isAsSent(other, integration),
        }),
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
    return this.list.changing(
      async () => {
        await this.client.change({ method: "POST", path: `${INTEGRATIONS}/`, json }, isUpdated, true);
        return confirmByRead(() => this.client.eventually(isUpdated));
      },
      (integrations, isAsDeclared) => (isAsDeclared ? withChange(integrations, json, id) : integrations),
    );
  }

  /** Deletes an integration, or finds that it is gone. */
  async delete(id: number): Promise<void> {
    await this.remove(id, `${INTEGRATIONS}/${id}`);
  }

  protected override secretsOf(shown: WireIntegration): string[] {
    return secretsOf(shown);
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

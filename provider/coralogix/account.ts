import { ApiError, confirmByRead } from "../http/errors";
import { CoralogixApi, type CoralogixOptions } from "./api";
import { createOnce } from "./create-once";
import type { Integration } from "./integration.contract";
import {
  type Original,
  type WireIntegration,
  identified,
  isAsSent,
  originals,
  secretsOf,
  toWire,
  wireIntegration,
  wireIntegrations,
} from "./wire";

const INTEGRATIONS = "/api/v1/external/integrations";

/** One of several that are written by one call. */
export interface BulkWrite {
  readonly body: Readonly<Record<string, unknown>>;
  /** What it says. */
  readonly integration: Integration;
  /** The id of the one that it updates. */
  readonly id?: number;
}

/** What became of several that were written by one call. */
export interface BulkResult {
  /** Of each, whether the account shows it as it was sent. */
  readonly done: readonly boolean[];
  /** What went wrong, if anything did. */
  readonly failure?: ApiError;
}

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

  /** Everything in the account, as it can be copied to another one. */
  async originals(): Promise<Original[]> {
    const found = await this.client.read({ method: "GET", path: `${INTEGRATIONS}/` }, originals);
    this.listed = found.map(({ shown }) => shown);
    return found;
  }

  /**
   * Creates or updates several by one call, all of them the same. Nothing is created twice: where the answer does not
   * tell, it is sent again only if the list shows none of them.
   */
  async writeAll(writes: readonly BulkWrite[]): Promise<BulkResult> {
    const before = new Set((await this.list.fresh()).map(({ id }) => id));
    let done = writes.map(() => false);
    const read = async () => (done = areShown(writes, await this.list.fresh(), before));
    const isBegun = async () => (await read()).some(Boolean);
    const isDone = async () => (await read()).every(Boolean);
    const isUpdate = writes.every(({ id }) => id !== undefined);
    const json = writes.map(({ body, id }) => (id === undefined ? body : { ...body, id }));
    try {
      await this.list.changing(() =>
        this.client.change(
          { method: "POST", path: `${INTEGRATIONS}-bulk`, json },
          isUpdate ? isDone : isBegun,
          isUpdate,
        ),
      );
      await confirmByRead(() => this.client.eventually(isDone));
      return { done };
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      // The page does not say whether a call that is refused for one of them has written the others.
      if (failure.outcome === "refused" && !failure.rejectedUnprocessed) await confirmByRead(read, failure);
      return { done, failure };
    }
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

/** Of each that was written, whether the list shows it: what was created among what was not there before, each once. */
function areShown(
  writes: readonly BulkWrite[],
  listed: readonly WireIntegration[],
  before: ReadonlySet<number>,
): boolean[] {
  const added = listed.filter(({ id }) => !before.has(id));
  return writes.map(({ integration, id }) => {
    if (id !== undefined) return listed.some((each) => each.id === id && isAsSent(each, integration));
    const index = added.findIndex((each) => isAsSent(each, integration));
    if (index >= 0) added.splice(index, 1);
    return index >= 0;
  });
}

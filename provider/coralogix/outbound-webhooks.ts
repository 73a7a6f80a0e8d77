import { ApiError, confirmByRead } from "../http/errors";
import { CoralogixApi, type CoralogixOptions } from "./api";
import { createOnce } from "./create-once";
import type { OutboundWebhook, OutboundWebhookState } from "./outbound-webhook.contract";
import { outboundWebhookTypes } from "./outbound-webhook-types";
import {
  type WireSummary,
  type WireWebhook,
  isAsDeclared,
  isAsSent,
  made,
  secretsOf,
  testAnswer,
  toWire,
  wireSummaries,
  wireWebhook,
} from "./outbound-webhook-wire";

const INTEGRATIONS = "/mgmt/openapi/5/integrations";
const WEBHOOKS = `${INTEGRATIONS}/webhooks/v1`;

/** The outbound webhooks of a Coralogix account by today's API. */
export class OutboundWebhooks extends CoralogixApi<WireSummary, WireWebhook> {
  /** @throws ConfigurationError where the address or the key can't be right. */
  constructor(options: CoralogixOptions) {
    super(options, { path: WEBHOOKS, form: wireSummaries });
  }

  /**
   * One webhook, or `undefined` where it is gone: neither its own call nor the list shows it. A 404 alone says nothing.
   */
  async get(id: string): Promise<WireWebhook | undefined> {
    const start = performance.now();
    try {
      return await this.read(id);
    } catch (error) {
      if (!isNotFound(error) || (await this.list.get(start)).some((other) => other.id === id)) throw error;
      return undefined;
    }
  }

  /** Creates a webhook. @returns what the API shows of it */
  async create(webhook: OutboundWebhook): Promise<WireWebhook> {
    return this.list.changing(
      async () => {
        const id = await createOnce({
          client: this.client,
          list: this.list,
          request: { method: "POST", path: WEBHOOKS, json: { data: toWire(webhook) } },
          idIn: (answer) => made.safeParse(answer).data?.id,
          isAsSent: async (other) => {
            const shown = isNamesake(other, webhook) ? await this.shownNow(other.id) : undefined;
            return shown !== undefined && isAsSent(shown, webhook);
          },
        });
        let shown: WireWebhook | undefined;
        const isShown = async () => (shown = await this.shownNow(id)) !== undefined;
        await confirmByRead(() => this.client.eventually(isShown));
        if (shown === undefined) throw notShown(id);
        return shown;
      },
      (webhooks, shown) => [...webhooks.filter(({ id }) => id !== shown.id), shown],
    );
  }

  /**
   * Makes a webhook what is declared, and reads whether it is, be it only after a while. What is as declared already is
   * not touched.
   * @param webhook with what the API is known to make of it
   * @param before what the API shows of it now
   * @returns what the API shows of it, or `undefined` where that is something else
   */
  async update(
    id: string,
    webhook: OutboundWebhook & Pick<OutboundWebhookState, "shownAs">,
    before: WireWebhook,
  ): Promise<WireWebhook | undefined> {
    if (isAsDeclared(before, webhook)) return before;
    let shown: WireWebhook | undefined;
    const isUpdated = async () => {
      shown = await this.shownNow(id);
      return shown !== undefined && isAsSent(shown, webhook, before);
    };
    const json = { id, data: toWire(webhook) };
    return this.list.changing(
      async () => {
        const answer = await this.client.change({ method: "PUT", path: WEBHOOKS, json }, isUpdated, true);
        if (await confirmByRead(() => this.client.eventually(isUpdated))) return shown;
        // What the API shows in its own way may have been the same before.
        return answer !== undefined && shown !== undefined && isAsSent(shown, webhook) ? shown : undefined;
      },
      (webhooks, now) => webhooks.map((other) => (other.id === id && now !== undefined ? now : other)),
    );
  }

  /** Deletes a webhook, or finds that it is gone. */
  async delete(id: string): Promise<void> {
    await this.remove(id, pathOf(id));
  }

  /** Fires the test of a webhook. @returns why it failed, if it did */
  async test(id: string): Promise<string | undefined> {
    return this.client.read({ method: "GET", path: `${pathOf(id)}/test` }, testAnswer);
  }

  /** Fires the test of a webhook that is not there yet. @returns why it failed, if it did */
  async testUnsaved(webhook: OutboundWebhook): Promise<string | undefined> {
    const json = { data: toWire(webhook) };
    return this.client.read({ method: "POST", path: `${INTEGRATIONS}/webhooks-test/v1`, json }, testAnswer);
  }

  protected override secretsOf(shown: WireSummary | WireWebhook): string[] {
    return secretsOf(shown);
  }

  private async read(id: string): Promise<WireWebhook> {
    const { webhook } = await this.client.read({ method: "GET", path: pathOf(id) }, wireWebhook(id));
    this.shown.set(id, webhook);
    return webhook;
  }

  /** What the API shows of a webhook that was written: nothing, perhaps, for a while. */
  private async shownNow(id: string): Promise<WireWebhook | undefined> {
    try {
      return await this.read(id);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return undefined;
    }
  }
}

/** Whether a webhook has the name and the type of another. */
export function isNamesake({ name, type }: WireSummary, other: Pick<OutboundWebhook, "name" | "type">): boolean {
  return name === other.name && type === outboundWebhookTypes[other.type].word;
}

function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

function pathOf(id: string): string {
  return `${WEBHOOKS}/${encodeURIComponent(id)}`;
}

function notShown(id: string): ApiError {
  const message = `The API has created the webhook ${id}, and does not show it.`;
  return new ApiError(message, { call: `GET ${pathOf(id)}`, outcome: "unknown", transient: false });
}

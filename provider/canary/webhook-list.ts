import type { z } from "zod";

import { SharedRead } from "../http/shared-read";
import { canonicalUrl, hostOf, isSameUrl } from "../url";
import type { CanaryApi } from "./api";
import { type Kind, idOf } from "./ids";
import type { ListedWebhook } from "./wire";

export interface WebhookListOptions<Entry> {
  readonly api: CanaryApi;
  readonly flockId: string;
  readonly kind: Kind;
  /** The call that lists them. */
  readonly call: string;
  readonly form: z.ZodType<Entry[]>;
}

/** The webhooks of one kind of one flock: a list to which a URL is added and from which it is removed. */
export class WebhookList<Entry extends ListedWebhook> {
  private readonly options: WebhookListOptions<Entry>;
  private readonly entries: SharedRead<Entry[]>;

  constructor(options: WebhookListOptions<Entry>) {
    this.options = options;
    this.entries = new SharedRead(() => options.api.get(options.call, options.flockId, options.form));
  }

  /** The webhooks that match, as of the last shared read. */
  async filter(matches: (entry: Entry) => boolean): Promise<Entry[]> {
    return (await this.entries.get()).filter(matches);
  }

  /** The one webhook that matches, as of the last shared read. */
  async findOnly(matches: (entry: Entry) => boolean): Promise<Entry | undefined> {
    const [first, ...others] = await this.filter(matches);
    if (first === undefined || others.every(({ url }) => url === first.url)) return first;
    const { flockId, kind } = this.options;
    const hosts = [first, ...others].map(({ url }) => hostOf(url) ?? "a text that is no URL").join(", ");
    throw new Error(
      `${flockId} has ${others.length + 1} ${kind} webhooks that this resource may be, to ${hosts}. Remove all but one in the Canary console.`,
    );
  }

  /** The webhook with this URL: spelled the same, or else in another spelling of it. */
  async find(url: string): Promise<Entry | undefined> {
    return (await this.findOnly((entry) => entry.url === url)) ?? this.findOnly((entry) => isSameUrl(entry.url, url));
  }

  /** The webhook of a resource: by its URL, or where that is not known by its id. */
  async findKnown(url: string | undefined, id: string): Promise<Entry | undefined> {
    const { flockId, kind } = this.options;
    return url === undefined
      ? this.findOnly((entry) => idOf(flockId, kind, canonicalUrl(entry.url)) === id)
      : this.find(url);
  }

  /** Adds a webhook that the list does not have. The page does not say what adding one twice does. */
  async add(entry: Entry, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    const { api, flockId, kind } = this.options;
    const added = async () => (await this.entries.fresh()).some(({ url }) => isSameUrl(url, entry.url));
    await this.entries.changing(
      () => api.change(`${kind}/add`, flockId, { url: entry.url, ...parameters }, added),
      (entries) => [...entries.filter(({ url }) => !isSameUrl(url, entry.url)), entry],
    );
  }

  /**
   * Removes a webhook, or finds that it is gone. The page does not say what removing an absent one answers, nor whether
   * another spelling of its URL would do.
   */
  async remove(webhook: ListedWebhook, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    const { api, flockId, kind } = this.options;
    const { url } = (await this.find(webhook.url)) ?? webhook;
    const removed = async () => !(await this.entries.fresh()).some((other) => other.url === url);
    await this.entries.changing(
      () => api.change(`${kind}/remove`, flockId, { url, ...parameters }, removed),
      (entries) => entries.filter((other) => other.url !== url),
    );
  }

  async test(url: string): Promise<void> {
    const { api, flockId, kind } = this.options;
    await api.test(kind, flockId, { url });
  }
}

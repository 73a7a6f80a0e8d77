import { sameUrl } from "../engine/inputs";
import type { SharedRead } from "../engine/shared-read";
import type { Console } from "./console";

/** What every listed webhook has. */
export interface FlockWebhook {
  readonly url: string;
}

/** The webhooks of one kind of one flock: a list to which a URL is added and from which it is removed. */
export class WebhookList<Entry extends FlockWebhook> {
  private readonly console: Console;
  private readonly flockId: string;
  private readonly kind: string;
  private readonly entries: SharedRead<Entry[]>;

  constructor(console: Console, flockId: string, kind: string, entries: SharedRead<Entry[]>) {
    this.console = console;
    this.flockId = flockId;
    this.kind = kind;
    this.entries = entries;
  }

  /** The webhooks that match, as of the last shared read. */
  async filter(matches: (entry: Entry) => boolean): Promise<Entry[]> {
    return (await this.entries.get()).filter(matches);
  }

  async find(url: string): Promise<Entry | undefined> {
    return (await this.filter((entry) => sameUrl(entry.url, url)))[0];
  }

  /** Adds a webhook that the list does not hold. The page does not say what adding one twice does. */
  async add(entry: Entry, parameters: Record<string, string> = {}): Promise<void> {
    const added = async () => (await this.entries.fresh()).some(({ url }) => sameUrl(url, entry.url));
    await this.noting(
      () => this.console.change(`${this.kind}/add`, { flock_id: this.flockId, url: entry.url, ...parameters }, added),
      (entries) => [...entries.filter(({ url }) => !sameUrl(url, entry.url)), entry],
    );
  }

  /**
   * Removes a webhook, or finds that it is gone. The page does not say what removing an absent one answers, nor whether
   * another spelling of its URL would do.
   */
  async remove(entry: FlockWebhook, parameters: Record<string, string> = {}): Promise<void> {
    const { url } = (await this.find(entry.url)) ?? entry;
    const removed = async () => !(await this.entries.fresh()).some((other) => sameUrl(other.url, url));
    await this.noting(
      () => this.console.change(`${this.kind}/remove`, { flock_id: this.flockId, url, ...parameters }, removed),
      (entries) => entries.filter((other) => !sameUrl(other.url, url)),
    );
  }

  async test(url: string): Promise<void> {
    await this.console.test(this.kind, { flock_id: this.flockId, url });
  }

  private async noting(change: () => Promise<void>, effect: (entries: Entry[]) => Entry[]): Promise<void> {
    try {
      await change();
    } catch (error) {
      this.entries.forget();
      throw error;
    }
    this.entries.changed(effect);
  }
}

import type { z } from "zod";

import { ApiError } from "../http/errors";
import { SharedRead } from "../http/shared-read";
import { semanticallyEqual } from "../lifecycle/equal";
import { LifecycleError } from "../lifecycle/errors";
import { canonicalUrl, hostOf } from "../url";
import type { CanaryApi } from "./api";
import { type Kind, idOf } from "./ids";
import { KeyedList } from "./keyed-list";
import type { ListedWebhook, Listing } from "./wire";

export interface WebhookListOptions<Entry> {
  readonly api: CanaryApi;
  readonly flockId: string;
  readonly kind: Kind;
  /** The call that lists them. */
  readonly call: string;
  readonly form: z.ZodType<Listing<Entry>>;
}

/** What a webhook is found by: its URL as the console shows it, in any spelling, or respelled, or the id that follows from it. */
type Key = "url" | "canonical" | "respelling" | "id";

/** A webhook that was removed, and when. The console may go on showing it for a while. */
interface Removed<Entry> {
  readonly entry: Entry;
  readonly at: number;
}

/** The webhooks of one kind of one flock: a list to which a URL is added and from which it is removed. */
export class WebhookList<Entry extends ListedWebhook> {
  /** Whether the list, as it was last read, says that the flock's webhooks send no alerts. */
  areDisabled = false;
  /** The URLs that were read so far. */
  readonly secrets = new Set<string>();
  private readonly options: WebhookListOptions<Entry>;
  private readonly entries: SharedRead<KeyedList<Entry, Key>>;
  /** The canonical spelling of each URL so far, which is not worked out for each read of the list. */
  private readonly canonicalUrls = new Map<string, string>();
  /** What was removed to be added anew, by canonical URL. */
  private readonly replaced = new Map<string, Removed<Entry>>();
  /** The URLs that the console shows as a resource has them, so that they are no other's in another spelling. */
  private readonly spelledAsKnown = new Set<string>();

  constructor(options: WebhookListOptions<Entry>) {
    this.options = options;
    const { api, flockId, kind, call, form } = options;
    this.entries = new SharedRead(async () => {
      const { entries, webhooksEnabled } = await api.get(call, flockId, form);
      this.areDisabled = webhooksEnabled === false;
      for (const { url } of entries) this.secrets.add(url);
      return new KeyedList<Entry, Key>(entries, {
        url: ({ url }) => url,
        canonical: ({ url }) => this.canonical(url),
        respelling: ({ url }) => this.respelling(url),
        id: ({ url }) => idOf(flockId, kind, this.canonical(url)),
      });
    }, api.listSpacingMs);
  }

  /** Trusts nothing that was read before: a new run of the engine starts. What was removed just now is not forgotten. */
  forgetReads(): void {
    this.entries.forget();
    this.spelledAsKnown.clear();
  }

  /** The webhooks that match, as of the last shared read, or of one since a point in time. */
  async filter(matches: (entry: Entry) => boolean, since?: number): Promise<Entry[]> {
    return [...(await this.entries.get(since))].filter(matches);
  }

  /** The webhooks that are none of those with these URLs, in whichever spelling. */
  async besides(urls: readonly string[], since?: number): Promise<Entry[]> {
    const entries = await this.entries.get(since);
    for (const url of urls) if (entries.having("url", url).length > 0) this.spelledAsKnown.add(url);
    const known = new Set(urls.flatMap((url) => this.matching(entries, url)));
    return [...entries].filter((entry) => !known.has(entry));
  }

  /** The webhook with this URL: spelled the same, or else in another spelling, or else as a console may respell it. */
  async find(url: string, since?: number): Promise<Entry | undefined> {
    return this.understood(await this.lookUp(url, since));
  }

  /** The webhook of a resource: by its URL, or where that is not known by its id. */
  async findKnown(url: string | undefined, id: string): Promise<Entry | undefined> {
    return this.understood(
      url === undefined ? this.only((await this.entries.get()).having("id", id)) : await this.lookUp(url),
    );
  }

  /** Adds a webhook that the list does not have. The page does not say what adding one twice does. */
  async add(entry: Entry, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    try {
      await this.sendAdd(entry, parameters);
    } catch (error) {
      const isRefused = error instanceof ApiError && error.outcome === "refused";
      if (!isRefused || !(await this.hasVanishedOnlyNow(entry.url))) throw error;
      await this.sendAdd(entry, parameters);
    }
  }

  /**
   * Removes a webhook, or finds that it is gone. The page does not say what removing an absent one answers, nor whether
   * another spelling of its URL would do.
   */
  async remove(webhook: ListedWebhook, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    const { url } = (await this.lookUp(webhook.url)) ?? webhook;
    await this.sendRemove(url, parameters, true);
  }

  /** Removes a webhook that is about to be added anew: removed late, the new one would be gone. */
  async removeForReplacement(entry: Entry): Promise<void> {
    await this.sendRemove(entry.url, {}, false);
    this.replaced.set(this.canonical(entry.url), { entry, at: performance.now() });
  }

  /** Whether the console shows what was added in the place of a removed webhook, be it only after a while. */
  async showsReplacement(url: string): Promise<boolean> {
    const key = this.canonical(url);
    if (!this.replaced.has(key)) return true;
    const { api } = this.options;
    // The resources that wait for one list share its reads.
    const isShown = await api.eventually(async () => this.showsAdded(await this.entries.get(performance.now()), url));
    if (isShown) this.replaced.delete(key);
    return isShown;
  }

  async test(url: string): Promise<void> {
    const { api, flockId, kind } = this.options;
    await api.test(kind, flockId, { url });
  }

  private only([first, ...others]: readonly Entry[]): Entry | undefined {
    if (first === undefined || others.every(({ url }) => url === first.url)) return first;
    const { flockId, kind } = this.options;
    const hosts = [first, ...others].map(({ url }) => hostOf(url) ?? "a text that is no URL").join(", ");
    throw new LifecycleError(
      `${flockId} has ${others.length + 1} ${kind} webhooks that this resource may be, to ${hosts}. Remove all but one in the Canary console.`,
    );
  }

  private async lookUp(url: string, since?: number): Promise<Entry | undefined> {
    const entries = await this.entries.get(since);
    if (entries.having("url", url).length > 0) this.spelledAsKnown.add(url);
    return this.only(this.matching(entries, url));
  }

  /** The webhooks that may be meant by a URL: those spelled the same, or else otherwise, or else as a console may respell it. */
  private matching(entries: KeyedList<Entry, Key>, url: string): readonly Entry[] {
    const exact = entries.having("url", url);
    if (exact.length > 0) return exact;
    const canonical = entries.having("canonical", this.canonical(url));
    if (canonical.length > 0) return canonical;
    const respelled = entries.having("respelling", this.respelling(url));
    return respelled.filter((entry) => !this.spelledAsKnown.has(entry.url));
  }

  private canonical(url: string): string {
    const canonical = this.canonicalUrls.get(url) ?? canonicalUrl(url);
    this.canonicalUrls.set(url, canonical);
    return canonical;
  }

  /**
   * What all the ways in which a console may show a URL have in common: any spelling of it, or one with the case of its path
   * lost. Two URLs that differ by no more than that are not the same, so this tells only where no other is in question.
   */
  private respelling(url: string): string {
    return this.canonical(url).toLowerCase();
  }

  private understood(entry: Entry | undefined): Entry | undefined {
    const { flockId, kind } = this.options;
    return entry && understood(`The ${kind} webhook to ${hostOf(entry.url) ?? "an unknown host"} of ${flockId}`, entry);
  }

  private async sendRemove(
    url: string,
    parameters: Readonly<Record<string, string>>,
    repeatable: boolean,
  ): Promise<void> {
    const { api, flockId, kind } = this.options;
    const isRemoved = async () => (await this.entries.fresh()).having("url", url).length === 0;
    await this.entries.changing(
      () => api.remove(`${kind}/remove`, flockId, { url, ...parameters }, isRemoved, repeatable),
      (entries) => {
        for (const entry of entries.having("url", url)) entries.delete(entry);
        return entries;
      },
    );
  }

  private async sendAdd(entry: Entry, parameters: Readonly<Record<string, string>>): Promise<void> {
    const { api, flockId, kind } = this.options;
    this.spelledAsKnown.add(entry.url);
    const isAdded = async () => this.showsAdded(await this.entries.fresh(), entry.url);
    const afterRemoval = this.replaced.has(this.canonical(entry.url));
    await this.entries.changing(
      () =>
        api.change(`${kind}/add`, flockId, { url: entry.url, ...parameters }, isAdded, {
          repeatable: false,
          afterRemoval,
        }),
      (entries) => {
        for (const other of entries.having("canonical", this.canonical(entry.url))) entries.delete(other);
        entries.add(entry);
        return entries;
      },
    );
  }

  /** Whether a list shows a webhook with this URL that is not what had it before. */
  private showsAdded(entries: KeyedList<Entry, Key>, url: string): boolean {
    const former = this.replaced.get(this.canonical(url));
    return entries
      .having("respelling", this.respelling(url))
      .some((listed) => former === undefined || !this.mayBe(former, listed));
  }

  /** Whether a listed webhook is the removed one. What looks the same is, for as long as the list may lag. */
  private mayBe({ entry, at }: Removed<Entry>, listed: Entry): boolean {
    if (entry.webhookId !== undefined && listed.webhookId !== undefined) return entry.webhookId === listed.webhookId;
    return semanticallyEqual(entry, listed) && performance.now() - at < this.options.api.listLagMs;
  }

  /** Whether the console still showed a removed webhook just now, and no longer does. */
  private async hasVanishedOnlyNow(url: string): Promise<boolean> {
    const former = this.replaced.get(this.canonical(url));
    if (former === undefined) return false;
    const isGone = async () =>
      !(await this.entries.fresh()).having("url", former.entry.url).some((listed) => this.mayBe(former, listed));
    return !(await isGone()) && (await this.options.api.eventually(isGone));
  }
}

/**
 * A webhook that is wanted for what it says.
 * @throws LifecycleError where the console shows it in another form than documented
 */
export function understood<Entry extends ListedWebhook>(what: string, entry: Entry): Entry {
  if (entry.flaw === undefined) return entry;
  throw new LifecycleError(`${what} is shown by the console in another form than documented (at "${entry.flaw}").`);
}

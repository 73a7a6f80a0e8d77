import type { z } from "zod";

import { ApiError } from "../http/errors";
import { SharedRead } from "../http/shared-read";
import { semanticallyEqual } from "../lifecycle/equal";
import { LifecycleError } from "../lifecycle/errors";
import { canonicalUrl, hostOf, isRespelled, isSameUrl } from "../url";
import type { CanaryApi } from "./api";
import { type Kind, idOf } from "./ids";
import type { ListedWebhook, Listing } from "./wire";

export interface WebhookListOptions<Entry> {
  readonly api: CanaryApi;
  readonly flockId: string;
  readonly kind: Kind;
  /** The call that lists them. */
  readonly call: string;
  readonly form: z.ZodType<Listing<Entry>>;
}

/** A webhook that was removed, and when. The console may go on showing it for a while. */
interface Removed<Entry> {
  readonly entry: Entry;
  readonly at: number;
}

/** The webhooks of one kind of one flock: a list to which a URL is added and from which it is removed. */
export class WebhookList<Entry extends ListedWebhook> {
  /** Whether the list, as it was last read, says that the flock's webhooks send no alerts. */
  areDisabled = false;
  private readonly options: WebhookListOptions<Entry>;
  private readonly entries: SharedRead<Entry[]>;
  /** What was removed to be added anew, by canonical URL. */
  private readonly replaced = new Map<string, Removed<Entry>>();
  /** The URLs that the console shows as a resource has them, so that they are no other's in another spelling. */
  private readonly spelledAsKnown = new Set<string>();

  constructor(options: WebhookListOptions<Entry>) {
    this.options = options;
    const { api, flockId, call, form } = options;
    this.entries = new SharedRead(async () => {
      const { entries, webhooksEnabled } = await api.get(call, flockId, form);
      this.areDisabled = webhooksEnabled === false;
      return entries;
    }, api.listSpacingMs);
  }

  /** Trusts nothing that was read before: a new run of the engine starts. What was removed just now is not forgotten. */
  forgetReads(): void {
    this.entries.forget();
    this.spelledAsKnown.clear();
  }

  /** The webhooks that match, as of the last shared read, or of one since a point in time. */
  async filter(matches: (entry: Entry) => boolean, since?: number): Promise<Entry[]> {
    return (await this.entries.get(since)).filter(matches);
  }

  /** The one webhook that matches. */
  async findOnly(matches: (entry: Entry) => boolean, since?: number): Promise<Entry | undefined> {
    return this.only(await this.filter(matches, since));
  }

  /** The webhook with this URL: spelled the same, or else in another spelling, or else as a console may respell it. */
  async find(url: string, since?: number): Promise<Entry | undefined> {
    return this.understood(await this.lookUp(url, since));
  }

  /** The webhook of a resource: by its URL, or where that is not known by its id. */
  async findKnown(url: string | undefined, id: string): Promise<Entry | undefined> {
    const { flockId, kind } = this.options;
    return this.understood(
      await (url === undefined
        ? this.findOnly((entry) => idOf(flockId, kind, canonicalUrl(entry.url)) === id)
        : this.lookUp(url)),
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
    this.replaced.set(canonicalUrl(entry.url), { entry, at: performance.now() });
  }

  /** Whether the console shows what was added in the place of a removed webhook, be it only after a while. */
  async showsReplacement(url: string): Promise<boolean> {
    const key = canonicalUrl(url);
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
    const exact = await this.findOnly((entry) => entry.url === url, since);
    if (exact !== undefined) {
      this.spelledAsKnown.add(url);
      return exact;
    }
    const respelled = await this.filter((entry) => isRespelled(entry.url, url), since);
    return (
      this.only(respelled.filter((entry) => isSameUrl(entry.url, url))) ??
      this.only(respelled.filter((entry) => !this.spelledAsKnown.has(entry.url)))
    );
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
    const isRemoved = async () => !(await this.entries.fresh()).some((other) => other.url === url);
    await this.entries.changing(
      () => api.remove(`${kind}/remove`, flockId, { url, ...parameters }, isRemoved, repeatable),
      (entries) => entries.filter((other) => other.url !== url),
    );
  }

  private async sendAdd(entry: Entry, parameters: Readonly<Record<string, string>>): Promise<void> {
    const { api, flockId, kind } = this.options;
    this.spelledAsKnown.add(entry.url);
    const isAdded = async () => this.showsAdded(await this.entries.fresh(), entry.url);
    const afterRemoval = this.replaced.has(canonicalUrl(entry.url));
    await this.entries.changing(
      () =>
        api.change(`${kind}/add`, flockId, { url: entry.url, ...parameters }, isAdded, {
          repeatable: false,
          afterRemoval,
        }),
      (entries) => [...entries.filter(({ url }) => !isSameUrl(url, entry.url)), entry],
    );
  }

  /** Whether a list shows a webhook with this URL that is not what had it before. */
  private showsAdded(entries: readonly Entry[], url: string): boolean {
    const former = this.replaced.get(canonicalUrl(url));
    return entries.some(
      (listed) => isRespelled(listed.url, url) && (former === undefined || !this.mayBe(former, listed)),
    );
  }

  /** Whether a listed webhook is the removed one. What looks the same is, for as long as the list may lag. */
  private mayBe({ entry, at }: Removed<Entry>, listed: Entry): boolean {
    if (entry.webhookId !== undefined && listed.webhookId !== undefined) return entry.webhookId === listed.webhookId;
    return semanticallyEqual(entry, listed) && performance.now() - at < this.options.api.listLagMs;
  }

  /** Whether the console still showed a removed webhook just now, and no longer does. */
  private async hasVanishedOnlyNow(url: string): Promise<boolean> {
    const former = this.replaced.get(canonicalUrl(url));
    if (former === undefined) return false;
    const isGone = async () =>
      !(await this.entries.fresh()).some((listed) => listed.url === former.entry.url && this.mayBe(former, listed));
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

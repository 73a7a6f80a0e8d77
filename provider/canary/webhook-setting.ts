import { SharedRead } from "../http/shared-read";
import type { CanaryApi } from "./api";
import type { WebhookMode } from "./flock-webhook-settings.contract";
import { isEnabledAnswer, isGlobalAnswer } from "./wire";

const SET_CALLS: Readonly<Record<WebhookMode, string>> = {
  enabled: "enable",
  disabled: "disable",
  global: "use_global",
};

/** The webhook setting of a flock. */
export class WebhookSetting {
  private readonly api: CanaryApi;
  private readonly flockId: string;
  private readonly mode: SharedRead<WebhookMode>;
  /** What deleted resources had set. */
  private readonly left = new Set<WebhookMode>();

  constructor(api: CanaryApi, flockId: string) {
    this.api = api;
    this.flockId = flockId;
    this.mode = new SharedRead(async () => {
      if ((await api.get("is_global", flockId, isGlobalAnswer)).is_global) return "global";
      return (await api.get("is_enabled", flockId, isEnabledAnswer)).is_enabled ? "enabled" : "disabled";
    });
  }

  /** The mode, as of the last shared read, or of one since a point in time. */
  async get(since?: number): Promise<WebhookMode> {
    return this.mode.get(since);
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    this.mode.forget();
  }

  /** Sets the mode for a new resource, if it is another one. */
  async setFirst(mode: WebhookMode): Promise<void> {
    this.left.clear();
    if ((await this.mode.get()) !== mode) await this.set(mode);
  }

  async set(mode: WebhookMode): Promise<void> {
    const isSet = async () => (await this.mode.fresh()) === mode;
    await this.mode.changing(() => this.api.change(SET_CALLS[mode], this.flockId, {}, isSet, { repeatable: true }));
  }

  /**
   * Puts back what was there before a resource set the mode. Where a run deletes two resources that set it one after the
   * other, as after a rename without aliases, that is what was there before the first, whichever is deleted first.
   */
  async goBack(from: WebhookMode, to: WebhookMode): Promise<void> {
    if (!this.left.has(to)) await this.set(to);
    this.left.add(from);
  }
}

import { z } from "zod";

import { SharedRead } from "../engine/shared-read";
import type { Console } from "./console";

/** Whether a flock's webhooks send alerts, or the console's global setting decides. */
export type WebhookMode = "enabled" | "disabled" | "global";

const SET_CALLS: Readonly<Record<WebhookMode, string>> = {
  enabled: "enable",
  disabled: "disable",
  global: "use_global",
};

const isGlobal = z.object({ is_global: z.boolean() });
const isEnabled = z.object({ is_enabled: z.boolean() });

/** The webhook settings of a flock. */
export class FlockSettings {
  private readonly console: Console;
  private readonly flockId: string;
  private readonly mode: SharedRead<WebhookMode>;

  constructor(console: Console, flockId: string) {
    this.console = console;
    this.flockId = flockId;
    this.mode = new SharedRead(async () => {
      if ((await console.get("is_global", flockId, isGlobal)).is_global) return "global";
      return (await console.get("is_enabled", flockId, isEnabled)).is_enabled ? "enabled" : "disabled";
    });
  }

  async get(): Promise<WebhookMode> {
    return this.mode.get();
  }

  async set(mode: WebhookMode): Promise<void> {
    const isSet = async () => (await this.mode.fresh()) === mode;
    this.mode.forget();
    await this.console.change(SET_CALLS[mode], { flock_id: this.flockId }, isSet);
    this.mode.forget();
  }
}

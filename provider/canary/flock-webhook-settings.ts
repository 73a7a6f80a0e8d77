import * as pulumi from "@pulumi/pulumi";

import type { Definition, Found } from "../engine/definition";
import { keptWhenInDoubt } from "../engine/doubt";
import { exactly, options } from "../engine/inputs";
import { type CommonArgs, registration } from "../engine/resource";
import { shortenStackTraces } from "../engine/stack-traces";
import type { Console } from "./console";
import { flockId } from "./flock-id";
import type { WebhookMode } from "./flock-settings";
import { newId } from "./new-id";

export interface CanaryFlockWebhookSettingsArgs extends CommonArgs {
  /** The flock: `flock:default`, or `flock:` and its hexadecimal id. A change replaces the resource. */
  flockId: pulumi.Input<string>;
  /**
   * `enabled`: the flock's webhooks send alerts. `disabled`: they don't. `global`: the console's global setting decides.
   * Changed in place.
   */
  mode: pulumi.Input<"enabled" | "disabled" | "global">;
}

/**
 * Whether a Canary flock's webhooks are enabled, disabled, or follow the console's global setting. Every flock has this
 * setting: creating the resource notes what it was, and deleting it puts that back.
 *
 * ```ts
 * new CanaryFlockWebhookSettings("default", { flockId: "flock:default", mode: "enabled" });
 * ```
 *
 * Declare it once for a flock. `adoptExisting` changes nothing here: the setting always exists already.
 *
 * @see the Canary API page "Webhooks", from "Check if Webhooks are Enabled" to "Use Global for Flock Webhooks"
 */
export class CanaryFlockWebhookSettings extends pulumi.CustomResource {
  /** The flock. */
  declare readonly flockId: pulumi.Output<string>;
  /** What is declared. */
  declare readonly mode: pulumi.Output<"enabled" | "disabled" | "global">;
  /** What was there before, which deletion puts back. */
  declare readonly previousMode: pulumi.Output<"enabled" | "disabled" | "global">;

  constructor(name: string, args: CanaryFlockWebhookSettingsArgs, opts?: pulumi.CustomResourceOptions) {
    const restoreStackTraces = shortenStackTraces();
    try {
      super(...registration(canaryFlockWebhookSettings, name, args, opts));
    } finally {
      restoreStackTraces();
    }
  }
}

interface Inputs {
  readonly flockId: string;
  readonly mode: WebhookMode;
  readonly adoptExisting?: boolean;
}

interface State extends Inputs {
  readonly previousMode: WebhookMode;
}

/** @internal */
export const canaryFlockWebhookSettings: Definition<Console, Inputs, State> = {
  name: "CanaryFlockWebhookSettings",
  properties: {
    flockId: { replaces: true },
    mode: {},
    previousMode: { output: true },
    adoptExisting: { option: true },
  },
  schema: (z) =>
    exactly(z, "a flock's webhook setting", {
      flockId: flockId(z),
      mode: z.enum(["enabled", "disabled", "global"], 'must be "enabled", "disabled" or "global"'),
      adoptExisting: options(z).adoptExisting,
    }),
  lock: ({ flockId }) => flockId,
  identity: ({ flockId }) => flockId,
  describe: ({ flockId }) => `The webhook setting of ${flockId}`,

  async find() {
    return Promise.resolve(undefined);
  },
  async create(api, inputs) {
    const previousMode = await api.settings(inputs.flockId).get();
    const found = { id: newId(inputs.flockId, "settings"), state: { ...inputs, previousMode } };
    if (previousMode !== inputs.mode) await set(api, inputs, found);
    return found;
  },
  async read(api, state: Partial<State> & Inputs) {
    const mode = await api.settings(state.flockId).get();
    // A resource that is only looked up has no previous mode yet.
    return { ...state, mode, previousMode: state.previousMode ?? mode };
  },
  async update(api, olds, news, id) {
    await set(api, news, { id, state: olds });
    return { ...news, previousMode: olds.previousMode };
  },
  async delete(api, { flockId, previousMode }) {
    await api.settings(flockId).set(previousMode);
  },
};

async function set(api: Console, settings: Inputs, kept: Found<State>): Promise<void> {
  const doubt = `${canaryFlockWebhookSettings.describe(settings)} may or may not be "${settings.mode}" now`;
  await keptWhenInDoubt(doubt, kept, () => api.settings(settings.flockId).set(settings.mode));
}

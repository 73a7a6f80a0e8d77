import { z } from "zod";

import type { ResourceDefinition } from "../lifecycle/definition";
import { adoptExisting, exactly } from "../lifecycle/schema";
import { type CanaryConsole, consoleHome, flockIsGone } from "./console";
import {
  type FlockWebhookSettingsInputs,
  type FlockWebhookSettingsState,
  flockWebhookSettingsContract,
} from "./flock-webhook-settings";
import { flockOf, idOf } from "./ids";
import { flockId } from "./schema";

export const flockWebhookSettings: ResourceDefinition<
  CanaryConsole,
  FlockWebhookSettingsInputs,
  FlockWebhookSettingsState
> = {
  contract: flockWebhookSettingsContract,
  home: consoleHome,
  schema: exactly("a flock's webhook setting", {
    flockId,
    mode: z.enum(["enabled", "disabled", "global"], 'must be "enabled", "disabled" or "global"'),
    ...adoptExisting,
  }),
  lockKey: ({ flockId }) => flockId,
  describe: ({ flockId }) => `The webhook setting of ${flockId ?? "a flock"}`,
  naturalKey: idOfSettings,
  idOf: idOfSettings,

  async prepare(api, inputs, since) {
    return { ...inputs, previousMode: await api.flock(inputs.flockId).setting.get(since) };
  },
  async create(api, state) {
    const { flockId, mode, previousMode } = state;
    if (previousMode !== mode) await api.flock(flockId).setting.set(mode);
    return { id: idOfSettings(state), state };
  },
  async read(api, known, id) {
    const flockId = flockOf(known, id, "settings");
    if (flockId === undefined) return undefined;
    const mode = await api.flock(flockId).setting.get();
    // A setting that is only looked up has no previous mode.
    return { ...known, flockId, mode, previousMode: known.previousMode ?? mode };
  },
  async update(api, { previousMode }, news) {
    await api.flock(news.flockId).setting.set(news.mode);
    return { ...news, previousMode };
  },
  isPlaceGone: flockIsGone("settings"),
  async delete(api, { flockId, previousMode }) {
    await api.flock(flockId).setting.set(previousMode);
  },
};

function idOfSettings({ flockId }: FlockWebhookSettingsInputs): string {
  return idOf(flockId, "settings");
}

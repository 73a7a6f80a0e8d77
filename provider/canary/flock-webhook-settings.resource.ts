import { z } from "zod";

import type { ResourceDefinition } from "../lifecycle/definition";
import { adoptExisting, exactly } from "../lifecycle/schema";
import { type CanaryConsole, consoleHome, flockPlace } from "./console";
import {
  type FlockWebhookSettingsInputs,
  type FlockWebhookSettingsState,
  flockWebhookSettingsContract,
} from "./flock-webhook-settings.contract";
import { flockOf, idOf } from "./ids";
import { flockId } from "./schema";

const mode = z.enum(["enabled", "disabled", "global"], 'must be "enabled", "disabled" or "global"');

export const flockWebhookSettings: ResourceDefinition<
  CanaryConsole,
  FlockWebhookSettingsInputs,
  FlockWebhookSettingsState
> = {
  contract: flockWebhookSettingsContract,
  home: consoleHome,
  schema: exactly("a flock's webhook setting", {
    flockId,
    mode,
    previousMode: mode.optional(),
    ...adoptExisting,
  }),
  lockKey: ({ flockId }) => flockId,
  describe: ({ flockId }) => `The webhook setting of ${flockId ?? "a flock"}`,
  naturalKey: idOfSettings,
  idOf: idOfSettings,

  async prepare(api, inputs, since) {
    const found = await api.flock(inputs.flockId).setting.get(since);
    return { ...inputs, previousMode: inputs.previousMode ?? found };
  },
  async create(api, state) {
    await api.flock(state.flockId).setting.setFirst(state.mode);
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
    return { ...news, previousMode: news.previousMode ?? previousMode };
  },
  place: flockPlace("settings"),
  declared(api, { flockId }) {
    api.declareMode(flockId);
  },
  async delete(api, { flockId, mode, previousMode }) {
    await api.flock(flockId).setting.goBack(mode, previousMode);
  },
  loss(leaving, managing, declared) {
    const { mode, previousMode } = leaving;
    if (declared.previousMode !== undefined || previousMode === managing.previousMode) return undefined;
    // What had found the mode that the other one had set is the later of the two, and knows nothing more.
    if (previousMode === managing.mode && managing.previousMode !== mode) return undefined;
    return (
      `The mode "${previousMode}", which was there before this stack, would be forgotten: ` +
      `declare previousMode: "${previousMode}" there, which deletion then puts back.`
    );
  },
};

function idOfSettings({ flockId }: FlockWebhookSettingsInputs): string {
  return idOf(flockId, "settings");
}

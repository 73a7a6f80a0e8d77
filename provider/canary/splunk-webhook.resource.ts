import { z } from "zod";

import type { ResourceDefinition } from "../lifecycle/definition";
import { IncompleteChange, isRefused } from "../lifecycle/errors";
import { reAdd } from "../lifecycle/re-add";
import { exactly, testableOptions } from "../lifecycle/schema";
import { type CanaryConsole, consoleHome, flockPlace, silence } from "./console";
import { areasOf, flockOf, idOf } from "./ids";
import { flockId } from "./schema";
import { type SplunkSlot, isSame } from "./splunk-slot";
import { type SplunkWebhookState, splunkWebhookContract } from "./splunk-webhook.contract";
import type { SplunkWebhook } from "./wire";

type State = SplunkWebhookState;

const HOST = "must be a domain or an IP address, without scheme, port or path";
const PORT = "must be a port number, 1 to 65535";
const TOKEN = "must be the HEC token";

/** What a flock has of a Splunk webhook. */
export const splunkShape = {
  host: z.string(HOST).regex(/^([A-Za-z0-9_.-]{1,253}|\[?[0-9A-Fa-f:.]{2,45}\]?)$/, HOST),
  port: z
    .union([z.number(), z.string().regex(/^\d{1,5}$/, { error: PORT, abort: true })], PORT)
    .refine((given) => isPort(Number(given)), PORT),
  token: z.string(TOKEN).regex(/^[\x21-\x7e]+$/, `${TOKEN}: one word of printable characters`),
};

export const splunkWebhook: ResourceDefinition<CanaryConsole, State, State> = {
  contract: splunkWebhookContract,
  home: consoleHome,
  schema: exactly("a Splunk webhook", { flockId, ...splunkShape, ...testableOptions }),
  lockKey: ({ flockId }) => flockId,
  describe: ({ flockId }) => `The Splunk webhook of ${flockId ?? "a flock"}`,
  naturalKey: idOfWebhook,
  areas: ({ flockId }) => areasOf(flockId, "splunk"),
  idOf: idOfWebhook,

  async find(api, inputs, since) {
    const existing = await api.flock(inputs.flockId).splunk.get(since);
    return existing && { id: idOfWebhook(inputs), state: { ...inputs, ...existing } };
  },
  async create(api, inputs) {
    await addInto(api.flock(inputs.flockId).splunk, inputs);
    return { id: idOfWebhook(inputs), state: inputs };
  },
  async read(api, known, id) {
    const flockId = flockOf(known, id, "splunk");
    if (flockId === undefined) return undefined;
    const existing = await api.flock(flockId).splunk.get();
    return existing && { ...known, flockId, ...existing };
  },
  async update(api, _olds, news) {
    const slot = api.flock(news.flockId).splunk;
    const existing = await slot.get();
    if (existing === undefined) await addInto(slot, news);
    else if (!isSame(existing, news) && !(await isChangedInPlace(slot, news))) {
      await reAdd({
        what: splunkWebhook.describe(news),
        remove: () => slot.remove(),
        add: () => addInto(slot, news, true),
        putBack: () => addInto(slot, existing, true),
      });
    }
    return news;
  },
  place: flockPlace("splunk"),
  caution: silence,
  async delete(api, { flockId }) {
    await api.flock(flockId).splunk.remove();
  },
  async test(api, { flockId }) {
    await api.flock(flockId).splunk.test();
  },
};

function idOfWebhook({ flockId }: State): string {
  return idOf(flockId, "splunk");
}

async function addInto(slot: SplunkSlot, webhook: SplunkWebhook, afterRemoval = false): Promise<void> {
  if (await slot.add(webhook, afterRemoval)) return;
  throw new IncompleteChange("The console answered success but does not show the webhook yet.");
}

/** Adds over what is there, which leaves no gap. The page does not say whether that overwrites, so a read tells. */
async function isChangedInPlace(slot: SplunkSlot, news: SplunkWebhook): Promise<boolean> {
  try {
    return await slot.add(news);
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

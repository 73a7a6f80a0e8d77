import * as pulumi from "@pulumi/pulumi";

import type { Definition } from "../engine/definition";
import { keptWhenInDoubt } from "../engine/doubt";
import { PartialFailure, messageOf } from "../engine/errors";
import { exactly, options } from "../engine/inputs";
import { type TestableArgs, registration } from "../engine/resource";
import { shortenStackTraces } from "../engine/stack-traces";
import { ApiError, isUnknown } from "../http/errors";
import type { Console } from "./console";
import { flockId } from "./flock-id";
import { newId } from "./new-id";
import type { SplunkSlot, SplunkWebhook } from "./splunk-slot";

export interface CanarySplunkWebhookArgs extends TestableArgs {
  /** The flock whose alerts are sent: `flock:default`, or `flock:` and its hexadecimal id. A change replaces the webhook. */
  flockId: pulumi.Input<string>;
  /** The domain or IP address of the Splunk HTTP Event Collector (HEC), without scheme or port. Changed in place. */
  host: pulumi.Input<string>;
  /** The port that the HEC listens on, 1 to 65535. Changed in place. */
  port: pulumi.Input<number | string>;
  /** The HEC token. Secret. Changed in place. */
  token: pulumi.Input<string>;
}

/**
 * The Splunk webhook of a Canary flock: the console sends every alert of the flock to a Splunk HTTP Event Collector.
 * A flock has at most one. Creating a second fails, unless `adoptExisting` is set.
 *
 * ```ts
 * new CanarySplunkWebhook("siem", {
 *   flockId: "flock:default",
 *   host: "hec.example.com",
 *   port: 8088,
 *   token: config.requireSecret("hecToken"),
 * });
 * ```
 *
 * @see the Canary API page "Webhooks", section "Splunk Webhooks"
 */
export class CanarySplunkWebhook extends pulumi.CustomResource {
  /** The flock whose alerts are sent. */
  declare readonly flockId: pulumi.Output<string>;
  /** The domain or IP address of the HEC. */
  declare readonly host: pulumi.Output<string>;
  /** The port of the HEC. */
  declare readonly port: pulumi.Output<number>;
  /** The HEC token. Secret. */
  declare readonly token: pulumi.Output<string>;

  constructor(name: string, args: CanarySplunkWebhookArgs, opts?: pulumi.CustomResourceOptions) {
    const restoreStackTraces = shortenStackTraces();
    try {
      super(...registration(canarySplunkWebhook, name, args, opts));
    } finally {
      restoreStackTraces();
    }
  }
}

interface Inputs extends SplunkWebhook {
  readonly flockId: string;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** @internal */
export const canarySplunkWebhook: Definition<Console, Inputs, Inputs> = {
  name: "CanarySplunkWebhook",
  properties: {
    flockId: { replaces: true },
    host: {},
    port: { derived: { from: "port", compute: asNumber } },
    token: { secret: true },
    adoptExisting: { option: true },
    testOnCreate: { option: true },
  },
  schema: (z) => {
    const host = "must be a domain or an IP address, without scheme, port or path";
    const port = "must be a port number, 1 to 65535";
    return exactly(z, "a Splunk webhook", {
      flockId: flockId(z),
      host: z.string(host).regex(/^([A-Za-z0-9_.-]{1,253}|\[?[0-9A-Fa-f:.]{2,45}\]?)$/, host),
      port: z
        .union([z.number(), z.string().regex(/^\d{1,5}$/, port)], port)
        .refine((given) => isPort(Number(given)), port),
      token: z
        .string("must be the HEC token")
        .regex(/^[\x21-\x7e]+$/, "must be the HEC token: one word of printable characters"),
      ...options(z),
    });
  },
  lock: ({ flockId }) => flockId,
  identity: ({ flockId }) => flockId,
  describe: ({ flockId }) => `The Splunk webhook of ${flockId}`,

  async find(api, inputs) {
    const existing = await api.splunk(inputs.flockId).get();
    return existing && { id: newId(inputs.flockId, "splunk"), state: { ...inputs, ...existing } };
  },
  async create(api, inputs) {
    const found = { id: newId(inputs.flockId, "splunk"), state: inputs };
    const doubt = `${this.describe(inputs)} may or may not be in place`;
    await keptWhenInDoubt(doubt, found, () => addInto(api.splunk(inputs.flockId), inputs));
    return found;
  },
  async read(api, state) {
    const existing = await api.splunk(state.flockId).get();
    return existing && { ...state, ...existing };
  },
  async update(api, olds, news, id) {
    const slot = api.splunk(news.flockId);
    const existing = await slot.get();
    const doubt = `${this.describe(news)} may be absent now, or have other values`;
    await keptWhenInDoubt(doubt, { id, state: olds }, async () => {
      if (existing === undefined) await addInto(slot, news);
      else if (!(await changedInPlace(slot, news))) await replace(slot, existing, olds, news, id);
    });
    return news;
  },
  async delete(api, { flockId }) {
    await api.splunk(flockId).remove();
  },
  async test(api, { flockId }) {
    await api.splunk(flockId).test();
  },
};

async function addInto(slot: SplunkSlot, webhook: SplunkWebhook): Promise<void> {
  if (!(await slot.add(webhook))) throw new Error("The console answered success but does not show the webhook.");
}

/** Adds over what is there, which leaves no gap. The page does not say whether that overwrites, so a read tells. */
async function changedInPlace(slot: SplunkSlot, news: SplunkWebhook): Promise<boolean> {
  try {
    return await slot.add(news);
  } catch (error) {
    if (error instanceof ApiError && error.outcome === "refused" && !error.transient && !error.turnedAway) return false;
    throw error;
  }
}

/** Removes what is there, adds the new one, and puts the old one back when that fails. */
async function replace(
  slot: SplunkSlot,
  existing: SplunkWebhook,
  olds: Inputs,
  news: Inputs,
  id: string,
): Promise<void> {
  const what = canarySplunkWebhook.describe(news);
  await slot.remove();
  try {
    await addInto(slot, news);
  } catch (error) {
    if (isUnknown(error)) throw error;
    await addInto(slot, existing).catch((again: unknown) => {
      const message = `${what} is absent now: it had to be removed to be changed, adding the new one failed (${messageOf(error)}), and so did putting it back (${messageOf(again)}). The next pulumi up adds it.`;
      throw new PartialFailure(message, id, olds);
    });
    throw new Error(`${what} is as it was: adding the new one failed. ${messageOf(error)}`, { cause: error });
  }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

function asNumber(port: unknown): unknown {
  return typeof port === "string" && /^\d{1,5}$/.test(port) ? Number(port) : port;
}

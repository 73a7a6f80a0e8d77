import * as pulumi from "@pulumi/pulumi";

import type { Definition } from "../engine/definition";
import { keptWhenInDoubt } from "../engine/doubt";
import { sameValue } from "../engine/equal";
import { PartialFailure, messageOf } from "../engine/errors";
import { canonicalUrl, exactly, headers, hostOf, options, webhookUrl } from "../engine/inputs";
import { isUnknown } from "../http/errors";
import { type TestableArgs, registration } from "../engine/resource";
import { shortenStackTraces } from "../engine/stack-traces";
import { isRecord } from "../engine/unknown";
import type { Console, GenericWebhook } from "./console";
import { flockId } from "./flock-id";
import { newId } from "./new-id";

export interface CanaryGenericWebhookArgs extends TestableArgs {
  /** The flock whose alerts are sent: `flock:default`, or `flock:` and its hexadecimal id. A change replaces the webhook. */
  flockId: pulumi.Input<string>;
  /** Where the console POSTs each alert as JSON: an http or https URL. Secret. A change replaces the webhook, the new one first. */
  url: pulumi.Input<string>;
  /**
   * HTTP headers to send with each alert, by name. Secret values; the names are shown. The API never gives the values
   * back, so only a change of names is seen as drift. A change removes and adds the webhook, which the API can't
   * change in place; when the add fails, the old headers are put back.
   * @default none
   */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A generic webhook of a Canary flock: the console POSTs every alert of the flock to a URL as JSON.
 *
 * ```ts
 * new CanaryGenericWebhook("soc", {
 *   flockId: "flock:default",
 *   url: "https://soc.example.com/canary",
 *   headers: { Authorization: config.requireSecret("socAuthorization") },
 * });
 * ```
 *
 * A flock holds a URL once. Creating one that is there fails, unless `adoptExisting` is set.
 *
 * @see the Canary API page "Webhooks", section "Generic Webhooks"
 */
export class CanaryGenericWebhook extends pulumi.CustomResource {
  /** The flock whose alerts are sent. */
  declare readonly flockId: pulumi.Output<string>;
  /** Where the alerts go. Secret. */
  declare readonly url: pulumi.Output<string>;
  /** The headers as declared. Secret. */
  declare readonly headers: pulumi.Output<Record<string, string> | undefined>;
  /** The host of the URL, in plain. */
  declare readonly host: pulumi.Output<string>;
  /** The names of the headers, in plain. */
  declare readonly headerNames: pulumi.Output<string[]>;

  constructor(name: string, args: CanaryGenericWebhookArgs, opts?: pulumi.CustomResourceOptions) {
    const restoreStackTraces = shortenStackTraces();
    try {
      super(...registration(canaryGenericWebhook, name, args, opts));
    } finally {
      restoreStackTraces();
    }
  }
}

interface Inputs {
  readonly flockId: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly host: string;
  readonly headerNames: string[];
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** @internal */
export const canaryGenericWebhook: Definition<Console, Inputs, Inputs> = {
  name: "CanaryGenericWebhook",
  properties: {
    flockId: { replaces: true },
    url: { secret: true, replaces: true, url: true },
    headers: { secret: true },
    host: { derived: { from: "url", compute: hostOf } },
    headerNames: { derived: { from: "headers", compute: namesOf }, unordered: true },
    adoptExisting: { option: true },
    testOnCreate: { option: true },
  },
  schema: (z) =>
    exactly(z, "a generic webhook", {
      flockId: flockId(z),
      url: webhookUrl(z, ["http", "https"]),
      headers: headers(z).optional(),
      ...options(z),
    }),
  lock: ({ flockId }) => flockId,
  identity: ({ flockId, url }) => `${flockId} ${canonicalUrl(url)}`,
  describe: ({ flockId, host }) => `The generic webhook to ${host} of ${flockId}`,

  async find(api, inputs) {
    const existing = await api.generic(inputs.flockId).find(inputs.url);
    return existing && { id: newId(inputs.flockId, "generic"), state: { ...inputs, ...shown(existing, {}) } };
  },
  async create(api, inputs) {
    const found = { id: newId(inputs.flockId, "generic"), state: inputs };
    await keptWhenInDoubt(`${this.describe(inputs)} may or may not be in place`, found, () => add(api, inputs));
    return found;
  },
  async read(api, state) {
    const existing = await api.generic(state.flockId).find(state.url);
    return existing && { ...state, ...shown(existing, state) };
  },
  async update(api, olds, news, id) {
    const existing = await api.generic(news.flockId).find(news.url);
    // The API never shows header values, so no later read could tell whether the old or the new ones are there.
    const kept = { id, state: { ...olds, headers: {} } };
    await keptWhenInDoubt(`${this.describe(news)} may be absent now, or have other headers`, kept, async () => {
      if (existing === undefined) await add(api, news);
      else if (!sameValue(olds.headers, news.headers) || !sameNames(existing.headerNames, news.headerNames)) {
        await replaceHeaders(api, existing, olds, news, id);
      }
    });
    return news;
  },
  async delete(api, { flockId, url }) {
    await api.generic(flockId).remove({ url });
  },
  async test(api, { flockId, url }) {
    await api.generic(flockId).test(url);
  },
};

async function add(api: Console, { flockId, url, headers = {}, headerNames }: Inputs): Promise<void> {
  const parameters = headerNames.length === 0 ? {} : { headers: JSON.stringify(headers) };
  await api.generic(flockId).add({ url, headerNames }, parameters);
}

/** The API has no call for it: the webhook is removed and added, and when that fails, put back as it was. */
async function replaceHeaders(api: Console, existing: GenericWebhook, olds: Inputs, news: Inputs, id: string) {
  const what = canaryGenericWebhook.describe(news);
  await api.generic(news.flockId).remove(existing);
  try {
    await add(api, news);
  } catch (error) {
    if (isUnknown(error)) throw error;
    // What somebody else has set can't be put back: the API does not show the values.
    const before = { ...olds, url: existing.url };
    await add(api, before).catch((again: unknown) => {
      const message = `${what} is absent now: changing its headers removed it, adding it failed (${messageOf(error)}), and so did putting it back (${messageOf(again)}). The next pulumi up adds it.`;
      throw new PartialFailure(message, id, olds);
    });
    throw new Error(`${what} has its old headers still: adding it with the new ones failed. ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/**
 * What the API shows of a webhook, with what is known of the header values that it does not show. Where the names are
 * other than they were, somebody has added it anew, so nothing is known of the values.
 */
function shown({ headerNames }: GenericWebhook, known: Partial<Inputs>): Pick<Inputs, "headers" | "headerNames"> {
  if (known.headerNames !== undefined && sameNames(known.headerNames, headerNames)) {
    return { ...(known.headers && { headers: known.headers }), headerNames: known.headerNames };
  }
  return { headers: {}, headerNames: [...headerNames].sort() };
}

function namesOf(headers: unknown): string[] {
  return isRecord(headers) ? Object.keys(headers).sort() : [];
}

/** HTTP compares header names without regard to case, and the order says nothing. */
function sameNames(a: readonly string[], b: readonly string[]): boolean {
  const canonical = (names: readonly string[]) => names.map((name) => name.toLowerCase()).sort();
  return sameValue(canonical(a), canonical(b));
}

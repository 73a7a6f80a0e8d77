import * as pulumi from "@pulumi/pulumi";

import type { Definition } from "../engine/definition";
import { keptWhenInDoubt } from "../engine/doubt";
import { canonicalUrl, exactly, hostOf, options, webhookUrl } from "../engine/inputs";
import { type TestableArgs, registration } from "../engine/resource";
import { shortenStackTraces } from "../engine/stack-traces";
import type { Console } from "./console";
import { flockId } from "./flock-id";
import { newId } from "./new-id";

export interface CanaryMsTeamsWebhookArgs extends TestableArgs {
  /** The flock whose alerts are sent: `flock:default`, or `flock:` and its hexadecimal id. A change replaces the webhook. */
  flockId: pulumi.Input<string>;
  /** The https URL that MS Teams gave for the channel. Secret. A change replaces the webhook, the new one first. */
  url: pulumi.Input<string>;
}

/**
 * An MS Teams webhook of a Canary flock: the console posts every alert of the flock to a Teams channel.
 *
 * ```ts
 * new CanaryMsTeamsWebhook("soc-channel", { flockId: "flock:default", url: config.requireSecret("teamsUrl") });
 * ```
 *
 * A flock holds a URL once. Creating one that is there fails, unless `adoptExisting` is set.
 *
 * @see the Canary API page "Webhooks", section "MS Teams Webhooks"
 */
export class CanaryMsTeamsWebhook extends pulumi.CustomResource {
  /** The flock whose alerts are sent. */
  declare readonly flockId: pulumi.Output<string>;
  /** Where the alerts go. Secret. */
  declare readonly url: pulumi.Output<string>;
  /** The host of the URL, in plain. */
  declare readonly host: pulumi.Output<string>;

  constructor(name: string, args: CanaryMsTeamsWebhookArgs, opts?: pulumi.CustomResourceOptions) {
    const restoreStackTraces = shortenStackTraces();
    try {
      super(...registration(canaryMsTeamsWebhook, name, args, opts));
    } finally {
      restoreStackTraces();
    }
  }
}

interface Inputs {
  readonly flockId: string;
  readonly url: string;
  readonly host: string;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** @internal */
export const canaryMsTeamsWebhook: Definition<Console, Inputs, Inputs> = {
  name: "CanaryMsTeamsWebhook",
  properties: {
    flockId: { replaces: true },
    url: { secret: true, replaces: true, url: true },
    host: { derived: { from: "url", compute: hostOf } },
    adoptExisting: { option: true },
    testOnCreate: { option: true },
  },
  schema: (z) =>
    exactly(z, "an MS Teams webhook", { flockId: flockId(z), url: webhookUrl(z, ["https"]), ...options(z) }),
  lock: ({ flockId }) => flockId,
  identity: ({ flockId, url }) => `${flockId} ${canonicalUrl(url)}`,
  describe: ({ flockId, host }) => `The MS Teams webhook to ${host} of ${flockId}`,

  async find(api, inputs) {
    const existing = await api.msTeams(inputs.flockId).find(inputs.url);
    return existing && { id: newId(inputs.flockId, "ms_teams"), state: inputs };
  },
  async create(api, inputs) {
    const found = { id: newId(inputs.flockId, "ms_teams"), state: inputs };
    await add(api, inputs, found.id);
    return found;
  },
  async read(api, state) {
    const existing = await api.msTeams(state.flockId).find(state.url);
    return existing && state;
  },
  async update(api, _olds, news, id) {
    if ((await api.msTeams(news.flockId).find(news.url)) === undefined) await add(api, news, id);
    return news;
  },
  async delete(api, { flockId, url }) {
    await api.msTeams(flockId).remove({ url });
  },
  async test(api, { flockId, url }) {
    await api.msTeams(flockId).test(url);
  },
};

async function add(api: Console, webhook: Inputs, id: string): Promise<void> {
  const doubt = `${canaryMsTeamsWebhook.describe(webhook)} may or may not be in place`;
  await keptWhenInDoubt(doubt, { id, state: webhook }, () => api.msTeams(webhook.flockId).add({ url: webhook.url }));
}

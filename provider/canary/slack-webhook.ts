import * as pulumi from "@pulumi/pulumi";

import type { Definition } from "../engine/definition";
import { exactly, hostOf, options } from "../engine/inputs";
import { type TestableArgs, registration } from "../engine/resource";
import { shortenStackTraces } from "../engine/stack-traces";
import type { Console, SlackWebhook } from "./console";
import { flockId } from "./flock-id";
import { newId } from "./new-id";

export interface CanarySlackWebhookArgs extends TestableArgs {
  /** The flock that the webhook was added to: `flock:default`, or `flock:` and its hexadecimal id. A change replaces the resource. */
  flockId: pulumi.Input<string>;
  /** The name of the Slack team, as the console shows it. A change replaces the resource. */
  team: pulumi.Input<string>;
  /** The Slack channel, as the console shows it: `#alerts`. A change replaces the resource. */
  channel: pulumi.Input<string>;
}

/**
 * A Slack webhook of a Canary flock that was added in the console. The API can't add one, since that takes a person who
 * grants it in Slack: declaring it takes it over, and deleting it removes it from the flock. To leave it there, set
 * Pulumi's `retainOnDelete` option.
 *
 * ```ts
 * new CanarySlackWebhook("soc", { flockId: "flock:default", team: "Example", channel: "#alerts" });
 * ```
 *
 * `adoptExisting` changes nothing here: what is declared always exists already.
 *
 * @see the Canary API page "Webhooks", section "Slack Webhooks"
 */
export class CanarySlackWebhook extends pulumi.CustomResource {
  /** The flock that the webhook belongs to. */
  declare readonly flockId: pulumi.Output<string>;
  /** The name of the Slack team. */
  declare readonly team: pulumi.Output<string>;
  /** The Slack channel. */
  declare readonly channel: pulumi.Output<string>;
  /** Where the webhook is configured in Slack. */
  declare readonly configurationUrl: pulumi.Output<string | undefined>;
  /** Where the alerts go. Secret. */
  declare readonly url: pulumi.Output<string>;
  /** The host of the URL, in plain. */
  declare readonly host: pulumi.Output<string>;

  constructor(name: string, args: CanarySlackWebhookArgs, opts?: pulumi.CustomResourceOptions) {
    const restoreStackTraces = shortenStackTraces();
    try {
      super(...registration(canarySlackWebhook, name, args, opts));
    } finally {
      restoreStackTraces();
    }
  }
}

interface Inputs {
  readonly flockId: string;
  readonly team: string;
  readonly channel: string;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

interface State extends Inputs {
  readonly configurationUrl?: string | undefined;
  readonly url: string;
  readonly host?: string | undefined;
}

/** @internal */
export const canarySlackWebhook: Definition<Console, Inputs, State> = {
  name: "CanarySlackWebhook",
  properties: {
    flockId: { replaces: true },
    team: { replaces: true },
    channel: { replaces: true },
    configurationUrl: { output: true },
    url: { output: true, secret: true },
    host: { output: true },
    adoptExisting: { option: true },
    testOnCreate: { option: true },
  },
  schema: (z) => {
    const asShown = "must be the name that the console shows";
    const name = z.string(asShown).min(1, asShown);
    return exactly(z, "a Slack webhook", { flockId: flockId(z), team: name, channel: name, ...options(z) });
  },
  lock: ({ flockId }) => flockId,
  identity: ({ flockId, team, channel }) => JSON.stringify([flockId, team, channel]),
  describe: ({ flockId, team, channel }) => `The Slack webhook to ${channel} of team ${team} in ${flockId}`,

  async find() {
    return Promise.resolve(undefined);
  },
  async create(api, inputs) {
    return { id: newId(inputs.flockId, "slack"), state: await takeOver(api, inputs) };
  },
  async read(api, state) {
    const webhook = await theOne(api, state);
    return webhook && withShown(state, webhook);
  },
  async update(api, _olds, news) {
    return takeOver(api, news);
  },
  async delete(api, state) {
    const webhook = await theOne(api, state);
    if (webhook === undefined) return;
    const { team, channel } = webhook;
    // The page documents team and channel, and its example sends the URL: all three serve either reading.
    await api.slack(state.flockId).remove(webhook, { team, channel });
  },
  async test(api, { flockId, url }) {
    await api.slack(flockId).test(url);
  },
};

async function takeOver(api: Console, inputs: Inputs): Promise<State> {
  const webhook = await theOne(api, inputs);
  if (webhook !== undefined) return withShown(inputs, webhook);
  throw new Error(
    `${canarySlackWebhook.describe(inputs)} does not exist, and the API can't add it. Add it in the Canary console: ` +
      "the flock's settings, Notifications, Slack webhook; then run pulumi up again. Team and channel are compared to the letter.",
  );
}

async function theOne(api: Console, { flockId, team, channel }: Inputs): Promise<SlackWebhook | undefined> {
  const matching = await api.slack(flockId).filter((webhook) => webhook.team === team && webhook.channel === channel);
  if (matching.length <= 1) return matching[0];
  throw new Error(
    `${flockId} has ${matching.length} Slack webhooks to ${channel} of team ${team}, which the API can't tell apart. Remove all but one in the Canary console.`,
  );
}

function withShown(inputs: Inputs, { url, configurationUrl }: SlackWebhook): State {
  return { ...inputs, url, configurationUrl, host: hostOf(url) };
}

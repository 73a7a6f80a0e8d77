import { z } from "zod";

import type { ResourceDefinition } from "../lifecycle/definition";
import { LifecycleError } from "../lifecycle/errors";
import { exactly, testableOptions } from "../lifecycle/schema";
import { hostOf } from "../url";
import { candidatesIn } from "./candidates";
import { type CanaryConsole, consoleHome, flockPlace, silence } from "./console";
import { areasOf, flockOf, idOf } from "./ids";
import { flockId } from "./schema";
import { type SlackWebhookInputs, type SlackWebhookState, slackWebhookContract } from "./slack-webhook.contract";
import { understood } from "./webhook-list";
import type { SlackWebhook } from "./wire";

const NAME = "must be the name that the console shows";
const name = z.string(NAME).min(1, NAME);

/** What tells a Slack webhook of one flock from others. */
export const slackShape = { team: name, channel: name };

export const slackWebhook: ResourceDefinition<CanaryConsole, SlackWebhookInputs, SlackWebhookState> = {
  contract: slackWebhookContract,
  home: consoleHome,
  schema: exactly("a Slack webhook", { flockId, ...slackShape, ...testableOptions }),
  lockKey: ({ flockId }) => flockId,
  describe: ({ flockId, team, channel }) =>
    `The Slack webhook to ${channel ?? "a channel"} of team ${team ?? "unknown"} in ${flockId ?? "a flock"}`,
  naturalKey: idOfWebhook,
  areas: ({ flockId }) => areasOf(flockId, "slack"),
  idOf: idOfWebhook,

  async create(api, inputs) {
    return { id: idOfWebhook(inputs), state: await takeOver(api, inputs) };
  },
  async read(api, known, id) {
    const flockId = flockOf(known, id, "slack");
    if (flockId === undefined) return undefined;
    const { team, channel } = known;
    const webhook =
      team === undefined || channel === undefined
        ? await findOnly(api, flockId, (each) => idOfWebhook({ ...each, flockId }) === id)
        : await findDeclared(api, { flockId, team, channel });
    return webhook && withShown({ ...known, flockId, team: webhook.team, channel: webhook.channel }, webhook);
  },
  candidates(api, id) {
    return candidatesIn(
      id,
      "slack",
      (flockId) => api.flock(flockId).slack,
      ({ team, channel }) => ({ distinction: [team, channel], short: channel }),
    );
  },
  async update(api, _olds, news) {
    return takeOver(api, news);
  },
  place: flockPlace("slack"),
  caution: silence,
  async delete(api, state) {
    const webhook = await findDeclared(api, state);
    if (webhook === undefined) return;
    const { team, channel } = webhook;
    // The page documents team and channel, and its example sends the URL: all three serve either reading.
    await api.flock(state.flockId).slack.remove(webhook, { team, channel });
  },
  async test(api, { flockId, url }) {
    await api.flock(flockId).slack.test(url);
  },
};

function idOfWebhook({ flockId, team, channel }: SlackWebhookInputs): string {
  return idOf(flockId, "slack", team, channel);
}

async function takeOver(api: CanaryConsole, inputs: SlackWebhookInputs): Promise<SlackWebhookState> {
  const webhook = await findDeclared(api, inputs);
  if (webhook !== undefined) return withShown(inputs, webhook);
  throw new LifecycleError(
    `${slackWebhook.describe(inputs)} does not exist, and the API can't add it. Add it in the Canary console: ` +
      "the flock's settings, Notifications, Slack webhook; then try again. Team and channel are compared to the letter.",
  );
}

function findDeclared(
  api: CanaryConsole,
  { flockId, team, channel }: SlackWebhookInputs,
): Promise<SlackWebhook | undefined> {
  return findOnly(api, flockId, (each) => each.team === team && each.channel === channel);
}

async function findOnly(
  api: CanaryConsole,
  flockId: string,
  matches: (webhook: SlackWebhook) => boolean,
): Promise<SlackWebhook | undefined> {
  const [first, ...others] = await api.flock(flockId).slack.filter(matches);
  if (first === undefined) return undefined;
  if (others.length === 0) return understood(slackWebhook.describe({ ...first, flockId }), first);
  throw new LifecycleError(
    `${flockId} has ${others.length + 1} Slack webhooks to ${first.channel} of team ${first.team}, which the API can't tell apart. Remove all but one in the Canary console.`,
  );
}

function withShown(inputs: SlackWebhookInputs, { url, configurationUrl }: SlackWebhook): SlackWebhookState {
  return { ...inputs, url, configurationUrl, host: hostOf(url) };
}

import { change, read, type FlockCalls } from "./flock-call";
import { enabled } from "./mode";
import { requireParameters } from "./parameters";
import { raw } from "./state";
import { shownList, testUrl, without } from "./webhook-list";

export const slackCalls: FlockCalls = {
  slack: read((flock, behaviour) => ({
    ...shownList("slack_webhooks", [...flock.slack, ...raw(flock, "slack")], behaviour),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  // "Remove Slack Webhook" requires team and channel, while its curl and Python examples send only the url: both work.
  "slack/remove": change([], (flock, parameters, behaviour) => {
    const { url, team, channel } = parameters;
    if (url === undefined) requireParameters(parameters, ["team", "channel"]);
    flock.slack = without(
      flock.slack,
      (webhook) => (url === undefined ? webhook.team === team && webhook.channel === channel : webhook.url === url),
      behaviour,
    );
  }),
  "slack/test": testUrl,
};

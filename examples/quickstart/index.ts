import * as pulumi from "@pulumi/pulumi";
import {
  CanaryFlockWebhookSettings,
  CanaryGenericWebhook,
  CanaryMsTeamsWebhook,
  CanarySlackWebhook,
  CanarySplunkWebhook,
  CoralogixIntegration,
  CoralogixOutboundWebhook,
} from "pulumi-alert-webhooks";

const config = new pulumi.Config();
const flockId = config.get("flockId") ?? "flock:default";

const settings = new CanaryFlockWebhookSettings("settings", { flockId, mode: "enabled" });

const soc = new CanaryGenericWebhook("soc", {
  flockId,
  url: config.requireSecret("socUrl"),
  headers: { Authorization: config.requireSecret("socAuthorization"), "X-Source": "canary" },
});

const teams = new CanaryMsTeamsWebhook("teams", { flockId, url: config.requireSecret("teamsUrl") });

const splunk = new CanarySplunkWebhook("splunk", {
  flockId,
  host: config.require("splunkHost"),
  port: config.requireNumber("splunkPort"),
  token: config.requireSecret("splunkToken"),
});

// A person added it in the console, so it stays there when this program goes.
const slack = new CanarySlackWebhook(
  "slack",
  { flockId, team: config.require("slackTeam"), channel: config.require("slackChannel") },
  { retainOnDelete: true },
);

const channel = new CoralogixOutboundWebhook("channel", {
  type: "ms_teams_workflow",
  name: "channel",
  url: config.requireSecret("workflowUrl"),
});

// By the older API of Coralogix, for accounts that have it still.
const onCall = new CoralogixIntegration("on-call", {
  type: "pager_duty",
  alias: "on-call",
  serviceKey: config.requireSecret("pagerDutyKey"),
});

export const mode = settings.mode;
export const destinations = [soc.host, teams.host, splunk.host];
export const slackConfiguration = slack.configurationUrl;
export const channelNumber = channel.externalId;
export const onCallIntegrationId = onCall.id;

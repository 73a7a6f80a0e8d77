import * as pulumi from "@pulumi/pulumi";
import { CoralogixOutboundWebhook } from "pulumi-alert-webhooks";

const config = new pulumi.Config();

// A workflow of Teams, "Post to a channel when a webhook request is received", gives the URL.
const channel = new CoralogixOutboundWebhook("channel", {
  type: "ms_teams_workflow",
  name: "SOC channel",
  url: config.requireSecret("workflowUrl"),
  testBeforeCreate: true,
});

// The role, in the account of the bus, lets Coralogix put events on it.
const events = new CoralogixOutboundWebhook("events", {
  type: "aws_event_bridge",
  name: "SOC events",
  eventBusArn: config.require("eventBusArn"),
  roleName: config.require("roleName"),
  source: "coralogix",
  detailType: "Coralogix alert",
  detail: { alert: "$ALERT_NAME", severity: "$EVENT_SEVERITY", url: "$ALERT_URL" },
});

/** The numbers that alert definitions in Coralogix refer to. */
export const numbers = [channel.externalId, events.externalId];

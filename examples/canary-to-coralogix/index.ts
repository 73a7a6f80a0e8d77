import * as pulumi from "@pulumi/pulumi";
import { CanaryFlockWebhookSettings, CanaryGenericWebhook, CoralogixOutboundWebhook } from "pulumi-alert-webhooks";

const config = new pulumi.Config();
const flockId = config.require("flockId");

// Every alert of the flock becomes a log in Coralogix, where rules and dashboards work on it. The URL is that of a generic
// incoming webhook, which is made in Coralogix under Data Flow, Contextual Data, and takes any JSON. It carries its credential.
const intoCoralogix = new CanaryGenericWebhook("into-coralogix", {
  flockId,
  url: config.requireSecret("incomingWebhookUrl"),
  testOnCreate: true,
});

new CanaryFlockWebhookSettings("flock", { flockId, mode: "enabled" }, { dependsOn: intoCoralogix });

// What Coralogix makes an alert of wakes the person on call.
const onCall = new CoralogixOutboundWebhook("on-call", {
  type: "pager_duty",
  name: "Canary on call",
  serviceKey: config.requireSecret("pagerDutyKey"),
  testBeforeCreate: true,
});

/** The number that alert definitions in Coralogix refer to. */
export const onCallNumber = onCall.externalId;

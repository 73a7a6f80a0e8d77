import * as pulumi from "@pulumi/pulumi";
import { CanaryFlockWebhookSettings, CanaryGenericWebhook, CoralogixIntegration } from "pulumi-alert-webhooks";

const config = new pulumi.Config();
const flockId = config.require("flockId");

// Every alert of the flock becomes a log in Coralogix, where rules and dashboards work on it.
const intoCoralogix = new CanaryGenericWebhook("into-coralogix", {
  flockId,
  url: config.require("logIngestionUrl"),
  headers: { Authorization: pulumi.interpolate`Bearer ${config.requireSecret("sendYourDataKey")}` },
  testOnCreate: true,
});

new CanaryFlockWebhookSettings("flock", { flockId, mode: "enabled" }, { dependsOn: intoCoralogix });

// What Coralogix makes an alert of wakes the person on call.
const onCall = new CoralogixIntegration("on-call", {
  type: "pager_duty",
  alias: "Canary on call",
  serviceKey: config.requireSecret("pagerDutyKey"),
});

/** What alerts in Coralogix name as their destination. */
export const onCallIntegrationId = onCall.id;

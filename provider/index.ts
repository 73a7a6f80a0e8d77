export { CanaryFlockWebhookSettings, type CanaryFlockWebhookSettingsArgs } from "./canary/flock-webhook-settings";
export { CanaryGenericWebhook, type CanaryGenericWebhookArgs } from "./canary/generic-webhook";
export { CanaryMsTeamsWebhook, type CanaryMsTeamsWebhookArgs } from "./canary/ms-teams-webhook";
export { CanarySlackWebhook, type CanarySlackWebhookArgs } from "./canary/slack-webhook";
export { CanarySplunkWebhook, type CanarySplunkWebhookArgs } from "./canary/splunk-webhook";
export {
  type CoralogixDemistoArgs,
  type CoralogixEmailGroupArgs,
  CoralogixIntegration,
  type CoralogixIntegrationArgs,
  type CoralogixJiraArgs,
  type CoralogixMicrosoftTeamsArgs,
  type CoralogixOpsgenieArgs,
  type CoralogixPagerDutyArgs,
  type CoralogixSendLogArgs,
  type CoralogixSlackArgs,
  type CoralogixWebhookArgs,
} from "./coralogix/integration";
export { type CanaryConnection, type CoralogixConnection, Provider, type ProviderArgs } from "./provider";

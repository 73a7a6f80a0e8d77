export { CanaryFlockWebhookSettings, type CanaryFlockWebhookSettingsArgs } from "./canary/flock-webhook-settings";
export {
  CanaryFlockWebhooks,
  type CanaryFlockGenericWebhookArgs,
  type CanaryFlockSlackWebhookArgs,
  type CanaryFlockSplunkWebhookArgs,
  type CanaryFlockWebhooksArgs,
} from "./canary/flock-webhooks";
export { CanaryGenericWebhook, type CanaryGenericWebhookArgs } from "./canary/generic-webhook";
export { CanaryMsTeamsWebhook, type CanaryMsTeamsWebhookArgs } from "./canary/ms-teams-webhook";
export { CanarySlackWebhook, type CanarySlackWebhookArgs } from "./canary/slack-webhook";
export { CanarySplunkWebhook, type CanarySplunkWebhookArgs } from "./canary/splunk-webhook";
export { CoralogixIntegration, type CoralogixIntegrationArgs } from "./coralogix/integration";
export { CoralogixOutboundWebhook, type CoralogixOutboundWebhookArgs } from "./coralogix/outbound-webhook";
export { Provider, type ProviderArgs } from "./program/provider";

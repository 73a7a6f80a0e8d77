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
export {
  getCanaryFlocks,
  getCanaryFlocksOutput,
  type CanaryFlock,
  type GetCanaryFlocksArgs,
  type GetCanaryFlocksResult,
} from "./canary/get-flocks";
export {
  getCanaryFlockWebhooks,
  getCanaryFlockWebhooksOutput,
  type CanaryFlockWebhook,
  type GetCanaryFlockWebhooksArgs,
  type GetCanaryFlockWebhooksResult,
} from "./canary/get-flock-webhooks";
export {
  getCoralogixIntegration,
  getCoralogixIntegrationOutput,
  getCoralogixIntegrations,
  getCoralogixIntegrationsOutput,
  type CoralogixIntegrationSummary,
  type GetCoralogixIntegrationArgs,
  type GetCoralogixIntegrationResult,
  type GetCoralogixIntegrationsArgs,
  type GetCoralogixIntegrationsResult,
} from "./coralogix/get-integration";
export {
  getCoralogixOutboundWebhook,
  getCoralogixOutboundWebhookOutput,
  getCoralogixOutboundWebhooks,
  getCoralogixOutboundWebhooksOutput,
  type CoralogixOutboundWebhookSummary,
  type GetCoralogixOutboundWebhookArgs,
  type GetCoralogixOutboundWebhookResult,
  type GetCoralogixOutboundWebhooksArgs,
  type GetCoralogixOutboundWebhooksResult,
} from "./coralogix/get-outbound-webhook";
export type { LookUpOptions } from "./program/look-up";

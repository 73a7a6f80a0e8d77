import * as pulumi from "@pulumi/pulumi";

import type * as dynamic from ".";
import { flockWebhookSettingsContract } from "./canary/flock-webhook-settings.contract";
import { flockWebhooksContract } from "./canary/flock-webhooks.contract";
import { genericWebhookContract } from "./canary/generic-webhook.contract";
import { msTeamsWebhookContract } from "./canary/ms-teams-webhook.contract";
import { slackWebhookContract } from "./canary/slack-webhook.contract";
import { splunkWebhookContract } from "./canary/splunk-webhook.contract";
import { integrationContract } from "./coralogix/integration.contract";
import { outboundWebhookContract } from "./coralogix/outbound-webhook.contract";
import { pluginHost } from "./program/plugin";
import { type ProviderArgs, settingsOf } from "./program/provider";
import { resourceClass } from "./program/resource-class";
import { NAMESPACE } from "./settings";

export type {
  CanaryFlockWebhookSettingsArgs,
  CanaryFlockGenericWebhookArgs,
  CanaryFlockSlackWebhookArgs,
  CanaryFlockSplunkWebhookArgs,
  CanaryFlockWebhooksArgs,
  CanaryGenericWebhookArgs,
  CanaryMsTeamsWebhookArgs,
  CanarySlackWebhookArgs,
  CanarySplunkWebhookArgs,
  CoralogixIntegrationArgs,
  CoralogixOutboundWebhookArgs,
  ProviderArgs,
} from ".";

/** {@link dynamic.CanaryFlockWebhookSettings}, served by the plugin. */
export type CanaryFlockWebhookSettings = dynamic.CanaryFlockWebhookSettings;
export const CanaryFlockWebhookSettings = resourceClass<
  CanaryFlockWebhookSettings,
  dynamic.CanaryFlockWebhookSettingsArgs
>(flockWebhookSettingsContract, pluginHost);

/** {@link dynamic.CanaryFlockWebhooks}, served by the plugin. */
export type CanaryFlockWebhooks = dynamic.CanaryFlockWebhooks;
export const CanaryFlockWebhooks = resourceClass<CanaryFlockWebhooks, dynamic.CanaryFlockWebhooksArgs>(
  flockWebhooksContract,
  pluginHost,
);

/** {@link dynamic.CanaryGenericWebhook}, served by the plugin. */
export type CanaryGenericWebhook = dynamic.CanaryGenericWebhook;
export const CanaryGenericWebhook = resourceClass<CanaryGenericWebhook, dynamic.CanaryGenericWebhookArgs>(
  genericWebhookContract,
  pluginHost,
);

/** {@link dynamic.CanaryMsTeamsWebhook}, served by the plugin. */
export type CanaryMsTeamsWebhook = dynamic.CanaryMsTeamsWebhook;
export const CanaryMsTeamsWebhook = resourceClass<CanaryMsTeamsWebhook, dynamic.CanaryMsTeamsWebhookArgs>(
  msTeamsWebhookContract,
  pluginHost,
);

/** {@link dynamic.CanarySlackWebhook}, served by the plugin. */
export type CanarySlackWebhook = dynamic.CanarySlackWebhook;
export const CanarySlackWebhook = resourceClass<CanarySlackWebhook, dynamic.CanarySlackWebhookArgs>(
  slackWebhookContract,
  pluginHost,
);

/** {@link dynamic.CanarySplunkWebhook}, served by the plugin. */
export type CanarySplunkWebhook = dynamic.CanarySplunkWebhook;
export const CanarySplunkWebhook = resourceClass<CanarySplunkWebhook, dynamic.CanarySplunkWebhookArgs>(
  splunkWebhookContract,
  pluginHost,
);

/** {@link dynamic.CoralogixIntegration}, served by the plugin. */
export type CoralogixIntegration = dynamic.CoralogixIntegration;
export const CoralogixIntegration = resourceClass<CoralogixIntegration, dynamic.CoralogixIntegrationArgs>(
  integrationContract,
  pluginHost,
);

/** {@link dynamic.CoralogixOutboundWebhook}, served by the plugin. */
export type CoralogixOutboundWebhook = dynamic.CoralogixOutboundWebhook;
export const CoralogixOutboundWebhook = resourceClass<CoralogixOutboundWebhook, dynamic.CoralogixOutboundWebhookArgs>(
  outboundWebhookContract,
  pluginHost,
);

/** An explicit connection for resources that the plugin serves. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    super(NAMESPACE, name, settingsOf(args), opts);
  }
}

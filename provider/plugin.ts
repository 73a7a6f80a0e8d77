import * as pulumi from "@pulumi/pulumi";

import type * as dynamic from ".";
import { flockWebhookSettingsContract } from "./canary/flock-webhook-settings.contract";
import { flockWebhooksContract } from "./canary/flock-webhooks.contract";
import { genericWebhookContract } from "./canary/generic-webhook.contract";
import { msTeamsWebhookContract } from "./canary/ms-teams-webhook.contract";
import { slackWebhookContract } from "./canary/slack-webhook.contract";
import { splunkWebhookContract } from "./canary/splunk-webhook.contract";
import { flockWebhooksLookUp, flocksLookUp } from "./canary/look-ups.contract";
import { integrationContract } from "./coralogix/integration.contract";
import {
  integrationLookUp,
  integrationsLookUp,
  outboundWebhookLookUp,
  outboundWebhooksLookUp,
} from "./coralogix/look-ups.contract";
import { outboundWebhookContract } from "./coralogix/outbound-webhook.contract";
import { lookUp, lookUpOutput, pluginLookUps } from "./program/look-up";
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
  CanaryFlock,
  CanaryFlockWebhook,
  CoralogixIntegrationSummary,
  CoralogixOutboundWebhookSummary,
  GetCanaryFlockWebhooksArgs,
  GetCanaryFlockWebhooksResult,
  GetCanaryFlocksArgs,
  GetCanaryFlocksResult,
  GetCoralogixIntegrationArgs,
  GetCoralogixIntegrationResult,
  GetCoralogixIntegrationsArgs,
  GetCoralogixIntegrationsResult,
  GetCoralogixOutboundWebhookArgs,
  GetCoralogixOutboundWebhookResult,
  GetCoralogixOutboundWebhooksArgs,
  GetCoralogixOutboundWebhooksResult,
  LookUpOptions,
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

/** {@link dynamic.getCanaryFlocks}, by a function of the plugin. */
export const getCanaryFlocks: typeof dynamic.getCanaryFlocks = (args, opts) =>
  lookUp(flocksLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCanaryFlocksOutput}, by a function of the plugin. */
export const getCanaryFlocksOutput: typeof dynamic.getCanaryFlocksOutput = (args, opts) =>
  lookUpOutput(flocksLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCanaryFlockWebhooks}, by a function of the plugin. */
export const getCanaryFlockWebhooks: typeof dynamic.getCanaryFlockWebhooks = (args, opts) =>
  lookUp(flockWebhooksLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCanaryFlockWebhooksOutput}, by a function of the plugin. */
export const getCanaryFlockWebhooksOutput: typeof dynamic.getCanaryFlockWebhooksOutput = (args, opts) =>
  lookUpOutput(flockWebhooksLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCoralogixIntegration}, by a function of the plugin. */
export const getCoralogixIntegration: typeof dynamic.getCoralogixIntegration = (args, opts) =>
  lookUp(integrationLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCoralogixIntegrationOutput}, by a function of the plugin. */
export const getCoralogixIntegrationOutput: typeof dynamic.getCoralogixIntegrationOutput = (args, opts) =>
  lookUpOutput(integrationLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCoralogixIntegrations}, by a function of the plugin. */
export const getCoralogixIntegrations: typeof dynamic.getCoralogixIntegrations = (args, opts) =>
  lookUp(integrationsLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCoralogixIntegrationsOutput}, by a function of the plugin. */
export const getCoralogixIntegrationsOutput: typeof dynamic.getCoralogixIntegrationsOutput = (args, opts) =>
  lookUpOutput(integrationsLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCoralogixOutboundWebhook}, by a function of the plugin. */
export const getCoralogixOutboundWebhook: typeof dynamic.getCoralogixOutboundWebhook = (args, opts) =>
  lookUp(outboundWebhookLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCoralogixOutboundWebhookOutput}, by a function of the plugin. */
export const getCoralogixOutboundWebhookOutput: typeof dynamic.getCoralogixOutboundWebhookOutput = (args, opts) =>
  lookUpOutput(outboundWebhookLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCoralogixOutboundWebhooks}, by a function of the plugin. */
export const getCoralogixOutboundWebhooks: typeof dynamic.getCoralogixOutboundWebhooks = (args, opts) =>
  lookUp(outboundWebhooksLookUp, pluginLookUps, args, opts);

/** {@link dynamic.getCoralogixOutboundWebhooksOutput}, by a function of the plugin. */
export const getCoralogixOutboundWebhooksOutput: typeof dynamic.getCoralogixOutboundWebhooksOutput = (
  args = {},
  opts,
) => lookUpOutput(outboundWebhooksLookUp, pluginLookUps, args, opts);

/** An explicit connection for resources that the plugin serves. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    super(NAMESPACE, name, settingsOf(args), opts);
  }
}

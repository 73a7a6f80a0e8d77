import type * as pulumi from "@pulumi/pulumi";

import { dynamicHost } from "../program/dynamic";
import { type TestableArgs, resourceClass } from "../program/resource-class";
import { msTeamsWebhookContract } from "./ms-teams-webhook.contract";

export interface CanaryMsTeamsWebhookArgs extends TestableArgs {
  /** The flock whose alerts are sent, such as `flock:default`. A change replaces the webhook. */
  flockId: pulumi.Input<string>;
  /** The https URL that MS Teams gave for the channel. Secret. A change replaces the webhook, the new one first. */
  url: pulumi.Input<string>;
}

/**
 * An MS Teams webhook of a Canary flock: the console posts every alert of the flock to a Teams channel.
 *
 * ```ts
 * new CanaryMsTeamsWebhook("soc-channel", { flockId: "flock:default", url: config.requireSecret("teamsUrl") });
 * ```
 *
 * A flock has a URL once. Creating one that is there fails, unless `adoptExisting` is set. The id is
 * `flock:default/ms_teams/<digest>`, where the digest is of flock and URL: whoever guesses a URL can confirm it.
 *
 * @see the Canary API page "Webhooks", section "MS Teams Webhooks"
 */
export interface CanaryMsTeamsWebhook extends pulumi.CustomResource {
  /** The flock whose alerts are sent. */
  readonly flockId: pulumi.Output<string>;
  /** Where the alerts go. Secret. */
  readonly url: pulumi.Output<string>;
  /** The host of the URL, in plain text. */
  readonly host: pulumi.Output<string>;
  /** The host of the console that it is in: nothing is sent to another one. */
  readonly consoleHost: pulumi.Output<string>;
}

export const CanaryMsTeamsWebhook = resourceClass<CanaryMsTeamsWebhook, CanaryMsTeamsWebhookArgs>(
  msTeamsWebhookContract,
  dynamicHost,
);

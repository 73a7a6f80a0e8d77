import type * as pulumi from "@pulumi/pulumi";

import { dynamicHost } from "../program/dynamic";
import { type TestableArgs, resourceClass } from "../program/resource-class";
import { slackWebhookContract } from "./slack-webhook.contract";

export interface CanarySlackWebhookArgs extends TestableArgs {
  /** The flock that the webhook was added to, such as `flock:default`. A change replaces the resource. */
  flockId: pulumi.Input<string>;
  /** The name of the Slack team, as the console shows it. A change replaces the resource. */
  team: pulumi.Input<string>;
  /** The Slack channel, as the console shows it: `#alerts`. A change replaces the resource. */
  channel: pulumi.Input<string>;
}

/**
 * A Slack webhook of a Canary flock that was added in the console. The API can't add one, since that takes a person who
 * grants it in Slack: declaring it takes it over, and deleting it removes it from the flock. To leave it there, set
 * Pulumi's `retainOnDelete` option.
 *
 * ```ts
 * new CanarySlackWebhook("soc", { flockId: "flock:default", team: "Example", channel: "#alerts" });
 * ```
 *
 * `adoptExisting` changes nothing here: what is declared always exists already. The id is
 * `flock:default/slack/<digest of team and channel>`.
 *
 * @see the Canary API page "Webhooks", section "Slack Webhooks"
 */
export interface CanarySlackWebhook extends pulumi.CustomResource {
  /** The flock that the webhook belongs to. */
  readonly flockId: pulumi.Output<string>;
  /** The name of the Slack team. */
  readonly team: pulumi.Output<string>;
  /** The Slack channel. */
  readonly channel: pulumi.Output<string>;
  /** Where the webhook is configured in Slack. */
  readonly configurationUrl: pulumi.Output<string | undefined>;
  /** Where the alerts go. Secret. */
  readonly url: pulumi.Output<string>;
  /** The host of the URL, in plain text. */
  readonly host: pulumi.Output<string>;
  /** The host of the console that it is in: nothing is sent to another one. */
  readonly consoleHost: pulumi.Output<string>;
}

export const CanarySlackWebhook = resourceClass<CanarySlackWebhook, CanarySlackWebhookArgs>(
  slackWebhookContract,
  dynamicHost,
);

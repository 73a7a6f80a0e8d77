import type * as pulumi from "@pulumi/pulumi";

import { dynamicHost } from "../program/dynamic";
import { type TestableArgs, resourceClass } from "../program/resource-class";
import { splunkWebhookContract } from "./splunk-webhook.contract";

export interface CanarySplunkWebhookArgs extends TestableArgs {
  /** The flock whose alerts are sent, such as `flock:default`. A change replaces the webhook. */
  flockId: pulumi.Input<string>;
  /** The domain or IP address of the Splunk HTTP Event Collector (HEC), without scheme or port. Changed in place. */
  host: pulumi.Input<string>;
  /** The port that the HEC listens on, 1 to 65535. Changed in place. */
  port: pulumi.Input<number | string>;
  /** The HEC token. Secret. Changed in place. */
  token: pulumi.Input<string>;
}

/**
 * The Splunk webhook of a Canary flock: the console sends every alert of the flock to a Splunk HTTP Event Collector.
 * A flock has at most one. Creating a second fails, unless `adoptExisting` is set.
 *
 * ```ts
 * new CanarySplunkWebhook("siem", {
 *   flockId: "flock:default",
 *   host: "hec.example.com",
 *   port: 8088,
 *   token: config.requireSecret("hecToken"),
 * });
 * ```
 *
 * The id is `flock:default/splunk`.
 *
 * @see the Canary API page "Webhooks", section "Splunk Webhooks"
 */
export interface CanarySplunkWebhook extends pulumi.CustomResource {
  /** The flock whose alerts are sent. */
  readonly flockId: pulumi.Output<string>;
  /** The domain or IP address of the HEC. */
  readonly host: pulumi.Output<string>;
  /** The port of the HEC. */
  readonly port: pulumi.Output<number>;
  /** The HEC token. Secret. */
  readonly token: pulumi.Output<string>;
  /** The host of the console that it is in: nothing is sent to another one. */
  readonly consoleHost: pulumi.Output<string>;
}

export const CanarySplunkWebhook = resourceClass<CanarySplunkWebhook, CanarySplunkWebhookArgs>(
  splunkWebhookContract,
  dynamicHost,
);

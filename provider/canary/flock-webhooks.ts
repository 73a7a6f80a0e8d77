import type * as pulumi from "@pulumi/pulumi";

import { dynamicHost } from "../program/dynamic";
import { type TestableArgs, resourceClass } from "../program/resource-class";
import {
  type CanaryFlockGenericWebhook,
  type CanaryFlockSlackWebhook,
  type CanaryFlockSplunkWebhook,
  flockWebhooksContract,
} from "./flock-webhooks.contract";

/** One of the generic webhooks of a {@link CanaryFlockWebhooks}. */
export interface CanaryFlockGenericWebhookArgs {
  /** Where the console POSTs each alert as JSON: an http or https URL. Its host is shown. */
  url: pulumi.Input<string>;
  /**
   * HTTP headers to send with each alert, by name. The names are shown. The API never gives the values back, so only a
   * change of names is seen as drift.
   * @default none
   */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Instead of `headers`, where their values are not known: the names of the headers that the webhook has in the
   * console. The values stay what they are there.
   */
  headerNames?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The Splunk webhook of a {@link CanaryFlockWebhooks}. */
export interface CanaryFlockSplunkWebhookArgs {
  /** The domain or IP address of the Splunk HTTP Event Collector (HEC), without scheme or port. Shown. */
  host: pulumi.Input<string>;
  /** The port that the HEC listens on, 1 to 65535. Shown. */
  port: pulumi.Input<number | string>;
  /** The HEC token. */
  token: pulumi.Input<string>;
}

/** One of the Slack webhooks of a {@link CanaryFlockWebhooks}. */
export interface CanaryFlockSlackWebhookArgs {
  /** The name of the Slack team, as the console shows it. */
  team: pulumi.Input<string>;
  /** The Slack channel, as the console shows it: `#alerts`. */
  channel: pulumi.Input<string>;
}

export interface CanaryFlockWebhooksArgs extends TestableArgs {
  /** The flock whose alerts are sent, such as `flock:default`. A change replaces the set. */
  flockId: pulumi.Input<string>;
  /**
   * The generic webhooks, each with its `url` and perhaps `headers` or `headerNames`. Their order does not matter. Secret.
   * A changed URL adds the new webhook before it removes the old; changed headers remove and add the one that has them.
   * @default none
   */
  generic?: pulumi.Input<pulumi.Input<CanaryFlockGenericWebhookArgs>[]>;
  /**
   * The https URLs that MS Teams gave for the channels. Their order does not matter. Secret. Changed in place.
   * @default none
   */
  msTeams?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The Splunk webhook: `host`, `port` and `token`. A flock has at most one. Secret. Changed in place.
   * @default none
   */
  splunk?: pulumi.Input<CanaryFlockSplunkWebhookArgs>;
  /**
   * The Slack webhooks, each by its `team` and `channel`. The API can't add one: it has to be in the console. Their order
   * does not matter. Changed in place.
   * @default none
   */
  slack?: pulumi.Input<pulumi.Input<CanaryFlockSlackWebhookArgs>[]>;
  /**
   * Whether nothing else may be there. What is not declared is then drift: a refresh finds it, the next preview shows it,
   * and the `up` after that removes it. Changed in place.
   * @default false
   */
  exclusive?: pulumi.Input<boolean>;
  /**
   * Whether a set may declare no webhook at all, so that the flock may have none.
   * @default false
   */
  allowNone?: pulumi.Input<boolean>;
}

/**
 * The webhooks of a Canary flock as one resource, and if asked for nothing else beside them.
 *
 * ```ts
 * new CanaryFlockWebhooks("soc", {
 *   flockId: "flock:default",
 *   generic: [{ url: config.requireSecret("socUrl"), headers: { Authorization: config.requireSecret("socAuthorization") } }],
 *   msTeams: [config.requireSecret("teamsUrl")],
 *   exclusive: true,
 * });
 * ```
 *
 * It manages what it declares and what it declared before. With `exclusive` it also removes what a refresh has found
 * besides, once a preview has shown it. A webhook that exists already is taken over only with `adoptExisting`. In one flock,
 * webhooks of one kind are declared either by a set or by resources of their own. The id is the flock's.
 *
 * @see the Canary API page "Webhooks"
 */
export interface CanaryFlockWebhooks extends pulumi.CustomResource {
  /** The flock whose alerts are sent. */
  readonly flockId: pulumi.Output<string>;
  /** The generic webhooks; with the names of their headers where the values are not known. Secret. */
  readonly generic: pulumi.Output<readonly CanaryFlockGenericWebhook[] | undefined>;
  /** The URLs of the MS Teams webhooks. Secret. */
  readonly msTeams: pulumi.Output<readonly string[] | undefined>;
  /** The Splunk webhook. Secret. */
  readonly splunk: pulumi.Output<CanaryFlockSplunkWebhook | undefined>;
  /** The Slack webhooks. */
  readonly slack: pulumi.Output<readonly CanaryFlockSlackWebhook[] | undefined>;
  /** Whether nothing else may be there. */
  readonly exclusive: pulumi.Output<boolean | undefined>;
  /**
   * What is declared, in plain text, by kind and host: `generic hooks.example.com`, with a short digest behind
   * all but the first of a host. The value has the names of the headers, the port, or the Slack team.
   */
  readonly destinations: pulumi.Output<Readonly<Record<string, string>>>;
  /**
   * What is there and not declared, in the same form, as of the last read: with `exclusive` of all kinds, otherwise of those
   * that are declared.
   */
  readonly foreign: pulumi.Output<Readonly<Record<string, string>> | undefined>;
  /** What tells that which `foreign` shows from what is added later, by the same names. */
  readonly foreignIds: pulumi.Output<Readonly<Record<string, string>> | undefined>;
  /** The host of the console that it is in: nothing is sent to another one. */
  readonly consoleHost: pulumi.Output<string>;
}

export const CanaryFlockWebhooks = resourceClass<CanaryFlockWebhooks, CanaryFlockWebhooksArgs>(
  flockWebhooksContract,
  dynamicHost,
);

import type * as pulumi from "@pulumi/pulumi";

import { dynamicHost } from "../program/dynamic";
import { type TestableArgs, resourceClass } from "../program/resource-class";
import { genericWebhookContract } from "./generic-webhook.contract";

export interface CanaryGenericWebhookArgs extends TestableArgs {
  /** The flock whose alerts are sent, such as `flock:default`. A change replaces the webhook. */
  flockId: pulumi.Input<string>;
  /**
   * Where the console POSTs each alert as JSON: an http or https URL. Secret. A change replaces the webhook, the new one
   * first. Another spelling of the same URL does not count: case of scheme and host, default port, percent escapes, a
   * trailing slash, a fragment.
   */
  url: pulumi.Input<string>;
  /**
   * HTTP headers to send with each alert, by name. Secret values; the names are shown. The API never gives the values
   * back, so only a change of names is seen as drift. A change removes and adds the webhook, which the API can't
   * change in place; when the add fails, the old headers are put back.
   * @default none
   */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Instead of `headers`, where their values are not known: the names of the headers that the webhook has in the
   * console. The values stay what they are there and are never sent, so a webhook that does not exist can't be created
   * this way. Giving `headers` later removes and adds the webhook.
   */
  headerNames?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * A generic webhook of a Canary flock: the console POSTs every alert of the flock to a URL as JSON.
 *
 * ```ts
 * new CanaryGenericWebhook("soc", {
 *   flockId: "flock:default",
 *   url: "https://soc.example.com/canary",
 *   headers: { Authorization: config.requireSecret("socAuthorization") },
 * });
 * ```
 *
 * A flock has a URL once. Creating one that is there fails, unless `adoptExisting` is set. The id is
 * `flock:default/generic/<digest>`, where the digest is of flock and URL: whoever guesses a URL can confirm it.
 *
 * @see the Canary API page "Webhooks", section "Generic Webhooks"
 */
export interface CanaryGenericWebhook extends pulumi.CustomResource {
  /** The flock whose alerts are sent. */
  readonly flockId: pulumi.Output<string>;
  /** Where the alerts go. Secret. */
  readonly url: pulumi.Output<string>;
  /** The headers as declared; none where their values are not known. Secret. */
  readonly headers: pulumi.Output<Record<string, string> | undefined>;
  /** The host of the URL, in plain text. */
  readonly host: pulumi.Output<string>;
  /** The names of the headers, in plain text. */
  readonly headerNames: pulumi.Output<string[]>;
  /** The host of the console that it is in: nothing is sent to another one. */
  readonly consoleHost: pulumi.Output<string>;
}

export const CanaryGenericWebhook = resourceClass<CanaryGenericWebhook, CanaryGenericWebhookArgs>(
  genericWebhookContract,
  dynamicHost,
);

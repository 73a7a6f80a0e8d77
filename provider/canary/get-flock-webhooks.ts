import type * as pulumi from "@pulumi/pulumi";

import { type InputsOf, type LookUpOptions, lookUp, lookUpOutput, programLookUps } from "../program/look-up";
import { flockWebhooksLookUp } from "./look-ups.contract";

/** What {@link getCanaryFlockWebhooks} takes. */
export interface GetCanaryFlockWebhooksArgs {
  /** The flock, such as `flock:default`. */
  flockId: string;
}

/** A webhook of a Canary flock, of whichever kind. */
export interface CanaryFlockWebhook {
  /** The id that the webhook has as a resource, which `get` and `pulumi import` take. It holds no secret. */
  readonly id: string;
  /** The kind: `generic`, `ms_teams`, `slack` or `splunk`. */
  readonly kind: "generic" | "ms_teams" | "slack" | "splunk";
  /** The host of the URL, or of the Splunk HEC. */
  readonly host?: string;
  /** Where the alerts go, except for Splunk. Secret. */
  readonly url?: pulumi.Output<string>;
  /** The names of the headers of a generic webhook. The API never shows their values. */
  readonly headerNames?: string[];
  /** The name of the team of a Slack webhook. */
  readonly team?: string;
  /** The channel of a Slack webhook. */
  readonly channel?: string;
  /** The port of the Splunk HEC. */
  readonly port?: number;
  /** The token of the Splunk HEC. Secret. */
  readonly token?: pulumi.Output<string>;
  /** Where the console shows the webhook in another form than documented, if it does. The rest is then not known. */
  readonly flaw?: string;
}

/** What {@link getCanaryFlockWebhooks} gives. */
export interface GetCanaryFlockWebhooksResult {
  /** The flock. */
  readonly flockId: string;
  /** The webhooks, kind by kind, in the order of the console. */
  readonly webhooks: CanaryFlockWebhook[];
}

/**
 * Looks up the webhooks of a Canary flock, whoever made them. It fails where the console has no such flock.
 *
 * ```ts
 * const hosts = getCanaryFlockWebhooks({ flockId: "flock:default" }).then(({ webhooks }) =>
 *   webhooks.map(({ kind, host }) => `${kind} ${host}`),
 * );
 * ```
 *
 * In the output form, `webhooks` is a secret as a whole, since it has URLs in it.
 *
 * @see the Canary API page "Webhooks"
 */
export function getCanaryFlockWebhooks(
  args: GetCanaryFlockWebhooksArgs,
  opts?: LookUpOptions,
): Promise<GetCanaryFlockWebhooksResult> {
  return lookUp<GetCanaryFlockWebhooksResult>(flockWebhooksLookUp, programLookUps, args, opts);
}

/** Looks up the webhooks of a flock: {@link getCanaryFlockWebhooks} for arguments that may be known only later. */
export function getCanaryFlockWebhooksOutput(
  args: InputsOf<GetCanaryFlockWebhooksArgs>,
  opts?: LookUpOptions,
): pulumi.Output<pulumi.Unwrap<GetCanaryFlockWebhooksResult>> {
  return lookUpOutput<GetCanaryFlockWebhooksResult>(flockWebhooksLookUp, programLookUps, args, opts);
}

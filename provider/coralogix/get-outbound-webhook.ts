import type * as pulumi from "@pulumi/pulumi";

import {
  type InputsOf,
  type LookUpOptions,
  type LookedUp,
  lookUp,
  lookUpOutput,
  programLookUps,
} from "../program/look-up";
import { outboundWebhookLookUp, outboundWebhooksLookUp } from "./look-ups.contract";
import type { CoralogixOutboundWebhook } from "./outbound-webhook";
import type { OutboundWebhookType } from "./outbound-webhook-types";

/** What {@link getCoralogixOutboundWebhook} takes: one of `id`, `externalId` and `name`. */
export interface GetCoralogixOutboundWebhookArgs {
  /** The webhook's id, a UUID. */
  id?: string;
  /** The number that alert definitions refer to. */
  externalId?: number;
  /** The webhook's name, to the letter. */
  name?: string;
  /** The type, where several types have the name. */
  type?: OutboundWebhookType;
}

/** What {@link getCoralogixOutboundWebhook} gives. */
export type GetCoralogixOutboundWebhookResult = LookedUp<
  CoralogixOutboundWebhook,
  "url" | "headers" | "payload" | "serviceKey" | "apiToken" | "detail",
  "apiHost" | "shownAs"
>;

/** What {@link getCoralogixOutboundWebhooks} takes. */
export interface GetCoralogixOutboundWebhooksArgs {
  /**
   * Only the webhooks of this type.
   * @default all types
   */
  type?: OutboundWebhookType;
}

/** What a list of outbound webhooks has of each. */
export interface CoralogixOutboundWebhookSummary {
  /** The webhook's id, a UUID. */
  readonly id: string;
  /** The type; the API's own word for one that `CoralogixOutboundWebhook` does not have. */
  readonly type: string;
  /** The name of the webhook. */
  readonly name: string;
  /** The number that alert definitions refer to. */
  readonly externalId?: number;
  /** The host of the URL. */
  readonly host?: string;
  /** Where the API shows the webhook in another form than documented, if it does. Then only its id is known. */
  readonly flaw?: string;
}

/** What {@link getCoralogixOutboundWebhooks} gives. */
export interface GetCoralogixOutboundWebhooksResult {
  /** The webhooks, in the order of the API. */
  readonly webhooks: CoralogixOutboundWebhookSummary[];
}

/**
 * Looks up an outbound webhook of a Coralogix account by its id, its number or its name. It fails where there is none, and
 * where several fit, and then lists them.
 *
 * ```ts
 * const { externalId } = getCoralogixOutboundWebhookOutput({ name: "on-call" });
 * ```
 *
 * @see the page "Outgoing Webhooks" of Coralogix' API reference
 */
export function getCoralogixOutboundWebhook(
  args: GetCoralogixOutboundWebhookArgs,
  opts?: LookUpOptions,
): Promise<GetCoralogixOutboundWebhookResult> {
  return lookUp<GetCoralogixOutboundWebhookResult>(outboundWebhookLookUp, programLookUps, args, opts);
}

/** Looks up an outbound webhook: {@link getCoralogixOutboundWebhook} for arguments that may be known only later. */
export function getCoralogixOutboundWebhookOutput(
  args: InputsOf<GetCoralogixOutboundWebhookArgs>,
  opts?: LookUpOptions,
): pulumi.Output<pulumi.Unwrap<GetCoralogixOutboundWebhookResult>> {
  return lookUpOutput<GetCoralogixOutboundWebhookResult>(outboundWebhookLookUp, programLookUps, args, opts);
}

/**
 * Looks up the outbound webhooks of a Coralogix account. Each has what is plain text; `getCoralogixOutboundWebhook`
 * has the rest.
 *
 * ```ts
 * const { webhooks } = getCoralogixOutboundWebhooksOutput({ type: "slack" });
 * ```
 *
 * @see the page "Outgoing Webhooks" of Coralogix' API reference
 */
export function getCoralogixOutboundWebhooks(
  args?: GetCoralogixOutboundWebhooksArgs,
  opts?: LookUpOptions,
): Promise<GetCoralogixOutboundWebhooksResult> {
  return lookUp<GetCoralogixOutboundWebhooksResult>(outboundWebhooksLookUp, programLookUps, args, opts);
}

/** Looks up the outbound webhooks: {@link getCoralogixOutboundWebhooks} for arguments that may be known only later. */
export function getCoralogixOutboundWebhooksOutput(
  args?: InputsOf<GetCoralogixOutboundWebhooksArgs>,
  opts?: LookUpOptions,
): pulumi.Output<GetCoralogixOutboundWebhooksResult> {
  return lookUpOutput<GetCoralogixOutboundWebhooksResult>(outboundWebhooksLookUp, programLookUps, args, opts);
}

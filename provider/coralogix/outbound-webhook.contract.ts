import type { ResourceContract } from "../contract";
import { hostOf } from "../url";
import type { Attachment, Digest, EndpointType, Method, OutboundWebhookType } from "./outbound-webhook-types";

/** An outbound webhook in this package's words, whichever type it has. */
export interface OutboundWebhook {
  readonly type: OutboundWebhookType;
  readonly name: string;
  readonly url?: string;
  readonly method?: Method;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Record<string, unknown>;
  readonly uuid?: string;
  readonly digests?: Digest[];
  readonly attachments?: Attachment[];
  readonly serviceKey?: string;
  readonly emailAddresses?: string[];
  readonly apiToken?: string;
  readonly email?: string;
  readonly projectKey?: string;
  readonly eventBusArn?: string;
  readonly detail?: string | Record<string, unknown>;
  readonly detailType?: string;
  readonly source?: string;
  readonly roleName?: string;
  readonly eventNotificationsInstanceId?: string;
  readonly regionId?: string;
  readonly sourceId?: string;
  readonly sourceName?: string;
  readonly endpointType?: EndpointType;
}

/** The properties of which the API may make something of its own. */
export type Respelled = Pick<OutboundWebhook, "url" | "digests" | "attachments">;

/** What state has of an outbound webhook. */
export interface OutboundWebhookState extends OutboundWebhook {
  readonly host?: string | undefined;
  readonly externalId?: number;
  readonly apiHost?: string;
  readonly shownAs?: Respelled;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
  readonly testBeforeCreate?: boolean;
}

/** @internal */
export const outboundWebhookContract: ResourceContract<OutboundWebhookState> = {
  name: "CoralogixOutboundWebhook",
  properties: {
    type: { replaceOnChanges: true },
    name: {},
    url: { secret: true, url: true },
    host: { derived: { from: ["url"], compute: hostOf } },
    method: { default: "POST" },
    headers: { secret: true, default: {} },
    payload: { secret: true, jsonText: true },
    uuid: { generated: true },
    digests: { generated: true, unordered: true },
    attachments: { generated: true, unordered: true },
    serviceKey: { secret: true },
    emailAddresses: { unordered: true },
    apiToken: { secret: true },
    email: {},
    projectKey: {},
    eventBusArn: {},
    detail: { secret: true, jsonText: true },
    detailType: {},
    source: {},
    roleName: {},
    eventNotificationsInstanceId: {},
    regionId: {},
    sourceId: {},
    sourceName: {},
    endpointType: { default: "ENDPOINT_TYPE_DEFAULT_OR_PUBLIC" },
    externalId: { computed: true },
    apiHost: { computed: true },
    shownAs: { computed: true, secret: true },
    adoptExisting: { createOnly: true },
    testOnCreate: { createOnly: true },
    testBeforeCreate: { createOnly: true },
  },
};

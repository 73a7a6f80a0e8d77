import type * as pulumi from "@pulumi/pulumi";

import { dynamicHost } from "../program/dynamic";
import { type TestableArgs, resourceClass } from "../program/resource-class";
import { outboundWebhookContract } from "./outbound-webhook.contract";
import type {
  Attachment,
  Digest,
  EndpointType,
  Method,
  OptionalField,
  OutboundWebhookType,
  RequiredField,
} from "./outbound-webhook-types";

/** What webhooks of some types take. */
interface FieldArgs {
  /** Where Coralogix sends: an http or https URL. Secret. Changed in place. */
  url: pulumi.Input<string>;
  /**
   * The HTTP method: `GET`, `POST` or `PUT`. Changed in place.
   * @default POST
   */
  method: pulumi.Input<Method>;
  /**
   * HTTP headers to send, by name. Secret. Changed in place.
   * @default none
   */
  headers: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * What to send, in which Coralogix fills in `$ALERT_NAME` and the like: a JSON object, or any text. Secret. Changed in
   * place.
   * @default whatever Coralogix fills in
   */
  payload: pulumi.Input<string | Record<string, unknown>>;
  /**
   * The uuid that Coralogix has in the webhook's configuration. It is not the id. Changed in place.
   * @default one that is generated once and kept
   */
  uuid: pulumi.Input<string>;
  /**
   * The digests that are sent besides alerts: `ERROR_AND_CRITICAL_LOGS`, `FLOW_ANOMALIES`, `SPIKE_ANOMALIES`,
   * `DATA_USAGE`. The others are switched off. Their order does not matter. Changed in place.
   * @default whatever Coralogix has switched on
   */
  digests: pulumi.Input<pulumi.Input<Digest>[]>;
  /**
   * What is attached to an alert: `EMPTY`, `METRIC_SNAPSHOT`, `LOGS`. The others are switched off. Their order does not
   * matter. Changed in place.
   * @default whatever Coralogix has switched on
   */
  attachments: pulumi.Input<pulumi.Input<Attachment>[]>;
  /** The integration key of the PagerDuty service. Secret. Changed in place. */
  serviceKey: pulumi.Input<string>;
  /** The e-mail addresses, at least one. Their order does not matter. Changed in place. */
  emailAddresses: pulumi.Input<pulumi.Input<string>[]>;
  /** The API token of the Jira user. Secret. Changed in place. */
  apiToken: pulumi.Input<string>;
  /** The e-mail address of the Jira user. Changed in place. */
  email: pulumi.Input<string>;
  /** The key of the Jira project. Changed in place. */
  projectKey: pulumi.Input<string>;
  /** The ARN of the EventBridge event bus. Changed in place. */
  eventBusArn: pulumi.Input<string>;
  /**
   * The detail of the event, in which Coralogix fills in `$ALERT_NAME` and the like: a JSON object, or its text. Secret.
   * Changed in place.
   */
  detail: pulumi.Input<string | Record<string, unknown>>;
  /** The detail type of the event. Changed in place. */
  detailType: pulumi.Input<string>;
  /** The source of the event. Changed in place. */
  source: pulumi.Input<string>;
  /** The name of the IAM role that Coralogix assumes to put events on the bus. Changed in place. */
  roleName: pulumi.Input<string>;
  /** The id of the IBM Event Notifications instance. Changed in place. */
  eventNotificationsInstanceId: pulumi.Input<string>;
  /** The IBM Cloud region of the instance. Changed in place. */
  regionId: pulumi.Input<string>;
  /** The id of the source in the instance. Changed in place. */
  sourceId: pulumi.Input<string>;
  /** The name of the source in the instance. Changed in place. */
  sourceName: pulumi.Input<string>;
  /**
   * The endpoint of the instance: `ENDPOINT_TYPE_DEFAULT_OR_PUBLIC` or `ENDPOINT_TYPE_PRIVATE`. Changed in place.
   * @default ENDPOINT_TYPE_DEFAULT_OR_PUBLIC
   */
  endpointType: pulumi.Input<EndpointType>;
}

interface OutboundWebhookArgs<Type extends OutboundWebhookType> extends TestableArgs {
  /** The type. A change replaces the webhook. */
  type: Type;
  /** The name of the webhook. Changed in place. */
  name: pulumi.Input<string>;
  /**
   * Fire the API's test of what is declared before anything is created, which sends a test event to the destination. When
   * it fails, nothing is created.
   * @default false
   */
  testBeforeCreate?: pulumi.Input<boolean>;
}

/**
 * What a {@link CoralogixOutboundWebhook} takes: the fields of its `type`, and no others. Those of one type alone are
 * `CoralogixOutboundWebhookArgs<"jira">`.
 *
 * | `type`                                               | fields besides `name`                                                                                  |
 * | ---------------------------------------------------- | ------------------------------------------------------------------------------------------------------ |
 * | `generic`                                            | `url`, optionally `method`, `headers`, `payload`, `uuid`                                               |
 * | `slack`                                              | `url`, optionally `digests`, `attachments`                                                             |
 * | `pager_duty`                                         | `serviceKey`                                                                                           |
 * | `send_log`                                           | `payload`, optionally `url`, `uuid`                                                                    |
 * | `email_group`                                        | `emailAddresses`                                                                                       |
 * | `microsoft_teams`, `opsgenie`, `ms_teams_workflow`   | `url`                                                                                                  |
 * | `jira`                                               | `url`, `apiToken`, `email`, `projectKey`                                                               |
 * | `demisto`                                            | `url`, optionally `payload`, `uuid`                                                                    |
 * | `aws_event_bridge`                                   | `eventBusArn`, `detail`, `detailType`, `source`, `roleName`                                            |
 * | `ibm_event_notifications`                            | `eventNotificationsInstanceId`, `regionId`, `sourceId`, `sourceName`, optionally `endpointType`        |
 */
export type CoralogixOutboundWebhookArgs<Type extends OutboundWebhookType = OutboundWebhookType> = {
  [Name in Type]: OutboundWebhookArgs<Name> &
    Pick<FieldArgs, RequiredField<Name>> &
    Partial<Pick<FieldArgs, OptionalField<Name>>>;
}[Type];

/**
 * An outbound webhook of a Coralogix account, of any of the twelve types of today's API. The resource's id is the
 * webhook's; alert definitions refer to its `externalId`.
 *
 * ```ts
 * new CoralogixOutboundWebhook("channel", {
 *   type: "ms_teams_workflow",
 *   name: "channel",
 *   url: config.requireSecret("workflowUrl"),
 *   testBeforeCreate: true,
 * });
 * ```
 *
 * Creating one whose name and type exist fails, unless `adoptExisting` is set.
 *
 * @see the page "Outgoing Webhooks" of Coralogix' API reference, and its OpenAPI document
 */
export interface CoralogixOutboundWebhook extends pulumi.CustomResource {
  /** One of the twelve types. */
  readonly type: pulumi.Output<OutboundWebhookType>;
  /** The name of the webhook. */
  readonly name: pulumi.Output<string>;
  /** Where Coralogix sends. Secret. */
  readonly url: pulumi.Output<string | undefined>;
  /** The host of the URL, in plain text. */
  readonly host: pulumi.Output<string | undefined>;
  /** The HTTP method of a generic webhook, where it is declared. */
  readonly method: pulumi.Output<Method | undefined>;
  /** The headers of a generic webhook, where they are declared. Secret. */
  readonly headers: pulumi.Output<Record<string, string> | undefined>;
  /** The payload of a generic, send_log or demisto webhook, where it is declared. Secret. */
  readonly payload: pulumi.Output<string | Record<string, unknown> | undefined>;
  /** The uuid in the configuration of a generic, send_log or demisto webhook. */
  readonly uuid: pulumi.Output<string | undefined>;
  /** The digests of a Slack webhook that are switched on. */
  readonly digests: pulumi.Output<Digest[] | undefined>;
  /** The attachments of a Slack webhook that are switched on. */
  readonly attachments: pulumi.Output<Attachment[] | undefined>;
  /** The integration key of a PagerDuty service. Secret. */
  readonly serviceKey: pulumi.Output<string | undefined>;
  /** The addresses of an e-mail group. */
  readonly emailAddresses: pulumi.Output<string[] | undefined>;
  /** The API token of a Jira user. Secret. */
  readonly apiToken: pulumi.Output<string | undefined>;
  /** The e-mail address of a Jira user. */
  readonly email: pulumi.Output<string | undefined>;
  /** The key of a Jira project. */
  readonly projectKey: pulumi.Output<string | undefined>;
  /** The ARN of an EventBridge event bus. */
  readonly eventBusArn: pulumi.Output<string | undefined>;
  /** The detail of an EventBridge event. Secret. */
  readonly detail: pulumi.Output<string | Record<string, unknown> | undefined>;
  /** The detail type of an EventBridge event. */
  readonly detailType: pulumi.Output<string | undefined>;
  /** The source of an EventBridge event. */
  readonly source: pulumi.Output<string | undefined>;
  /** The name of the IAM role for an EventBridge event bus. */
  readonly roleName: pulumi.Output<string | undefined>;
  /** The id of an IBM Event Notifications instance. */
  readonly eventNotificationsInstanceId: pulumi.Output<string | undefined>;
  /** The region of an IBM Event Notifications instance. */
  readonly regionId: pulumi.Output<string | undefined>;
  /** The id of a source in an IBM Event Notifications instance. */
  readonly sourceId: pulumi.Output<string | undefined>;
  /** The name of a source in an IBM Event Notifications instance. */
  readonly sourceName: pulumi.Output<string | undefined>;
  /** The endpoint of an IBM Event Notifications instance, where it is declared. */
  readonly endpointType: pulumi.Output<EndpointType | undefined>;
  /** The number that alert definitions refer to. */
  readonly externalId: pulumi.Output<number>;
  /** The host of the API of the account that it is in: nothing is sent to another one. */
  readonly apiHost: pulumi.Output<string>;
  /** What Coralogix has made of `url`, `digests` and `attachments`, where it shows them otherwise than they are declared. Secret. */
  readonly shownAs: pulumi.Output<Record<string, unknown> | undefined>;
}

export const CoralogixOutboundWebhook = resourceClass<CoralogixOutboundWebhook, CoralogixOutboundWebhookArgs>(
  outboundWebhookContract,
  dynamicHost,
);

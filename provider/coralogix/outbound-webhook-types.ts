/** What the package and the API must know of a type. */
interface TypeRow {
  /** The document's `WebhookType`. */
  readonly word: string;
  /** The member of a webhook that has its configuration, with the fields under the names that they have here. */
  readonly configuration: string;
  /** The fields that it can't be without. `url` is beside the configuration, and not in it. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The types of outbound webhooks, as the document "Outgoing Webhooks" of Coralogix' API has them. */
export const outboundWebhookTypes = {
  generic: {
    word: "GENERIC",
    configuration: "genericWebhook",
    required: ["url"],
    optional: ["method", "headers", "payload", "uuid"],
  },
  slack: { word: "SLACK", configuration: "slack", required: ["url"], optional: ["digests", "attachments"] },
  pager_duty: { word: "PAGERDUTY", configuration: "pagerDuty", required: ["serviceKey"], optional: [] },
  send_log: { word: "SEND_LOG", configuration: "sendLog", required: ["payload"], optional: ["url", "uuid"] },
  email_group: { word: "EMAIL_GROUP", configuration: "emailGroup", required: ["emailAddresses"], optional: [] },
  microsoft_teams: { word: "MICROSOFT_TEAMS", configuration: "microsoftTeams", required: ["url"], optional: [] },
  jira: {
    word: "JIRA",
    configuration: "jira",
    required: ["url", "apiToken", "email", "projectKey"],
    optional: [],
  },
  opsgenie: { word: "OPSGENIE", configuration: "opsgenie", required: ["url"], optional: [] },
  demisto: { word: "DEMISTO", configuration: "demisto", required: ["url"], optional: ["payload", "uuid"] },
  aws_event_bridge: {
    word: "AWS_EVENT_BRIDGE",
    configuration: "awsEventBridge",
    required: ["eventBusArn", "detail", "detailType", "source", "roleName"],
    optional: [],
  },
  ibm_event_notifications: {
    word: "IBM_EVENT_NOTIFICATIONS",
    configuration: "ibmEventNotifications",
    required: ["eventNotificationsInstanceId", "regionId", "sourceId", "sourceName"],
    optional: ["endpointType"],
  },
  ms_teams_workflow: { word: "MS_TEAMS_WORKFLOW", configuration: "msTeamsWorkflow", required: ["url"], optional: [] },
} as const satisfies Readonly<Record<string, TypeRow>>;

type Types = typeof outboundWebhookTypes;

export type OutboundWebhookType = keyof Types;

/** The fields that webhooks of one type can't be without. */
export type RequiredField<Type extends OutboundWebhookType> = Types[Type]["required"][number];

/** The fields that webhooks of one type may have besides. */
export type OptionalField<Type extends OutboundWebhookType> = Types[Type]["optional"][number];

/** A field that webhooks of some types have. */
export type OutboundWebhookField = RequiredField<OutboundWebhookType> | OptionalField<OutboundWebhookType>;

/** The types, by the words that users write. */
export const outboundWebhookTypeNames = Object.keys(outboundWebhookTypes) as OutboundWebhookType[];

/** The fields of a type. */
export function fieldsOfType(type: OutboundWebhookType): readonly OutboundWebhookField[] {
  const { required, optional } = outboundWebhookTypes[type];
  return [...required, ...optional];
}

/** The document's `MethodType`. */
export const METHODS = ["GET", "POST", "PUT"] as const;

/** The document's `DigestType`. */
export const DIGESTS = ["ERROR_AND_CRITICAL_LOGS", "FLOW_ANOMALIES", "SPIKE_ANOMALIES", "DATA_USAGE"] as const;

/** The document's `AttachmentType`. */
export const ATTACHMENTS = ["EMPTY", "METRIC_SNAPSHOT", "LOGS"] as const;

/** The document's `EndpointType`. */
export const ENDPOINT_TYPES = ["ENDPOINT_TYPE_DEFAULT_OR_PUBLIC", "ENDPOINT_TYPE_PRIVATE"] as const;

export type Method = (typeof METHODS)[number];
export type Digest = (typeof DIGESTS)[number];
export type Attachment = (typeof ATTACHMENTS)[number];
export type EndpointType = (typeof ENDPOINT_TYPES)[number];

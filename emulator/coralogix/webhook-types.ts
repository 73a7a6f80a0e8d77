type FieldCheck = readonly [description: string, holds: (value: unknown) => boolean];

/** A type of the document's `WebhookType`, with the fields of its configuration. */
export interface WebhookType {
  word: string;
  label: string;
  /** The member of a webhook that has its configuration. */
  configuration: string;
  /** Which types have a URL is known from clients of the API. */
  url: "required" | "optional" | "none";
  /** What it can't be without. The document requires no field, but without these nothing could be sent. */
  required: Readonly<Record<string, FieldCheck>>;
  optional: Readonly<Record<string, FieldCheck>>;
}

const string: FieldCheck = ["a string", (value) => typeof value === "string"];
const text: FieldCheck = ["a string that says something", (value) => typeof value === "string" && value !== ""];
const addresses: FieldCheck = [
  "a list of addresses",
  (value) => Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string"),
];
const headers: FieldCheck = [
  "an object of strings",
  (value) =>
    typeof value === "object" && value !== null && Object.values(value).every((item) => typeof item === "string"),
];
const oneOf = (...words: string[]): FieldCheck => [
  `one of ${words.join(", ")}`,
  (value) => words.some((word) => word === value),
];

export const ATTACHMENTS = ["EMPTY", "METRIC_SNAPSHOT", "LOGS"];
export const DIGESTS = ["ERROR_AND_CRITICAL_LOGS", "FLOW_ANOMALIES", "SPIKE_ANOMALIES", "DATA_USAGE"];

/** A list of what is switched on or off. */
const switches = (words: readonly string[]): FieldCheck => [
  `a list of {type: ${words.join(" | ")}, isActive}`,
  (value) =>
    Array.isArray(value) &&
    (value as { type?: unknown; isActive?: unknown }[]).every(
      ({ type, isActive = false }) => words.some((word) => word === type) && typeof isActive === "boolean",
    ),
];

/** By number: up to 8, the older API has the type under the same one. */
export const webhookTypes: readonly WebhookType[] = [
  {
    word: "SLACK",
    label: "Slack",
    configuration: "slack",
    url: "required",
    required: {},
    optional: { digests: switches(DIGESTS), attachments: switches(ATTACHMENTS) },
  },
  {
    word: "GENERIC",
    label: "Webhook",
    configuration: "genericWebhook",
    url: "required",
    required: {},
    optional: { uuid: string, method: oneOf("GET", "POST", "PUT"), headers, payload: string },
  },
  {
    word: "PAGERDUTY",
    label: "PagerDuty",
    configuration: "pagerDuty",
    url: "none",
    required: { serviceKey: text },
    optional: {},
  },
  {
    word: "SEND_LOG",
    label: "Send Log",
    configuration: "sendLog",
    url: "optional",
    required: { payload: text },
    optional: { uuid: string },
  },
  {
    word: "EMAIL_GROUP",
    label: "Email Group",
    configuration: "emailGroup",
    url: "none",
    required: { emailAddresses: addresses },
    optional: {},
  },
  {
    word: "MICROSOFT_TEAMS",
    label: "Microsoft Teams",
    configuration: "microsoftTeams",
    url: "required",
    required: {},
    optional: {},
  },
  {
    word: "JIRA",
    label: "Jira",
    configuration: "jira",
    url: "required",
    required: { apiToken: text, email: text, projectKey: text },
    optional: {},
  },
  {
    word: "OPSGENIE",
    label: "Opsgenie",
    configuration: "opsgenie",
    url: "required",
    required: {},
    optional: {},
  },
  {
    word: "DEMISTO",
    label: "Demisto",
    configuration: "demisto",
    url: "required",
    required: {},
    optional: { uuid: string, payload: string },
  },
  {
    word: "AWS_EVENT_BRIDGE",
    label: "AWS EventBridge",
    configuration: "awsEventBridge",
    url: "none",
    required: { eventBusArn: text, detail: text, detailType: text, source: text, roleName: text },
    optional: {},
  },
  {
    word: "IBM_EVENT_NOTIFICATIONS",
    label: "IBM Event Notifications",
    configuration: "ibmEventNotifications",
    url: "none",
    required: { eventNotificationsInstanceId: text, regionId: text, sourceId: text, sourceName: text },
    optional: { endpointType: oneOf("ENDPOINT_TYPE_DEFAULT_OR_PUBLIC", "ENDPOINT_TYPE_PRIVATE") },
  },
  {
    word: "MS_TEAMS_WORKFLOW",
    label: "Microsoft Teams Workflow",
    configuration: "msTeamsWorkflow",
    url: "required",
    required: {},
    optional: {},
  },
];

/** How many types the older API has: the first ones. */
export const OLDER_TYPES = 9;

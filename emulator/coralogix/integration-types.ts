type FieldCheck = readonly [description: string, holds: (value: unknown) => boolean];

/** A row of the page's Table A, with the type's fields of Table B in Table B's order. */
export interface IntegrationType {
  id: number;
  name: string;
  /** Another spelling of the name in the page's own examples, where there is one. */
  alternativeName?: string;
  icon: string;
  /** Another icon that an older client of the vendor's own sent. */
  olderIcon?: string;
  /** Whether that client sent no field but `payload`. */
  olderPayloadOnly?: true;
  hasUrl: boolean;
  fields: Readonly<Record<string, FieldCheck>>;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text: FieldCheck = ["a string", (value) => typeof value === "string"];
const object: FieldCheck = ["an object", isObject];
const texts: FieldCheck = [
  "an array of strings",
  (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
];
const uuid: FieldCheck = [
  "a string in UUID format",
  (value) => typeof value === "string" && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
];
const method: FieldCheck = [
  'one of "get", "post", "put"',
  (value) => typeof value === "string" && ["get", "post", "put"].includes(value),
];

const request = { uuid, method, headers: object, payload: object };

/** Tables A and B of the page; which types have a URL is known from clients of the API. The index is the type's id. */
export const integrationTypes: readonly IntegrationType[] = [
  { id: 0, name: "Slack", icon: "/assets/settings/slack-48.png", hasUrl: true, fields: {} },
  { id: 1, name: "WebHook", icon: "/assets/webhook.png", hasUrl: true, fields: request },
  { id: 2, name: "PagerDuty", icon: "/assets/settings/pagerDuty.png", hasUrl: false, fields: { serviceKey: text } },
  // Example 2 of "Create New Webhook" spells it "Send Log", Table A "SendLog".
  {
    id: 3,
    name: "SendLog",
    alternativeName: "Send Log",
    icon: "/assets/invite.png",
    olderPayloadOnly: true,
    hasUrl: true,
    fields: request,
  },
  {
    id: 4,
    name: "Email Group",
    icon: "/assets/email-group.png",
    olderIcon: "/assets/settings/pagerDuty.png",
    hasUrl: false,
    fields: { payload: texts },
  },
  { id: 5, name: "Microsoft Teams", icon: "/assets/settings/teams.png", hasUrl: true, fields: {} },
  {
    id: 6,
    name: "Jira",
    icon: "/assets/settings/jira.png",
    hasUrl: true,
    fields: { apiToken: text, email: text, projectKey: text },
  },
  { id: 7, name: "Opsgenie", icon: "/assets/settings/opsgenie.png", hasUrl: true, fields: {} },
  {
    id: 8,
    name: "Demisto",
    icon: "/assets/settings/demisto.png",
    olderPayloadOnly: true,
    hasUrl: true,
    fields: request,
  },
];

/** The types of Coralogix integrations, by the names that the page's Table A and Table B use. */
export type IntegrationType =
  "slack" | "webhook" | "pager_duty" | "sendlog" | "email_group" | "microsoft_teams" | "jira" | "opsgenie" | "demisto";

/** A field of `integration_type_fields`: its name there, and the property that it is here. */
export interface Field {
  readonly name: string;
  readonly property:
    "uuid" | "method" | "headers" | "payload" | "serviceKey" | "apiToken" | "email" | "projectKey" | "emails";
}

/** What Table A and Table B say of a type. */
export interface TypeFacts {
  readonly id: number;
  readonly label: string;
  readonly icon: string;
  readonly hasUrl: boolean;
  /** In Table B's order: some clients read the fields by position. */
  readonly fields: readonly Field[];
}

const request: readonly Field[] = [
  { name: "uuid", property: "uuid" },
  { name: "method", property: "method" },
  { name: "headers", property: "headers" },
  { name: "payload", property: "payload" },
];

export const integrationTypes: Readonly<Record<IntegrationType, TypeFacts>> = {
  slack: { id: 0, label: "Slack", icon: "/assets/settings/slack-48.png", hasUrl: true, fields: [] },
  webhook: { id: 1, label: "WebHook", icon: "/assets/webhook.png", hasUrl: true, fields: request },
  pager_duty: {
    id: 2,
    label: "PagerDuty",
    icon: "/assets/settings/pagerDuty.png",
    hasUrl: false,
    fields: [{ name: "serviceKey", property: "serviceKey" }],
  },
  sendlog: { id: 3, label: "SendLog", icon: "/assets/invite.png", hasUrl: true, fields: request },
  email_group: {
    id: 4,
    label: "Email Group",
    icon: "/assets/email-group.png",
    hasUrl: false,
    fields: [{ name: "payload", property: "emails" }],
  },
  microsoft_teams: { id: 5, label: "Microsoft Teams", icon: "/assets/settings/teams.png", hasUrl: true, fields: [] },
  jira: {
    id: 6,
    label: "Jira",
    icon: "/assets/settings/jira.png",
    hasUrl: true,
    fields: [
      { name: "apiToken", property: "apiToken" },
      { name: "email", property: "email" },
      { name: "projectKey", property: "projectKey" },
    ],
  },
  opsgenie: { id: 7, label: "Opsgenie", icon: "/assets/settings/opsgenie.png", hasUrl: true, fields: [] },
  demisto: { id: 8, label: "Demisto", icon: "/assets/settings/demisto.png", hasUrl: true, fields: request },
};

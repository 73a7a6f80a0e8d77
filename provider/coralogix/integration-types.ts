/** The fields of an integration whose type sends an HTTP request. */
const request = ["url", "uuid", "method", "headers", "payload"] as const;

/**
 * The types of Coralogix integrations. From the page's Table A: `id`, the type's name, and `icon`. From its Table B:
 * `fields`, in its order, since some clients read them by position; `url` is not among Table B's fields.
 */
export const integrationTypes = {
  slack: { id: 0, name: "Slack", icon: "/assets/settings/slack-48.png", fields: ["url"] },
  webhook: { id: 1, name: "WebHook", icon: "/assets/webhook.png", fields: request },
  pager_duty: { id: 2, name: "PagerDuty", icon: "/assets/settings/pagerDuty.png", fields: ["serviceKey"] },
  sendlog: { id: 3, name: "SendLog", icon: "/assets/invite.png", fields: request },
  email_group: { id: 4, name: "Email Group", icon: "/assets/email-group.png", fields: ["emails"] },
  microsoft_teams: { id: 5, name: "Microsoft Teams", icon: "/assets/settings/teams.png", fields: ["url"] },
  jira: {
    id: 6,
    name: "Jira",
    icon: "/assets/settings/jira.png",
    fields: ["url", "apiToken", "email", "projectKey"],
  },
  opsgenie: { id: 7, name: "Opsgenie", icon: "/assets/settings/opsgenie.png", fields: ["url"] },
  demisto: { id: 8, name: "Demisto", icon: "/assets/settings/demisto.png", fields: request },
} as const;

export type IntegrationType = keyof typeof integrationTypes;

/** A property that integrations of some types have. */
export type IntegrationField = (typeof integrationTypes)[IntegrationType]["fields"][number];

/** The properties that integrations of one type have. */
export type FieldOf<Type extends IntegrationType> = (typeof integrationTypes)[Type]["fields"][number];

/** The types, by the words that users write. */
export const typeNames = Object.keys(integrationTypes) as IntegrationType[];

/** The fields of a type, in the page's order. */
export function fieldsOf(type: IntegrationType): readonly IntegrationField[] {
  return integrationTypes[type].fields;
}

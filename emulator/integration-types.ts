import { randomUUID } from "node:crypto";

type FieldCheck = readonly [description: string, holds: (value: unknown) => boolean];

/** A row of the page's Table A, with the type's fields of Table B in Table B's order. */
interface IntegrationType {
  id: number;
  name: string;
  /** Another spelling of the name in the page's own examples, where there is one. */
  alternativeName?: string;
  icon: string;
  hasUrl: boolean;
  fields: Readonly<Record<string, FieldCheck>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
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
  { id: 3, name: "SendLog", alternativeName: "Send Log", icon: "/assets/invite.png", hasUrl: true, fields: request },
  { id: 4, name: "Email Group", icon: "/assets/email-group.png", hasUrl: false, fields: { payload: texts } },
  { id: 5, name: "Microsoft Teams", icon: "/assets/settings/teams.png", hasUrl: true, fields: {} },
  {
    id: 6,
    name: "Jira",
    icon: "/assets/settings/jira.png",
    hasUrl: true,
    fields: { apiToken: text, email: text, projectKey: text },
  },
  { id: 7, name: "Opsgenie", icon: "/assets/settings/opsgenie.png", hasUrl: true, fields: {} },
  { id: 8, name: "Demisto", icon: "/assets/settings/demisto.png", hasUrl: true, fields: request },
];

/** A request that the page does not allow. */
export class InvalidIntegrationError extends Error {
  override readonly name = "InvalidIntegrationError";
}

/** What a valid create or update sets. */
export interface IntegrationValues {
  alias: string;
  url: string;
  integration_type_fields: string | null;
  integration_type_id: number;
}

/**
 * Reads one object of a create or update, as the page's "Body parameters" demand it. Members that they don't name are
 * let pass: "Copying Webhooks between accounts" sends what GET answered.
 *
 * @param allowArray - whether `integration_type_fields` may be the array itself instead of the escaped string
 */
export function parseIntegration(body: unknown, allowArray: boolean): IntegrationValues {
  if (!isObject(body)) throw new InvalidIntegrationError("expected a JSON object");
  const { alias, url = "", integration_type, integration_type_id, integration_type_fields } = body;
  if (typeof alias !== "string" || alias === "") throw new InvalidIntegrationError("alias must be a string");
  const type = parseType(integration_type);
  if (integration_type_id !== type.id) {
    throw new InvalidIntegrationError("integration_type_id must be the id of integration_type");
  }
  if (typeof url !== "string") throw new InvalidIntegrationError("url must be a string");
  if (type.hasUrl && url === "") throw new InvalidIntegrationError(`url is required for ${type.name}`);
  if (!type.hasUrl && url !== "") throw new InvalidIntegrationError(`url must be empty for ${type.name}`);
  const fields = parseFields(type, integration_type_fields, allowArray);
  return { alias, url, integration_type_fields: fields, integration_type_id: type.id };
}

function parseType(block: unknown): IntegrationType {
  if (!isObject(block)) throw new InvalidIntegrationError("integration_type must be an object");
  const { id, icon } = block;
  const type = typeof id === "number" ? integrationTypes[id] : undefined;
  const names = [block.label, block.name].filter((name) => name !== undefined);
  const isComplete =
    type?.icon === icon &&
    names.length > 0 &&
    names.every((name) => name === type?.name || name === type?.alternativeName);
  if (!type || !isComplete) throw new InvalidIntegrationError("integration_type must be a complete block of Table A");
  return type;
}

function parseFields(type: IntegrationType, sent: unknown, allowArray: boolean): string | null {
  const expected = Object.entries(type.fields);
  if (sent === undefined || sent === null) {
    if (expected.length === 0) return null;
    throw new InvalidIntegrationError(`integration_type_fields is required for ${type.name}`);
  }
  const fields = allowArray && Array.isArray(sent) ? (sent as unknown[]) : parseEscaped(sent);
  const values = new Map<string, unknown>();
  for (const field of fields) {
    if (!isObject(field) || typeof field.name !== "string" || !("value" in field) || Object.keys(field).length !== 2) {
      throw new InvalidIntegrationError("integration_type_fields must hold objects of name and value");
    }
    if (!Object.hasOwn(type.fields, field.name) || values.has(field.name)) {
      throw new InvalidIntegrationError(`integration_type_fields of ${type.name} has an unexpected ${field.name}`);
    }
    values.set(field.name, field.value);
  }
  const generated = "uuid" in type.fields && !values.has("uuid") ? [{ name: "uuid", value: randomUUID() }] : [];
  for (const { name, value } of generated) values.set(name, value);
  for (const [name, [description, holds]] of expected) {
    if (!holds(values.get(name))) {
      throw new InvalidIntegrationError(`integration_type_fields of ${type.name}: ${name} must be ${description}`);
    }
  }
  return typeof sent === "string" && generated.length === 0 ? sent : JSON.stringify([...generated, ...fields]);
}

function parseEscaped(sent: unknown): unknown[] {
  try {
    const fields: unknown = typeof sent === "string" ? JSON.parse(sent) : undefined;
    if (Array.isArray(fields)) return fields;
  } catch {
    // Answered below, like JSON that is no array.
  }
  throw new InvalidIntegrationError("integration_type_fields must be an escaped JSON array");
}

import { randomUUID } from "node:crypto";
import { InvalidIntegrationError } from "./errors";
import { integrationTypes, isObject, type IntegrationType } from "./integration-types";

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

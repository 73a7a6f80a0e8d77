import { randomUUID } from "node:crypto";
import type { CoralogixBehaviour } from "./behaviour";
import { InvalidIntegrationError } from "./errors";
import { integrationTypes, isObject, type IntegrationType } from "./integration-types";

/** What a valid create or update sets. */
export interface IntegrationValues {
  alias: string;
  url: string;
  integration_type_fields: string | null;
  integration_type_id: number;
}

/** What decides which requests are taken. */
export type Acceptance = Pick<CoralogixBehaviour, "fieldsAs" | "strictness">;

/**
 * Reads one object of a create or update, as the page's "Body parameters" demand it. Members that they don't name are
 * let pass: "Copying Webhooks between accounts" sends what GET answered.
 */
export function parseIntegration(body: unknown, acceptance: Acceptance): IntegrationValues {
  if (!isObject(body)) throw new InvalidIntegrationError("expected a JSON object");
  const { alias, url = "", integration_type, integration_type_id, integration_type_fields } = body;
  if (typeof alias !== "string" || alias === "") throw new InvalidIntegrationError("alias must be a string");
  const type = parseType(integration_type, acceptance);
  if (integration_type_id !== type.id) {
    throw new InvalidIntegrationError("integration_type_id must be the id of integration_type");
  }
  if (typeof url !== "string") throw new InvalidIntegrationError("url must be a string");
  if (type.hasUrl && url === "") throw new InvalidIntegrationError(`url is required for ${type.name}`);
  if (!type.hasUrl && url !== "") throw new InvalidIntegrationError(`url must be empty for ${type.name}`);
  const fields = parseFields(type, integration_type_fields, acceptance);
  return { alias, url, integration_type_fields: fields, integration_type_id: type.id };
}

function parseType(block: unknown, { strictness }: Acceptance): IntegrationType {
  if (!isObject(block)) throw new InvalidIntegrationError("integration_type must be an object");
  const { id, icon } = block;
  const type = typeof id === "number" ? integrationTypes[id] : undefined;
  const names = [block.label, block.name].filter((name) => name !== undefined);
  const isIcon = icon === type?.icon || (strictness === "lenient" && icon === type?.olderIcon);
  const isComplete =
    isIcon && names.length > 0 && names.every((name) => name === type?.name || name === type?.alternativeName);
  if (!type || !isComplete) throw new InvalidIntegrationError("integration_type must be a complete block of Table A");
  return type;
}

function parseFields(type: IntegrationType, sent: unknown, { fieldsAs, strictness }: Acceptance): string | null {
  const expected = Object.entries(type.fields);
  if (sent === undefined || sent === null) {
    if (expected.length === 0) return null;
    throw new InvalidIntegrationError(`integration_type_fields is required for ${type.name}`);
  }
  const fields = fieldsAs === "array" && Array.isArray(sent) ? (sent as unknown[]) : parseEscaped(sent);
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
  const isOlder =
    strictness === "lenient" && type.olderPayloadOnly === true && fields.length === 1 && values.has("payload");
  for (const [name, [description, holds]] of expected) {
    if (isOlder && name !== "payload") continue;
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

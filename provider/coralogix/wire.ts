import { sameValue } from "../engine/equal";
import { isNestedTooDeeply } from "../engine/nesting";
import { isRecord } from "../engine/unknown";
import { type Field, type IntegrationType, type TypeFacts, integrationTypes } from "./integration-types";

/** An integration in this package's words, whichever type it has. */
export interface Integration {
  readonly type: IntegrationType;
  readonly alias: string;
  readonly url?: string;
  readonly uuid?: string;
  readonly method?: "get" | "post" | "put";
  readonly headers?: Record<string, string>;
  readonly payload?: Record<string, unknown>;
  readonly serviceKey?: string;
  readonly apiToken?: string;
  readonly email?: string;
  readonly projectKey?: string;
  readonly emails?: string[];
}

/** An integration as the API shows it, as far as it can be relied on. */
export interface WireIntegration {
  readonly id: number;
  readonly alias: string;
  readonly url?: string | null | undefined;
  readonly integration_type_id: number;
  readonly integration_type_fields?: unknown;
}

/** What stands behind `integration_type_fields`. */
const FIELD_PROPERTIES = [
  ...new Set(Object.values(integrationTypes).flatMap(({ fields }) => fields.map((field) => field.property))),
];

/** What is an object or a list. Anything else is text, even where it looks like JSON. */
const STRUCTURED: ReadonlySet<Field["property"]> = new Set(["headers", "payload", "emails"]);

/** The body that creates an integration, or updates the one with this id. */
export function toWire(integration: Integration, id?: number): Record<string, unknown> {
  const { id: typeId, label, icon, fields } = integrationTypes[integration.type];
  return {
    ...(id === undefined ? {} : { id }),
    alias: integration.alias,
    url: integration.url ?? "",
    integration_type_id: typeId,
    // The page's Table A spells it "name", its first example "label".
    integration_type: { id: typeId, name: label, label, icon },
    integration_type_fields: JSON.stringify(
      fields.map(({ name, property }) => ({
        name,
        value: property === "payload" ? sentPayload(integration) : integration[property],
      })),
    ),
  };
}

/** A sendlog integration has its uuid in the payload as well (the page's example 2). */
function sentPayload({ type, payload, uuid }: Integration): Record<string, unknown> | undefined {
  return type === "sendlog" ? { ...payload, uuid } : payload;
}

/**
 * An integration as the API shows it. Where that means the same as `known`, it is spelled as there: the order of keys,
 * an object or its JSON text, null or an empty list make no difference.
 * @returns `undefined` for a type that this package does not know.
 */
export function fromWire(wire: WireIntegration, known: Partial<Integration>): Integration | undefined {
  const found = Object.entries(integrationTypes).find(([, { id }]) => id === wire.integration_type_id);
  if (found === undefined) return undefined;
  const [type, facts] = found as [IntegrationType, TypeFacts];
  const shown: Record<string, unknown> = { type, alias: wire.alias, ...fieldsOf(wire, facts) };
  if (facts.hasUrl) shown.url = wire.url ?? "";
  if (type === "sendlog") shown.payload = declaredPayload(shown, known);
  for (const property of ["url", ...FIELD_PROPERTIES] as const) {
    if (property in shown && sameValue(shown[property], known[property], property === "emails"))
      shown[property] = known[property];
  }
  return shown as unknown as Integration;
}

function fieldsOf({ integration_type_fields }: WireIntegration, { fields }: TypeFacts): Record<string, unknown> {
  const listed = fromText(integration_type_fields);
  const values = new Map<unknown, unknown>();
  for (const field of Array.isArray(listed) ? listed : []) if (isRecord(field)) values.set(field.name, field.value);
  return Object.fromEntries(fields.map(({ name, property }) => [property, valueOf(property, values.get(name))]));
}

function valueOf(property: Field["property"], shown: unknown): unknown {
  const value = STRUCTURED.has(property) ? fromText(shown) : shown;
  // Nothing that we could have sent, and too deep to be compared.
  return isNestedTooDeeply(value) ? undefined : (value ?? undefined);
}

/** The payload without the uuid that we put into it, unless the user put it there too. */
function declaredPayload(shown: Record<string, unknown>, known: Partial<Integration>): unknown {
  const { payload, uuid } = shown;
  if (!isRecord(payload) || payload.uuid !== uuid || known.payload?.uuid !== undefined) return payload;
  const { uuid: ours, ...declared } = payload;
  return declared;
}

/** JSON text as what it stands for; the page calls the fields "escaped json", and some answers hold them as they are. */
function fromText(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value, (key, inner: unknown) => (key === "__proto__" ? undefined : inner));
  } catch {
    return value;
  }
}

/** Whether the API shows an integration as it was sent. */
export function isAsSent(shown: WireIntegration, sent: Integration): boolean {
  const integration = fromWire(shown, sent);
  if (integration === undefined) return false;
  const properties = new Set([...Object.keys(integration), ...Object.keys(sent)]) as Set<keyof Integration>;
  // What means the same is spelled as it was sent, so comparing identities is enough.
  return [...properties].every((property) => (integration[property] ?? "") === (sent[property] ?? ""));
}

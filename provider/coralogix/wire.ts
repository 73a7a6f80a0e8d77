import { z } from "zod";

import type { PropertyContracts } from "../contract";
import { type Listed, entryByEntry } from "../http/answers";
import { textsIn } from "../http/redact";
import { jsonValue, semanticallyEqual } from "../lifecycle/equal";
import { isNestedTooDeeply } from "../lifecycle/nesting";
import { isRecord } from "../lifecycle/unknown";
import { type Integration, integrationContract } from "./integration.contract";
import {
  type IntegrationField,
  type IntegrationType,
  fieldsOf,
  integrationTypes,
  typeNames,
} from "./integration-types";
import { declaredPayload, sentPayload } from "./sendlog";

/** A number, or its digits. */
export const number = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/** A name, which is empty where there is none. */
export const label = z
  .string()
  .nullish()
  .transform((name) => name ?? "");

/** What every integration has, and the answer to a create. */
export const identified = z.object({ id: number });

/** An integration as the API shows it, as far as it can be relied on. */
export const wireIntegration = z.object({
  id: number,
  alias: label,
  url: z.string().nullish(),
  integration_type_id: z.int(),
  integration_type_fields: z.unknown().optional(),
  company_id: z.number().optional().catch(undefined),
});

export interface WireIntegration extends z.infer<typeof wireIntegration>, Listed {}

/** The type of what can't be understood. */
const NO_TYPE = -1;

const understood = entryByEntry<WireIntegration>(
  identified.transform(({ id }) => ({ id, alias: "", integration_type_id: NO_TYPE })),
  wireIntegration,
);

/** The list. What has no id that could be ours is skipped. */
export const wireIntegrations = z.array(z.unknown()).transform(understood);

/** An integration that can be copied to another account. */
export interface Original {
  readonly shown: WireIntegration;
  /** All that the API shows of it but its id: what the page's "Copying Webhooks between accounts" sends. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The list, with all that it shows. */
export const originals = z
  .array(z.unknown())
  .transform((entries) =>
    entries
      .filter(isRecord)
      .flatMap(({ id, ...body }): Original[] => understood([{ id, ...body }]).map((shown) => ({ shown, body }))),
  );

/** What is an object or a list. Anything else is text, even where it looks like JSON. */
const STRUCTURED: ReadonlySet<IntegrationField> = new Set(["headers", "payload", "emails"]);

/** What the API has where the user leaves a property out. */
function defaultOf(property: IntegrationField): unknown {
  const properties: PropertyContracts = integrationContract.properties;
  return properties[property]?.default;
}

/** What Table B calls a property. */
function wireName(property: IntegrationField): string {
  return property === "emails" ? "payload" : property;
}

/** The properties of Table B. */
function tableB(type: Integration["type"]): IntegrationField[] {
  return fieldsOf(type).filter((property) => property !== "url");
}

/** The body that creates an integration, or updates the one with this id. */
export function toWire(integration: Integration, id?: number): Record<string, unknown> {
  const { id: typeId, name, icon } = integrationTypes[integration.type];
  const sent = { ...integration, payload: sentPayload(integration) };
  return {
    ...(id === undefined ? {} : { id }),
    alias: integration.alias,
    url: integration.url ?? "",
    integration_type_id: typeId,
    // The page's Table A spells it "name", its first example "label".
    integration_type: { id: typeId, name, label: name, icon },
    integration_type_fields: JSON.stringify(
      tableB(integration.type).map((property) => ({
        name: wireName(property),
        value: sent[property] ?? defaultOf(property),
      })),
    ),
  };
}

/** The type of what the API shows; `undefined` for one that this package does not know. */
export function typeOf({ integration_type_id: shown }: WireIntegration): IntegrationType | undefined {
  return typeNames.find((name) => integrationTypes[name].id === shown);
}

/**
 * An integration as the API shows it. Where that means the same as `known`, it is spelled as there: the order of keys,
 * an object or its JSON text, null or an empty list make no difference.
 * @returns `undefined` for a type that this package does not know
 */
export function fromWire(wire: WireIntegration, known: Partial<Integration>): Integration | undefined {
  const type = typeOf(wire);
  if (type === undefined) return undefined;
  const values = shownFields(wire);
  const shown: Record<string, unknown> & Pick<Integration, "type"> = { type, alias: wire.alias };
  for (const property of fieldsOf(type)) {
    shown[property] = property === "url" ? (wire.url ?? "") : valueOf(property, values.get(wireName(property)));
  }
  if ("payload" in shown) shown.payload = declaredPayload(shown, known.payload);
  for (const property of fieldsOf(type)) {
    const before = known[property];
    if (semanticallyEqual(shown[property], before ?? defaultOf(property), property === "emails")) {
      shown[property] = before;
    }
  }
  return shown as unknown as Integration;
}

/** The secrets of an integration as the API shows it. */
export function secretsOf(wire: WireIntegration): string[] {
  const integration = fromWire(wire, {});
  if (integration === undefined) return textsIn([wire.url, ...shownFields(wire).values()].map(jsonValue));
  return secretTexts(integrationContract.properties, integration);
}

/** The texts in properties that are secret. */
export function secretTexts(properties: PropertyContracts, values: object): string[] {
  const entries: [string, unknown][] = Object.entries(values);
  return textsIn(entries.flatMap(([name, value]) => (properties[name]?.secret ? [value] : [])));
}

/** The page calls the fields "escaped json", and some answers have them as they are. */
function shownFields({ integration_type_fields }: WireIntegration): Map<unknown, unknown> {
  const listed = jsonValue(integration_type_fields);
  const fields = Array.isArray(listed) ? listed.filter(isRecord) : [];
  return new Map(fields.map(({ name, value }) => [name, value]));
}

function valueOf(property: IntegrationField, shown: unknown): unknown {
  const value = STRUCTURED.has(property) ? jsonValue(shown) : shown;
  // Nothing that we could have sent, and too deep to be compared.
  return isNestedTooDeeply(value) ? undefined : (value ?? undefined);
}

/** Whether the API shows an integration as it was sent. */
export function isAsSent(shown: WireIntegration, sent: Integration): boolean {
  const integration = fromWire(shown, sent);
  if (integration === undefined) return false;
  const properties = new Set([...Object.keys(integration), ...Object.keys(sent)]) as Set<keyof Integration>;
  // What means the same is spelled as it was sent, so comparing identities is enough.
  return [...properties].every((property) => (integration[property] ?? "") === (sent[property] ?? ""));
}

import type { CoralogixBehaviour } from "./behaviour";
import { integrationTypes } from "./integration-types";
import type { AccountState, Integration } from "./state";

/** A webhook as the page's create examples answer it: without `integration_type`. */
export function written(
  { companyId }: AccountState,
  integration: Integration,
  { companyShown }: CoralogixBehaviour,
): object {
  return {
    id: integration.id,
    alias: integration.alias,
    url: integration.url,
    integration_type_fields: integration.integration_type_fields,
    integration_type_id: integration.integration_type_id,
    integrationTypeId: integration.integration_type_id,
    ...(companyShown && { company_id: companyId }),
    updated_at: integration.updated_at,
    created_at: integration.created_at,
    ...(companyShown && { companyId }),
  };
}

/** A webhook as the page's GET examples answer it. */
export function shown({ companyId }: AccountState, integration: Integration, behaviour: CoralogixBehaviour): object {
  return {
    alias: integration.alias,
    ...(behaviour.companyShown && { company_id: companyId }),
    created_at: integration.created_at,
    id: integration.id,
    url: integration.url,
    integration_type_fields: shownFields(integration, behaviour),
    integration_type_id: integration.integration_type_id,
    integrationTypeId: integration.integration_type_id,
    integration_type: shownType(integration, behaviour),
    updated_at: integration.updated_at,
  };
}

function shownFields(
  { integration_type_fields: fields }: Integration,
  { emptyFields, fieldsAs }: CoralogixBehaviour,
): unknown {
  const isEmpty = fields === null || fields === "[]";
  const text = isEmpty && emptyFields !== "as sent" ? (emptyFields === "null" ? null : "[]") : fields;
  return fieldsAs === "array" && text !== null ? (JSON.parse(text) as unknown) : text;
}

function shownType({ integration_type_id: id }: Integration, { typeSpelling }: CoralogixBehaviour): object {
  const { name, icon } = integrationTypes[id] ?? {};
  return {
    ...(typeSpelling === "name" ? {} : { label: name }),
    ...(typeSpelling === "label" ? {} : { name }),
    icon,
    id,
  };
}

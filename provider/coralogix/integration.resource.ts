import { randomUUID } from "node:crypto";

import { z } from "zod";

import type { Candidate, ResourceDefinition } from "../lifecycle/definition";
import { IncompleteChange, LifecycleError } from "../lifecycle/errors";
import { adoptExisting, text } from "../lifecycle/schema";
import { UNKNOWN } from "../lifecycle/unknown";
import { hostOf } from "../url";
import type { CoralogixAccount } from "./account";
import { type Integration, type IntegrationState, integrationContract } from "./integration.contract";
import {
  type IntegrationField,
  type IntegrationType,
  fieldsOf,
  integrationTypes,
  typeNames,
} from "./integration-types";
import { byId, firstOf, onlyMade } from "./listed";
import { byType, commonFields, eMails, oneOf } from "./schema";
import { uuidInPayload } from "./sendlog";
import { type WireIntegration, fromWire, isAsSent, typeOf } from "./wire";

/** What users may pass as each field. */
const fields: Readonly<Record<IntegrationField, z.ZodType>> = {
  ...commonFields,
  method: oneOf(["get", "post", "put"]).optional(),
  payload: z.record(z.string(), z.unknown(), "must be a JSON object"),
  emails: eMails,
};

const schema = byType("an integration", typeNames, (type) => ({
  alias: text("must be the integration's name"),
  ...Object.fromEntries(fieldsOf(type).map((field) => [field, fields[field]])),
  ...adoptExisting,
}));

export const integration: ResourceDefinition<CoralogixAccount, IntegrationState, IntegrationState> = {
  contract: integrationContract,
  home: { property: "companyId", what: "Coralogix company", of: (api) => api.companyId() },
  schema: schema.refine((inputs) => hasOneUuid(inputs as Integration), {
    path: ["payload", "uuid"],
    message: "must be the same as uuid, or left out",
  }),
  lockKey: ({ alias }) => alias,
  describe: ({ alias, type }) => `The Coralogix integration "${alias ?? ""}" of type ${type ?? "unknown"}`,
  naturalKey: ({ alias, type }) => JSON.stringify([alias, type]),

  async find(api, inputs, since) {
    const namesakes = await api.filter((other) => isNamesake(other, inputs), since);
    const first = firstOf(integration.describe(inputs), namesakes, inputs.adoptExisting);
    return first && { id: String(first.id), state: { ...inputs, ...fromWire(first, inputs) } };
  },
  prepare(_api, inputs) {
    return Promise.resolve(withUuid(inputs));
  },
  async create(api, state) {
    return { id: String(await api.create(integrationOf(state))), state };
  },
  async confirm(api, state) {
    const isMade = (shown: WireIntegration) => isNamesake(shown, state) && isAsSent(shown, integrationOf(state));
    const ids = (await api.filter(isMade)).map(({ id }) => String(id));
    return onlyMade(integration.describe(state), ids);
  },
  async read(api, known, id) {
    const shown = await byId("integration", api, id);
    if (shown === undefined) return undefined;
    const found = fromWire(shown, known);
    if (found === undefined) {
      throw new LifecycleError(
        `The Coralogix integration with the id ${id} has a type by now that this package does not know.`,
      );
    }
    const { adoptExisting } = known;
    return { ...found, host: hostOf(found.url), ...(adoptExisting !== undefined && { adoptExisting }) };
  },
  async candidates(api) {
    return (await api.filter(() => true)).map(candidateOf);
  },
  async update(api, olds, news, id) {
    const state = withUuid(news, olds.uuid);
    const what = integration.describe(news);
    const shown = await byId("integration", api, id);
    if (shown === undefined) throw new LifecycleError(`${what} with the id ${id} is gone. A refresh notes that.`);
    requireOurs(shown, olds);
    if (await api.update(shown.id, integrationOf(state))) return state;
    throw new IncompleteChange(`${what} was updated, but the API shows other values than were sent.`);
  },
  async delete(api, state, id) {
    const shown = await byId("integration", api, id);
    if (shown !== undefined) requireOurs(shown, state);
    await api.delete(Number(id));
  },
};

/** An integration as messages list it. */
export function candidateOf(shown: WireIntegration): Candidate {
  const { id, alias, url } = shown;
  const host = hostOf(url);
  const to = host === undefined ? "" : ` to ${host}`;
  return { id: String(id), what: `"${alias}" of type ${typeOf(shown) ?? "unknown"}${to}`, shortIds: [] };
}

function hasOneUuid(inputs: { type: IntegrationType; uuid?: unknown; payload?: unknown }): boolean {
  const inPayload = uuidInPayload(inputs);
  return inPayload === undefined || inputs.uuid === undefined || inputs.uuid === UNKNOWN || inPayload === inputs.uuid;
}

/** The uuid is the user's, else the one it has, else a new one. */
function withUuid(inputs: IntegrationState, previous?: string): IntegrationState {
  if (!fieldsOf(inputs.type).includes("uuid")) return inputs;
  const inPayload = uuidInPayload(inputs);
  const given = inputs.uuid ?? (typeof inPayload === "string" ? inPayload : undefined);
  return { ...inputs, uuid: given ?? previous ?? randomUUID() };
}

function integrationOf({ host, companyId, adoptExisting, ...declared }: IntegrationState): Integration {
  return declared;
}

function isNamesake(shown: WireIntegration, { alias, type }: Integration): boolean {
  return shown.alias === alias && shown.integration_type_id === integrationTypes[type].id;
}

/** An id alone does not tell that an integration is ours: another account, or its next integration, may have it too. */
function requireOurs(shown: WireIntegration, state: IntegrationState): void {
  const isKnownCompany = state.companyId !== undefined && shown.company_id !== undefined;
  const isSameType = shown.integration_type_id === integrationTypes[state.type].id;
  const isKnown = isKnownCompany || shown.alias === state.alias || hasUuid(shown, state);
  if (isSameType && isKnown) return;
  throw new LifecycleError(
    `The integration with the id ${shown.id} is not ${integration.describe(state)} but "${shown.alias}", ` +
      `${isSameType ? "of the same type" : "of another type"}. Nothing was changed.`,
  );
}

function hasUuid(shown: WireIntegration, { uuid }: IntegrationState): boolean {
  return uuid !== undefined && fromWire(shown, {})?.uuid === uuid;
}

import { randomUUID } from "node:crypto";
import type { CoralogixBehaviour } from "./behaviour";
import { InvalidIntegrationError } from "./errors";
import { isObject } from "./integration-types";
import { type AccountState, type Integration, uuidOf } from "./state";
import { ATTACHMENTS, DIGESTS, OLDER_TYPES, type WebhookType, webhookTypes } from "./webhook-types";

/** What a valid create or update of today's API sets. */
export type WebhookValues = Pick<
  Integration,
  "alias" | "url" | "integration_type_id" | "integration_type_fields" | "configuration"
>;

type Configuration = Record<string, unknown>;

/** Reads the document's `OutgoingWebhookInputData`. What else is in it is passed over, as JSON for protocol buffers may be. */
export function parseWebhook(data: unknown, existing: Integration | undefined): WebhookValues {
  if (!isObject(data)) throw new InvalidIntegrationError("data must be an object");
  const { name, type: word, url = "" } = data;
  if (typeof name !== "string" || name === "") throw new InvalidIntegrationError("name must be a string");
  const typeId = webhookTypes.findIndex((each) => each.word === word);
  const type = webhookTypes[typeId];
  if (type === undefined) throw new InvalidIntegrationError("type must be one of WebhookType");
  if (existing !== undefined && existing.integration_type_id !== typeId) {
    throw new InvalidIntegrationError("the type of a webhook can't be changed");
  }
  if (typeof url !== "string") throw new InvalidIntegrationError("url must be a string");
  if (type.url === "required" && url === "") throw new InvalidIntegrationError(`url is required for ${type.label}`);
  if (type.url === "none" && url !== "") throw new InvalidIntegrationError(`url must be empty for ${type.label}`);
  if (word === "OPSGENIE") requireResolvable(url);
  const configuration = parseConfiguration(data, type);
  return { alias: name, url, integration_type_id: typeId, ...kept(typeId, configuration, existing) };
}

function parseConfiguration(data: Record<string, unknown>, type: WebhookType): Configuration {
  const given = webhookTypes.filter(({ configuration }) => data[configuration] !== undefined);
  const configuration = data[type.configuration];
  if (given.length !== 1 || !isObject(configuration)) {
    throw new InvalidIntegrationError(`a webhook of type ${type.word} must have ${type.configuration} and no other`);
  }
  const fields: Configuration = {};
  for (const [name, [description, holds]] of Object.entries({ ...type.required, ...type.optional })) {
    const value = configuration[name];
    if (value === undefined && name in type.optional) continue;
    if (!holds(value)) throw new InvalidIntegrationError(`${type.configuration}.${name} must be ${description}`);
    fields[name] = value;
  }
  return "uuid" in type.optional ? { uuid: randomUUID(), ...fields } : fields;
}

/** The server seems to look up the host; a name below .invalid never has an address. */
function requireResolvable(url: string): void {
  if (URL.canParse(url) && !new URL(url).hostname.endsWith(".invalid")) return;
  throw new InvalidIntegrationError("url: the host of the Opsgenie API could not be resolved");
}

/** What is kept of a configuration: the fields of the older API's Table B as it would show them, and the rest. */
function kept(
  typeId: number,
  configuration: Configuration,
  existing: Integration | undefined,
): Pick<Integration, "integration_type_fields" | "configuration"> {
  if (typeId >= OLDER_TYPES || typeId === SLACK) return { integration_type_fields: null, configuration };
  const { method, emailAddresses, ...rest } = configuration;
  const fields: Configuration = {
    ...fieldsOf(existing),
    ...rest,
    ...(method !== undefined && { method: (method as string).toLowerCase() }),
    ...(emailAddresses !== undefined && { payload: emailAddresses }),
  };
  const listed = Object.entries(fields).map(([name, value]) => ({ name, value }));
  return { integration_type_fields: JSON.stringify(listed) };
}

const SLACK = 0;
const EMAIL_GROUP = 4;

function fieldsOf(integration: Integration | undefined): Configuration {
  const fields = JSON.parse(integration?.integration_type_fields ?? "[]") as { name: string; value: unknown }[];
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

/** The document's `OutgoingWebhook`. */
export function shownWebhook(account: AccountState, integration: Integration, behaviour: CoralogixBehaviour): object {
  const type = webhookTypes[integration.integration_type_id];
  if (type === undefined) throw new Error(`There is no type ${integration.integration_type_id}`);
  return {
    ...shownSummary(account, integration, behaviour),
    [type.configuration]: shownConfiguration(type, integration, behaviour),
  };
}

/** The document's `OutgoingWebhookExtendedSummary`. */
export function shownSummary(account: AccountState, integration: Integration, behaviour: CoralogixBehaviour) {
  const { id, alias, url, integration_type_id, created_at, updated_at } = integration;
  const { word, url: hasUrl } = webhookTypes[integration_type_id] ?? { word: "UNKNOWN", url: "none" };
  return {
    id: uuidOf(account, integration),
    type: word,
    name: alias,
    ...(hasUrl !== "none" && { url: word === "MS_TEAMS_WORKFLOW" ? shownWorkflowUrl(url, behaviour) : url }),
    createdAt: created_at,
    updatedAt: updated_at,
    externalId: id,
  };
}

function shownWorkflowUrl(url: string, { workflowUrl }: CoralogixBehaviour): string {
  if (workflowUrl === "as sent" || !URL.canParse(url)) return url;
  const { href, host } = new URL(url);
  if (workflowUrl === "respelled") return href.replaceAll(/%2f/gi, "/");
  return `https://${host}/cu/24/${href.slice(href.indexOf(host) + host.length + 1)}`;
}

function shownConfiguration(type: WebhookType, integration: Integration, behaviour: CoralogixBehaviour): Configuration {
  const { integration_type_id: typeId, configuration = {} } = integration;
  if (typeId === SLACK) return shownSlack(configuration, behaviour);
  if (typeId >= OLDER_TYPES) return configuration;
  const { method, payload, ...rest } = fieldsOf(integration);
  const names = Object.keys({ ...type.required, ...type.optional });
  const shown: Configuration = {
    ...rest,
    ...(typeof method === "string" && { method: method.toUpperCase() }),
    ...(typeId === EMAIL_GROUP && { emailAddresses: payload }),
    ...(payload !== undefined && { payload: typeof payload === "string" ? payload : JSON.stringify(payload) }),
  };
  return Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name)));
}

interface Switch {
  type: string;
  isActive?: boolean;
}

function shownSlack(configuration: Configuration, { slackAttachments }: CoralogixBehaviour): Configuration {
  const { digests = [], attachments = [] } = configuration as Record<"digests" | "attachments", Switch[] | undefined>;
  const all = (words: readonly string[], sent: readonly Switch[], otherwise: boolean) =>
    words.map((type) => ({ type, isActive: sent.find((each) => each.type === type)?.isActive ?? otherwise }));
  const shown = all(ATTACHMENTS, attachments, slackAttachments !== "as sent");
  const isInsisted = (type: string) => slackAttachments === "insisted" && type === "EMPTY";
  return {
    digests: all(DIGESTS, digests, false),
    attachments: shown.map(({ type, isActive }) => ({ type, isActive: isActive || isInsisted(type) })),
  };
}

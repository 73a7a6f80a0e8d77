import { randomUUID } from "node:crypto";

import { z } from "zod";

import { printable } from "../http/redact";
import type { Candidate, ResourceDefinition } from "../lifecycle/definition";
import { IncompleteChange, LifecycleError } from "../lifecycle/errors";
import { testableOptions, text } from "../lifecycle/schema";
import { hostOf } from "../url";
import { type OutboundWebhook, type OutboundWebhookState, outboundWebhookContract } from "./outbound-webhook.contract";
import { byId, firstOf, onlyMade } from "./listed";
import {
  ATTACHMENTS,
  DIGESTS,
  ENDPOINT_TYPES,
  METHODS,
  type OutboundWebhookField,
  fieldsOfType,
  outboundWebhookTypeNames,
  outboundWebhookTypes,
} from "./outbound-webhook-types";
import {
  type WireSummary,
  type WireWebhook,
  fromWire,
  isAsSent,
  madeOf,
  stillShownAs,
  typeOf,
} from "./outbound-webhook-wire";
import { type OutboundWebhooks, isNamesake } from "./outbound-webhooks";
import { byType, commonFields, eMails, oneOf } from "./schema";

const A_PAYLOAD = "must be a JSON object or a text";
const payload = z.union([z.record(z.string(), z.unknown()), z.string().min(1, A_PAYLOAD)], A_PAYLOAD);

const switches = <const Word extends string>(words: readonly Word[]) =>
  z
    .array(oneOf(words), `must be a list of ${words.join(", ")}`)
    .refine((given) => new Set(given).size === given.length, "must have each once");

/** What users may pass as each field, where its type has to have it. */
const fields: Readonly<Record<OutboundWebhookField, z.ZodType>> = {
  ...commonFields,
  method: oneOf(METHODS),
  payload,
  digests: switches(DIGESTS),
  attachments: switches(ATTACHMENTS),
  emailAddresses: eMails,
  eventBusArn: z
    .string("must be the ARN of an event bus")
    .regex(/^arn:[\w-]+:events:\S+$/, "must be the ARN of an event bus"),
  detail: payload,
  detailType: text("must be the detail type of the event"),
  source: text("must be the source of the event"),
  roleName: text("must be the name of the role"),
  eventNotificationsInstanceId: text("must be the id of the Event Notifications instance"),
  regionId: text("must be the id of the region"),
  sourceId: text("must be the id of the source"),
  sourceName: text("must be the name of the source"),
  endpointType: oneOf(ENDPOINT_TYPES),
};

const schema = byType("an outbound webhook", outboundWebhookTypeNames, (type) => {
  const { required, optional } = outboundWebhookTypes[type];
  return {
    name: text("must be the webhook's name"),
    ...Object.fromEntries(required.map((field) => [field, fields[field]])),
    ...Object.fromEntries(optional.map((field) => [field, fields[field].optional()])),
    ...testableOptions,
    testBeforeCreate: testableOptions.testOnCreate,
  };
});

export const outboundWebhook: ResourceDefinition<OutboundWebhooks, OutboundWebhookState, OutboundWebhookState> = {
  contract: outboundWebhookContract,
  // No company is shown. An id is nowhere else, so where the account has it, the host has another name by now.
  home: {
    property: "apiHost",
    what: "Coralogix API",
    of: (api) => Promise.resolve(api.host),
    isFormer: async (api, _recorded, id) => (await api.filter((other) => other.id === id)).length > 0,
  },
  schema,
  lockKey: ({ name }) => name,
  describe: ({ name, type }) => `The Coralogix outbound webhook "${name ?? ""}" of type ${type ?? "unknown"}`,
  naturalKey: ({ name, type }) => JSON.stringify([name, type]),

  async find(api, inputs, since) {
    const namesakes = await api.filter((other) => isNamesake(other, inputs), since);
    const first = firstOf(outboundWebhook.describe(inputs), namesakes, inputs.adoptExisting);
    const shown = first && (await api.get(first.id));
    return shown && { id: shown.id, state: { ...inputs, ...stateOf(shown, inputs) } };
  },
  prepare(_api, inputs) {
    return Promise.resolve(withUuid(inputs));
  },
  async create(api, state) {
    const webhook = webhookOf(state);
    if (state.testBeforeCreate === true) {
      const failure = await api.testUnsaved(webhook);
      if (failure !== undefined) {
        throw new LifecycleError(
          `${outboundWebhook.describe(state)} was not created, since its test failed: ${printable(failure)}.`,
        );
      }
    }
    const shown = await api.create(webhook);
    return { id: shown.id, state: { ...state, ...madeOf(shown, webhook) } };
  },
  async confirm(api, state) {
    const webhook = webhookOf(state);
    const namesakes = await api.filter((other) => isNamesake(other, webhook));
    const checked = namesakes.map(async ({ id }) => {
      const shown = await api.get(id);
      return shown !== undefined && isAsSent(shown, webhook) ? [id] : [];
    });
    return onlyMade(outboundWebhook.describe(state), (await Promise.all(checked)).flat());
  },
  async read(api, known, id) {
    const listed = await byId("webhook", api, id);
    const shown = listed && (await api.get(id));
    return shown && { ...optionsOf(known), ...stateOf(shown, known) };
  },
  async fullId(api, known, id) {
    return (await meant(api, known, id))?.id ?? id;
  },
  async candidates(api) {
    return (await api.filter(() => true)).map(candidateOf);
  },
  async update(api, olds, news, id) {
    const what = outboundWebhook.describe(news);
    const listed = await meant(api, olds, id);
    const before = listed && (await api.get(listed.id));
    if (before === undefined) throw new LifecycleError(`${what} with the id ${id} is gone. A refresh notes that.`);
    requireOurs(before, olds);
    const webhook = withKeptLists(withUuid(webhookOf(news), olds.uuid), before);
    const shownAs = stillShownAs(olds, webhook);
    const shown = await api.update(before.id, { ...webhook, ...(shownAs && { shownAs }) }, before);
    if (shown !== undefined) return { ...news, ...webhook, ...madeOf(shown, webhook) };
    throw new IncompleteChange(`${what} was updated, but the API shows other values than were sent.`);
  },
  async delete(api, state, id) {
    const listed = await byId("webhook", api, id);
    if (listed !== undefined) requireOurs(listed, state);
    await api.delete(id);
  },
  async test(api, _state, id) {
    const failure = await api.test(id);
    if (failure !== undefined) throw new LifecycleError(`${printable(failure)}.`);
  },
};

/** A webhook as messages list it. */
export function candidateOf(webhook: WireSummary): Candidate {
  const { id, name, type, url, externalId } = webhook;
  const host = hostOf(url);
  const to = host === undefined ? "" : ` to ${host}`;
  return {
    id,
    what: `"${name}" of type ${typeOf(webhook) ?? type}${to}, externalId ${externalId ?? "unknown"}`,
    shortIds: [name, ...(externalId === undefined ? [] : [String(externalId)])],
  };
}

/** The uuid is the user's, else the one it has, else a new one. */
function withUuid<Webhook extends OutboundWebhook>(webhook: Webhook, previous?: string): Webhook {
  if (!fieldsOfType(webhook.type).includes("uuid")) return webhook;
  return { ...webhook, uuid: webhook.uuid ?? previous ?? randomUUID() };
}

/** What is switched on stays where the program does not say what to switch on. */
function withKeptLists(webhook: OutboundWebhook, before: WireWebhook): OutboundWebhook {
  const { digests, attachments } = fromWire(before, {}) ?? {};
  return { ...(digests && { digests }), ...(attachments && { attachments }), ...webhook };
}

function webhookOf(state: OutboundWebhookState): OutboundWebhook {
  const { host, externalId, apiHost, shownAs, adoptExisting, testOnCreate, testBeforeCreate, ...declared } = state;
  return declared;
}

function optionsOf({ adoptExisting, testOnCreate, testBeforeCreate }: Partial<OutboundWebhookState>) {
  return {
    ...(adoptExisting !== undefined && { adoptExisting }),
    ...(testOnCreate !== undefined && { testOnCreate }),
    ...(testBeforeCreate !== undefined && { testBeforeCreate }),
  };
}

/** What state has of a webhook that the API shows. */
function stateOf(shown: WireWebhook, known: Partial<OutboundWebhookState>): OutboundWebhookState {
  const webhook = fromWire(shown, known);
  if (webhook === undefined) {
    throw new LifecycleError(
      `The Coralogix outbound webhook with the id ${shown.id} has a type that this package does not know: ${printable(shown.type)}.`,
    );
  }
  const { externalId } = shown;
  const shownAs = stillShownAs(known, webhook);
  return {
    ...webhook,
    host: hostOf(webhook.url),
    ...(externalId !== undefined && { externalId }),
    ...(shownAs && { shownAs }),
  };
}

/**
 * The webhook that is meant by its id, or by its number or its name as an import file may have it. Those two are the same
 * as somewhere else only by chance, so what is found must be what state says.
 */
async function meant(
  api: OutboundWebhooks,
  known: Partial<OutboundWebhookState>,
  id: string,
): Promise<WireSummary | undefined> {
  const listed = await byId("webhook", api, id);
  if (listed !== undefined || known.name === undefined || known.type === undefined) return listed;
  const { name, type } = known;
  const found = await api.filter((other) => String(other.externalId) === id || other.name === id);
  const [first, ...others] = found.filter((other) => isNamesake(other, { name, type }));
  if (first !== undefined && others.length === 0) return first;
  if (found.length === 0) return undefined;
  throw new LifecycleError(
    `${outboundWebhook.describe(known)} is not what the id ${id} leads to: ` +
      `${found.map((other) => `"${other.name}" of type ${typeOf(other) ?? other.type} (${other.id})`).join(", ")}.`,
  );
}

/** An id is nobody else's, whatever its name is by now. Its type can't be another one. */
function requireOurs(shown: WireSummary, state: OutboundWebhookState): void {
  if (typeOf(shown) === state.type) return;
  throw new LifecycleError(
    `The webhook with the id ${shown.id} is not ${outboundWebhook.describe(state)} but "${shown.name}", of another type. ` +
      "Nothing was changed.",
  );
}

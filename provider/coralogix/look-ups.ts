import { z } from "zod";

import { type LookUpDefinition, theOnly } from "../lifecycle/look-up";
import { exactly } from "../lifecycle/schema";
import { hostOf } from "../url";
import type { CoralogixAccount } from "./account";
import { candidateOf as integrationCandidate, integration } from "./integration.resource";
import { type IntegrationType, typeNames } from "./integration-types";
import {
  type FoundIntegration,
  type FoundOutboundWebhook,
  integrationLookUp,
  integrationsLookUp,
  outboundWebhookLookUp,
  outboundWebhooksLookUp,
} from "./look-ups.contract";
import { candidateOf as webhookCandidate, outboundWebhook } from "./outbound-webhook.resource";
import { type OutboundWebhookType, outboundWebhookTypeNames } from "./outbound-webhook-types";
import { type WireSummary, typeOf as typeOfWebhook } from "./outbound-webhook-wire";
import type { OutboundWebhooks } from "./outbound-webhooks";
import { oneOf } from "./schema";
import { type WireIntegration, typeOf as typeOfIntegration } from "./wire";

type Found = Record<string, unknown>;

export const integrations: LookUpDefinition<
  CoralogixAccount,
  { readonly type?: IntegrationType | undefined },
  { readonly integrations: FoundIntegration[] }
> = {
  contract: integrationsLookUp,
  schema: exactly(integrationsLookUp.name, { type: oneOf(typeNames).optional() }),
  async find(api, { type }, since) {
    const found = await api.filter((each) => isOfType(typeOfIntegration(each), type), since);
    return { integrations: found.map(foundIntegration) };
  },
};

interface IntegrationArgs {
  readonly id?: string | undefined;
  readonly alias?: string | undefined;
  readonly type?: IntegrationType | undefined;
}

export const oneIntegration: LookUpDefinition<CoralogixAccount, IntegrationArgs, Found> = {
  contract: integrationLookUp,
  schema: exactly(integrationLookUp.name, {
    id: z.string("must be the integration's id").optional(),
    alias: z.string("must be the integration's alias").optional(),
    type: oneOf(typeNames).optional(),
  }).refine(({ id, alias }) => (id === undefined) !== (alias === undefined), "takes either id or alias"),
  async find(api, { id, alias, type }, since) {
    const all = await api.filter(() => true, since);
    const found = all.filter(
      (each) =>
        (id === undefined ? each.alias === alias : String(each.id) === id) && isOfType(typeOfIntegration(each), type),
    );
    const by = id === undefined ? `the alias "${alias ?? ""}"` : `the id ${id}`;
    const what = `Coralogix integration with ${by}${ofType(type)}`;
    const shown = theOnly(what, found, { all, candidateOf: integrationCandidate });
    return { id: String(shown.id), ...(await integration.read(api, {}, String(shown.id))) };
  },
};

export const outboundWebhooks: LookUpDefinition<
  OutboundWebhooks,
  { readonly type?: OutboundWebhookType | undefined },
  { readonly webhooks: FoundOutboundWebhook[] }
> = {
  contract: outboundWebhooksLookUp,
  schema: exactly(outboundWebhooksLookUp.name, { type: oneOf(outboundWebhookTypeNames).optional() }),
  async find(api, { type }, since) {
    const found = await api.filter((each) => isOfType(typeOfWebhook(each), type), since);
    return { webhooks: found.map(foundWebhook) };
  },
};

interface OutboundWebhookArgs {
  readonly id?: string | undefined;
  readonly externalId?: number | undefined;
  readonly name?: string | undefined;
  readonly type?: OutboundWebhookType | undefined;
}

export const oneOutboundWebhook: LookUpDefinition<OutboundWebhooks, OutboundWebhookArgs, Found> = {
  contract: outboundWebhookLookUp,
  schema: exactly(outboundWebhookLookUp.name, {
    id: z.string("must be the webhook's id").optional(),
    externalId: z.int("must be the webhook's number").optional(),
    name: z.string("must be the webhook's name").optional(),
    type: oneOf(outboundWebhookTypeNames).optional(),
  }).refine(
    ({ id, externalId, name }) => [id, externalId, name].filter((key) => key !== undefined).length === 1,
    "takes one of id, externalId and name",
  ),
  async find(api, { id, externalId, name, type }, since) {
    const all = await api.filter(() => true, since);
    const isMeant = (each: WireSummary) => {
      if (id !== undefined) return each.id === id;
      return externalId !== undefined ? each.externalId === externalId : each.name === name;
    };
    const found = all.filter((each) => isMeant(each) && isOfType(typeOfWebhook(each), type));
    const by =
      id !== undefined
        ? `the id ${id}`
        : name !== undefined
          ? `the name "${name}"`
          : `the externalId ${externalId ?? ""}`;
    const what = `Coralogix outbound webhook with ${by}${ofType(type)}`;
    const shown = theOnly(what, found, { all, candidateOf: webhookCandidate });
    return { id: shown.id, ...(await outboundWebhook.read(api, {}, shown.id)) };
  },
};

function foundIntegration(shown: WireIntegration): FoundIntegration {
  const { id, alias, url, integration_type_id, flaw } = shown;
  const type = flaw === undefined ? (typeOfIntegration(shown) ?? String(integration_type_id)) : "";
  return { id: String(id), type, alias, host: hostOf(url), flaw };
}

function foundWebhook(shown: WireSummary): FoundOutboundWebhook {
  const { id, name, type, url, externalId, flaw } = shown;
  return { id, type: typeOfWebhook(shown) ?? type, name, externalId, host: hostOf(url), flaw };
}

/** Whether something is of the type that is asked for, if one is. */
function isOfType(shown: string | undefined, asked: string | undefined): boolean {
  return asked === undefined || shown === asked;
}

function ofType(type: string | undefined): string {
  return type === undefined ? "" : ` and the type ${type}`;
}

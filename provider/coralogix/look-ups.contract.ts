import type { LookUpContract, LookUpResult, PropertyContracts } from "../contract";
import { integrationContract } from "./integration.contract";
import { outboundWebhookContract } from "./outbound-webhook.contract";

/** What the look-up of a list shows of each integration or webhook. */
interface FoundSummary {
  readonly id: string;
  readonly type: string;
  readonly host?: string | undefined;
  readonly flaw?: string | undefined;
}

export interface FoundIntegration extends FoundSummary {
  readonly alias: string;
}

export interface FoundOutboundWebhook extends FoundSummary {
  readonly name: string;
  readonly externalId?: number | undefined;
}

/** @internal */
export const integrationsLookUp: LookUpContract<{ readonly integrations: readonly FoundIntegration[] }> = {
  name: "getCoralogixIntegrations",
  results: { integrations: {} },
};

/** @internal */
export const integrationLookUp: LookUpContract = {
  name: "getCoralogixIntegration",
  results: resultsOf(integrationContract.properties, ["companyId"]),
};

/** @internal */
export const outboundWebhooksLookUp: LookUpContract<{ readonly webhooks: readonly FoundOutboundWebhook[] }> = {
  name: "getCoralogixOutboundWebhooks",
  results: { webhooks: {} },
};

/** @internal */
export const outboundWebhookLookUp: LookUpContract = {
  name: "getCoralogixOutboundWebhook",
  results: resultsOf(outboundWebhookContract.properties, ["apiHost", "shownAs"]),
};

/**
 * What a look-up shows of a resource: its id, and what of its properties does not say how it is managed.
 * @param ofState the properties that state alone has
 */
function resultsOf(properties: PropertyContracts, ofState: readonly string[]): Record<string, LookUpResult> {
  const shown = Object.entries(properties).filter(
    ([name, { createOnly }]) => createOnly !== true && !ofState.includes(name),
  );
  const results = shown.map(([name, { secret }]): [string, LookUpResult] => [name, secret === true ? { secret } : {}]);
  return Object.fromEntries([["id", {}], ...results]);
}

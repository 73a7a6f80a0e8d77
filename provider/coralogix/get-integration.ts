import type * as pulumi from "@pulumi/pulumi";

import {
  type InputsOf,
  type LookUpOptions,
  type LookedUp,
  lookUp,
  lookUpOutput,
  programLookUps,
} from "../program/look-up";
import type { CoralogixIntegration } from "./integration";
import type { IntegrationType } from "./integration-types";
import { integrationLookUp, integrationsLookUp } from "./look-ups.contract";

/** What {@link getCoralogixIntegration} takes: `id` or `alias`. */
export interface GetCoralogixIntegrationArgs {
  /** The integration's number, which Coralogix alerts refer to. */
  id?: string;
  /** The integration's name, to the letter. */
  alias?: string;
  /** The type, where several types have the alias. */
  type?: IntegrationType;
}

/** What {@link getCoralogixIntegration} gives. */
export type GetCoralogixIntegrationResult = LookedUp<
  CoralogixIntegration,
  "url" | "headers" | "payload" | "serviceKey" | "apiToken",
  "companyId"
>;

/** What {@link getCoralogixIntegrations} takes. */
export interface GetCoralogixIntegrationsArgs {
  /**
   * Only the integrations of this type.
   * @default all types
   */
  type?: IntegrationType;
}

/** What a list of integrations has of each. */
export interface CoralogixIntegrationSummary {
  /** The integration's number, which Coralogix alerts refer to. */
  readonly id: string;
  /** The type; the number of a type that `CoralogixIntegration` does not have. */
  readonly type: string;
  /** The name of the integration. */
  readonly alias: string;
  /** The host of the URL. */
  readonly host?: string;
  /** Where the API shows the integration in another form than documented, if it does. Then only its id is known. */
  readonly flaw?: string;
}

/** What {@link getCoralogixIntegrations} gives. */
export interface GetCoralogixIntegrationsResult {
  /** The integrations, in the order of the API. */
  readonly integrations: CoralogixIntegrationSummary[];
}

/**
 * Looks up an integration of a Coralogix account by its id or its alias. It fails where there is none, and where several fit,
 * and then lists them.
 *
 * ```ts
 * const onCall = getCoralogixIntegrationOutput({ alias: "on-call", type: "pager_duty" }).id;
 * ```
 *
 * @see the Coralogix page "Webhooks API", "Get all webhooks"
 */
export function getCoralogixIntegration(
  args: GetCoralogixIntegrationArgs,
  opts?: LookUpOptions,
): Promise<GetCoralogixIntegrationResult> {
  return lookUp<GetCoralogixIntegrationResult>(integrationLookUp, programLookUps, args, opts);
}

/** Looks up an integration: {@link getCoralogixIntegration} for arguments that may be known only later. */
export function getCoralogixIntegrationOutput(
  args: InputsOf<GetCoralogixIntegrationArgs>,
  opts?: LookUpOptions,
): pulumi.Output<pulumi.Unwrap<GetCoralogixIntegrationResult>> {
  return lookUpOutput<GetCoralogixIntegrationResult>(integrationLookUp, programLookUps, args, opts);
}

/**
 * Looks up the integrations of a Coralogix account. Each has what is plain text; `getCoralogixIntegration` has the
 * rest.
 *
 * ```ts
 * const { integrations } = getCoralogixIntegrationsOutput({ type: "slack" });
 * ```
 *
 * @see the Coralogix page "Webhooks API", "Get all webhooks"
 */
export function getCoralogixIntegrations(
  args?: GetCoralogixIntegrationsArgs,
  opts?: LookUpOptions,
): Promise<GetCoralogixIntegrationsResult> {
  return lookUp<GetCoralogixIntegrationsResult>(integrationsLookUp, programLookUps, args, opts);
}

/** Looks up the integrations: {@link getCoralogixIntegrations} for arguments that may be known only later. */
export function getCoralogixIntegrationsOutput(
  args?: InputsOf<GetCoralogixIntegrationsArgs>,
  opts?: LookUpOptions,
): pulumi.Output<GetCoralogixIntegrationsResult> {
  return lookUpOutput<GetCoralogixIntegrationsResult>(integrationsLookUp, programLookUps, args, opts);
}

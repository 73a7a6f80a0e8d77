import type * as pulumi from "@pulumi/pulumi";

import { dynamicHost } from "../program/dynamic";
import { type CommonArgs, resourceClass } from "../program/resource-class";
import type { FieldOf, IntegrationType } from "./integration-types";
import { integrationContract } from "./integration.contract";

/** What integrations of some types take. */
interface FieldArgs {
  /** Where Coralogix sends: an http or https URL. Secret. Changed in place. */
  url: pulumi.Input<string>;
  /**
   * The integration's uuid.
   * @default one that is generated once and kept
   */
  uuid?: pulumi.Input<string>;
  /**
   * The HTTP method: `get`, `post` or `put`. Changed in place.
   * @default post
   */
  method?: pulumi.Input<"get" | "post" | "put">;
  /**
   * HTTP headers to send, by name. Secret. Changed in place.
   * @default none
   */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * The JSON object to send, in which Coralogix fills in `$ALERT_NAME` and the like. Secret. Changed in place. That of a
   * sendlog integration has its uuid too, which is put there if it is not there.
   */
  payload: pulumi.Input<Record<string, unknown>>;
  /** The integration key of the PagerDuty service. Secret. Changed in place. */
  serviceKey: pulumi.Input<string>;
  /** The API token of the Jira user. Secret. Changed in place. */
  apiToken: pulumi.Input<string>;
  /** The e-mail address of the Jira user. Changed in place. */
  email: pulumi.Input<string>;
  /** The key of the Jira project. Changed in place. */
  projectKey: pulumi.Input<string>;
  /** The e-mail addresses, at least one. Their order does not matter. Changed in place. */
  emails: pulumi.Input<pulumi.Input<string>[]>;
}

interface IntegrationArgs<Type extends IntegrationType> extends CommonArgs {
  /** The type. A change replaces the integration. */
  type: Type;
  /** The name of the integration. Changed in place. */
  alias: pulumi.Input<string>;
}

/**
 * What a {@link CoralogixIntegration} takes: the fields of its `type`, and no others. Those of one type alone are
 * `CoralogixIntegrationArgs<"jira">`.
 *
 * | `type`                                      | fields besides `alias`                                   |
 * | ------------------------------------------- | -------------------------------------------------------- |
 * | `slack`, `microsoft_teams`, `opsgenie`      | `url`                                                    |
 * | `webhook`, `sendlog`, `demisto`             | `url`, `payload`, optionally `method`, `headers`, `uuid` |
 * | `pager_duty`                                | `serviceKey`                                             |
 * | `email_group`                               | `emails`                                                 |
 * | `jira`                                      | `url`, `apiToken`, `email`, `projectKey`                 |
 */
export type CoralogixIntegrationArgs<Type extends IntegrationType = IntegrationType> = {
  [Name in Type]: IntegrationArgs<Name> & Pick<FieldArgs, FieldOf<Name>>;
}[Type];

/**
 * An outbound webhook ("integration") of a Coralogix account, of any of its nine types. The resource's id is the
 * integration's own, which Coralogix alerts refer to.
 *
 * ```ts
 * new CoralogixIntegration("on-call", {
 *   type: "pager_duty",
 *   alias: "on-call",
 *   serviceKey: config.requireSecret("pagerDutyKey"),
 * });
 * ```
 *
 * Creating one whose alias and type exist fails, unless `adoptExisting` is set.
 *
 * @see the Coralogix page "Webhooks API", with Table A (types) and Table B (fields)
 */
export interface CoralogixIntegration extends pulumi.CustomResource {
  /** One of the nine types. */
  readonly type: pulumi.Output<IntegrationType>;
  /** The name of the integration. */
  readonly alias: pulumi.Output<string>;
  /** Where Coralogix sends. Secret. */
  readonly url: pulumi.Output<string | undefined>;
  /** The host of the URL, in plain text. */
  readonly host: pulumi.Output<string | undefined>;
  /** The uuid of a webhook, sendlog or demisto integration. */
  readonly uuid: pulumi.Output<string | undefined>;
  /** The HTTP method of a webhook, sendlog or demisto integration, where it is declared. */
  readonly method: pulumi.Output<"get" | "post" | "put" | undefined>;
  /** The headers of a webhook, sendlog or demisto integration, where they are declared. Secret. */
  readonly headers: pulumi.Output<Record<string, string> | undefined>;
  /** The payload of a webhook, sendlog or demisto integration. Secret. */
  readonly payload: pulumi.Output<Record<string, unknown> | undefined>;
  /** The integration key of a PagerDuty service. Secret. */
  readonly serviceKey: pulumi.Output<string | undefined>;
  /** The API token of a Jira user. Secret. */
  readonly apiToken: pulumi.Output<string | undefined>;
  /** The e-mail address of a Jira user. */
  readonly email: pulumi.Output<string | undefined>;
  /** The key of a Jira project. */
  readonly projectKey: pulumi.Output<string | undefined>;
  /** The addresses of an e-mail group. */
  readonly emails: pulumi.Output<string[] | undefined>;
  /** The number of the company whose account it is in, where the API shows it: nothing is sent to another one. */
  readonly companyId: pulumi.Output<number | undefined>;
}

export const CoralogixIntegration = resourceClass<CoralogixIntegration, CoralogixIntegrationArgs>(
  integrationContract,
  dynamicHost,
);

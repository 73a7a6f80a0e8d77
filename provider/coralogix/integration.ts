import { randomBytes, randomUUID } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import type { Definition, SchemaBuilder } from "../engine/definition";
import { keptWhenInDoubt } from "../engine/doubt";
import { PartialFailure } from "../engine/errors";
import { exactly, headers, hostOf, options, webhookUrl } from "../engine/inputs";
import { type CommonArgs, registration } from "../engine/resource";
import { shortenStackTraces } from "../engine/stack-traces";
import { UNKNOWN } from "../engine/unknown";
import type { Account } from "./account";
import { integrationTypes } from "./integration-types";
import { type Integration, type WireIntegration, fromWire, isAsSent } from "./wire";

interface IntegrationArgs extends CommonArgs {
  /** The name of the integration, which alerts refer to. Changed in place. */
  alias: pulumi.Input<string>;
}

interface UrlArgs {
  /** Where Coralogix sends: an http or https URL. Secret. Changed in place. */
  url: pulumi.Input<string>;
}

interface RequestArgs extends UrlArgs {
  /** The HTTP method: `get`, `post` or `put`. Changed in place. */
  method: pulumi.Input<"get" | "post" | "put">;
  /** HTTP headers to send, by name; `{}` for none. Secret. Changed in place. */
  headers: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The JSON object to send, in which Coralogix fills in `$ALERT_NAME` and the like. Secret. Changed in place. */
  payload: pulumi.Input<Record<string, unknown>>;
  /**
   * The integration's uuid.
   * @default one that is generated once and kept
   */
  uuid?: pulumi.Input<string>;
}

/** A Slack channel, by its webhook URL. */
export interface CoralogixSlackArgs extends IntegrationArgs, UrlArgs {
  type: "slack";
}

/** An HTTP request to any URL. */
export interface CoralogixWebhookArgs extends IntegrationArgs, RequestArgs {
  type: "webhook";
}

/** A PagerDuty service. */
export interface CoralogixPagerDutyArgs extends IntegrationArgs {
  type: "pager_duty";
  /** The integration key of the PagerDuty service. Secret. Changed in place. */
  serviceKey: pulumi.Input<string>;
}

/** A log that is sent to Coralogix. The uuid stands in the payload too, where it is put if it is not there. */
export interface CoralogixSendLogArgs extends IntegrationArgs, RequestArgs {
  type: "sendlog";
}

/** A group of e-mail addresses. */
export interface CoralogixEmailGroupArgs extends IntegrationArgs {
  type: "email_group";
  /** The addresses, at least one. Their order does not matter. Changed in place. */
  emails: pulumi.Input<pulumi.Input<string>[]>;
}

/** A Microsoft Teams channel, by its webhook URL. */
export interface CoralogixMicrosoftTeamsArgs extends IntegrationArgs, UrlArgs {
  type: "microsoft_teams";
}

/** A Jira project. */
export interface CoralogixJiraArgs extends IntegrationArgs, UrlArgs {
  type: "jira";
  /** The API token of the Jira user. Secret. Changed in place. */
  apiToken: pulumi.Input<string>;
  /** The e-mail address of the Jira user. Changed in place. */
  email: pulumi.Input<string>;
  /** The key of the Jira project. Changed in place. */
  projectKey: pulumi.Input<string>;
}

/** Opsgenie, by its webhook URL. */
export interface CoralogixOpsgenieArgs extends IntegrationArgs, UrlArgs {
  type: "opsgenie";
}

/** Demisto (Cortex XSOAR), by an HTTP request. */
export interface CoralogixDemistoArgs extends IntegrationArgs, RequestArgs {
  type: "demisto";
}

/** What a {@link CoralogixIntegration} takes: the fields of its `type`, and no others. A change of `type` replaces it. */
export type CoralogixIntegrationArgs =
  | CoralogixSlackArgs
  | CoralogixWebhookArgs
  | CoralogixPagerDutyArgs
  | CoralogixSendLogArgs
  | CoralogixEmailGroupArgs
  | CoralogixMicrosoftTeamsArgs
  | CoralogixJiraArgs
  | CoralogixOpsgenieArgs
  | CoralogixDemistoArgs;

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
export class CoralogixIntegration extends pulumi.CustomResource {
  /** One of the nine types. */
  declare readonly type: pulumi.Output<CoralogixIntegrationArgs["type"]>;
  /** The name of the integration. */
  declare readonly alias: pulumi.Output<string>;
  /** Where Coralogix sends. Secret. */
  declare readonly url: pulumi.Output<string | undefined>;
  /** The host of the URL, in plain. */
  declare readonly host: pulumi.Output<string | undefined>;
  /** The uuid of a webhook, sendlog or demisto integration. */
  declare readonly uuid: pulumi.Output<string | undefined>;
  /** The HTTP method of a webhook, sendlog or demisto integration. */
  declare readonly method: pulumi.Output<"get" | "post" | "put" | undefined>;
  /** The headers of a webhook, sendlog or demisto integration. Secret. */
  declare readonly headers: pulumi.Output<Record<string, string> | undefined>;
  /** The payload of a webhook, sendlog or demisto integration. Secret. */
  declare readonly payload: pulumi.Output<Record<string, unknown> | undefined>;
  /** The integration key of a PagerDuty service. Secret. */
  declare readonly serviceKey: pulumi.Output<string | undefined>;
  /** The API token of a Jira user. Secret. */
  declare readonly apiToken: pulumi.Output<string | undefined>;
  /** The e-mail address of a Jira user. */
  declare readonly email: pulumi.Output<string | undefined>;
  /** The key of a Jira project. */
  declare readonly projectKey: pulumi.Output<string | undefined>;
  /** The addresses of an e-mail group. */
  declare readonly emails: pulumi.Output<string[] | undefined>;

  constructor(name: string, args: CoralogixIntegrationArgs, opts?: pulumi.CustomResourceOptions) {
    const restoreStackTraces = shortenStackTraces();
    try {
      super(...registration(coralogixIntegration, name, args, opts));
    } finally {
      restoreStackTraces();
    }
  }
}

interface Inputs extends Integration {
  readonly host?: string | undefined;
  readonly adoptExisting?: boolean;
}

/** An id that stands in state until it is known whether a create took effect. */
const UNCONFIRMED = "unconfirmed-";

/** @internal */
export const coralogixIntegration: Definition<Account, Inputs, Inputs> = {
  name: "CoralogixIntegration",
  properties: {
    type: { replaces: true },
    alias: {},
    url: { secret: true },
    host: { derived: { from: "url", compute: hostOf } },
    uuid: { generated: true },
    method: {},
    headers: { secret: true },
    payload: { secret: true },
    serviceKey: { secret: true },
    apiToken: { secret: true },
    email: {},
    projectKey: {},
    emails: { unordered: true },
    adoptExisting: { option: true },
  },
  schema,
  lock: ({ alias }) => alias,
  identity: (_state, id) => id,
  describe: ({ alias, type }) => `The Coralogix integration "${alias}" of type ${type}`,

  isUnconfirmed: (id) => id.startsWith(UNCONFIRMED),
  async confirm(api, state, id) {
    const shown = await shownAs(api, state, id);
    return shown && String(shown.id);
  },

  async find(api, inputs) {
    const existing = await api.filter((other) => isNamesake(other, inputs));
    const [first, second] = existing;
    if (first === undefined) return undefined;
    if (second !== undefined && inputs.adoptExisting === true) {
      throw new Error(
        `${this.describe(inputs)} exists ${existing.length} times, so it is not clear which to take over.`,
      );
    }
    return { id: String(first.id), state: { ...inputs, ...fromWire(first, inputs) } };
  },
  async create(api, inputs) {
    const state = withUuid(inputs);
    const kept = { id: `${UNCONFIRMED}${randomBytes(4).toString("hex")}`, state };
    const doubt = `${this.describe(inputs)} may or may not be in place`;
    const id = await keptWhenInDoubt(doubt, kept, () => api.create(integrationOf(state)));
    return { id: String(id), state };
  },
  async read(api, state, id) {
    const shown = await shownAs(api, state, id);
    const integration = shown && fromWire(shown, state);
    if (integration === undefined) return undefined;
    const { adoptExisting } = state;
    return { ...integration, host: hostOf(integration.url), ...(adoptExisting !== undefined && { adoptExisting }) };
  },
  async update(api, olds, news, id) {
    const state = withUuid(news, olds.uuid);
    const shown = await shownAs(api, olds, id);
    if (shown === undefined) {
      throw new Error(
        `${this.describe(news)} with id ${id} is gone. pulumi refresh notes that, and the next pulumi up creates it.`,
      );
    }
    const doubt = `${this.describe(news)} may or may not have changed`;
    const sent = integrationOf(state);
    if (!(await keptWhenInDoubt(doubt, { id, state: olds }, () => api.update(shown.id, sent)))) {
      throw new PartialFailure(
        `${this.describe(news)} was updated, but the API shows other values than were sent.`,
        id,
        olds,
      );
    }
    return state;
  },
  async delete(api, _state, id) {
    await api.delete(Number(id));
  },
};

const TYPES_WITH_REQUEST: readonly string[] = ["webhook", "sendlog", "demisto"];

function schema(z: SchemaBuilder) {
  const text = (what: string) => z.string(what).trim().min(1, what);
  const eMail = z.string("must be an e-mail address").regex(/^[^\s@]+@[^\s@]+$/, "must be an e-mail address");
  const uuid = z.string("must be a UUID").regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "must be a UUID");
  const url = { url: webhookUrl(z, ["http", "https"]) };
  const request = {
    ...url,
    method: z.enum(["get", "post", "put"], 'must be "get", "post" or "put"'),
    headers: headers(z),
    payload: z.record(z.string(), z.unknown(), "must be a JSON object"),
    uuid: uuid.optional(),
  };
  const type = <Type extends Integration["type"], Shape extends object>(name: Type, shape: Shape) =>
    exactly(z, `an integration of type "${name}"`, {
      type: z.literal(name),
      alias: text("must be the integration's name"),
      ...shape,
      adoptExisting: options(z).adoptExisting,
    });
  const names = Object.keys(integrationTypes).map((name) => `"${name}"`);
  return z.discriminatedUnion(
    "type",
    [
      type("slack", url),
      type("webhook", request),
      type("pager_duty", { serviceKey: text("must be the service's integration key") }),
      type("sendlog", request).refine(
        ({ uuid, payload }) => uuid === undefined || uuid === UNKNOWN || (payload.uuid ?? uuid) === uuid,
        { path: ["payload", "uuid"], message: "must be the same as uuid, or left out" },
      ),
      type("email_group", {
        emails: z.array(eMail, "must be a list of e-mail addresses").min(1, "must have at least one e-mail address"),
      }),
      type("microsoft_teams", url),
      type("jira", {
        ...url,
        apiToken: text("must be the API token of the Jira user"),
        email: eMail,
        projectKey: text("must be the key of the Jira project"),
      }),
      type("opsgenie", url),
      type("demisto", request),
    ],
    `must be one of ${names.join(", ")}`,
  );
}

/** The uuid is the user's, else the one it has, else a new one. */
function withUuid(inputs: Inputs, previous?: string): Inputs {
  if (!TYPES_WITH_REQUEST.includes(inputs.type)) return inputs;
  const inPayload = inputs.type === "sendlog" ? inputs.payload?.uuid : undefined;
  const given = inputs.uuid ?? (typeof inPayload === "string" ? inPayload : undefined);
  return { ...inputs, uuid: given ?? previous ?? randomUUID() };
}

function integrationOf(inputs: Inputs): Integration {
  const { host, adoptExisting, ...integration } = inputs;
  return integration;
}

function isNamesake(shown: WireIntegration, { alias, type }: Integration): boolean {
  return shown.alias === alias && shown.integration_type_id === integrationTypes[type].id;
}

/** What the API holds of a resource: by its id, or where that is not known yet, by everything else. */
async function shownAs(api: Account, state: Inputs, id: string): Promise<WireIntegration | undefined> {
  const matches = id.startsWith(UNCONFIRMED)
    ? (shown: WireIntegration) => isNamesake(shown, state) && isAsSent(shown, integrationOf(state))
    : (shown: WireIntegration) => String(shown.id) === id;
  return (await api.filter(matches))[0];
}

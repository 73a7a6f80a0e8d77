import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Behaviour } from "./behaviour";
import { answer, type Answer } from "./call";
import type { Emulator } from "./emulator";
import {
  integrationTypes,
  InvalidIntegrationError,
  parseIntegration,
  type IntegrationValues,
} from "./integration-types";
import type { AccountState, Integration } from "./state";

const INTEGRATIONS = "/api/v1/external/integrations";

/** Coralogix: the calls of its Webhooks API page. */
export function coralogixRoutes(app: FastifyInstance, emulator: Emulator): void {
  // The text reaches the handler, so that a body that is no JSON counts as a call like any other. A client may send
  // `Content-Type: application/json` with every request ("API Access"), also where there is no body.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    done(null, parseJson(body as string));
  });

  const handle = async (
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    params: Record<string, unknown>,
    run: (account: AccountState) => Answer,
  ): Promise<FastifyReply> => {
    const credential = /^bearer +(.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const perform = (): Answer => {
      const { accounts } = emulator.state;
      const account = Object.hasOwn(accounts, credential) ? accounts[credential] : undefined;
      return account ? run(account) : failure(401, "Unauthorized");
    };
    await answer(emulator, request, reply, { name, credential, params, perform, errorBody });
    return reply;
  };

  app.get(INTEGRATIONS, (request, reply) =>
    handle(request, reply, "integrations list", {}, (account) => ({
      status: 200,
      body: account.integrations.map((integration) => shown(account, integration, emulator.behaviour)),
    })),
  );

  app.get<{ Params: { id: string } }>(`${INTEGRATIONS}/:id`, (request, reply) =>
    handle(request, reply, "integrations get", request.params, (account) => {
      const integration = find(account, request.params.id);
      if (!integration) return notFound(request.params.id);
      return { status: 200, body: shown(account, integration, emulator.behaviour) };
    }),
  );

  app.delete<{ Params: { id: string } }>(`${INTEGRATIONS}/:id`, (request, reply) =>
    handle(request, reply, "integrations delete", request.params, (account) => {
      const integration = find(account, request.params.id);
      if (!integration) return notFound(request.params.id);
      account.integrations = account.integrations.filter((other) => other !== integration);
      return { status: 200, body: {} };
    }),
  );

  app.post(INTEGRATIONS, (request, reply) => {
    const body = request.body as Record<string, unknown> | null | undefined;
    const name = body?.id === undefined ? "integrations create" : "integrations update";
    return handle(request, reply, name, typeof body === "object" ? { ...body } : {}, (account) => {
      const written = write(emulator, account, [body]);
      return "answers" in written ? { status: written.status, body: written.answers[0] } : written;
    });
  });

  app.post(`${INTEGRATIONS}-bulk`, (request, reply) => {
    const { body } = request;
    return handle(request, reply, "integrations-bulk", { integrations: body }, (account) => {
      if (!Array.isArray(body)) return failure(400, "expected an array of webhooks");
      const written = write(emulator, account, body);
      return "answers" in written ? { status: written.status, body: written.answers } : written;
    });
  });
}

function errorBody(message: string): unknown {
  return { message };
}

function failure(status: number, message: string): Answer {
  return { status, body: errorBody(message) };
}

function notFound(id: string | number): Answer {
  return failure(404, `Webhook ${id} was not found`);
}

/** The JSON of a body, or the text where it is none; undefined for an empty body. */
function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function find(account: AccountState, id: string | number): Integration | undefined {
  return account.integrations.find((integration) => String(integration.id) === String(id));
}

/** Creates and updates, in order: all of them, or none where one is not allowed. */
function write(
  emulator: Emulator,
  account: AccountState,
  bodies: readonly unknown[],
): Answer | { status: number; answers: unknown[] } {
  const { behaviour } = emulator;
  const changes: { values: IntegrationValues; existing: Integration | undefined }[] = [];
  for (const body of bodies) {
    const values = parse(body, behaviour);
    if (typeof values === "string") return failure(400, values);
    const { id } = body as { id?: unknown };
    if (id !== undefined && typeof id !== "number") return failure(400, "id must be a number");
    const existing = id === undefined ? undefined : find(account, id);
    if (id !== undefined && !existing) return notFound(id);
    if (behaviour.duplicateAlias === "error") {
      const hasAlias = ({ alias }: { alias: string }): boolean => alias === values.alias;
      const others = account.integrations.filter((other) => other !== existing);
      if (others.some(hasAlias) || changes.some((change) => hasAlias(change.values))) {
        return failure(400, `alias ${values.alias} is already used`);
      }
    }
    changes.push({ values, existing });
  }

  const now = new Date().toISOString();
  const answers = changes.map(({ values, existing }) => {
    if (!existing) {
      const created = { id: emulator.newIntegrationId(), ...values, created_at: now, updated_at: now };
      account.integrations.push(created);
      return written(account, created);
    }
    const stale = written(account, existing);
    Object.assign(existing, values, { updated_at: now });
    if (behaviour.updateAnswer === "stale") return stale;
    return behaviour.updateAnswer === "webhook" ? written(account, existing) : {};
  });
  const isCreate = changes.some(({ existing }) => !existing);
  return { status: isCreate ? behaviour.createStatus : 200, answers };
}

function parse(body: unknown, behaviour: Behaviour): IntegrationValues | string {
  try {
    return parseIntegration(body, behaviour.fieldsAs === "array");
  } catch (error) {
    if (error instanceof InvalidIntegrationError) return error.message;
    throw error;
  }
}

/** A webhook as the page's create examples answer it: without `integration_type`. */
function written({ companyId }: AccountState, integration: Integration): object {
  return {
    id: integration.id,
    alias: integration.alias,
    url: integration.url,
    integration_type_fields: integration.integration_type_fields,
    integration_type_id: integration.integration_type_id,
    integrationTypeId: integration.integration_type_id,
    company_id: companyId,
    updated_at: integration.updated_at,
    created_at: integration.created_at,
    companyId,
  };
}

/** A webhook as the page's GET examples answer it. */
function shown({ companyId }: AccountState, integration: Integration, behaviour: Behaviour): object {
  return {
    alias: integration.alias,
    company_id: companyId,
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

function shownFields({ integration_type_fields: fields }: Integration, { emptyFields, fieldsAs }: Behaviour): unknown {
  const isEmpty = fields === null || fields === "[]";
  const text = isEmpty && emptyFields !== "as sent" ? (emptyFields === "null" ? null : "[]") : fields;
  return fieldsAs === "array" && text !== null ? (JSON.parse(text) as unknown) : text;
}

function shownType({ integration_type_id: id }: Integration, { typeSpelling }: Behaviour): object {
  const { name, icon } = integrationTypes[id] ?? {};
  return {
    ...(typeSpelling === "name" ? {} : { label: name }),
    ...(typeSpelling === "label" ? {} : { name }),
    icon,
    id,
  };
}

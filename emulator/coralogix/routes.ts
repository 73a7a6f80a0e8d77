import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Answer } from "../world/call";
import { accountCalls, type CoralogixWorld, newNumbers, parseBodies } from "./account-call";
import { errorBody, failure, notFound } from "./errors";
import { isObject } from "./integration-types";
import { shown } from "./show";
import type { AccountState, Integration } from "./state";
import { webhookRoutes } from "./webhook-routes";
import { OLDER_TYPES } from "./webhook-types";
import { write } from "./write";

const API = "/api/v1/external";
const INTEGRATIONS = `${API}/integrations`;

type Params = Record<string, unknown>;

/** Coralogix: the calls of both its APIs, which share what they know. */
export function coralogixRoutes(app: FastifyInstance, world: CoralogixWorld): void {
  parseBodies(app);
  const newNumber = newNumbers(world);
  integrationRoutes(app, world, newNumber);
  webhookRoutes(app, world, newNumber);
}

/** The calls of the older API, which are those of the page "Webhooks API". */
function integrationRoutes(app: FastifyInstance, world: CoralogixWorld, newNumber: () => number): void {
  const carryOut = accountCalls(world, errorBody);
  const handle = (
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    params: Params,
    run: (account: AccountState, key: string) => Answer,
  ) => carryOut(request, reply, { name, params, run });

  /** What GET shows of an account: its webhooks, perhaps as they were, then what is no webhook of the page's. */
  const shownOf = (key: string, account: AccountState): object[] => {
    const { accounts } = world.history.shown();
    const { integrations, raw = [] } = accounts[key] ?? account;
    const known = integrations.filter(isOlder);
    return [...known.map((integration) => shown(account, integration, world.behaviour)), ...(raw as object[])];
  };

  app.get(INTEGRATIONS, (request, reply) =>
    handle(request, reply, "integrations list", {}, (account, key) => ({ status: 200, body: shownOf(key, account) })),
  );

  app.get<{ Params: { id: string } }>(`${INTEGRATIONS}/:id`, (request, reply) =>
    handle(request, reply, "integrations get", request.params, (account, key) => {
      const { id } = request.params;
      const found = shownOf(key, account).find(hasId(id));
      return found ? { status: 200, body: found } : notFound(id);
    }),
  );

  app.delete<{ Params: { id: string } }>(`${INTEGRATIONS}/:id`, (request, reply) =>
    handle(request, reply, "integrations delete", request.params, (account) => {
      const { id } = request.params;
      const { integrations, raw = [] } = account;
      if (![...integrations.filter(isOlder), ...raw].some(hasId(id))) return notFound(id);
      account.integrations = integrations.filter((other) => !hasId(id)(other));
      if (account.raw) account.raw = raw.filter((other) => !hasId(id)(other));
      return { status: 200, body: {} };
    }),
  );

  app.post(INTEGRATIONS, (request, reply) => {
    const body = request.body as Params | null | undefined;
    const name = body?.id === undefined ? "integrations create" : "integrations update";
    return handle(request, reply, name, typeof body === "object" ? { ...body } : {}, (account) => {
      const result = write(account, [body], world.behaviour, newNumber);
      return "answers" in result ? { status: result.status, body: result.answers[0] } : result;
    });
  });

  app.post(`${INTEGRATIONS}-bulk`, (request, reply) => {
    const { body } = request;
    return handle(request, reply, "integrations-bulk", { integrations: body }, (account) => {
      if (!Array.isArray(body)) return failure(400, "expected an array of webhooks");
      const result = write(account, body, world.behaviour, newNumber);
      return "answers" in result ? { status: result.status, body: result.answers } : result;
    });
  });

  app.all(`${API}/*`, (request, reply) => {
    world.recorder.record(request, "unknown", "").status = 404;
    return reply.code(404).send(errorBody("Not Found"));
  });
}

/** Whether the older API has the type of a webhook. */
function isOlder({ integration_type_id: typeId }: Integration): boolean {
  return typeId < OLDER_TYPES;
}

function hasId(id: string): (webhook: unknown) => boolean {
  return (webhook) => isObject(webhook) && String(webhook.id) === id;
}

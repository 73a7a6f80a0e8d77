import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answer, type Answer } from "../world/call";
import type { World } from "../world/world";
import type { CoralogixBehaviour } from "./behaviour";
import { errorBody, failure, notFound } from "./errors";
import { isObject } from "./integration-types";
import { shown } from "./show";
import type { AccountState, CoralogixState } from "./state";
import { write } from "./write";

const API = "/api/v1/external";
const INTEGRATIONS = `${API}/integrations`;

/** The first id of the page's example answers. */
const FIRST_ID = 1050;

type Params = Record<string, unknown>;

/** Coralogix: the calls of its Webhooks API page. */
export function coralogixRoutes(app: FastifyInstance, world: World<CoralogixState, CoralogixBehaviour>): void {
  // The text reaches the handler, so that a body that is no JSON counts as a call like any other. A client may send
  // `Content-Type: application/json` with every request ("API Access"), also where there is no body.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    done(null, parseJson(body as string));
  });

  const handle = (
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    params: Params,
    run: (account: AccountState, key: string) => Answer,
  ): Promise<FastifyReply> => {
    const credential = /^bearer +(.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const perform = (): Answer => {
      const { accounts } = world.state;
      const account = Object.hasOwn(accounts, credential) ? accounts[credential] : undefined;
      return account ? run(account, credential) : failure(401, "Unauthorized");
    };
    return answer(world, request, reply, { name, credential, params, perform, successBody: {}, errorBody });
  };

  let lastId = FIRST_ID - 1;
  const newId = (): number => {
    const accounts = Object.values(world.state.accounts);
    do lastId++;
    while (accounts.some(({ integrations }) => integrations.some(({ id }) => id === lastId)));
    return lastId;
  };

  /** What GET shows of an account: its webhooks, perhaps as they were, then what is no webhook of the page's. */
  const shownOf = (key: string, account: AccountState): object[] => {
    const { accounts } = world.history.shown();
    const { integrations, raw = [] } = accounts[key] ?? account;
    return [...integrations.map((integration) => shown(account, integration, world.behaviour)), ...(raw as object[])];
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
      if (![...integrations, ...raw].some(hasId(id))) return notFound(id);
      account.integrations = integrations.filter((other) => !hasId(id)(other));
      if (account.raw) account.raw = raw.filter((other) => !hasId(id)(other));
      return { status: 200, body: {} };
    }),
  );

  app.post(INTEGRATIONS, (request, reply) => {
    const body = request.body as Params | null | undefined;
    const name = body?.id === undefined ? "integrations create" : "integrations update";
    return handle(request, reply, name, typeof body === "object" ? { ...body } : {}, (account) => {
      const result = write(account, [body], world.behaviour, newId);
      return "answers" in result ? { status: result.status, body: result.answers[0] } : result;
    });
  });

  app.post(`${INTEGRATIONS}-bulk`, (request, reply) => {
    const { body } = request;
    return handle(request, reply, "integrations-bulk", { integrations: body }, (account) => {
      if (!Array.isArray(body)) return failure(400, "expected an array of webhooks");
      const result = write(account, body, world.behaviour, newId);
      return "answers" in result ? { status: result.status, body: result.answers } : result;
    });
  });

  app.all(`${API}/*`, (request, reply) => {
    world.recorder.record(request, "unknown", "").status = 404;
    return reply.code(404).send(errorBody("Not Found"));
  });
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

function hasId(id: string): (webhook: unknown) => boolean {
  return (webhook) => isObject(webhook) && String(webhook.id) === id;
}

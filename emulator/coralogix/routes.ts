import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answer, type Answer } from "../world/call";
import type { World } from "../world/world";
import type { CoralogixBehaviour } from "./behaviour";
import { errorBody, failure, notFound } from "./errors";
import { shown } from "./show";
import type { AccountState, CoralogixState, Integration } from "./state";
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
    run: (account: AccountState) => Answer,
  ): Promise<FastifyReply> => {
    const credential = /^bearer +(.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const perform = (): Answer => {
      const { accounts } = world.state;
      const account = Object.hasOwn(accounts, credential) ? accounts[credential] : undefined;
      return account ? run(account) : failure(401, "Unauthorized");
    };
    return answer(world, request, reply, { name, credential, params, perform, successBody: {}, errorBody });
  };

  let lastId = FIRST_ID - 1;
  const newId = (): number => {
    const accounts = Object.values(world.state.accounts);
    do lastId++;
    while (accounts.some((account) => find(account, lastId)));
    return lastId;
  };

  app.get(INTEGRATIONS, (request, reply) =>
    handle(request, reply, "integrations list", {}, (account) => ({
      status: 200,
      body: account.integrations.map((integration) => shown(account, integration, world.behaviour)),
    })),
  );

  app.get<{ Params: { id: string } }>(`${INTEGRATIONS}/:id`, (request, reply) =>
    handle(request, reply, "integrations get", request.params, (account) => {
      const integration = find(account, request.params.id);
      if (!integration) return notFound(request.params.id);
      return { status: 200, body: shown(account, integration, world.behaviour) };
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

function find({ integrations }: AccountState, id: string | number): Integration | undefined {
  return integrations.find((integration) => String(integration.id) === String(id));
}

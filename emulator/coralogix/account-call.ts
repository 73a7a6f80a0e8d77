import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answer, type Answer } from "../world/call";
import type { World } from "../world/world";
import type { CoralogixBehaviour } from "./behaviour";
import type { AccountState, CoralogixState } from "./state";

export type CoralogixWorld = World<CoralogixState, CoralogixBehaviour>;

type ErrorBody = (message: string, status: number) => unknown;

/** A call of an account's, by whichever API. */
interface AccountCall {
  name: string;
  params: Record<string, unknown>;
  run: (account: AccountState, key: string) => Answer;
}

/** Gives what carries out the calls of an API, for the account whose key they come with. */
export function accountCalls(world: CoralogixWorld, errorBody: ErrorBody) {
  return (request: FastifyRequest, reply: FastifyReply, { name, params, run }: AccountCall): Promise<FastifyReply> => {
    const credential = /^bearer +(.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const perform = (): Answer => {
      const { accounts } = world.state;
      const account = Object.hasOwn(accounts, credential) ? accounts[credential] : undefined;
      return account ? run(account, credential) : { status: 401, body: errorBody("Unauthorized", 401) };
    };
    return answer(world, request, reply, { name, credential, params, perform, successBody: {}, errorBody });
  };
}

/**
 * The text reaches the handler, so that a body that is not JSON counts as a call like any other. A client may send
 * `Content-Type: application/json` with every request ("API Access"), also where there is no body.
 */
export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    done(null, parseJson(body as string));
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

/** The first id of the older page's example answers. */
const FIRST_ID = 1050;

/** Gives numbers that no webhook of any account has had. */
export function newNumbers(world: CoralogixWorld): () => number {
  let last = FIRST_ID - 1;
  return () => {
    const accounts = Object.values(world.state.accounts);
    do last++;
    while (accounts.some(({ integrations }) => integrations.some(({ id }) => id === last)));
    return last;
  };
}

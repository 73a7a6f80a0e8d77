import formbody from "@fastify/formbody";
import type { FastifyInstance } from "fastify";
import { answer, type Answer } from "../world/call";
import type { World } from "../world/world";
import type { CanaryBehaviour } from "./behaviour";
import { CanaryError, errorBody } from "./errors";
import type { FlockCalls } from "./flock-call";
import { genericCalls } from "./generic";
import { modeCalls } from "./mode";
import { msTeamsCalls } from "./ms-teams";
import { infoCalls, summaryOf } from "./overview";
import { credentialOf, parametersOf, requireParameters, type Parameters } from "./parameters";
import { slackCalls } from "./slack";
import { splunkCalls } from "./splunk";
import type { CanaryState, FlockState } from "./state";

const API = "/api/v1";

/** Every call of the page under `/flock/settings/webhooks/`, and `info` of the further reference, by path. */
const flockCalls: FlockCalls = {
  ...modeCalls,
  ...infoCalls,
  ...genericCalls,
  ...msTeamsCalls,
  ...slackCalls,
  ...splunkCalls,
};

/** The Canary console: the calls of its flock webhooks page, `ping` and `flocks/summary`. */
export async function canaryRoutes(
  app: FastifyInstance,
  world: World<CanaryState, CanaryBehaviour>,
  authTokens: ReadonlySet<string>,
): Promise<void> {
  // Parameters come as a query or a form; a body of any other kind carries none.
  app.removeAllContentTypeParsers();
  await app.register(formbody);
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, _body, done) => {
    done(null);
  });

  const route = (method: "GET" | "POST", path: string, name: string, run: (parameters: Parameters) => object): void => {
    app.route({
      method,
      url: `${API}/${path}`,
      handler: (request, reply) => {
        const params = parametersOf(request);
        const credential = credentialOf(request, params);
        const perform = (): Answer => {
          try {
            if (!authTokens.has(credential)) throw new CanaryError(401, "Invalid auth_token");
            return { status: 200, body: { ...run(params), result: "success" } };
          } catch (error) {
            if (!(error instanceof CanaryError)) throw error;
            const status = world.behaviour.canaryErrorStatus === "200" ? 200 : error.status;
            return { status, body: errorBody(error.message) };
          }
        };
        const successBody = { result: "success" };
        return answer(world, request, reply, { name, credential, params, perform, successBody, errorBody });
      },
    });
  };

  route("GET", "ping", "ping", () => ({}));
  route("GET", "flocks/summary", "flocks/summary", () => ({
    flocks_summary: Object.fromEntries(Object.entries(world.state.flocks).map(([id, flock]) => [id, summaryOf(flock)])),
  }));
  for (const [name, { method, required, run }] of Object.entries(flockCalls)) {
    route(method, `flock/settings/webhooks/${name}`, name, (parameters) => {
      requireParameters(parameters, ["flock_id", ...required]);
      return run(flockOf(world.state, parameters), parameters, world.behaviour);
    });
  }
  app.all(`${API}/*`, (request, reply) => {
    world.recorder.record(request, "unknown", "").status = 404;
    return reply.code(404).send(errorBody("Unknown API endpoint"));
  });
}

function flockOf({ flocks }: CanaryState, { flock_id = "" }: Parameters): FlockState {
  const flock = Object.hasOwn(flocks, flock_id) ? flocks[flock_id] : undefined;
  if (!flock) throw new CanaryError(404, "Invalid flock_id");
  return flock;
}

import formbody from "@fastify/formbody";
import type { FastifyInstance } from "fastify";
import { answer, type Answer } from "../world/call";
import type { World } from "../world/world";
import type { CanaryBehaviour } from "./behaviour";
import { type AuthTokens, authorize, listedTokens } from "./auth-tokens";
import { CanaryError, errorBody } from "./errors";
import { read, type FlockCall, type FlockCalls } from "./flock-call";
import { genericCalls } from "./generic";
import { modeCalls } from "./mode";
import { msTeamsCalls } from "./ms-teams";
import { infoCalls, NO_TOKENS, overviewCalls } from "./overview";
import { credentialOf, parametersOf, requireParameters, type Parameters } from "./parameters";
import { slackCalls } from "./slack";
import { splunkCalls } from "./splunk";
import { newFlock, type CanaryState, type FlockState } from "./state";

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

/** The Canary console: the calls of its flock webhooks page, `ping`, and those that show flocks and tokens. */
export async function canaryRoutes(
  app: FastifyInstance,
  world: World<CanaryState, CanaryBehaviour>,
  authTokens: AuthTokens,
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
            authorize(authTokens, credential, method);
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
  route("GET", "auth_token/list", "auth_token/list", () => listedTokens(authTokens));
  for (const [name, [required, show]] of Object.entries(overviewCalls)) {
    route("GET", name, name, (parameters) => {
      requireParameters(parameters, required);
      return show(shownState(world), parameters[required[0] ?? ""] ?? "");
    });
  }
  const flockRoute = (path: string, name: string, { method, required, run }: FlockCall): void => {
    route(method, path, name, (parameters) => {
      requireParameters(parameters, ["flock_id", ...required]);
      const { flock_id = "" } = parameters;
      const on = (flock: FlockState): object => run(flock, parameters, world.behaviour);
      const flock = flockOf(method === "GET" ? shownState(world) : world.state, flock_id);
      return flock ? on(flock) : missing(method, () => on(newFlock("")), world.behaviour);
    });
  };
  flockRoute(
    "flock/summary",
    "flock/summary",
    read(() => NO_TOKENS),
  );
  for (const [name, call] of Object.entries(flockCalls)) flockRoute(`flock/settings/webhooks/${name}`, name, call);

  app.all(`${API}/*`, (request, reply) => {
    world.recorder.record(request, "unknown", "").status = 404;
    return reply.code(404).send(errorBody("Unknown API endpoint"));
  });
}

/** What reads show: the flocks that there are, perhaps as they were. */
function shownState({ state, history }: World<CanaryState, CanaryBehaviour>): CanaryState {
  const shown = history.shown();
  const flocks = Object.entries(state.flocks).map(([id, flock]) => [id, flockOf(shown, id) ?? flock]);
  return { flocks: Object.fromEntries(flocks) as CanaryState["flocks"] };
}

function flockOf({ flocks }: CanaryState, id: string): FlockState | undefined {
  return Object.hasOwn(flocks, id) ? flocks[id] : undefined;
}

/** What a call on a flock that does not exist answers; `onEmpty` is what it would on one without webhooks. */
function missing(method: string, onEmpty: () => object, { missingFlock }: CanaryBehaviour): object {
  if (missingFlock === "200 empty") return method === "GET" ? onEmpty() : {};
  const status = { "404": 404, "400": 400, "200 error": 200 }[missingFlock];
  throw new CanaryError(status, "Invalid flock_id");
}

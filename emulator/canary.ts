import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Behaviour } from "./behaviour";
import { answer, type Answer } from "./call";
import type { Emulator } from "./emulator";
import { newGenericWebhook, type FlockState } from "./state";

const WEBHOOKS = "/api/v1/flock/settings/webhooks";

type Parameters = Readonly<Record<string, string>>;

class CanaryError extends Error {
  override readonly name = "CanaryError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** One call on a flock: what it needs besides `auth_token` and `flock_id`, and what it answers besides `result`. */
interface FlockCall {
  method: "GET" | "POST";
  required: readonly string[];
  run: (flock: FlockState, parameters: Parameters, behaviour: Behaviour) => object;
}

const read = (run: FlockCall["run"]): FlockCall => ({ method: "GET", required: [], run });
const change = (
  required: readonly string[],
  run: (flock: FlockState, parameters: Parameters, behaviour: Behaviour) => void,
): FlockCall => ({
  method: "POST",
  required,
  run: (flock, parameters, behaviour) => {
    run(flock, parameters, behaviour);
    return {};
  },
});
const testUrl: FlockCall = {
  method: "POST",
  required: ["url"],
  run: (_flock, { url }, behaviour) => {
    postTestEvent(behaviour);
    return { webhook: url };
  },
};

/** Every call of the page under `/flock/settings/webhooks/`, and `info` of the further reference, by path. */
const flockCalls: Readonly<Record<string, FlockCall>> = {
  is_enabled: read((flock, _, behaviour) => ({ is_enabled: enabled(flock, behaviour) })),
  is_global: read((flock) => ({ is_global: flock.mode === "global" })),
  disable: change([], (flock) => {
    flock.mode = "disabled";
  }),
  enable: change([], (flock) => {
    flock.mode = "enabled";
  }),
  use_global: change([], (flock) => {
    flock.mode = "global";
  }),
  info: read((flock, _, behaviour) => ({
    webhook_info: { ...webhooksOf(flock), ...splunkOf(flock, behaviour), webhooks_enabled: summaryEnabled(flock) },
  })),

  generic: read((flock, _, behaviour) => ({
    generic_webhooks: flock.generic.map(({ url }) => url),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "generic/list": read((flock, _, behaviour) => ({
    generic_webhooks: flock.generic.map(({ url, headers, webhook_id }) => ({
      header_names: headerNames(headers, behaviour),
      url,
      webhook_id,
    })),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "generic/add": change(["url"], (flock, { url = "", headers }, behaviour) => {
    requireUrl(url);
    const webhook = newGenericWebhook(url, parseHeaders(headers));
    add(flock.generic, webhook, (other) => other.url === url, behaviour);
  }),
  "generic/remove": change(["url"], (flock, { url }, behaviour) => {
    flock.generic = without(flock.generic, (webhook) => webhook.url === url, behaviour);
  }),
  "generic/test": testUrl,

  ms_teams: read((flock, _, behaviour) => ({
    ms_teams_webhooks: flock.ms_teams,
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "ms_teams/add": change(["url"], (flock, { url = "" }, behaviour) => {
    requireUrl(url);
    add(flock.ms_teams, url, (other) => other === url, behaviour);
  }),
  "ms_teams/remove": change(["url"], (flock, { url }, behaviour) => {
    flock.ms_teams = without(flock.ms_teams, (other) => other === url, behaviour);
  }),
  "ms_teams/test": testUrl,

  slack: read((flock, _, behaviour) => ({
    slack_webhooks: flock.slack,
    webhooks_enabled: enabled(flock, behaviour),
  })),
  // "Remove Slack Webhook" requires team and channel, while its curl and Python examples send only the url: both work.
  "slack/remove": change([], (flock, parameters, behaviour) => {
    const { url, team, channel } = parameters;
    if (url === undefined) requireParameters(parameters, ["team", "channel"]);
    flock.slack = without(
      flock.slack,
      (webhook) => (url === undefined ? webhook.team === team && webhook.channel === channel : webhook.url === url),
      behaviour,
    );
  }),
  "slack/test": testUrl,

  splunk: read((flock, _, behaviour) => ({
    ...splunkOf(flock, behaviour),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "splunk/add": change(["host", "port", "token"], (flock, { host = "", port = "", token = "" }, behaviour) => {
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new CanaryError(400, "Invalid port");
    postAddEvent(behaviour);
    if (flock.splunk && behaviour.splunkPresent === "error")
      throw new CanaryError(400, "Splunk webhook already exists");
    if (flock.splunk && behaviour.splunkPresent === "ignored") return;
    flock.splunk = { host, port, token };
  }),
  "splunk/remove": change([], (flock, _, behaviour) => {
    if (!flock.splunk) rejectAbsent(behaviour);
    flock.splunk = null;
  }),
  "splunk/test": change([], (flock, _, behaviour) => {
    if (!flock.splunk) throw new CanaryError(400, "No Splunk webhook is configured");
    postTestEvent(behaviour);
  }),
};

/** The Canary console: the calls of its flock webhooks page, `ping` and `flocks/summary`. */
export async function canaryRoutes(app: FastifyInstance, emulator: Emulator): Promise<void> {
  // Parameters come as a query or a form; a body of any other kind carries none.
  app.removeAllContentTypeParsers();
  await app.register(formbody);
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, _body, done) => {
    done(null);
  });

  const route = (method: "GET" | "POST", path: string, name: string, run: (parameters: Parameters) => object): void => {
    app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        const parameters = parametersOf(request);
        const credential = credentialOf(request, parameters);
        const perform = (): Answer => {
          try {
            if (!emulator.authTokens.has(credential)) throw new CanaryError(401, "Invalid auth_token");
            return { status: 200, body: { ...run(parameters), result: "success" } };
          } catch (error) {
            if (!(error instanceof CanaryError)) throw error;
            const status = emulator.behaviour.canaryErrorStatus === "200" ? 200 : error.status;
            return { status, body: errorBody(error.message) };
          }
        };
        await answer(emulator, request, reply, { name, credential, params: parameters, perform, errorBody });
        return reply;
      },
    });
  };

  route("GET", "/api/v1/ping", "ping", () => ({}));
  route("GET", "/api/v1/flocks/summary", "flocks/summary", () => ({
    flocks_summary: Object.fromEntries(
      Object.entries(emulator.state.flocks).map(([id, flock]) => [
        id,
        {
          name: flock.name,
          settings: { webhooks: { ...webhooksOf(flock), webhooks_enabled: summaryEnabled(flock) } },
          global_settings: { webhook_notifications: true },
        },
      ]),
    ),
  }));
  for (const [name, { method, required, run }] of Object.entries(flockCalls)) {
    route(method, `${WEBHOOKS}/${name}`, name, (parameters) => {
      requireParameters(parameters, ["flock_id", ...required]);
      const { flock_id = "" } = parameters;
      const { flocks } = emulator.state;
      const flock = Object.hasOwn(flocks, flock_id) ? flocks[flock_id] : undefined;
      if (!flock) throw new CanaryError(404, "Invalid flock_id");
      return run(flock, parameters, emulator.behaviour);
    });
  }
}

/** The Canary shape of an error. */
export function errorBody(message: string): unknown {
  return { message, result: "error" };
}

function parametersOf(request: FastifyRequest): Parameters {
  const parameters: Record<string, string> = {};
  for (const source of [request.body, request.query]) {
    for (const [name, value] of Object.entries((source ?? {}) as Record<string, string | string[]>)) {
      const text = typeof value === "string" ? value : value[0];
      if (text !== undefined) parameters[name] = text;
    }
  }
  return parameters;
}

function credentialOf(request: FastifyRequest, parameters: Parameters): string {
  const header = request.headers["x-canary-auth-token"];
  return parameters.auth_token ?? (typeof header === "string" ? header : "");
}

function requireParameters(parameters: Parameters, names: readonly string[]): void {
  for (const name of names) {
    if (!parameters[name]) throw new CanaryError(400, `Missing required parameter: ${name}`);
  }
}

function requireUrl(url: string): void {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new CanaryError(400, "Invalid url");
}

function parseHeaders(text: string | undefined): Record<string, string> {
  if (!text) return {};
  try {
    const headers: unknown = JSON.parse(text);
    if (isHeaders(headers)) return headers;
  } catch {
    // Answered below, like JSON of another shape.
  }
  throw new CanaryError(400, 'Invalid headers: expected a JSON object of "Name": "Value"');
}

function isHeaders(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((header) => typeof header === "string")
  );
}

function postAddEvent(behaviour: Behaviour): void {
  if (behaviour.addTestEventFails) throw new CanaryError(400, "Could not post a test event to the webhook");
}

function postTestEvent(behaviour: Behaviour): void {
  if (behaviour.testResult === "error") throw new CanaryError(400, "Could not post the test event to the webhook");
}

function add<Webhook>(
  webhooks: Webhook[],
  webhook: Webhook,
  isSame: (other: Webhook) => boolean,
  behaviour: Behaviour,
): void {
  postAddEvent(behaviour);
  const index = webhooks.findIndex(isSame);
  if (index === -1 || behaviour.duplicateAdd === "duplicated") webhooks.push(webhook);
  else if (behaviour.duplicateAdd === "replaced") webhooks[index] = webhook;
  else if (behaviour.duplicateAdd === "error") throw new CanaryError(400, "Webhook already exists");
}

function without<Webhook>(
  webhooks: Webhook[],
  isRemoved: (webhook: Webhook) => boolean,
  behaviour: Behaviour,
): Webhook[] {
  const kept = webhooks.filter((webhook) => !isRemoved(webhook));
  if (kept.length === webhooks.length) rejectAbsent(behaviour);
  return kept;
}

function rejectAbsent(behaviour: Behaviour): void {
  if (behaviour.absentRemove === "error") throw new CanaryError(400, "Webhook does not exist");
}

function enabled({ mode }: FlockState, behaviour: Behaviour): Behaviour["enabledWhenGlobal"] {
  return mode === "global" ? behaviour.enabledWhenGlobal : mode === "enabled";
}

function summaryEnabled({ mode }: FlockState): boolean | "Global" {
  return mode === "global" ? "Global" : mode === "enabled";
}

function webhooksOf({ generic, ms_teams, slack }: FlockState): object {
  return { generic_webhooks: generic.map(({ url }) => url), ms_teams, slack_webhooks: slack };
}

function splunkOf({ splunk }: FlockState, { listNotConfiguredSplunk }: Behaviour): object {
  if (splunk) return { splunk_webhook: splunk };
  if (listNotConfiguredSplunk === "missing") return {};
  return { splunk_webhook: listNotConfiguredSplunk === "null" ? null : {} };
}

function headerNames(headers: Record<string, string>, { headerNames: spelling }: Behaviour): string[] {
  const names = Object.keys(headers);
  if (spelling === "lower case") return names.map((name) => name.toLowerCase());
  return spelling === "reversed order" ? names.reverse() : names;
}

import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { adminRoutes } from "./admin";
import { defaultBehaviour, type Behaviour } from "./behaviour";
import { pathOf, type InterceptedCall, type RecordedRequest } from "./call";
import { canaryRoutes, errorBody as canaryErrorBody } from "./canary";
import { coralogixRoutes } from "./coralogix";
import { FaultQueue, type FaultRule } from "./faults";
import { RateLimiter } from "./rate-limit";
import { newFlock, newSlackWebhook, snapshotOf, type EmulatorState, type SlackWebhook } from "./state";

/** The Canary token of an emulator that was given none. */
export const DEFAULT_AUTH_TOKEN = "emulator-auth-token";
/** The flock of an emulator that was given none. */
export const DEFAULT_FLOCK = "flock:default";
/** The Coralogix key of an emulator that was given none. */
export const DEFAULT_API_KEY = "emulator-api-key";

/** The numbers of the Coralogix page's example answers. */
const FIRST_COMPANY_ID = 12345;
const FIRST_INTEGRATION_ID = 1050;

const RECORDED_REQUESTS = 100_000;

/** How an {@link Emulator} starts. */
export interface EmulatorOptions {
  /** The port on the loopback interface; 0, the default, takes a free one. */
  port?: number;
  /** The Canary tokens; all open the one console. */
  authTokens?: string[];
  /** The ids of the console's flocks. */
  flocks?: string[];
  /** The Coralogix keys; each is an account of its own. */
  apiKeys?: string[];
  /** How long every call takes, in milliseconds; 0 by default. */
  latencyMs?: number;
  /** What to play where the pages are silent. */
  behaviour?: Partial<Behaviour>;
  /** How many calls in a second each credential may make; no limit by default. */
  rateLimit?: { perSecond: number };
}

/**
 * The flock webhooks of a Canary console and the outbound webhooks of Coralogix, as the vendors' pages document them, on
 * one loopback port. Everything is in memory; everything can be changed while it runs.
 *
 * @example
 * ```ts
 * const emulator = await Emulator.start({ behaviour: { duplicateAdd: "ignored" } });
 * await fetch(`${emulator.url}/api/v1/ping`, { headers: { "X-Canary-Auth-Token": DEFAULT_AUTH_TOKEN } });
 * emulator.addFault({ call: "generic/add", fault: { kind: "status", status: 503 } });
 * await emulator.stop();
 * ```
 */
export class Emulator {
  /** What the vendors know. A change to it is a change made out of band. */
  readonly state: EmulatorState;
  /** The Canary tokens that are valid. */
  readonly authTokens: Set<string>;
  /** What is played where the pages are silent. */
  behaviour: Behaviour;
  /** How many calls in a second each credential may make. One over it is answered with 429 and `Retry-After`. */
  rateLimit: { perSecond: number } | undefined;
  /** How long every call takes, in milliseconds. */
  latencyMs: number;
  /** The vendors' calls so far: at least the last 100,000, the oldest first. */
  readonly requests: RecordedRequest[] = [];
  /** Awaited before and after each call takes effect; what it throws is answered with status 500. */
  intercept: ((call: InterceptedCall) => void | Promise<void>) | undefined;
  /** @internal */
  readonly faults = new FaultQueue();
  /** @internal */
  stopped = false;

  readonly #app: FastifyInstance;
  readonly #limiter = new RateLimiter();
  #lastIntegrationId = FIRST_INTEGRATION_ID - 1;

  private constructor(options: EmulatorOptions) {
    const { flocks = [DEFAULT_FLOCK], apiKeys = [DEFAULT_API_KEY], authTokens = [DEFAULT_AUTH_TOKEN] } = options;
    this.state = {
      flocks: Object.fromEntries(flocks.map((id) => [id, newFlock(id === DEFAULT_FLOCK ? "Default Flock" : id)])),
      accounts: Object.fromEntries(
        apiKeys.map((key, index) => [key, { companyId: FIRST_COMPANY_ID + index, integrations: [] }]),
      ),
    };
    this.authTokens = new Set(authTokens);
    this.behaviour = { ...defaultBehaviour(), ...options.behaviour };
    this.rateLimit = options.rateLimit;
    this.latencyMs = options.latencyMs ?? 0;
    this.#app = Fastify({
      bodyLimit: 64 * 1024 * 1024,
      exposeHeadRoutes: false,
      forceCloseConnections: true,
      keepAliveTimeout: 120_000,
      routerOptions: { ignoreTrailingSlash: true },
    });
  }

  /** Starts an emulator; rejects when the port is taken. */
  static async start(options: EmulatorOptions = {}): Promise<Emulator> {
    const emulator = new Emulator(options);
    await emulator.#listen(options.port ?? 0);
    return emulator;
  }

  /** The port that it listens on. */
  get port(): number {
    return (this.#app.server.address() as AddressInfo).port;
  }

  /** The address of both APIs, such as `http://127.0.0.1:49152`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Stops at once: calls that have no answer yet get none. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.#app.close();
  }

  /**
   * A deep copy of the state that compares well: JSON-able, in a stable order, without `created_at` and `updated_at`.
   * The ids are kept.
   */
  snapshot(): unknown {
    return snapshotOf(this.state);
  }

  /** Forgets the requests so far. */
  clearRequests(): void {
    this.requests.length = 0;
  }

  /** Lets something go wrong; rules are asked in the order in which they were added. */
  addFault(fault: FaultRule): void {
    this.faults.add(fault);
  }

  /** Drops every fault that has not struck. */
  clearFaults(): void {
    this.faults.clear();
  }

  /** Adds a Slack webhook as the console does it: the API has no call for that ("Add Slack Webhook"). */
  addSlackWebhook(flockId: string, { team, channel }: Pick<SlackWebhook, "team" | "channel">): SlackWebhook {
    const flock = this.state.flocks[flockId];
    if (!flock) throw new Error(`There is no flock ${flockId}`);
    const webhook = newSlackWebhook(team, channel);
    flock.slack.push(webhook);
    return webhook;
  }

  /** Rotates a Coralogix key: the account stays what it is, the old key is no longer valid. */
  renameApiKey(oldKey: string, newKey: string): void {
    const { [oldKey]: account, ...others } = this.state.accounts;
    if (!account) throw new Error("There is no account with this API key");
    this.state.accounts = { ...others, [newKey]: account };
  }

  /** @internal */
  record(request: FastifyRequest, call: string, credential: string): RecordedRequest {
    const { method, url, body } = request;
    const record = { method, path: pathOf(url), url, call, credential, status: 0, time: Date.now(), body };
    this.requests.push(record);
    // Trimmed in steps, since taking the first element off a long array costs its whole length.
    if (this.requests.length > RECORDED_REQUESTS * 1.1) {
      this.requests.splice(0, this.requests.length - RECORDED_REQUESTS);
    }
    return record;
  }

  /** @internal */
  overRateLimit(credential: string): number {
    return this.rateLimit ? this.#limiter.admit(credential, this.rateLimit.perSecond) : 0;
  }

  /** @internal */
  newIntegrationId(): number {
    const accounts = Object.values(this.state.accounts);
    do this.#lastIntegrationId++;
    while (accounts.some(({ integrations }) => integrations.some(({ id }) => id === this.#lastIntegrationId)));
    return this.#lastIntegrationId;
  }

  async #listen(port: number): Promise<void> {
    await this.#app.register((scope) => canaryRoutes(scope, this));
    await this.#app.register((scope, _options, done) => {
      coralogixRoutes(scope, this);
      done();
    });
    await this.#app.register((scope, _options, done) => {
      adminRoutes(scope, this);
      done();
    });
    this.#app.setNotFoundHandler((request, reply) => {
      this.record(request, "unknown", "").status = 404;
      reply.code(404).send(canaryErrorBody(`No such call: ${request.method} ${pathOf(request.url)}`));
    });
    await this.#app.listen({ host: "127.0.0.1", port });
  }
}

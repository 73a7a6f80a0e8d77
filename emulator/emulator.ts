import { defaultBehaviour } from "./behaviour";
import type { Behaviour } from "./behaviour";
import type { AuthTokens } from "./canary/auth-tokens";
import { newFlock, newSlackWebhook } from "./canary/state";
import type { SlackWebhook } from "./canary/state";
import { newAccounts } from "./coralogix/state";
import { Server } from "./server";
import { snapshotOf } from "./state";
import type { EmulatorState } from "./state";
import type { FaultRule } from "./world/faults";
import type { RecordedRequest } from "./world/recorder";
import { World } from "./world/world";
import type { InterceptedCall } from "./world/world";

/** The Canary token of an emulator that was given none. */
export const DEFAULT_AUTH_TOKEN = "emulator-auth-token";
/** The flock of an emulator that was given none. */
export const DEFAULT_FLOCK = "flock:default";
/** The Coralogix key of an emulator that was given none. */
export const DEFAULT_API_KEY = "emulator-api-key";

/** How an {@link Emulator} starts. */
export interface EmulatorOptions {
  /** The port on the loopback interface; 0, the default, takes a free one. */
  port?: number;
  /** The Canary tokens; all open the one console. */
  authTokens?: string[];
  /** Canary tokens besides that may only read; none by default. */
  readOnlyAuthTokens?: string[];
  /** The ids of the console's flocks. */
  flocks?: string[];
  /** The Coralogix keys; each is an account of its own. */
  apiKeys?: string[];
  /** How long every call takes, in milliseconds; 0 by default. */
  latencyMs?: number;
  /** How long it takes until reads show a change, in milliseconds; 0 by default. */
  listLagMs?: number;
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
  /** The Canary tokens that may do everything. */
  readonly authTokens: Set<string>;
  /** The Canary tokens that may only read. */
  readonly readOnlyAuthTokens: Set<string>;
  /** The port that it listens on. */
  readonly port: number;
  /** The address of both APIs, such as `http://127.0.0.1:49152`. */
  readonly url: string;

  private readonly world: World<EmulatorState, Behaviour>;
  private readonly server: Server;

  private constructor(world: World<EmulatorState, Behaviour>, { admin, readOnly }: AuthTokens, server: Server) {
    this.world = world;
    this.authTokens = admin;
    this.readOnlyAuthTokens = readOnly;
    this.server = server;
    this.port = server.port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /** Starts an emulator; rejects when the port is taken. */
  static async start(options: EmulatorOptions = {}): Promise<Emulator> {
    const { flocks = [DEFAULT_FLOCK], apiKeys = [DEFAULT_API_KEY] } = options;
    const state: EmulatorState = {
      flocks: Object.fromEntries(flocks.map((id) => [id, newFlock(id === DEFAULT_FLOCK ? "Default Flock" : id)])),
      accounts: newAccounts(apiKeys),
    };
    const world = new World(state, { ...defaultBehaviour(), ...options.behaviour });
    world.rateLimit = options.rateLimit;
    world.latencyMs = options.latencyMs ?? 0;
    world.history.lagMs = options.listLagMs ?? 0;
    const authTokens: AuthTokens = {
      admin: new Set(options.authTokens ?? [DEFAULT_AUTH_TOKEN]),
      readOnly: new Set(options.readOnlyAuthTokens),
    };
    return new Emulator(world, authTokens, await Server.listen(options.port ?? 0, world, authTokens));
  }

  /** What the vendors know. A change to it is a change made out of band. */
  get state(): EmulatorState {
    return this.world.state;
  }

  /** What is played where the pages are silent. */
  get behaviour(): Behaviour {
    return this.world.behaviour;
  }
  set behaviour(behaviour: Behaviour) {
    this.world.behaviour = behaviour;
  }

  /** How many calls in a second each credential may make. One over it is answered with 429 and `Retry-After`. */
  get rateLimit(): { perSecond: number } | undefined {
    return this.world.rateLimit;
  }
  set rateLimit(rateLimit: { perSecond: number } | undefined) {
    this.world.rateLimit = rateLimit;
  }

  /** How long every call takes, in milliseconds. */
  get latencyMs(): number {
    return this.world.latencyMs;
  }
  set latencyMs(latencyMs: number) {
    this.world.latencyMs = latencyMs;
  }

  /**
   * How long it takes until reads show a change, in milliseconds: one that a call made, or one made out of band. What a
   * change finds there, and which flocks, accounts and credentials there are, is never late.
   */
  get listLagMs(): number {
    return this.world.history.lagMs;
  }
  set listLagMs(listLagMs: number) {
    this.world.history.lagMs = listLagMs;
  }

  /** Awaited before and after each call takes effect; what it throws is answered with status 500. */
  get intercept(): ((call: InterceptedCall) => void | Promise<void>) | undefined {
    return this.world.intercept;
  }
  set intercept(intercept: ((call: InterceptedCall) => void | Promise<void>) | undefined) {
    this.world.intercept = intercept;
  }

  /** The vendors' calls so far: at least the last 100,000, the oldest first. */
  get requests(): RecordedRequest[] {
    return this.world.recorder.requests;
  }

  /** Stops at once: calls that have no answer yet get none. */
  async stop(): Promise<void> {
    this.world.stop();
    await this.server.close();
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
    this.world.recorder.clear();
  }

  /** Lets something go wrong; rules are asked in the order in which they were added. */
  addFault(fault: FaultRule): void {
    this.world.faults.add(fault);
  }

  /** Drops every fault that has not struck, and the late effects of those that have. */
  clearFaults(): void {
    this.world.clearFaults();
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
}

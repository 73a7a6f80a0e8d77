import type { dynamic } from "@pulumi/pulumi";
import { z } from "zod";

import { ConfigurationError, isNotFound } from "../http/errors";
import { printable, redact, textsIn } from "../http/redact";
import { checkInputs } from "./check";
import { Claims } from "./claims";
import type { Definition, Found } from "./definition";
import { changedProperties, replacements } from "./diff";
import { PartialFailure, messageOf } from "./errors";
import { Locks } from "./locks";
import { uninterrupted } from "./uninterrupted";

/** Properties as the dynamic-provider host passes them. */
type Properties = Record<string, unknown>;

/** The client of one account of an API, as far as the machine cares. */
export interface ApiClient {
  /** Credentials, to mask in every message. */
  readonly secrets: readonly string[];
}

/** The options that every resource has. */
export interface CommonInputs {
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** The key under which the dynamic-provider host keeps its own text among a resource's properties. */
const HOST_KEY = "__provider";

/** Takes over what exists for one run, for all resources: the way back after a crash between a create and its record. */
const ADOPT_VARIABLE = "ALERT_WEBHOOKS_ADOPT_EXISTING";

/**
 * Serves one definition in the shape that Pulumi's dynamic-provider host calls: applies check, diff, unknowns,
 * secrets, locking, taking over and errors, and leaves to the definition what is particular to the resource.
 */
export class Machine<Api extends ApiClient, Inputs extends CommonInputs, State extends Inputs>
  implements dynamic.ResourceProvider
{
  private readonly definition: Definition<Api, Inputs, State>;
  private readonly connect: () => Api;
  private readonly reported: Set<string>;
  private readonly locks = new Locks();
  private readonly claims = new Claims();
  private readonly schema: z.ZodType;
  /** Whether the program runs by now: in a refresh before it, the engine asks for the diff of what has left it as well. */
  private hasProgram = false;

  /**
   * @param connect gives the API that the resource lives in, or throws a {@link ConfigurationError} that says what is
   *   missing to reach it.
   * @param reported holds the configuration errors that were reported, to report each once.
   */
  constructor(definition: Definition<Api, Inputs, State>, connect: () => Api, reported: Set<string>) {
    this.definition = definition;
    this.connect = connect;
    this.reported = reported;
    this.schema = definition.schema(z);
  }

  check(_olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
    this.hasProgram = true;
    const { inputs, failures } = checkInputs(this.definition, this.schema, withoutHostKey(news));
    const secrets = this.secretsOf(inputs);
    const reasons = failures.map(({ path, reason }) =>
      printable(redact(path === "" ? reason : `${path}: ${reason}`, secrets)),
    );
    // The engine prints the value of a property that a failure names, so the path stands in the reason instead.
    const all = [...reasons, ...this.configurationErrors()];
    return Promise.resolve({
      inputs: withoutUndefined(inputs),
      failures: all.map((reason) => ({ property: "", reason })),
    });
  }

  diff(id: string, oldProps: Properties, newProps: Properties): Promise<dynamic.DiffResult> {
    if (this.definition.isUnconfirmed?.(id) === true) {
      const replaces = Object.keys(this.definition.properties).slice(0, 1);
      return Promise.resolve({ changes: true, replaces, deleteBeforeReplace: true });
    }
    const olds = withoutHostKey(oldProps);
    const changed = changedProperties(this.definition, olds, withoutHostKey(newProps));
    const replaces = replacements(this.definition, changed);
    const identity = this.definition.identity(olds as State, id);
    if (this.hasProgram && replaces.length === 0 && !this.claims.isHeld(identity)) this.claims.hold(identity, id);
    return Promise.resolve({ changes: changed.length > 0, replaces });
  }

  async create(props: Properties): Promise<dynamic.CreateResult> {
    const inputs = withoutHostKey(props) as Inputs;
    return this.changing([inputs], async (api) => {
      const { id, state } = await this.locks.run(this.definition.lock(inputs), () => this.adoptOrCreate(api, inputs));
      if (inputs.testOnCreate === true) await this.test(api, id, state);
      return { id, outs: withoutUndefined(state) };
    });
  }

  async read(id: string, props: Properties): Promise<dynamic.ReadResult> {
    const state = withoutHostKey(props) as State;
    return this.reporting([state], async (api) => {
      const found = await this.definition.read(api, state, id).catch(undefinedWhenNotFound);
      if (found === undefined) return { id: "", props: {} };
      return { id, props: withoutUndefined(found), inputs: this.inputsOf(found, state) };
    });
  }

  async update(id: string, oldProps: Properties, newProps: Properties): Promise<dynamic.UpdateResult> {
    const olds = withoutHostKey(oldProps) as State;
    const news = withoutHostKey(newProps) as Inputs;
    return this.changing([olds, news], async (api) => {
      const state = await this.locks.run(this.definition.lock(news), () => this.definition.update(api, olds, news, id));
      this.claims.hold(this.definition.identity(state, id), id);
      // Without a change the engine updates only what failed to initialise, which may have been its test.
      const mending = changedProperties(this.definition, olds as Properties, news as Properties).length === 0;
      if (mending && news.testOnCreate === true) await this.test(api, id, state);
      return { outs: withoutUndefined(state) };
    });
  }

  async delete(id: string, props: Properties): Promise<void> {
    const state = withoutHostKey(props) as State;
    return this.changing([state], (api) =>
      this.locks.run(this.definition.lock(state), async () => {
        const isUnconfirmed = this.definition.isUnconfirmed?.(id) === true;
        const madeId = isUnconfirmed ? await this.definition.confirm?.(api, state, id) : id;
        if (madeId === undefined) return;
        const identity = this.definition.identity(state, madeId);
        if (this.claims.hasPassedOn(identity, madeId)) return;
        await this.definition.delete(api, state, madeId).catch(undefinedWhenNotFound);
        this.claims.release(identity);
      }),
    );
  }

  private async adoptOrCreate(api: Api, inputs: Inputs): Promise<Found<State>> {
    const existing = await this.definition.find(api, inputs);
    if (existing === undefined) {
      return this.claiming("hold", () => this.definition.create(api, inputs));
    }
    const what = this.definition.describe(inputs);
    const { id, state } = existing;
    if (this.claims.isHeld(this.definition.identity(state, id))) {
      throw new Error(`${what} is declared by another resource of this program.`);
    }
    if (inputs.adoptExisting !== true && process.env[ADOPT_VARIABLE] !== "true") throw new Error(alreadyExists(what));
    return this.claiming("adopt", async () => ({
      id,
      state: await this.definition.update(api, state, inputs, id),
    }));
  }

  /** Claims what is made for the resource that the engine keeps in state from now on, even if it is not as declared. */
  private async claiming(claim: "hold" | "adopt", make: () => Promise<Found<State>>): Promise<Found<State>> {
    try {
      const made = await make();
      this.claims[claim](this.definition.identity(made.state, made.id), made.id);
      return made;
    } catch (error) {
      if (error instanceof PartialFailure) {
        this.claims[claim](this.definition.identity(error.state as State, error.id), error.id);
      }
      throw error;
    }
  }

  private async test(api: Api, id: string, state: State): Promise<void> {
    try {
      await this.definition.test?.(api, state);
    } catch (error) {
      const what = this.definition.describe(state);
      throw new PartialFailure(`${what} is in place, but its test failed: ${messageOf(error)}`, id, state);
    }
  }

  /** Runs an operation that changes what the API holds. */
  private async changing<T>(holders: object[], operation: (api: Api) => Promise<T>): Promise<T> {
    return uninterrupted(() => this.reporting(holders, operation));
  }

  /** Runs an operation; what it throws leaves without a secret and in the form that the host understands. */
  private async reporting<T>(holders: object[], operation: (api: Api) => Promise<T>): Promise<T> {
    const api = this.connect();
    try {
      return await operation(api);
    } catch (error) {
      const message = redact(messageOf(error), [
        ...api.secrets,
        ...holders.flatMap((properties) => this.secretsOf(properties as Properties)),
      ]);
      const report = new Error(message);
      // The host prints the stack as well, which says nothing to the user that the message doesn't.
      report.stack = "";
      if (!(error instanceof PartialFailure)) throw report;
      throw Object.assign(report, { id: error.id, properties: withoutUndefined(error.state), reasons: [message] });
    }
  }

  private configurationErrors(): string[] {
    try {
      this.connect();
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      if (this.reported.has(error.message)) return [];
      this.reported.add(error.message);
      return [error.message];
    }
  }

  /** Inputs as the API has them. What is generated stays out of them unless it is no longer what we generated. */
  private inputsOf(found: State, olds: State): Properties {
    const before = olds as Properties;
    const isInput = ([name, value]: [string, unknown]) => {
      const property = this.definition.properties[name];
      return property?.output !== true && (property?.generated !== true || value !== before[name]);
    };
    return Object.fromEntries(Object.entries(withoutUndefined(found)).filter(isInput));
  }

  private secretsOf(properties: Properties): string[] {
    const secret = ([name]: [string, unknown]) => this.definition.properties[name]?.secret === true;
    return Object.entries(properties)
      .filter(secret)
      .flatMap(([, value]) => textsIn(value));
  }
}

function alreadyExists(what: string): string {
  return (
    `${what} exists already, and this resource did not make it. To take it over, set adoptExisting: true on the resource ` +
    "or import it with an import file. If an interrupted run of this very stack made it, take it over with: " +
    `${ADOPT_VARIABLE}=true pulumi up`
  );
}

/** Where the API knows no such flock, say, nothing that stands in it is there either. */
function undefinedWhenNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

function withoutHostKey(props: Properties): Properties {
  const { [HOST_KEY]: text, ...own } = props;
  return own;
}

/** The host can't pass `undefined` on. */
function withoutUndefined(state: object): Properties {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}

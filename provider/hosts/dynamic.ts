import type { dynamic } from "@pulumi/pulumi";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";

import { Configuration } from "../configuration";
import { ApiError, ConfigurationError } from "../http/errors";
import { AlreadyExists, InitializationFailed, OtherHome, messageOf } from "../lifecycle/errors";
import type { Properties } from "../lifecycle/lifecycle";
import { type AnyLifecycle, type Registration, registry } from "../registry";
import { keyOf } from "../settings";
import { ENGINE, inform, warn } from "./engine-log";
import { SiblingProcesses } from "./sibling-processes";
import { IS_HOST, endWithEngine, noteInterruption, uninterrupted } from "./signals";

/** The key under which the host keeps the text by which it finds the code that serves a resource. */
const HOST_KEY = "__provider";

/** The key under which the class passes on what the resource is known by. */
const CALLER_KEY = "__caller";

/** Takes over what exists for one run, for all resources: the way back after a crash between a create and its record. */
const ADOPT_EXISTING = "ALERT_WEBHOOKS_ADOPT_EXISTING";

/** Configuration errors that were reported in this process: one is enough, however many resources meet it. */
const reported = new Set<string>();

let configuration = new Configuration(() => undefined);

const siblings = IS_HOST && ENGINE !== undefined ? new SiblingProcesses(ENGINE) : undefined;

endWithEngine();
noteInterruption();

/**
 * What serves a class in Pulumi's dynamic-provider host. The text that users' state has as `__provider` calls this: its
 * name and what it takes must stay.
 */
export function provider(className: string): dynamic.ResourceProvider {
  const registration = registry.find(({ name }) => name === className);
  if (registration !== undefined) return new DynamicProvider(registration);
  throw new Error(`This version of pulumi-alert-webhooks knows no ${className}: was the state written by a newer one?`);
}

/** Properties as the host passes them, apart from the two that are not the resource's own. */
interface Passed {
  readonly properties: Properties;
  readonly caller: string | undefined;
  readonly hostKey: unknown;
}

/** Adapts the lifecycle of a resource to what Pulumi's dynamic-provider host calls. */
class DynamicProvider implements dynamic.ResourceProvider {
  private readonly registration: Registration;
  private cachedLifecycle: AnyLifecycle | undefined;

  constructor(registration: Registration) {
    this.registration = registration;
  }

  /**
   * Called for each class when a run of the engine first meets it, always with the same configuration. It must be done
   * when it returns: the host does not wait for it before it serves the next call.
   */
  configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    const settings = (key: string) => config.get(key);
    if (configuration.isConfiguredAs(settings)) configuration.forgetReads();
    else configuration = new Configuration(settings, inform);
    return Promise.resolve();
  }

  check(_olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
    const passed = unpack(news);
    const { inputs, failures } = this.lifecycle.check(passed.caller ?? "", passed.properties);
    // The engine prints the value of a property that a failure names, so the reason has the path instead.
    const reasons = failures.map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`));
    return Promise.resolve({
      inputs: pack(inputs, passed),
      failures: [...reasons, ...this.configurationErrors()].map((reason) => ({ property: "", reason })),
    });
  }

  async diff(id: string, oldProps: Properties, newProps: Properties): Promise<dynamic.DiffResult> {
    return reporting(async () => {
      const olds = unpack(oldProps);
      const news = unpack(newProps);
      const isRenamed = await this.lifecycle.isHomeRenamed(olds.properties);
      const { changed, replaces, deleteBeforeReplace } = this.lifecycle.diff(
        news.caller ?? "",
        id,
        olds.properties,
        news.properties,
      );
      return { changes: changed.length > 0 || isRenamed, replaces: [...replaces], deleteBeforeReplace };
    });
  }

  async create(props: Properties): Promise<dynamic.CreateResult> {
    const news = unpack(props);
    return uninterrupted(() =>
      reporting(async () => {
        const { id, state } = await this.lifecycle.create(news.caller ?? "", news.properties);
        return { id, outs: pack(state, news) };
      }, news),
    );
  }

  async read(id: string, props: Properties): Promise<dynamic.ReadResult> {
    const known = unpack(props);
    return reporting(async () => {
      const found = await this.lifecycle.read(id, known.properties);
      if (found === undefined) return { id: "", props: {} };
      return { id: found.id, props: pack(found.state, known), inputs: pack(this.marked(found.inputs), known) };
    });
  }

  async update(id: string, oldProps: Properties, newProps: Properties): Promise<dynamic.UpdateResult> {
    const olds = unpack(oldProps);
    const news = unpack(newProps);
    return uninterrupted(() =>
      reporting(async () => {
        const state = await this.lifecycle.update(news.caller ?? "", id, olds.properties, news.properties);
        return { outs: pack(state, news) };
      }, news),
    );
  }

  async delete(id: string, props: Properties): Promise<void> {
    const known = unpack(props);
    return uninterrupted(() => reporting(() => this.lifecycle.delete(id, known.properties)));
  }

  /** The engine takes for a secret in the inputs of a read what is marked as one, and nothing else. */
  private marked(inputs: Properties): Properties {
    const mark = ([name, value]: [string, unknown]) =>
      value !== undefined && this.lifecycle.isSecret(name)
        ? [name, { [specialSigKey]: specialSecretSig, value }]
        : [name, value];
    return Object.fromEntries(Object.entries(inputs).map(mark)) as Properties;
  }

  private configurationErrors(): string[] {
    try {
      this.lifecycle.connect();
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      if (reported.has(error.message)) return [];
      reported.add(error.message);
      return [withAdvice(error)];
    }
  }

  /** One for each run of the engine, which starts a host of its own. It needs the configuration. */
  private get lifecycle(): AnyLifecycle {
    this.cachedLifecycle ??= this.registration.start(configuration, {
      adoptExisting: process.env[ADOPT_EXISTING] === "true",
      warn,
      siblings,
    });
    return this.cachedLifecycle;
  }
}

function unpack({ [HOST_KEY]: hostKey, [CALLER_KEY]: caller, ...properties }: Properties): Passed {
  return { properties, caller: typeof caller === "string" ? caller : undefined, hostKey };
}

/** The host can't pass on `undefined`. */
function pack(properties: object, { caller, hostKey }: Passed): Properties {
  const all = { ...properties, [HOST_KEY]: hostKey, [CALLER_KEY]: caller };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * Runs an operation. What it throws leaves in the form that the host understands.
 * @param news what the engine stores with a resource that is kept as "initialisation failed": exactly what the error
 *   carries, so without the host's key no later command could load it
 */
async function reporting<T>(operation: () => Promise<T>, news?: Passed): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const message = withAdvice(error);
    const report = new Error(message);
    // The host prints the stack as well, which says nothing to the user that the message doesn't.
    report.stack = "";
    if (!(error instanceof InitializationFailed) || news === undefined) throw report;
    throw Object.assign(report, { id: error.id, properties: pack(error.state, news), reasons: [message] });
  }
}

function withAdvice(error: unknown): string {
  return `${messageOf(error)} ${adviceFor(error)}`.trim();
}

/** What to do about an error with the CLI. */
function adviceFor(error: unknown): string {
  if (error instanceof InitializationFailed) {
    return [adviceFor(error.cause), "The next pulumi up finds out and completes it."].join(" ").trim();
  }
  if (error instanceof AlreadyExists) {
    const ways = error.isReplacement
      ? "of a resource that has left the program, or whose deletion is still pending, adoptExisting: true is enough"
      : "after a rename, give the resource its old name in aliases; to replace it by the very same (--replace), set " +
        "deleteBeforeReplace: true";
    return (
      "To take it over, set adoptExisting: true on the resource or import it with an import file. If this stack made it: " +
      `${ways}; after an interrupted run, take it over with: ${ADOPT_EXISTING}=true pulumi up`
    );
  }
  if (error instanceof OtherHome) {
    return (
      "Nothing was sent there. To go on, configure the one that it is in. To move it on purpose, remove it from the program " +
      "and run pulumi up before the configuration changes, or leave it where it is and forget it with pulumi state " +
      "delete. A Canary console that was renamed is declared with alert-webhooks:canaryFormerConsoleUrl."
    );
  }
  if (error instanceof ApiError && error.unauthorized) {
    return (
      "pulumi refresh and pulumi destroy use the credential that the last pulumi up saved: after a rotation run them with " +
      "--run-program, or keep address and credential in the environment, which is always current."
    );
  }
  if (error instanceof ConfigurationError && error.missing !== undefined) {
    const { name, variable, isSecret, provider: explicit } = error.missing;
    if (explicit !== undefined) return `Pass ${name} to that Provider.`;
    const command = `pulumi config set ${isSecret ? "--secret " : ""}${keyOf(name)}`;
    return `Set it with "${command}", or set all of this vendor's settings in the environment, this one as ${variable}.`;
  }
  return "";
}

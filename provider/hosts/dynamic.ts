import { join } from "node:path";

import type { dynamic } from "@pulumi/pulumi";

import { Configuration } from "../configuration";
import { InitializationFailed } from "../lifecycle/errors";
import type { Properties } from "../lifecycle/lifecycle";
import { type AnyLifecycle, type Registration, registry } from "../registry";
import { CALLER_KEY, HOST_KEY } from "../state";
import { type HostAbilities, withAdvice } from "./advice";
import { ENGINE, inform } from "./engine-log";
import { marked } from "./secrets";
import { newConfigurationError, reasonsOf, start } from "./serving";
import { SiblingProcesses } from "./sibling-processes";
import { endWithEngine, noteInterruption, uninterrupted } from "./signals";

const HOST: HostAbilities = { importing: "import it with an import file" };

let configuration = new Configuration(() => undefined);

/** Whether this process is Pulumi's dynamic-provider host, and not a test or a program that loads the package. */
const IS_HOST = process.argv[1]?.endsWith(join("cmd", "dynamic-provider", "index.js")) === true;

const siblings = IS_HOST && ENGINE !== undefined ? new SiblingProcesses(ENGINE) : undefined;

if (IS_HOST) {
  endWithEngine();
  noteInterruption();
}

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
    const checked = this.lifecycle.check(passed.caller ?? "", passed.properties);
    const unreachable = newConfigurationError(this.lifecycle);
    const reasons = [...reasonsOf(checked), ...(unreachable === undefined ? [] : [withAdvice(unreachable, HOST)])];
    return Promise.resolve({
      inputs: pack(checked.inputs, passed),
      failures: reasons.map((reason) => ({ property: "", reason })),
    });
  }

  async diff(id: string, oldProps: Properties, newProps: Properties): Promise<dynamic.DiffResult> {
    return reporting(async () => {
      const olds = unpack(oldProps);
      const news = unpack(newProps);
      const isRenamed = await this.lifecycle.isHomeRenamed(olds.properties, id);
      const { changed, replaces, deleteBeforeReplace } = this.lifecycle.diff(
        news.caller ?? "",
        id,
        olds.properties,
        news.properties,
      );
      // What the plugin has served lacks what the host needs: an update adds it.
      const isOfPlugin = olds.hostKey === undefined;
      return { changes: changed.length > 0 || isRenamed || isOfPlugin, replaces: [...replaces], deleteBeforeReplace };
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
      // The engine takes for a secret in the inputs of a read what is marked as one, and nothing else.
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

  private marked(inputs: Properties): Properties {
    return marked(inputs, (name) => this.lifecycle.isSecret(name));
  }

  /** One for each run of the engine, which starts a host of its own. It needs the configuration. */
  private get lifecycle(): AnyLifecycle {
    this.cachedLifecycle ??= start(this.registration, configuration, siblings);
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
    const message = withAdvice(error, HOST);
    const report = new Error(message);
    // The host prints the stack as well, which says nothing to the user that the message doesn't.
    report.stack = "";
    if (!(error instanceof InitializationFailed) || news === undefined) throw report;
    throw Object.assign(report, { id: error.id, properties: pack(error.state, news), reasons: [message] });
  }
}

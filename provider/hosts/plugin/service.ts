import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { Configuration } from "../../configuration";
import { within } from "../../http/deadline";
import { interruption } from "../../http/shutdown";
import { withoutDerived } from "../../lifecycle/check";
import { InitializationFailed } from "../../lifecycle/errors";
import type { Properties, Siblings } from "../../lifecycle/lifecycle";
import { UNKNOWN, hasUnknown } from "../../lifecycle/unknown";
import { type AnyLifecycle, type Registration, registry } from "../../registry";
import { type HostAbilities, withAdvice } from "../advice";
import { inform, showError } from "../engine-log";
import { lookUpNamed } from "../look-up";
import { marked, markedResults } from "../secrets";
import { newConfigurationError, reasonsOf, start } from "../serving";
import { uninterrupted } from "../signals";
import { type Vendor, checkedConfig, configurationOf, movedVendors } from "./configuring";
import { detailedDiff } from "./detailed-diff";
import schema from "./schema.json";
import { Report, propertiesOf, structOf, unary } from "./wire";

const { DiffChanges } = messages.DiffResponse;

const HOST: HostAbilities = { importing: "import it by its id" };

/** A class of resources in this run of the engine. */
interface Served extends Registration {
  readonly lifecycle: AnyLifecycle;
}

/** What a call is about. */
interface About {
  getUrn(): string;
}

/** Adapts the lifecycle of every resource to Pulumi's provider protocol. One serves one run of the engine. */
export class Service {
  private readonly siblings: Siblings | undefined;
  private readonly served = new Map<string, Served>();
  private configuration = new Configuration(() => undefined);
  /** The inputs that state has of what the program declares, by URN. */
  private readonly declaredSoFar = new Map<string, Properties>();
  private readonly moves = new Map<string, Promise<readonly Vendor[]>>();
  /** The vendors for whose sake the provider is replaced. */
  private moved: readonly Vendor[] = [];

  constructor(siblings: Siblings | undefined) {
    this.siblings = siblings;
  }

  /** The calls that are answered. The engine does without the others. */
  get calls(): UntypedServiceImplementation {
    return {
      getPluginInfo: unary(() => new PluginInfo().setVersion(schema.version)),
      getSchema: unary(() => new messages.GetSchemaResponse().setSchema(JSON.stringify(schema))),
      checkConfig: unary((request: messages.CheckRequest) => checkConfig(request)),
      diffConfig: unary((request: messages.DiffRequest) => this.diffConfig(request)),
      configure: unary((request: messages.ConfigureRequest) => this.configure(request)),
      check: unary((request: messages.CheckRequest) => this.check(request)),
      diff: unary((request: messages.DiffRequest) => this.diff(request)),
      create: unary((request: messages.CreateRequest) => this.create(request)),
      read: unary((request: messages.ReadRequest) => this.read(request)),
      update: unary((request: messages.UpdateRequest) => this.update(request)),
      delete: unary((request: messages.DeleteRequest) => this.delete(request)),
      invoke: unary((request: messages.InvokeRequest) => this.invoke(request)),
      cancel: unary(() => cancel()),
    };
  }

  /** The engine asks about the provider, and again for each of its resources. */
  private async diffConfig(request: messages.DiffRequest): Promise<messages.DiffResponse> {
    const olds = propertiesOf(request.getOldInputs() ?? request.getOlds());
    const news = propertiesOf(request.getNews());
    const response = new messages.DiffResponse();
    if (hasUnknown(news)) return response;
    const key = JSON.stringify([olds, news]);
    const moving = this.moves.get(key) ?? movedVendors(request.getUrn(), olds, news);
    this.moves.set(key, moving);
    const moved = await moving;
    // Where nothing is replaced, the engine compares the inputs itself.
    if (moved.length === 0) return response;
    this.moved = moved;
    return response
      .setChanges(DiffChanges.DIFF_SOME)
      .setReplacesList(moved.map(({ addressSetting }) => addressSetting));
  }

  private configure(request: messages.ConfigureRequest): messages.ConfigureResponse {
    this.served.clear();
    this.configuration = configurationOf(propertiesOf(request.getArgs()), request.getUrn(), inform);
    return new messages.ConfigureResponse().setSupportspreview(true);
  }

  private check(request: messages.CheckRequest): messages.CheckResponse {
    const served = this.servedFor(request);
    const olds = propertiesOf(request.getOlds());
    // It is checked again, without them, once the engine has found that it is to be replaced.
    if (Object.keys(olds).length > 0) this.declaredSoFar.set(request.getUrn(), olds);
    const checked = served.lifecycle.check(request.getUrn(), propertiesOf(request.getNews()));
    // The engine has its answer about the other one already.
    if (checked.rival !== undefined) showError(checked.rival.reason, checked.rival.caller);
    const unreachable = newConfigurationError(served.lifecycle);
    const reasons = [...reasonsOf(checked), ...(unreachable === undefined ? [] : [withAdvice(unreachable, HOST)])];
    return checkResponse(packed(served, checked.inputs), reasons);
  }

  private async diff(request: messages.DiffRequest): Promise<messages.DiffResponse> {
    const { lifecycle, properties } = this.servedFor(request);
    const olds = knownIn(request.getOlds());
    const wasDynamic = request.getOlds()?.getFieldsMap().has("__provider") === true;
    const news = propertiesOf(request.getNews());
    return reporting(async () => {
      const difference = lifecycle.diff(request.getUrn(), request.getId(), olds, news);
      const isChanged = difference.changed.length > 0;
      // What a dynamic provider served before is moved without a request.
      const isRenamed = (isChanged || !wasDynamic) && (await lifecycle.isHomeRenamed(olds, request.getId()));
      const response = new messages.DiffResponse()
        .setChanges(isChanged || isRenamed ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE)
        .setReplacesList([...difference.replaces])
        .setDeletebeforereplace(difference.deleteBeforeReplace)
        .setDiffsList([...difference.changed])
        .setHasdetaileddiff(isChanged);
      for (const [path, kind] of detailedDiff(properties, difference, olds, news)) {
        response.getDetaileddiffMap().set(path, kind);
      }
      return response;
    });
  }

  private async create(request: messages.CreateRequest): Promise<messages.CreateResponse> {
    const served = this.servedFor(request);
    const inputs = propertiesOf(request.getProperties());
    if (request.getPreview()) {
      return new messages.CreateResponse().setProperties(packed(served, planned(served, {}, inputs)));
    }
    this.keepUnmoved(served, request.getUrn());
    return changing(request, served, inputs, async () => {
      const { id, state } = await served.lifecycle.create(request.getUrn(), inputs);
      return new messages.CreateResponse().setId(id).setProperties(packed(served, state));
    });
  }

  private async update(request: messages.UpdateRequest): Promise<messages.UpdateResponse> {
    const served = this.servedFor(request);
    const olds = knownIn(request.getOlds());
    const inputs = propertiesOf(request.getNews());
    if (request.getPreview()) {
      return new messages.UpdateResponse().setProperties(packed(served, planned(served, olds, inputs)));
    }
    return changing(request, served, inputs, async () => {
      const state = await served.lifecycle.update(request.getUrn(), request.getId(), olds, inputs);
      return new messages.UpdateResponse().setProperties(packed(served, state));
    });
  }

  private async read(request: messages.ReadRequest): Promise<messages.ReadResponse> {
    const served = this.servedFor(request);
    const inputs = propertiesOf(request.getInputs());
    return reporting(async () => {
      const found = await served.lifecycle.read(request.getId(), knownIn(request.getProperties()));
      if (found === undefined) return new messages.ReadResponse();
      // Of what follows from the rest, inputs have only what they had before.
      const given = withoutDerived(served.properties, found.inputs);
      const kept = Object.entries(found.inputs).filter(([name]) => name in given || name in inputs);
      return new messages.ReadResponse()
        .setId(found.id)
        .setProperties(packed(served, found.state))
        .setInputs(packed(served, Object.fromEntries(kept)));
    });
  }

  private async delete(request: messages.DeleteRequest): Promise<Empty> {
    const served = this.servedFor(request);
    return changing(request, served, {}, async () => {
      await served.lifecycle.delete(request.getId(), knownIn(request.getProperties()));
      return new Empty();
    });
  }

  private async invoke(request: messages.InvokeRequest): Promise<messages.InvokeResponse> {
    const token = request.getTok();
    const { contract, find } = lookUpNamed(token.slice(token.lastIndexOf(":") + 1));
    const found = await reporting(() => find(this.configuration, propertiesOf(request.getArgs())));
    return new messages.InvokeResponse().setReturn(structOf(markedResults(contract, found)));
  }

  /** Lets a resource keep what it has where it is replaced for the other vendor's sake. */
  private keepUnmoved({ name, lifecycle }: Served, urn: string): void {
    const olds = this.declaredSoFar.get(urn);
    const isMoved = this.moved.some(({ prefix }) => name.startsWith(prefix));
    if (this.moved.length > 0 && !isMoved && olds !== undefined) lifecycle.keep(urn, olds);
  }

  private servedFor(request: About): Served {
    const [, , type = ""] = request.getUrn().split("::");
    const className = type.slice(type.lastIndexOf(":") + 1);
    const served = this.served.get(className);
    if (served !== undefined) return served;
    const registration = registry.find(({ name }) => name === className);
    if (registration === undefined) {
      throw new Report(`This version of pulumi-resource-alert-webhooks, ${schema.version}, knows no ${className}.`);
    }
    const started = { ...registration, lifecycle: start(registration, this.configuration, this.siblings) };
    this.served.set(className, started);
    return started;
  }
}

/** The user has interrupted the run. What is under way is brought to its end, which the engine waits for. */
function cancel(): Empty {
  interruption.abort();
  return new Empty();
}

function checkConfig(request: messages.CheckRequest): messages.CheckResponse {
  const { inputs, failures } = checkedConfig(request.getUrn(), request.getNews()?.toJavaScript() ?? {});
  return checkResponse(structOf(inputs), failures);
}

function checkResponse(inputs: ReturnType<typeof structOf>, reasons: readonly string[]): messages.CheckResponse {
  return new messages.CheckResponse()
    .setInputs(inputs)
    .setFailuresList(reasons.map((reason) => new messages.CheckFailure().setReason(reason)));
}

/** What state has of a resource. A dynamic provider left properties of its own there. */
function knownIn(struct: Parameters<typeof propertiesOf>[0]): Properties {
  return Object.fromEntries(Object.entries(propertiesOf(struct)).filter(([name]) => !name.startsWith("__")));
}

/** What a resource will have. What the API adds is not known yet. */
function planned({ properties }: Served, olds: Properties, news: Properties): Properties {
  const added = Object.entries(properties)
    .filter(([name, { computed, generated }]) => (computed ?? generated) === true && news[name] === undefined)
    .map(([name]) => [name, olds[name] ?? UNKNOWN]);
  return { ...news, ...Object.fromEntries(added) } as Properties;
}

function packed({ lifecycle }: Served, properties: object) {
  return structOf(marked(properties, (name) => lifecycle.isSecret(name)));
}

/**
 * Runs a change. It ends within the time that the program gives it.
 * @param inputs what state has of a resource that is kept though it is not as declared
 */
async function changing<T>(
  request: { getTimeout(): number },
  served: Served,
  inputs: Properties,
  change: () => Promise<T>,
): Promise<T> {
  return uninterrupted(() => within(request.getTimeout(), () => reporting(change, served, inputs)));
}

/** Runs an operation. What it throws leaves with advice. */
async function reporting<T>(operation: () => Promise<T>, served?: Served, inputs: Properties = {}): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const message = withAdvice(error, HOST);
    if (!(error instanceof InitializationFailed) || served === undefined) throw new Report(message);
    const { id, state } = error;
    throw new Report(message, { id, properties: packed(served, state), inputs: packed(served, inputs) });
  }
}

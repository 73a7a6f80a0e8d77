import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { type ServiceError, credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { ClassName, Properties } from "../specimens";
import { registrationOf } from "./classes";

/** What `diff` answers. */
export interface Difference {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** What is known of a resource that was created, changed or read. */
export interface Live {
  readonly id: string;
  readonly outputs: Properties;
  /** The inputs that go with it: only `read` tells. */
  readonly inputs?: Properties;
}

/** A `create` or `update` that failed, but left something that the engine keeps in state. */
export class InitFailed extends Error {
  override readonly name = "InitFailed";
  readonly live: Live;
  readonly reasons: readonly string[];

  constructor(message: string, live: Live, reasons: readonly string[]) {
    super(message);
    this.live = live;
    this.reasons = reasons;
  }
}

const REPOSITORY = join(__dirname, "../..");
const HOST_KEY = "__provider";
/** How a secret is marked on the wire. */
const SECRET_MARK = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
let engines = 0;

/**
 * The host is given the address of the engine. Nothing answers at this one, which no other run has: hosts of one run are
 * given the same.
 */
export function newEngine(): string {
  return `127.${1 + (++engines % 250)}.${(process.pid >> 8) & 255}.${process.pid & 255}:1`;
}

/** Variables that a developer may have set for real accounts, and which would get in the way. */
const OWN_VARIABLES = /^(CANARY|CORALOGIX|ALERT_WEBHOOKS)_/;

/** What serves resources: Pulumi's own dynamic-provider host, which loads the built package like a user's, or the plugin. */
export type HostKind = "dynamic provider" | "plugin";

const MAINS: Readonly<Record<HostKind, string>> = {
  "dynamic provider": require.resolve("@pulumi/pulumi/cmd/dynamic-provider"),
  plugin: join(REPOSITORY, "dist/provider/hosts/plugin/main.js"),
};

const CONNECT_TIMEOUT = "alert-webhooks:connectTimeoutSeconds";

/** A host in a process of its own. */
export class Host {
  readonly address: string;
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly kind: HostKind;
  private readonly settings: Readonly<Record<string, string>>;
  private readonly client: ResourceProviderClient;
  private runs = 0;
  private printed = "";

  private constructor(
    process: ChildProcessWithoutNullStreams,
    port: string,
    kind: HostKind,
    settings: Readonly<Record<string, string>>,
  ) {
    this.process = process;
    this.kind = kind;
    this.settings = settings;
    this.address = `127.0.0.1:${port}`;
    this.client = new ResourceProviderClient(this.address, credentials.createInsecure());
    for (const stream of [process.stdout, process.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.printed += text;
      });
    }
  }

  /**
   * Starts a host and configures it as the engine does: once, with the whole stack configuration or what an explicit
   * provider was given, and with credentials marked as secrets.
   */
  static async start(
    settings: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>> = {},
    engine = newEngine(),
    kind: HostKind = "dynamic provider",
  ): Promise<Host> {
    const inherited = Object.entries(process.env).filter(([name]) => !OWN_VARIABLES.test(name));
    const child = spawn(process.execPath, [MAINS[kind], engine], {
      cwd: REPOSITORY,
      env: { ...Object.fromEntries(inherited), ...environment },
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const host = new Host(child, line.toString().trim(), kind, settings);
    await host.configure();
    return host;
  }

  private async configure(): Promise<void> {
    // A plugin is passed its own settings, by their names.
    const named = Object.entries({ ...this.settings, ...this.settingOfRun() }).map(([key, value]): [string, string] => [
      this.kind === "plugin" ? key.replace("alert-webhooks:", "") : key,
      value,
    ]);
    const request = new messages.ConfigureRequest()
      .setArgs(structOf(Object.fromEntries(named.map(marked))))
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSendsOldInputs(true)
      .setSendsOldInputsToDelete(true);
    await answered<messages.ConfigureResponse>((done) => this.client.configure(request, done));
  }

  /** The default of a limit, spelled otherwise than in the run before: under the real engine nothing is left of that one. */
  private settingOfRun(): Readonly<Record<string, string>> {
    return { [CONNECT_TIMEOUT]: this.settings[CONNECT_TIMEOUT] ?? `10.${"0".repeat(1 + (this.runs % 2))}` };
  }

  /** What the host has printed since it was last asked: the engine shows it to the user. */
  takeOutput(): string {
    const text = this.printed;
    this.printed = "";
    return text;
  }

  /** Starts a new run of the engine. */
  startRun(): Run {
    this.runs++;
    let started: Promise<void> | undefined;
    const start = () => (started ??= this.configure());
    return new Run({ client: this.client, kind: this.kind, comment: `//${this.runs}`, start });
  }

  /** Lets the engine be gone, as far as the host can see, and waits until the host is as well. */
  async loseEngine(): Promise<void> {
    this.process.stdin.end();
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, "exit");
  }

  async stop(): Promise<void> {
    this.client.close();
    this.process.kill();
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, "exit");
  }
}

interface RunOptions {
  readonly client: ResourceProviderClient;
  readonly kind: HostKind;
  readonly comment: string;
  /** What comes before the first call. */
  readonly start: () => Promise<void>;
}

/**
 * What one run of the engine asks of the host. The real engine starts a host for each run. This one adds a comment to
 * the text of `__provider`, by which the host caches what it has loaded, and configures it anew, so that one process serves
 * thousands of runs. Where the text is missing it stays missing, and the host fails as it does under the real engine. To the
 * plugin, what starts a run is that it is configured.
 */
export class Run {
  private readonly client: ResourceProviderClient;
  private readonly options: RunOptions;
  private readonly urn: string;

  constructor(options: RunOptions, urn = "") {
    this.options = options;
    this.client = options.client;
    this.urn = urn;
  }

  /** The same run, as far as it is about one resource: a plugin is told which. */
  about({ urn, className }: { readonly urn: string; readonly className: ClassName }): Run {
    const isWhole = urn.startsWith("urn:");
    return new Run(this.options, isWhole ? urn : `urn:pulumi:dev::tests::alert-webhooks:index:${className}::${urn}`);
  }

  /** The inputs that a class adds to what the user passes. */
  async hiddenInputs(className: ClassName, name: string): Promise<Properties> {
    return this.options.kind === "plugin" ? {} : (await registrationOf(className, name)).hidden;
  }

  /** @returns the inputs as checked, and why they were refused. */
  async check(news: Properties, olds: Properties = {}) {
    await this.options.start();
    const request = new messages.CheckRequest()
      .setUrn(this.urn)
      .setOlds(this.structFor(olds))
      .setNews(this.structFor(news));
    const answer = await answered<messages.CheckResponse>((done) => this.client.check(request, done));
    return { inputs: propertiesOf(answer.getInputs()), failures: answer.getFailuresList().map((it) => it.toObject()) };
  }

  async diff(id: string, olds: Properties, news: Properties): Promise<Difference> {
    await this.options.start();
    const request = new messages.DiffRequest()
      .setUrn(this.urn)
      .setId(id)
      .setOlds(this.structFor(olds))
      .setNews(this.structFor(news));
    const answer = await answered<messages.DiffResponse>((done) => this.client.diff(request, done));
    return {
      changes: answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  /** @throws InitFailed where something was made all the same. */
  async create(inputs: Properties): Promise<Live> {
    await this.options.start();
    const request = new messages.CreateRequest().setUrn(this.urn).setProperties(this.structFor(inputs));
    const answer = await answered<messages.CreateResponse>((done) => this.client.create(request, done));
    return { id: answer.getId(), outputs: propertiesOf(answer.getProperties()) };
  }

  /** @returns `undefined` where it is gone. */
  async read(id: string, outputs: Properties, inputs: Properties): Promise<Live | undefined> {
    await this.options.start();
    const request = new messages.ReadRequest()
      .setUrn(this.urn)
      .setId(id)
      .setProperties(this.structFor(outputs))
      .setInputs(this.structFor(inputs));
    const answer = await answered<messages.ReadResponse>((done) => this.client.read(request, done));
    if (answer.getId() === "") return undefined;
    const read = answer.getInputs();
    return {
      id: answer.getId(),
      outputs: propertiesOf(answer.getProperties()),
      ...(read && { inputs: propertiesOf(read) }),
    };
  }

  /** @throws InitFailed where it was changed, but not as declared. */
  async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
    await this.options.start();
    const request = new messages.UpdateRequest()
      .setUrn(this.urn)
      .setId(id)
      .setOlds(this.structFor(olds))
      .setNews(this.structFor(news));
    const answer = await answered<messages.UpdateResponse>((done) => this.client.update(request, done));
    return propertiesOf(answer.getProperties());
  }

  async delete(id: string, outputs: Properties): Promise<void> {
    await this.options.start();
    const request = new messages.DeleteRequest().setUrn(this.urn).setId(id).setProperties(this.structFor(outputs));
    await answered((done) => this.client.delete(request, done));
  }

  private structFor(properties: Properties): Struct {
    const text = properties[HOST_KEY];
    if (typeof text !== "string") return structOf(properties);
    return structOf({ ...properties, [HOST_KEY]: `${text}${this.options.comment}` });
  }
}

/** A setting as the engine passes it: a credential comes as a secret. */
function marked([key, value]: [string, string]): [string, unknown] {
  return [key, /(token|key)$/i.test(key) ? { [SECRET_MARK]: SECRET_SIGNATURE, value } : value];
}

function structOf(properties: Properties): Struct {
  const defined = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Struct.fromJavaScript(Object.fromEntries(defined) as Record<string, JavaScriptValue>);
}

/** What a host answered, without the comment of the run. */
function propertiesOf(struct: Struct | undefined): Properties {
  const properties = Object.fromEntries(Object.entries(struct?.toJavaScript() ?? {}).map(unmarked));
  const text = properties[HOST_KEY];
  return typeof text === "string" ? { ...properties, [HOST_KEY]: text.replace(/\/\/\d+$/, "") } : properties;
}

/** What the engine keeps encrypted, and passes on in plain text. */
function unmarked([key, value]: [string, unknown]): [string, unknown] {
  const isSecret = typeof value === "object" && value !== null && SECRET_MARK in value;
  return [key, isSecret ? (value as unknown as { value: unknown }).value : value];
}

/** What a call is answered. */
export function answered<Answer>(
  call: (done: (error: ServiceError | null, answer: Answer) => void) => unknown,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error === null) resolve(answer);
      else reject(failureOf(error));
    });
  });
}

/** What a gRPC error means: its details may say that a resource is there but not as it should be. */
function failureOf(error: ServiceError): Error {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Buffer)) return new Error(error.details);
  const failed = Status.deserializeBinary(packed)
    .getDetailsList()[0]
    ?.unpack(
      (bytes: Uint8Array) => messages.ErrorResourceInitFailed.deserializeBinary(bytes),
      "pulumirpc.ErrorResourceInitFailed",
    );
  if (!failed) return new Error(error.details);
  const live = { id: failed.getId(), outputs: propertiesOf(failed.getProperties()) };
  return new InitFailed(error.details, live, failed.getReasonsList());
}

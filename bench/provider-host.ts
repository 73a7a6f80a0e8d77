import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckRequest, ConfigureRequest, CreateRequest } from "@pulumi/pulumi/proto/provider_pb";

type Credentials = ConstructorParameters<typeof ResourceProviderClient>[1];
type Struct = NonNullable<ReturnType<CheckRequest["getNews"]>>;

// Those that the SDK's own client was made with: another copy of gRPC would not do.
const requireBySdk = createRequire(require.resolve("@pulumi/pulumi"));
const { credentials } = requireBySdk("@grpc/grpc-js") as { credentials: { createInsecure(): Credentials } };
const { Struct } = requireBySdk("google-protobuf/google/protobuf/struct_pb") as {
  Struct: { fromJavaScript(value: object): Struct };
};

const memoryProbe = require.resolve("./memory-probe");

const LONGEST_LIFE_MS = 60_000;

/** The SDK's dynamic-provider host, started and called as the engine does it. */
export class ProviderHost {
  private readonly process: ChildProcess;
  private readonly client: ResourceProviderClient;

  private constructor(process: ChildProcess, port: string) {
    this.process = process;
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /**
   * @param folder is where the engine would start it: the program's
   * @param tellsMemory loads what {@link ProviderHost.heldBytes} asks
   */
  static async start(folder: string, { tellsMemory = false } = {}): Promise<ProviderHost> {
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const probe = tellsMemory ? ["--expose-gc", "--require", memoryProbe] : [];
    const host = spawn(process.execPath, [...probe, script, "127.0.0.1:0"], {
      cwd: folder,
      env: { ...process.env, NODE_COMPILE_CACHE: "" },
      stdio: ["ignore", "pipe", "inherit", ...(tellsMemory ? ["ipc" as const] : [])],
      timeout: LONGEST_LIFE_MS,
    });
    if (host.stdout === null) throw new Error("The host's output is not piped.");
    const [port] = (await once(createInterface({ input: host.stdout }), "line")) as [string];
    return new ProviderHost(host, port);
  }

  async configure(settings: Record<string, string>): Promise<void> {
    const request = new ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(settings));
    await this.call((done) => this.client.configure(request, done));
  }

  async check(inputs: object): Promise<void> {
    const request = new CheckRequest();
    request.setOlds(Struct.fromJavaScript({}));
    request.setNews(Struct.fromJavaScript(inputs));
    await this.call((done) => this.client.check(request, done));
  }

  async create(inputs: object): Promise<void> {
    const request = new CreateRequest();
    request.setProperties(Struct.fromJavaScript(inputs));
    await this.call((done) => this.client.create(request, done));
  }

  /** What the process holds on to, in bytes: its heap after a garbage collection. */
  async heldBytes(): Promise<number> {
    const answer = once(this.process, "message") as Promise<[number]>;
    this.process.send("measure");
    return (await answer)[0];
  }

  async stop(): Promise<void> {
    this.client.close();
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }

  private call(send: (done: (error: Error | null) => void) => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      send((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

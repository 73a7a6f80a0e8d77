import { type Behaviour, Emulator, type EmulatorState, behaviourChoices } from "../../emulator";
import { API_KEY, AUTH_TOKEN, type ClassName, FLOCKS, type Properties, SECRET, type Specimen } from "../specimens";
import { registrationOf } from "./classes";
import { type Declared, type Resource, Stack, type UpOptions } from "./engine";
import { Host, type HostKind, newEngine } from "./host";

/** The stack configuration that leads to an emulator. A call that fails is repeated at once, and not for long. */
export function settingsFor(
  { url }: Emulator,
  { authToken = AUTH_TOKEN, apiKey = API_KEY } = {},
): Record<string, string> {
  return {
    "alert-webhooks:canaryConsoleUrl": url,
    "alert-webhooks:canaryAuthToken": authToken,
    "alert-webhooks:coralogixBaseUrl": url,
    "alert-webhooks:coralogixApiKey": apiKey,
    "alert-webhooks:backoffSeconds": "0.001",
    "alert-webhooks:maxWaitSeconds": "0.01",
    "alert-webhooks:listLagSeconds": "0.02",
    "alert-webhooks:maxAttempts": "3",
  };
}

/** An emulator of both APIs, and a stack whose resources live in it. */
export class Fixture {
  readonly emulator: Emulator;
  readonly host: Host;
  stack: Stack;
  private readonly start: EmulatorState;

  private constructor(emulator: Emulator, host: Host) {
    this.emulator = emulator;
    this.host = host;
    this.stack = new Stack(host);
    this.start = structuredClone(emulator.state);
  }

  static async start(
    environment: Readonly<Record<string, string>> = {},
    kind: HostKind = "dynamic provider",
  ): Promise<Fixture> {
    const emulator = await Emulator.start({
      authTokens: [AUTH_TOKEN],
      apiKeys: [API_KEY],
      flocks: FLOCKS,
    });
    return new Fixture(emulator, await Host.start(settingsFor(emulator), environment, newEngine(), kind));
  }

  /** Starts another host for the same emulator, with some settings of its own. */
  async hostWith(settings: Readonly<Record<string, string>>, engine?: string, kind?: HostKind): Promise<Host> {
    return Host.start({ ...settingsFor(this.emulator), ...settings }, {}, engine, kind);
  }

  /** The stack as another host would run it: with the same resources in state. */
  stackOn(hosts: Host | Readonly<Record<string, Host>>): Stack {
    const stack = new Stack(hosts);
    for (const [urn, resource] of this.stack.resources) stack.resources.set(urn, resource);
    return stack;
  }

  async stop(): Promise<void> {
    await this.host.stop();
    await this.emulator.stop();
  }

  /** Goes back to the start: nothing is there, nothing goes wrong, and the stack is empty. */
  reset(): void {
    const { emulator } = this;
    Object.assign(emulator.state, structuredClone(this.start));
    emulator.behaviour = Object.fromEntries(
      Object.entries(behaviourChoices).map(([name, [first]]) => [name, first]),
    ) as Behaviour;
    emulator.intercept = undefined;
    emulator.authTokens.add(AUTH_TOKEN);
    emulator.clearFaults();
    emulator.clearRequests();
    this.stack = new Stack(this.host);
  }

  /** Runs `up` and expects it to do exactly this. */
  async up(program: readonly Declared[], ...operations: string[]): Promise<void> {
    expect((await this.stack.up(program)).map(({ operation, failure }) => failure ?? operation)).toEqual(operations);
  }

  /** Runs `up`, of which one step has to fail, and gives its message. */
  async failingUp(program: readonly Declared[], options: UpOptions = {}): Promise<string> {
    const failures = (await this.stack.up(program, options)).flatMap(({ failure }) => failure ?? []);
    expect(failures).toHaveLength(1);
    const message = failures[0]?.message ?? "";
    expect(message).not.toContain(SECRET);
    return message;
  }

  /** Has a resource's inputs checked, as they come from its class. */
  async check(className: ClassName, inputs: Properties, olds: Properties = {}) {
    return this.host.startRun().check(await registered(className, inputs), olds);
  }

  /** The only resource in state. */
  get resource(): Resource {
    const [resource, ...others] = this.stack.resources.values();
    if (resource === undefined || others.length > 0) throw new Error(`${this.stack.resources.size} are in state`);
    return resource;
  }

  /** Both APIs' contents without what they number anew whenever something is added. */
  holdings(): unknown {
    const number = (key: string, value: unknown) => (key === "webhook_id" || key === "id" ? "any" : value);
    return JSON.parse(JSON.stringify(this.emulator.snapshot(), number));
  }

  /** Lets the APIs have what must be there before a specimen, and each of its variants, can be declared. */
  prepare({ prepare, inputs }: Specimen, ...changes: readonly Properties[]): void {
    for (const change of [{}, ...changes]) prepare?.(this.emulator, { ...inputs, ...change });
  }

  /** How often this call has been made. */
  count(call: string): number {
    return this.emulator.requests.filter((request) => request.call === call).length;
  }
}

/** A program's declaration of a specimen. */
export function declare({ className, inputs }: Specimen, change: Properties = {}, urn = "it"): Declared {
  return { urn, className, inputs: { ...inputs, ...change } };
}

/** Inputs as the class registers them with the engine. */
export async function registered(className: ClassName, inputs: Properties): Promise<Properties> {
  const { hidden } = await registrationOf(className, "it");
  return { ...inputs, ...hidden };
}

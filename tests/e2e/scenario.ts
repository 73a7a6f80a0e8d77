import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { CustomResourceOptions } from "@pulumi/pulumi";

import { Emulator, type EmulatorOptions } from "../../emulator";
import type { HostKind } from "../contract/host";
import {
  type CommandResult,
  type Deployment,
  type DeploymentResource,
  type RunOptions,
  Stack,
} from "../../scripts/stack";
import { type ClassName, FLOCKS } from "../specimens";

/** One resource of a {@link Program}. */
export interface Declared {
  className: ClassName;
  name: string;
  /** JSON, in which {@link secret} and {@link output} stand for what a program computes. */
  args: Record<string, unknown>;
  /** Resource options; `provider` names one of the program's, and `parent` is the type of a component. */
  options?: { provider?: string; parent?: string; id?: string; import?: string } & Pick<
    CustomResourceOptions,
    | "aliases"
    | "customTimeouts"
    | "deleteBeforeReplace"
    | "ignoreChanges"
    | "protect"
    | "replaceOnChanges"
    | "retainOnDelete"
  >;
}

/** What programs/declared declares. */
export interface Program {
  /** What serves the resources. Default: the dynamic provider. */
  host?: HostKind;
  /** Explicit providers, by name. */
  providers?: Record<string, Record<string, unknown>>;
  resources: Declared[];
  /** Look-ups whose results are outputs of the stack, by name. */
  lookUps?: Record<string, { of: string; args: Record<string, unknown>; provider?: string }>;
}

/** Refers to a secret of the stack configuration. */
export function secret(key: string): unknown {
  return { $secret: key };
}

/** Refers to an output of a resource that is declared before. */
export function output(resource: string, property: string): unknown {
  return { $output: `${resource}.${property}` };
}

/** What an explicit provider takes to reach an emulator. The credentials are keys of the secret configuration. */
export function connectionTo(
  { url }: Emulator,
  { authToken, apiKey, limits }: { authToken: string; apiKey: string; limits: Record<string, unknown> },
): Record<string, unknown> {
  return {
    canaryConsoleUrl: url,
    canaryAuthToken: secret(authToken),
    coralogixBaseUrl: url,
    coralogixApiKey: secret(apiKey),
    ...limits,
  };
}

/** A step of the plan that `pulumi preview --json` prints. */
export interface PlannedStep {
  op: string;
  urn: string;
  replaceReasons?: string[] | null;
  /** The kind of each change, by its property path. */
  detailedDiff?: Record<string, { kind: string }> | null;
}

/** How a {@link Scenario} starts. */
export interface ScenarioOptions {
  emulator?: EmulatorOptions;
  /** Whether the stack configuration says how to reach the emulator. Default: true. */
  connected?: boolean;
  /** The provider's limits, by name. */
  limits?: Record<string, string>;
  /** Configuration in plain text. */
  config?: Record<string, string>;
  /** Secret configuration. */
  secrets?: Record<string, string>;
  /** Environment variables of every command. */
  env?: Record<string, string>;
}

/** The real CLI on a program that a test describes, against an emulator, all for one test alone. */
export class Scenario {
  readonly emulator: Emulator;
  readonly stack: Stack;
  private readonly folder: string;
  private files = 0;
  private program: string | undefined;

  private constructor(emulator: Emulator, stack: Stack, folder: string) {
    this.emulator = emulator;
    this.stack = stack;
    this.folder = folder;
  }

  static async start({ emulator: options, connected = true, ...given }: ScenarioOptions = {}): Promise<Scenario> {
    const emulator = await Emulator.start({ flocks: FLOCKS, ...options });
    const [authToken = ""] = emulator.authTokens;
    const [apiKey = ""] = Object.keys(emulator.state.accounts);
    const addresses = {
      "alert-webhooks:canaryConsoleUrl": emulator.url,
      "alert-webhooks:coralogixBaseUrl": emulator.url,
    };
    const limits = Object.fromEntries(
      Object.entries(given.limits ?? {}).map(([name, value]) => [`alert-webhooks:${name}`, value]),
    );
    const credentials = { "alert-webhooks:canaryAuthToken": authToken, "alert-webhooks:coralogixApiKey": apiKey };
    try {
      const stack = await Stack.create({
        projectDir: path.join(__dirname, "programs", "declared"),
        ...(given.env && { env: given.env }),
        config: { ...(connected && addresses), ...limits, ...given.config },
        secrets: { ...(connected && credentials), ...given.secrets },
      });
      return new Scenario(emulator, stack, mkdtempSync(path.join(tmpdir(), "scenario-")));
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.stack.close();
    await this.emulator.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** Sets what the following commands declare; a command that is under way keeps what it had. */
  declare(program: Program | Declared[]): void {
    this.program = this.write("program", Array.isArray(program) ? { resources: program } : program);
  }

  /** Writes a JSON file into the scenario's folder. */
  write(name: string, content: unknown): string {
    const file = path.join(this.folder, `${name}-${++this.files}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  }

  preview(args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    return this.stack.preview(args, this.withProgram(options));
  }

  up(args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    return this.stack.up(args, this.withProgram(options));
  }

  refresh(args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    return this.stack.refresh(args, this.withProgram(options));
  }

  destroy(args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    return this.stack.destroy(args, this.withProgram(options));
  }

  /** Starts a command without waiting for it. */
  spawn(args: readonly string[]): ChildProcess {
    return this.stack.spawn(args, this.withProgram().env);
  }

  /** What `pulumi up` would do, by resource name; resources that stay as they are are left out. */
  async plan(): Promise<Record<string, PlannedStep[]>> {
    const { stdout } = await this.preview(["--json"]);
    const { steps } = JSON.parse(stdout) as { steps: PlannedStep[] };
    const plan: Record<string, PlannedStep[]> = {};
    for (const step of steps) if (step.op !== "same") (plan[nameOf(step.urn)] ??= []).push(step);
    return plan;
  }

  /** The resources in state, by name, without the stack itself and its providers. */
  async resources(): Promise<Record<string, DeploymentResource>> {
    return resourcesOf(await this.stack.export());
  }

  /** What both APIs hold, without the ids that they, or we, generate. */
  held(): unknown {
    return heldBy(this.emulator);
  }

  /** The names of the calls to both APIs since the last time, in the order in which they came. */
  calls(): string[] {
    const calls = this.emulator.requests.map(({ call }) => call);
    this.emulator.clearRequests();
    return calls;
  }

  private withProgram(options: RunOptions = {}): RunOptions {
    return { ...options, env: { DECLARED_FILE: this.program, ...options.env } };
  }
}

/** What both APIs hold, without the ids that they, or we, generate. */
export function heldBy(emulator: Emulator): unknown {
  const withoutIds = JSON.stringify(emulator.snapshot(), (name, value: unknown) =>
    name === "webhook_id" || name === "id" ? undefined : value,
  );
  return withoutUuids(JSON.parse(withoutIds));
}

export function withoutUuids(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "uuid"));
}

/** The resources of a state, by name, without the stack itself and its providers. */
export function resourcesOf({ deployment: { resources = [] } }: Deployment): Record<string, DeploymentResource> {
  const own = resources.filter(({ type }) => /^(pulumi-nodejs:dynamic\/|alert-webhooks:)/.test(type));
  return Object.fromEntries(own.map((resource) => [nameOf(resource.urn), resource]));
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

import { readFileSync } from "node:fs";

import { Emulator } from "../../../emulator";
import { type Resource, Stack as OwnStack, type Step } from "../../contract/engine";
import { settingsFor } from "../../contract/fixture";
import { Host, type HostKind, newEngine } from "../../contract/host";
import { API_KEY, AUTH_TOKEN } from "../../specimens";
import { forOwnEngine, typeOf, urnOf } from "../both-engines";
import { Scenario, connectionTo, heldBy } from "../scenario";
import type { DeploymentResource } from "../../../scripts/stack";
import { Normaliser } from "./normalise";
import type { Command, ImportedFromFile, Outcome, Phase, ResourceState } from "./scenario";

/** The account of the second explicit provider. */
const APAC_KEY = `${API_KEY}-apac`;

const limits = { maxAttempts: "3", backoffSeconds: "0.001", maxWaitSeconds: "0.01", listLagSeconds: "0.02" };

/** What all scenarios of a track bring to a command. */
export interface Merged extends Required<Omit<Phase, "outOfBand" | "struck">> {
  readonly command: Command;
}

/** Plays commands, and says what came of them. */
export interface Player {
  readonly emulator: Emulator;
  play(merged: Merged): Promise<Outcome>;
  stop(): Promise<void>;
}

function emulatorOptions(flocks: string[]) {
  return { authTokens: [AUTH_TOKEN], apiKeys: [API_KEY, APAC_KEY], flocks };
}

/** The tests' own engine. */
export class OwnEngine implements Player {
  readonly emulator: Emulator;
  private readonly kind: HostKind;
  private readonly hosts: Readonly<Record<string, Host>>;
  private readonly stack: OwnStack;
  private readonly normaliser: Normaliser;

  private constructor(emulator: Emulator, kind: HostKind, hosts: Readonly<Record<string, Host>>) {
    this.emulator = emulator;
    this.kind = kind;
    this.hosts = hosts;
    this.stack = new OwnStack(hosts);
    this.normaliser = new Normaliser(emulator);
  }

  static async start(flocks: string[], kind: HostKind): Promise<OwnEngine> {
    const emulator = await Emulator.start(emulatorOptions(flocks));
    const start = (apiKey?: string) =>
      Host.start(settingsFor(emulator, { ...(apiKey && { apiKey }) }), {}, newEngine(), kind);
    return new OwnEngine(emulator, kind, { default: await start(), emea: await start(), apac: await start(APAC_KEY) });
  }

  async play({ command, program, target, replace, imports }: Merged): Promise<Outcome> {
    const steps = await this.run(command, {
      program: await forOwnEngine(program, this.kind),
      target: await urnsOf(target, program, this.kind),
      replace: await urnsOf(replace, program, this.kind),
      imports,
    });
    const { resources, condemned } = this.stack;
    return this.normaliser.outcome(
      steps.map(({ urn, operation, failure }) => ({ urn, operation, isFailed: failure !== undefined })),
      [...resources.values(), ...condemned].map((resource) => ({
        urn: resource.urn,
        state: stateOf(resource, condemned.includes(resource)),
      })),
      heldBy(this.emulator),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.hosts).map((host) => host.stop()));
    await this.emulator.stop();
  }

  private async run(
    { run, continueOnError = false, refresh = false }: Command,
    given: {
      program: Awaited<ReturnType<typeof forOwnEngine>>;
      target: string[];
      replace: string[];
      imports: readonly ImportedFromFile[];
    },
  ): Promise<Step[]> {
    const { program, target, replace } = given;
    const options = { continueOnError, refresh, replace, ...(target.length > 0 && { target }) };
    switch (run) {
      case "up":
        return this.stack.up(program, options);
      case "refresh":
        return this.stack.refresh();
      case "destroy":
        return this.stack.destroy(options);
      case "import":
        return this.stack.import(
          await Promise.all(
            given.imports.map(async ({ className, name, id, args, outputs }) => {
              return { urn: await urnOf({ className, name }, this.kind), className, id, inputs: args, outputs };
            }),
          ),
        );
    }
  }
}

/** The real CLI. */
export class RealEngine implements Player {
  private readonly scenario: Scenario;
  private readonly kind: HostKind;
  private readonly normaliser: Normaliser;

  private constructor(scenario: Scenario, kind: HostKind) {
    this.scenario = scenario;
    this.kind = kind;
    this.normaliser = new Normaliser(scenario.emulator);
  }

  static async start(flocks: string[], kind: HostKind): Promise<RealEngine> {
    const scenario = await Scenario.start({
      emulator: emulatorOptions(flocks),
      limits,
      secrets: { authToken: AUTH_TOKEN, emeaKey: API_KEY, apacKey: APAC_KEY },
      env: { PULUMI_DEBUG_COMMANDS: "true" },
    });
    return new RealEngine(scenario, kind);
  }

  get emulator(): Emulator {
    return this.scenario.emulator;
  }

  async play({ command, program, target, replace, imports }: Merged): Promise<Outcome> {
    const { scenario, kind } = this;
    const { run, continueOnError, refresh } = command;
    const used = new Set(program.map(({ options }) => options?.provider));
    const providers = Object.fromEntries(
      ["emea", "apac"]
        .filter((name) => used.has(name))
        .map((name) => [
          name,
          connectionTo(scenario.emulator, { authToken: "authToken", apiKey: `${name}Key`, limits }),
        ]),
    );
    scenario.declare({ host: kind, providers, resources: [...program] });
    const log = scenario.write("events", "");
    const args = [
      `--event-log=${log}`,
      ...(continueOnError === true ? ["--continue-on-error"] : []),
      ...(refresh === true ? ["--refresh"] : []),
      ...(run === "import" || run === "refresh" ? [] : ["--parallel=64"]),
      ...(await urnsOf(target, program, kind)).map((urn) => `--target=${urn}`),
      ...(await urnsOf(replace, program, kind)).map((urn) => `--replace=${urn}`),
    ];
    const options = { expectSuccess: false };
    if (run === "import")
      await scenario.stack.import(scenario.write("import", await importFile(imports, kind)), args, options);
    else await scenario[run](args, options);
    const { deployment } = await scenario.stack.export({ showSecrets: true });
    const resources = (deployment.resources ?? []).filter(({ urn }) => isOwn(urn));
    return this.normaliser.outcome(
      // The engine calls a refresh by what it shows: what it found goes into state, which is compared.
      stepsIn(readFileSync(log, "utf8")).filter(({ isFailed }) => run !== "refresh" || isFailed),
      resources.map((resource) => ({ urn: resource.urn, state: realStateOf(resource) })),
      scenario.held(),
    );
  }

  async stop(): Promise<void> {
    await this.scenario.close();
  }
}

async function urnsOf(names: readonly string[], program: Merged["program"], kind: HostKind): Promise<string[]> {
  const found = program.filter(({ name }) => names.includes(name));
  return Promise.all(found.map((resource) => urnOf(resource, kind)));
}

async function importFile(imports: readonly ImportedFromFile[], kind: HostKind): Promise<object> {
  const resources = await Promise.all(
    imports.map(async ({ className, name, id, args, outputs }) => {
      return { type: await typeOf({ className, name }, kind), name, id, inputs: args, outputs };
    }),
  );
  return { resources };
}

function stateOf(resource: Resource, isPendingDeletion: boolean): ResourceState {
  const { id, provider, inputs, outputs, initErrors, external, pendingReplacement } = resource;
  return {
    id,
    provider,
    inputs,
    outputs,
    hasInitErrors: initErrors.length > 0,
    isExternal: external === true,
    isPendingDeletion,
    isPendingReplacement: pendingReplacement === true,
  };
}

function realStateOf(resource: DeploymentResource): ResourceState {
  const { id = "", provider, inputs, outputs, initErrors, external, delete: isPendingDeletion } = resource;
  return {
    id,
    provider: (provider as string).split("::")[3]?.replace(/^default_.*/, "default") ?? "",
    inputs: plain(inputs),
    outputs: plain(outputs),
    hasInitErrors: initErrors !== undefined,
    isExternal: external === true,
    isPendingDeletion: isPendingDeletion === true,
    isPendingReplacement: resource.pendingReplacement === true,
  };
}

/** Secrets as what they are. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if ("plaintext" in value) return plain(JSON.parse(value.plaintext as string));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

interface LoggedEvent {
  resOutputsEvent?: { metadata: { op: string; urn: string } };
  resOpFailedEvent?: { metadata: { op: string; urn: string } };
  diagnosticEvent?: { urn?: string; severity: string };
}

/** The words of the engine's log that the tests' own engine has another word for, or none. */
const OPERATIONS: Readonly<Record<string, string | undefined>> = {
  same: undefined,
  refresh: undefined,
  replace: undefined,
  "remove-pending-replace": undefined,
  "create-replacement": "replace",
  "delete-replaced": "delete",
  "read-replacement": "read",
  "discard-replaced": "discard",
};

/** The steps in an event log. An error about a resource without a step that failed is a refusal of its inputs. */
function stepsIn(log: string) {
  const events = log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as LoggedEvent);
  const steps: { urn: string; operation: string; isFailed: boolean }[] = [];
  for (const { resOutputsEvent, resOpFailedEvent } of events) {
    if (resOutputsEvent !== undefined) {
      const { op, urn } = resOutputsEvent.metadata;
      const operation = op in OPERATIONS ? OPERATIONS[op] : op;
      if (operation !== undefined) steps.push({ urn, operation, isFailed: false });
    }
    if (resOpFailedEvent !== undefined) {
      const { op, urn } = resOpFailedEvent.metadata;
      steps.push({ urn, operation: OPERATIONS[op] ?? op, isFailed: true });
    }
  }
  for (const { diagnosticEvent } of events) {
    const { urn = "", severity } = diagnosticEvent ?? {};
    const isRefusal = severity === "error" && !steps.some((step) => step.urn === urn && step.isFailed);
    if (isRefusal) steps.push({ urn, operation: "check", isFailed: true });
  }
  return steps.filter(({ urn }) => isOwn(urn));
}

/** Whether a URN is of one of this package's resources. */
function isOwn(urn: string): boolean {
  return /::(pulumi-nodejs:dynamic\/|alert-webhooks:)/.test(urn);
}

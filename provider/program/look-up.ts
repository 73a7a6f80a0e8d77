import { createRequire } from "node:module";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { LookUpContract } from "../contract";
import { pluginType } from "../state";
import { providerSettings } from "./provider";

/** The options of look-ups. */
export interface LookUpOptions {
  /** The connection to use. By default that of `parent`, or else the stack configuration or the environment. */
  provider?: pulumi.ProviderResource;
  /** The component whose provider is used. */
  parent?: pulumi.Resource;
}

/** What a look-up shows of a resource: its id and its outputs. What is secret is an output, and all else a plain value. */
export type LookedUp<
  Resource extends pulumi.CustomResource,
  Secret extends keyof Resource,
  OfState extends keyof Resource,
> = {
  /** The id that it has as a resource. */
  readonly id: string;
} & ShownOf<Omit<Resource, keyof pulumi.CustomResource | OfState>, Secret>;

type ShownOf<Outputs, Secret> = {
  readonly [Name in keyof Outputs]: Name extends Secret ? Outputs[Name] : pulumi.Unwrap<Outputs[Name]>;
};

/** Arguments that may be known only later. */
export type InputsOf<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };

type Found = Record<string, unknown>;

/** What serves look-ups, as far as they care. */
export interface LookUpHost {
  /** @returns what was found; `undefined` where the arguments of the provider are not known yet */
  find(name: string, args: pulumi.Inputs, opts: LookUpOptions): Promise<Found | undefined>;
  /** Where what is needed besides the arguments is not known yet, this isn't either. */
  isReady(opts: LookUpOptions): pulumi.Input<unknown>;
}

/** Looks something up. What is secret comes as a secret output, and all else as a plain value. */
export async function lookUp<Result>(
  contract: LookUpContract,
  host: LookUpHost,
  args: object = {},
  opts: LookUpOptions = {},
): Promise<Result> {
  const found = await host.find(contract.name, args, opts);
  if (found === undefined) {
    const remedy = `use ${contract.name}Output, which waits for them`;
    throw new pulumi.RunError(`The arguments of the Provider are not known yet: ${remedy}.`);
  }
  return withSecrets(contract, found) as Result;
}

/**
 * Looks something up once the arguments are known. The output is a secret if anything in it is; a property of it is one only if
 * something in that property is.
 */
export function lookUpOutput<Result>(
  contract: LookUpContract,
  host: LookUpHost,
  args: object = {},
  opts: LookUpOptions = {},
): pulumi.Output<pulumi.Unwrap<Result>> {
  const found = pulumi.all([args, host.isReady(opts)]).apply(async ([known]) => {
    return (await host.find(contract.name, known, opts)) ?? (pulumi.unknown as unknown as Found);
  });
  const whole = found.apply((results) => pulumi.output(withSecrets(contract, results)));
  for (const name of Object.keys(contract.results)) {
    const property = () =>
      found.apply((results) => pulumi.output(withSecrets(contract, { [name]: results[name] })[name]));
    Object.defineProperty(whole, name, { get: property });
  }
  return whole as pulumi.Output<pulumi.Unwrap<Result>>;
}

function withSecrets({ results }: LookUpContract, found: Found): Found {
  const marked = Object.entries(found).map(([name, value]) => {
    const { secret, secretMembers } = results[name] ?? {};
    if (secret === true) return [name, pulumi.secret(value)];
    return [
      name,
      secretMembers === undefined ? value : (value as object[]).map((item) => membersSecret(item, secretMembers)),
    ];
  });
  return Object.fromEntries(marked) as Found;
}

function membersSecret(item: object, secretMembers: readonly string[]): object {
  const members = Object.entries(item).map(([name, value]: [string, unknown]) => [
    name,
    value !== undefined && secretMembers.includes(name) ? pulumi.secret(value) : value,
  ]);
  return Object.fromEntries(members) as object;
}

/** Looks things up in the program's own process. */
export const programLookUps: LookUpHost = {
  async find(name, args, opts) {
    const token = pluginType(name);
    if (isMocked()) return (await pulumi.runtime.invoke(token, args, opts)) as Found;
    const settings = await knownSettings(opts);
    if (settings === undefined) return undefined;
    const result = await loaded().lookUpInProgram(name, args, (key) => settings[key], inform);
    // Pulumi shows such an error without its stack, which is of the library's code.
    if ("failure" in result) throw new pulumi.RunError(result.failure);
    return result.found;
  },
  isReady: settingsFor,
};

/** Looks things up by the functions of the plugin. */
export const pluginLookUps: LookUpHost = {
  async find(name, args, opts) {
    const found = (await pulumi.runtime.invoke(pluginType(name), args, opts)) as Found;
    // In a preview the engine answers in the place of a provider whose arguments are not known, and with nothing.
    return pulumi.runtime.isDryRun() && Object.keys(found).length === 0 ? undefined : found;
  },
  isReady: () => undefined,
};

type Settings = Readonly<Record<string, string | undefined>>;

function settingsFor({ provider, parent }: LookUpOptions): pulumi.Output<Settings> {
  const explicit = provider ?? parent?.getProvider("pulumi-nodejs:dynamic:Resource");
  // A credential that the results do not hold makes no secret of them.
  return pulumi.unsecret(
    pulumi.output(explicit === undefined ? pulumi.runtime.allConfig() : providerSettings(explicit)),
  );
}

async function knownSettings(opts: LookUpOptions): Promise<Settings | undefined> {
  const settings = settingsFor(opts);
  if (!(await (settings as unknown as { isKnown: Promise<boolean> }).isKnown)) return undefined;
  return new Promise((resolve) => settings.apply(resolve));
}

/** Whether a unit test of the program answers instead of the engine. */
function isMocked(): boolean {
  return pulumi.runtime.getMonitor()?.constructor.name === "MockMonitor";
}

function inform(message: string): void {
  void pulumi.log.info(message);
}

interface Loaded {
  lookUpInProgram(
    name: string,
    args: pulumi.Inputs,
    settings: (key: string) => string | undefined,
    inform: (message: string) => void,
  ): Promise<{ found: Record<string, unknown> } | { failure: string }>;
}

/**
 * The API clients, which the first look-up loads: a program that only declares resources does without them. This is the one
 * place on the program's side that loads them.
 */
function loaded(): Loaded {
  return createRequire(__filename)(join(__dirname, "..", "hosts", "look-up")) as Loaded;
}

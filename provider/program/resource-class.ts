import { createRequire } from "node:module";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { PropertyContracts } from "../contract";
import { shortenStackTraces } from "./stack-traces";

/** The options that all resources of this package have. */
export interface CommonArgs {
  /**
   * Take over what exists already, and make it what is declared. Without it, creating something that exists fails.
   * @default false
   */
  adoptExisting?: pulumi.Input<boolean>;
}

/** The options of resources whose API has a test call. */
export interface TestableArgs extends CommonArgs {
  /**
   * Fire the API's test call once the resource exists, which sends a test event to the destination. When it fails, the
   * resource is kept, the failure is reported, and the next `up` tests again. Switched on later, the next `up` tests.
   * @default false
   */
  testOnCreate?: pulumi.Input<boolean>;
}

/** A class of resources. */
export interface ResourceClass<Resource, Args> {
  /**
   * Declares a resource.
   * @throws Error where `opts.import` is set, which Pulumi's dynamic providers don't serve
   */
  new (name: string, args: Args, opts?: pulumi.CustomResourceOptions): Resource;
  readonly prototype: Resource;
  /**
   * Looks up what exists, without managing it: reads it and never changes or deletes it. It fails where nothing has the
   * id.
   */
  get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Resource;
  /** Whether a value is a resource of this class, also one that another copy of this package made. */
  isInstance(value: unknown): value is Resource;
}

/** What all contracts have in common. */
interface AnyContract {
  readonly name: string;
  readonly properties: PropertyContracts;
}

/** Creates the class that programs use for a contract. Pulumi's dynamic-provider host serves its resources. */
export function resourceClass<Resource extends pulumi.CustomResource, Args extends object>(
  contract: AnyContract,
): ResourceClass<Resource, Args> {
  const { name: className } = contract;
  const token = typeToken(className);

  // Extends CustomResource directly: Pulumi takes the caller of such a class for the place in the user's program.
  const created = class extends pulumi.CustomResource {
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions) {
      return new created(name, {}, { ...opts, id });
    }

    static override isInstance(value: unknown): value is pulumi.CustomResource {
      return pulumi.CustomResource.isInstance(value) && (value as { __pulumiType?: string }).__pulumiType === token;
    }

    constructor(name: string, args: object, opts: pulumi.CustomResourceOptions = {}) {
      requireUsable(className, name, args, opts);
      const restoreStackTraces = shortenStackTraces();
      try {
        super(token, name, inputsOf(contract, name, args, opts), optionsOf(contract, args, opts));
      } finally {
        restoreStackTraces();
      }
    }
  };
  Object.defineProperty(created, "name", { value: className });
  return created as unknown as ResourceClass<Resource, Args>;
}

/** A type that the CLI displays short, as `pulumi-nodejs:dynamic:CanaryGenericWebhook`. */
function typeToken(className: string): string {
  return `pulumi-nodejs:dynamic/${className.charAt(0).toLowerCase()}${className.slice(1)}:${className}`;
}

/**
 * What state has for the code that serves a class: a reference to this package, which the host looks for where the
 * program's project has its dependencies. Constant, since a change of it would touch every resource in every user's
 * state; and short, with nothing to escape in JSON, since state has it twice a resource.
 */
function reference(className: string): string {
  return `exports.handler=()=>require('pulumi-alert-webhooks/runtime').provider('${className}')`;
}

function inputsOf(
  { name: className, properties }: AnyContract,
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions,
): pulumi.Inputs {
  // An output that is not seeded here would be undefined in a preview instead of unknown. Options are no outputs.
  const outputs = Object.keys(properties).filter((property) => properties[property]?.createOnly !== true);
  const inputs: pulumi.Inputs = Object.fromEntries(outputs.map((property) => [property, undefined]));
  for (const [property, value] of Object.entries(args) as [string, unknown][]) {
    inputs[property] = value !== undefined && properties[property]?.secret === true ? pulumi.secret(value) : value;
  }
  inputs.__provider = reference(className);
  // The engine does not tell a dynamic provider which resource calls. It leaves keys with two underscores out of diffs.
  inputs.__caller = callerOf(name, opts.parent);
  return inputs;
}

/**
 * What a resource is known by among those of its class: its name, and beneath a component the component's type as well,
 * as in its URN.
 */
function callerOf(name: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (parent === undefined) return name;
  // An output would make the component's children depend on each other.
  return new Promise((resolve) => {
    parent.urn.apply((urn) => {
      const [, , type = ""] = urn.split("::");
      resolve(type === "pulumi:pulumi:Stack" ? name : `${type}::${name}`);
    });
  });
}

/** What is passed as a secret comes out as one; what is not passed and may come out as one is named. */
function optionsOf(
  { properties }: AnyContract,
  args: object,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const passed = args as Record<string, unknown>;
  const secrets = Object.keys(properties).filter(
    (property) => properties[property]?.secret === true && passed[property] === undefined,
  );
  return { ...opts, additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), ...secrets] };
}

function requireUsable(className: string, name: string, args: unknown, opts: pulumi.CustomResourceOptions): void {
  if (typeof args !== "object" || args === null) {
    throw new Error(`${className} "${name}" lacks its arguments: new ${className}(name, args, opts).`);
  }
  if (opts.import !== undefined) {
    throw new Error(
      `${className} "${name}" can't be imported by the option "import", which Pulumi's dynamic providers don't serve. ` +
        "Set adoptExisting: true on the resource to take over what exists, or import it with an import file.",
    );
  }
  requireInstalled();
}

let isInstalled = false;

/** The dynamic-provider host loads this package from the program's folder. */
function requireInstalled(): void {
  if (isInstalled) return;
  try {
    createRequire(join(process.cwd(), "index.js")).resolve("pulumi-alert-webhooks/runtime");
  } catch {
    // Pulumi shows such an error without its stack, which is of the library's code.
    throw new pulumi.RunError(
      "pulumi-alert-webhooks must be a dependency of the Pulumi program's own project, not only of a library that it " +
        "uses: Pulumi's dynamic-provider host loads it from there.",
    );
  }
  isInstalled = true;
}

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
  /** Declares a resource. */
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
export interface AnyContract {
  readonly name: string;
  readonly properties: PropertyContracts;
}

/** What serves the resources of a class, as far as the class cares. */
export interface ClassHost {
  typeOf(className: string): string;
  /** Inputs that the user does not pass. */
  hiddenInputs(className: string, name: string, opts: pulumi.CustomResourceOptions): pulumi.Inputs;
  optionsFor(contract: AnyContract, args: object, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions;
  /** @throws Error where the program can't use it so */
  requireUsable(className: string, name: string, opts: pulumi.CustomResourceOptions): void;
}

/** Creates the class that programs use for a contract. */
export function resourceClass<Resource extends pulumi.CustomResource, Args extends object>(
  contract: AnyContract,
  host: ClassHost,
): ResourceClass<Resource, Args> {
  const { name: className } = contract;
  const token = host.typeOf(className);

  // Extends CustomResource directly: Pulumi takes the caller of such a class for the place in the user's program.
  const created = class extends pulumi.CustomResource {
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions) {
      return new created(name, {}, { ...opts, id });
    }

    static override isInstance(value: unknown): value is pulumi.CustomResource {
      return pulumi.CustomResource.isInstance(value) && (value as { __pulumiType?: string }).__pulumiType === token;
    }

    constructor(name: string, args: object, opts: pulumi.CustomResourceOptions = {}) {
      requireArguments(className, name, args);
      host.requireUsable(className, name, opts);
      const inputs = { ...inputsOf(contract, args), ...host.hiddenInputs(className, name, opts) };
      const restoreStackTraces = shortenStackTraces();
      try {
        super(token, name, inputs, host.optionsFor(contract, args, opts));
      } finally {
        restoreStackTraces();
      }
    }
  };
  Object.defineProperty(created, "name", { value: className });
  return created as unknown as ResourceClass<Resource, Args>;
}

function inputsOf({ properties }: AnyContract, args: object): pulumi.Inputs {
  // An output that is not seeded here would be undefined in a preview instead of unknown. Options are no outputs.
  const outputs = Object.keys(properties).filter((property) => properties[property]?.createOnly !== true);
  const inputs: pulumi.Inputs = Object.fromEntries(outputs.map((property) => [property, undefined]));
  for (const [property, value] of Object.entries(args) as [string, unknown][]) {
    inputs[property] = value !== undefined && properties[property]?.secret === true ? pulumi.secret(value) : value;
  }
  return inputs;
}

function requireArguments(className: string, name: string, args: unknown): void {
  if (typeof args === "object" && args !== null) return;
  throw new Error(`${className} "${name}" lacks its arguments: new ${className}(name, args, opts).`);
}

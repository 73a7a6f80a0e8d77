import * as pulumi from "@pulumi/pulumi";

import type { Declaration } from "./definition";

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
   * Fire the API's test call after creation, which sends a test event to the destination. When it fails, the resource
   * is kept, the failure is reported, and the next `up` tests again.
   * @default false
   */
  testOnCreate?: pulumi.Input<boolean>;
}

/**
 * What stands in state for the code that serves a class: a reference to this package, which the host looks for where the
 * program's project has its dependencies. Constant, since a change of it would touch every resource in every user's
 * state; and short, with nothing to escape in JSON, since it stands there twice a resource.
 */
function reference(className: string): string {
  return `exports.handler=()=>require('pulumi-alert-webhooks/runtime').provider('${className}')`;
}

/**
 * What a class of this package passes on to `pulumi.CustomResource`, so that Pulumi's dynamic-provider host serves it.
 * It differs from `pulumi.dynamic.Resource` in that state holds a reference to the code instead of the code itself. The
 * classes extend `CustomResource` directly: Pulumi takes the caller of such a class for the place in the user's program.
 */
export function registration(
  { name: className, properties }: Declaration,
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions = {},
): [type: string, name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions] {
  const names = Object.keys(properties);
  const secrets = names.filter((property) => properties[property]?.secret === true);
  // An output that is not seeded here would be undefined in a preview instead of unknown. Options are no outputs.
  const outputs = names.filter((property) => properties[property]?.option !== true);
  const inputs: pulumi.Inputs = Object.fromEntries(outputs.map((property) => [property, undefined]));
  for (const [property, value] of Object.entries(args) as [string, unknown][]) {
    inputs[property] = value !== undefined && secrets.includes(property) ? pulumi.secret(value) : value;
  }
  inputs.__provider = reference(className);
  // What is passed as a secret comes out as one.
  const notPassed = secrets.filter((property) => inputs[property] === undefined);
  const additionalSecretOutputs = [...(opts.additionalSecretOutputs ?? []), ...notPassed];
  return [
    `pulumi-nodejs:dynamic/pulumi-alert-webhooks:${className}`,
    name,
    inputs,
    { ...opts, additionalSecretOutputs },
  ];
}

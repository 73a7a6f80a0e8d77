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
 * What stands in state for the code that serves a class: a reference to this package, which the program's project has
 * installed. Constant, since a change of it would touch every resource in every user's state.
 */
function reference(className: string): string {
  return `exports.handler=()=>require("node:module").createRequire(process.cwd()+"/")("pulumi-alert-webhooks/runtime").provider("${className}")`;
}

/**
 * A resource that Pulumi's dynamic-provider host serves. It differs from `pulumi.dynamic.Resource` in that state holds
 * a reference to the code instead of the code itself.
 */
export abstract class AlertWebhook extends pulumi.CustomResource {
  protected constructor(
    declaration: Declaration,
    name: string,
    args: object,
    opts: pulumi.CustomResourceOptions | undefined,
  ) {
    const names = Object.keys(declaration.properties);
    const secrets = names.filter((property) => declaration.properties[property]?.secret === true);
    // What is not seeded here would be undefined in a preview instead of unknown.
    const seeded = Object.fromEntries(names.map((property) => [property, undefined]));
    const given = Object.entries(args).map(([property, value]: [string, unknown]): [string, unknown] => [
      property,
      value !== undefined && secrets.includes(property) ? pulumi.secret(value) : value,
    ]);
    const inputs: pulumi.Inputs = { ...seeded, ...Object.fromEntries(given), __provider: reference(declaration.name) };
    super(
      `pulumi-nodejs:dynamic/pulumi-alert-webhooks:${declaration.name}`,
      name,
      inputs,
      pulumi.mergeOptions(opts, { additionalSecretOutputs: secrets }),
    );
  }
}

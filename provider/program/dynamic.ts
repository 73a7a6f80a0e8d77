import { createRequire } from "node:module";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { CALLER_KEY, HOST_KEY, dynamicType, hostTextOf } from "../state";
import type { AnyContract, ClassHost } from "./resource-class";

/** Pulumi's dynamic-provider host, which loads this package from the program's project. */
export const dynamicHost: ClassHost = {
  typeOf: dynamicType,

  hiddenInputs(className, name, { parent }) {
    return {
      [HOST_KEY]: hostTextOf(className),
      // The engine does not tell a dynamic provider which resource calls. It leaves keys with two underscores out of diffs.
      [CALLER_KEY]: callerOf(name, parent),
    };
  },

  /** What is passed as a secret comes out as one; what is not passed and may come out as one is named. */
  optionsFor({ properties }: AnyContract, args, opts) {
    const passed = args as Record<string, unknown>;
    const secrets = Object.keys(properties).filter(
      (property) => properties[property]?.secret === true && passed[property] === undefined,
    );
    return { ...opts, additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), ...secrets] };
  },

  requireUsable(className, name, opts) {
    if (opts.import !== undefined) {
      throw new Error(
        `${className} "${name}" can't be imported by the option "import", which Pulumi's dynamic providers don't serve. ` +
          "Set adoptExisting: true on the resource to take over what exists, or import it with an import file.",
      );
    }
    requireInstalled();
  },
};

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

import { NAMESPACE } from "./settings";

/** How Pulumi's protocol and state mark a value as a secret. */
export const SECRET_MARK = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The key under which a dynamic resource has the text by which Pulumi's host finds the code that serves it. */
export const HOST_KEY = "__provider";

/** The key under which a dynamic resource has what it is known by. */
export const CALLER_KEY = "__caller";

/** The type of the resources of a class that the plugin serves. */
export function pluginType(className: string): string {
  return `${NAMESPACE}:index:${className}`;
}

/** The type of dynamic resources of a class: one that the CLI displays short, as `pulumi-nodejs:dynamic:CanaryGenericWebhook`. */
export function dynamicType(className: string): string {
  return `pulumi-nodejs:dynamic/${className.charAt(0).toLowerCase()}${className.slice(1)}:${className}`;
}

/**
 * What state has for the code that serves a class: a reference to this package, which the host looks for where the
 * program's project has its dependencies. Constant, since a change of it would touch every resource in every user's
 * state; and short, with nothing to escape in JSON, since state has it twice a resource.
 */
export function hostTextOf(className: string): string {
  return `exports.handler=()=>require('pulumi-alert-webhooks/runtime').provider('${className}')`;
}

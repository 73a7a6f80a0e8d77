/** The namespace of every key in the stack configuration, and the name of the plugin. */
export const NAMESPACE = "alert-webhooks";

/** The key of a setting: `alert-webhooks:canaryConsoleUrl`. */
export function keyOf(name: string): string {
  return `${NAMESPACE}:${name}`;
}

/** The key under which an explicit `Provider` passes on its own name, for messages. */
export const PROVIDER_NAME = keyOf("provider");

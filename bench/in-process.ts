import { Configuration } from "../provider/configuration";
import { type AnyLifecycle, registry } from "../provider/registry";
import { keyOf } from "../provider/settings";

/** A configuration of settings by their names, without the namespace. */
export function configurationOf(given: Readonly<Record<string, string | number>>): Configuration {
  const settings = new Map(Object.entries(given).map(([name, value]) => [keyOf(name), String(value)]));
  return new Configuration((key) => settings.get(key));
}

/** The lifecycle of a resource in another run of the engine. */
export function nextRun(className: string, configuration: Configuration): AnyLifecycle {
  configuration.forgetReads();
  const registration = registry.find(({ name }) => name === className);
  if (registration === undefined) throw new Error(`${className} is not registered`);
  return registration.start(configuration, { adoptExisting: false, warn: () => undefined });
}

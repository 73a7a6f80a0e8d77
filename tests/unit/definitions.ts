import { Configuration } from "../../provider/configuration";
import type { ApiClient, CommonInputs, ResourceDefinition } from "../../provider/lifecycle/definition";
import { type AnyLifecycle, registry } from "../../provider/registry";
import type { ClassName } from "../specimens";

export type AnyDefinition = ResourceDefinition<ApiClient, CommonInputs, CommonInputs>;

/** Starts the lifecycle of a class as it is registered, which serves one run. It has no API to call. */
export function lifecycleOf(className: ClassName): AnyLifecycle {
  const registration = registry.find(({ name }) => name === className);
  if (registration === undefined) throw new Error(`${className} is not registered`);
  return registration.start(new Configuration(() => undefined), { adoptExisting: false, warn: () => undefined });
}

/** What is registered under the name of a class. */
export function definitionOf(className: ClassName): AnyDefinition {
  return (lifecycleOf(className) as unknown as { readonly definition: AnyDefinition }).definition;
}

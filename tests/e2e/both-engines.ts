import type * as own from "../contract/engine";
import { registrationOf } from "../contract/classes";
import type { HostKind } from "../contract/host";
import type { Declared } from "./scenario";

/** The type of a class of resources. */
export async function typeOf({ className, name }: Pick<Declared, "className" | "name">, host?: HostKind) {
  return host === "plugin" ? `alert-webhooks:index:${className}` : (await registrationOf(className, name)).type;
}

/** The URN of a resource of the stack that a scenario starts. */
export async function urnOf(resource: Pick<Declared, "className" | "name">, host?: HostKind): Promise<string> {
  return `urn:pulumi:dev::declared::${await typeOf(resource, host)}::${resource.name}`;
}

/** A program's resources as the tests' own engine takes them. */
export async function forOwnEngine(program: readonly Declared[], host?: HostKind): Promise<own.Declared[]> {
  return Promise.all(
    program.map(async (declared) => {
      const { className, args, options: { provider, id } = {} } = declared;
      return {
        urn: await urnOf(declared, host),
        className,
        inputs: args,
        ...(provider !== undefined && { provider }),
        ...(id !== undefined && { id }),
      };
    }),
  );
}

import type * as own from "../contract/engine";
import { registrationOf } from "../contract/classes";
import type { Declared } from "./scenario";

/** The URN of a resource of the stack that a scenario starts. */
export async function urnOf({ className, name }: Pick<Declared, "className" | "name">): Promise<string> {
  const { type } = await registrationOf(className, name);
  return `urn:pulumi:dev::declared::${type}::${name}`;
}

/** A program's resources as the tests' own engine takes them. */
export async function forOwnEngine(program: readonly Declared[]): Promise<own.Declared[]> {
  return Promise.all(
    program.map(async (declared) => {
      const { className, args, options: { provider, id } = {} } = declared;
      return {
        urn: await urnOf(declared),
        className,
        inputs: args,
        ...(provider !== undefined && { provider }),
        ...(id !== undefined && { id }),
      };
    }),
  );
}

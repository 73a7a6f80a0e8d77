import { Configuration, type Settings } from "../configuration";
import { type LookUpRegistration, lookUps } from "../look-ups";
import { type HostAbilities, withAdvice } from "./advice";

const HOST: HostAbilities = { importing: "import it with an import file" };

/** The connections so far: look-ups of one program share what they read at once. */
const configurations: Configuration[] = [];

/**
 * Looks something up in the process of the user's program.
 * @param settings the stack configuration, or what an explicit `Provider` was given
 * @param inform tells the user what a call waits for
 * @returns what was found, or why nothing was, as the user is told
 */
export async function lookUpInProgram(
  name: string,
  args: Record<string, unknown>,
  settings: Settings,
  inform: (message: string) => void,
): Promise<{ found: Record<string, unknown> } | { failure: string }> {
  let configuration = configurations.find((each) => each.isConfiguredAs(settings));
  if (configuration === undefined) configurations.push((configuration = new Configuration(settings, inform)));
  try {
    return { found: await lookUpNamed(name).find(configuration, args) };
  } catch (error) {
    return { failure: withAdvice(error, HOST) };
  }
}

/** @throws Error where there is no look-up of this name */
export function lookUpNamed(name: string): LookUpRegistration {
  const found = lookUps.find(({ contract }) => contract.name === name);
  if (found === undefined) throw new Error(`This version of pulumi-alert-webhooks has no ${name}.`);
  return found;
}

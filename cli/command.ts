import { type Command, InvalidArgumentError, Option } from "commander";

import { Configuration, type Settings } from "../provider/configuration";
import { keyOf } from "../provider/settings";
import type { ExitCode } from "./exit-codes";
import { type StackConfiguration, readStack } from "./settings";
import type { Terminal } from "./terminal";

/** What every command gets, and the exit code that it leaves. */
export interface Session {
  readonly terminal: Terminal;
  /** Aborted once the user has interrupted the command. */
  readonly interruption: AbortSignal;
  exitCode: ExitCode;
}

/** Adds a command to the program. */
export type AddCommand = (program: Command, session: Session) => void;

export interface StackOption {
  readonly stack?: string;
}

export interface JsonOption {
  readonly json?: true;
}

export const stackOption = () =>
  new Option(
    "-s, --stack <name>",
    "take the settings from a Pulumi stack of the project in this folder, not from the environment",
  );

export const jsonOption = () => new Option("--json", "print the result as JSON");

/** Collects the values of an option that may be given several times. */
export function collected(text: string, before: string[] = []): string[] {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return [...before, text];
}

/** The configuration of the stack that is named, if one is. */
export async function stackOf({ stack }: StackOption): Promise<StackConfiguration | undefined> {
  return stack === undefined ? undefined : readStack(stack);
}

interface ConfigurationOptions {
  /** Settings that count more than the stack's, by name. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** The environment variable that takes the place of one of the package's. */
  readonly variableOf?: (variable: string) => string;
}

/** Gives what connects to the APIs. What it waits for is told, and secrets of the stack are kept off the screen. */
export function newConfiguration(
  terminal: Terminal,
  stack: StackConfiguration | undefined,
  { overrides = {}, variableOf }: ConfigurationOptions = {},
): Configuration {
  const secrets = [...(stack?.values() ?? [])].flatMap(({ value, isSecret }) => (isSecret ? [value] : []));
  terminal.hide(() => secrets);
  const chosen = new Map(Object.entries(overrides).map(([name, value]) => [keyOf(name), value]));
  const settings: Settings = (key) => chosen.get(key) ?? stack?.get(key)?.value;
  const notify = (message: string) => {
    terminal.note(terminal.safe(message));
  };
  return new Configuration(settings, notify, variableOf);
}

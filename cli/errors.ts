import { ConfigurationError } from "../provider/http/errors";
import { ExitCode } from "./exit-codes";

/** Ends a command with a message and an exit code. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The exit code for whatever was thrown. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  return error instanceof ConfigurationError ? ExitCode.configuration : ExitCode.failed;
}

/** The message of whatever was thrown, and what to do about it. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ConfigurationError) || error.missing === undefined) {
    return error instanceof Error ? error.message : String(error);
  }
  return `${error.message} Set ${error.missing.variable} in the environment, or name a stack that has it.`;
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { CommandError } from "./errors";
import { ExitCode } from "./exit-codes";

const run = promisify(execFile);

/** A value of a stack's configuration. */
interface StackValue {
  readonly value: string;
  readonly isSecret: boolean;
}

/** The configuration of a stack, by key. */
export type StackConfiguration = ReadonlyMap<string, StackValue>;

/**
 * Reads the configuration of a stack of the project in this folder, as the Pulumi CLI gives it.
 * @throws CommandError where there is no such CLI, project or stack
 */
export async function readStack(name: string): Promise<StackConfiguration> {
  try {
    const args = ["config", "--show-secrets", "--json", "--non-interactive", "--stack", name];
    const { stdout } = await run("pulumi", args, { maxBuffer: 64 * 1024 * 1024 });
    return parseStack(stdout);
  } catch (error) {
    throw new CommandError(
      `The configuration of the stack "${name}" can't be read: ${reasonOf(error)}`,
      ExitCode.configuration,
    );
  }
}

/** Understands what `pulumi config --show-secrets --json` prints. */
export function parseStack(json: string): StackConfiguration {
  const shown = JSON.parse(json) as Record<string, { value?: string; secret?: boolean }>;
  return new Map(
    Object.entries(shown).flatMap(([key, { value, secret = false }]) =>
      value === undefined ? [] : [[key, { value, isSecret: secret }]],
    ),
  );
}

/** Never what was printed on stdout: that may be secrets. */
function reasonOf(error: unknown): string {
  const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
  if (code === "ENOENT") return "the command `pulumi` is not on the PATH.";
  const said = stderr.trim().replace(/^error: /, "");
  return said === "" ? "the command `pulumi config` gave no answer that can be understood." : said;
}

import { spawn } from "node:child_process";

import { CommandError } from "./errors";
import { ExitCode } from "./exit-codes";

export interface PulumiOptions {
  /** The folder of the project. */
  readonly cwd: string;
  /** What the command reads, such as a secret: never on a command line, where every process of the machine sees it. */
  readonly stdin?: string;
}

/**
 * Runs a command of the Pulumi CLI that asks nothing. Gives what it prints as its result.
 * @throws CommandError where it fails, with what it has said
 */
export async function pulumi(args: readonly string[], { cwd, stdin = "" }: PulumiOptions): Promise<string> {
  const command = `pulumi ${args.slice(0, 2).join(" ")}`;
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd });
  let stdout = "";
  let all = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (all += text));
  }
  child.stdin.on("error", () => undefined).end(stdin);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("close", resolve);
    child.on("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "ENOENT" ? "the command `pulumi` is not on the PATH" : error.message;
      reject(new CommandError(`"${command}" could not be run: ${reason}.`, ExitCode.failed));
    });
  });
  if (code === 0) return stdout;
  throw new CommandError(`"${command}" failed: ${endOf(all.trim())}`, ExitCode.failed);
}

/** How much of what failed is told: what went wrong comes last, after a line for each resource. */
const LONGEST_OUTPUT = 3_000;

function endOf(output: string): string {
  return output.length > LONGEST_OUTPUT ? `…${output.slice(-LONGEST_OUTPUT)}` : output;
}

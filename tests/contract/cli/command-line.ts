import type { ExitCode } from "../../../cli/exit-codes";
import { run } from "../../../cli/run";
import { Terminal } from "../../../cli/terminal";

/** What a command left behind. */
interface Result {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  /** The environment variables of either API; there are no others. */
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly interruption?: AbortSignal;
}

const OWN_VARIABLE = /^(CANARY|CORALOGIX)_/;

/** Runs the command in this process. */
export async function alertWebhooks(
  args: readonly string[],
  { env = {}, isTerminal = false, interruption }: Options = {},
): Promise<Result> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    isTTY: isTerminal,
    write: (text: string) => (written[name] += text),
  });
  const before = { ...process.env };
  for (const name of Object.keys(process.env).filter((each) => OWN_VARIABLE.test(each)))
    Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  try {
    const exitCode = await run(args, new Terminal(stream("stdout"), stream("stderr")), interruption);
    return { exitCode, ...written };
  } finally {
    for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

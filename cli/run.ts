import { Command, CommanderError } from "commander";

import { addCheck } from "./check/command";
import type { AddCommand, Session } from "./command";
import { addCopy } from "./copy/command";
import { addDiscover } from "./discover/command";
import { addEmulator } from "./emulator";
import { exitCodeOf, messageOf } from "./errors";
import { EXIT_CODES_HELP, ExitCode } from "./exit-codes";
import { manifest } from "./manifest";
import type { Terminal } from "./terminal";
import { addTest } from "./test/command";

/** Every command, in the order in which `--help` lists them. */
const COMMANDS: readonly AddCommand[] = [addCheck, addDiscover, addTest, addCopy, addEmulator];

const SETTINGS_HELP = `
Settings come from the environment, as in a Pulumi program: CANARY_CONSOLE_URL, CANARY_AUTH_TOKEN,
CORALOGIX_REGION or CORALOGIX_BASE_URL, CORALOGIX_API_KEY. With --stack they come from that stack. For those of copy see
alert-webhooks copy --help.`;

/** Runs the command line with these arguments, and gives its exit code. */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  interruption: AbortSignal = new AbortController().signal,
): Promise<ExitCode> {
  const session: Session = { terminal, interruption, exitCode: ExitCode.done };
  try {
    await newProgram(session).parseAsync(args, { from: "user" });
    return session.exitCode;
  } catch (error) {
    // Commander has printed its own message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    terminal.note(`error: ${terminal.safe(messageOf(error))}`);
    return interruption.aborted ? ExitCode.interrupted : exitCodeOf(error);
  } finally {
    terminal.clearProgress();
  }
}

function newProgram(session: Session): Command {
  const { terminal } = session;
  const program = new Command("alert-webhooks")
    .description("Discovers, checks, tests and copies the webhooks that carry a team's alerts.")
    .version(manifest.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.note(text.trimEnd());
      },
    })
    .showHelpAfterError("See --help for what is possible.")
    .addHelpText("after", SETTINGS_HELP)
    .addHelpText("afterAll", EXIT_CODES_HELP);
  for (const add of COMMANDS) add(program, session);
  return program;
}

import type { Configuration } from "../../provider/configuration";
import { type AddCommand, type JsonOption, type Session, jsonOption, newConfiguration } from "../command";
import { keyOf } from "../../provider/settings";
import { CommandError } from "../errors";
import { ExitCode } from "../exit-codes";
import { readStack } from "../settings";
import { olderTransfer } from "./older";
import { type Step, type Webhook, planOf } from "./plan";
import { type Outcome, isFailure, lineOf, textOf } from "./report";
import { todayTransfer } from "./today";
import type { Failure, Transfer } from "./transfer";

interface Options extends JsonOption {
  readonly sourceStack?: string;
  readonly targetStack?: string;
  readonly today?: true;
  readonly update?: true;
  readonly yes?: true;
}

export const addCopy: AddCommand = (program, session) => {
  program
    .command("copy")
    .description("copy Coralogix webhooks to another account or region; without --yes it only says what it would do")
    .option("--source-stack <name>", "take the source's settings from a Pulumi stack of the project in this folder")
    .option("--target-stack <name>", "take the target's settings from such a stack")
    .option("--today", "by today's API, with all its types; by default by the bulk call of the older one")
    .option("--update", "update what the target has with other values; by default it is skipped")
    .option("--yes", "copy")
    .addOption(jsonOption())
    .addHelpText("after", VARIABLES_HELP)
    .action(async (options: Options) => {
      const source = await accountOf(session, "SOURCE", options.sourceStack);
      const target = await accountOf(session, "TARGET", options.targetStack);
      session.terminal.progress("Reading both accounts …");
      await (options.today === true
        ? copy(session, options, await today(session, source, target))
        : copy(session, options, await older(session, source, target)));
    });
};

const VARIABLES_HELP = `
Without a stack, the source's settings are CORALOGIX_SOURCE_REGION or CORALOGIX_SOURCE_BASE_URL, and
CORALOGIX_SOURCE_API_KEY, and the target's CORALOGIX_TARGET_REGION, CORALOGIX_TARGET_BASE_URL and
CORALOGIX_TARGET_API_KEY, all in the environment.`;

async function accountOf(session: Session, side: "SOURCE" | "TARGET", stack?: string): Promise<Configuration> {
  const configuration = stack === undefined ? undefined : await readStack(stack);
  // The environment may have another account than the stack that is named.
  if (configuration !== undefined && ![...configuration.keys()].some((key) => key.startsWith(keyOf("coralogix")))) {
    throw new CommandError(`The stack "${stack}" has no settings of Coralogix.`, ExitCode.configuration);
  }
  return newConfiguration(session.terminal, configuration, {
    variableOf: (variable) => variable.replace(/^CORALOGIX_/, `CORALOGIX_${side}_`),
  });
}

function older({ terminal }: Session, { account: source }: Configuration, { account: target }: Configuration) {
  terminal.hide(() => [...source.secrets, ...target.secrets]);
  return olderTransfer(source, target);
}

function today({ terminal }: Session, from: Configuration, to: Configuration) {
  const [source, target] = [from.outboundWebhooks, to.outboundWebhooks];
  terminal.hide(() => [...source.secrets, ...target.secrets]);
  return todayTransfer(source, target);
}

async function copy<One extends Webhook>(
  session: Session,
  { update, yes, json }: Options,
  transfer: Transfer<One>,
): Promise<void> {
  const { terminal, interruption } = session;
  if (transfer.isSameAccount) {
    throw new CommandError("Source and target are the same account.", ExitCode.configuration);
  }
  const { sources, targets, isCopy } = transfer;
  const steps = planOf(sources, targets, { isUpdating: update === true, isCopy });
  const pending = steps.filter(({ action }) => action === "create" || action === "update");
  const outcomes = new Map<Step<One>, Outcome>();
  if (yes === true) {
    const tell = (step: Step<One>, failure: Failure) => {
      outcomes.set(step, failure === undefined ? {} : { failure: terminal.safe(failure, [step.source.host]) });
      terminal.progress(`Copied ${outcomes.size} of ${pending.length} …`);
    };
    await transfer.perform(pending, tell, interruption);
  }
  const lines = steps.map((step) => lineOf(step, outcomes.get(step)));
  if (json === true) terminal.printJson({ performed: yes === true, webhooks: lines });
  else terminal.print(textOf(lines, yes === true));
  if (lines.some(isFailure)) session.exitCode = ExitCode.failed;
  if (interruption.aborted) session.exitCode = ExitCode.interrupted;
}

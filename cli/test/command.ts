import { InvalidArgumentError, Option } from "commander";

import type { Configuration } from "../../provider/configuration";
import { outboundWebhookTypeNames } from "../../provider/coralogix/outbound-webhook-types";
import { ConfigurationError } from "../../provider/http/errors";
import { printable } from "../../provider/http/redact";
import {
  type AddCommand,
  type JsonOption,
  type StackOption,
  collected,
  jsonOption,
  newConfiguration,
  stackOf,
  stackOption,
} from "../command";
import { CommandError } from "../errors";
import { ExitCode } from "../exit-codes";
import { tableOf } from "../table";
import type { Terminal } from "../terminal";
import { CANARY_KINDS, canaryTargets } from "./canary";
import { coralogixTargets } from "./coralogix";
import { type Report, fireAll } from "./fire";
import { type Choice, type Target, VENDORS } from "./target";

interface Options extends StackOption, JsonOption, Choice {
  readonly all?: true;
  readonly concurrency: number;
}

const KINDS: readonly string[] = [...new Set([...CANARY_KINDS, ...outboundWebhookTypeNames])];

export const addTest: AddCommand = (program, session) => {
  program
    .command("test")
    .description("fire the vendors' test of the webhooks that are chosen: each sends a test alert")
    .option("--flock <flock>", "webhooks of a Canary flock, by id or name; repeatable", collected)
    .option("--kind <kind>", "webhooks of a kind; repeatable", kindOf)
    .option("--host <host>", "webhooks that send to a host; repeatable", collected)
    .addOption(new Option("--vendor <vendor>", "webhooks of one vendor").choices(VENDORS))
    .option("--all", "all webhooks")
    .option("--concurrency <number>", "how many tests are under way at once", concurrencyOf, 4)
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", `\nKinds: ${KINDS.join(", ")}`)
    .action(async (options: Options) => {
      const { terminal, interruption } = session;
      if (!options.all && !isChoice(options)) {
        throw new CommandError("Choose webhooks by --flock, --kind, --host or --vendor, or --all.", ExitCode.usage);
      }
      if (options.flock !== undefined && options.vendor === "coralogix") {
        throw new CommandError("--flock chooses Canary webhooks, and --vendor others.", ExitCode.usage);
      }
      const configuration = newConfiguration(terminal, await stackOf(options));
      terminal.progress("Reading what there is …");
      const targets = await targetsIn(configuration, options, terminal);
      if (targets.length === 0) throw new CommandError("No webhook is chosen by that.", ExitCode.failed);
      const reports = await fireAll(targets, {
        concurrency: options.concurrency,
        interruption,
        onProgress: (done) => {
          terminal.progress(`Tested ${done} of ${targets.length} …`);
        },
      });
      const shown = reports.map((report) => ({
        ...report,
        ...(report.flock !== undefined && { flock: printable(report.flock) }),
        name: printable(report.name),
        answer: terminal.safe(report.answer, [report.host]),
      }));
      if (options.json) terminal.printJson(shown);
      else terminal.print(`${tableOf(shown.map(rowOf))}\n\n${summaryOf(shown)}`);
      if (shown.some(({ status }) => status !== "ok")) session.exitCode = ExitCode.failed;
      if (interruption.aborted) session.exitCode = ExitCode.interrupted;
    });
};

function isChoice({ flock, kind, host, vendor }: Choice): boolean {
  return [flock, kind, host, vendor].some((given) => given !== undefined);
}

/** The webhooks that are chosen, of each vendor that is configured or asked for. */
async function targetsIn(configuration: Configuration, choice: Choice, terminal: Terminal): Promise<Target[]> {
  const { flock, vendor } = choice;
  const only = flock === undefined ? vendor : "canary";
  if (only === undefined && !configuration.mentionsCanary && !configuration.mentionsCoralogix) {
    throw new ConfigurationError("The settings lead neither to a Canary console nor to a Coralogix account.");
  }
  const found: Promise<Target[]>[] = [];
  if (only === "canary" || (only === undefined && configuration.mentionsCanary)) {
    const { console } = configuration;
    terminal.hide(() => console.secrets);
    found.push(canaryTargets(console, choice));
  }
  if (only === "coralogix" || (only === undefined && configuration.mentionsCoralogix)) {
    const { outboundWebhooks } = configuration;
    terminal.hide(() => outboundWebhooks.secrets);
    found.push(coralogixTargets(outboundWebhooks, choice));
  }
  return (await Promise.all(found)).flat();
}

function rowOf({ status, vendor, flock, kind, name, host, milliseconds, answer }: Report): string[] {
  return [status, flock ?? vendor, kind, name, host, `${milliseconds} ms`, answer];
}

function summaryOf(reports: readonly Report[]): string {
  const count = (status: Report["status"]) => reports.filter((report) => report.status === status).length;
  const untested = count("not tested");
  return `${count("ok")} ok, ${count("failed")} failed${untested === 0 ? "" : `, ${untested} not tested`}.`;
}

function kindOf(text: string, before: string[] = []): string[] {
  if (KINDS.includes(text)) return [...before, text];
  throw new InvalidArgumentError(`It must be one of ${KINDS.join(", ")}.`);
}

function concurrencyOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 16) return value;
  throw new InvalidArgumentError("It must be a whole number from 1 to 16.");
}

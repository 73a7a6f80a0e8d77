import {
  type AddCommand,
  type JsonOption,
  type StackOption,
  jsonOption,
  newConfiguration,
  stackOf,
  stackOption,
} from "../command";
import { ExitCode } from "../exit-codes";
import { tableOf } from "../table";
import { checkApis } from "./apis";
import { checkSettings } from "./settings";
import { checkVersions } from "./versions";

export const addCheck: AddCommand = (program, session) => {
  program
    .command("check")
    .description("check versions, settings and credentials, and whether the APIs can be reached")
    .addOption(stackOption())
    .addOption(jsonOption())
    .action(async (options: StackOption & JsonOption) => {
      const { terminal } = session;
      const stack = await stackOf(options);
      const configuration = newConfiguration(terminal, stack, { overrides: PATIENCE });
      terminal.progress("Asking the APIs …");
      const apis = await Promise.all(checkApis(configuration, terminal));
      const settings = checkSettings(newConfiguration(terminal, stack), stack);
      const findings = [...(await checkVersions()), ...settings, ...apis];
      if (options.json) terminal.printJson(findings);
      else terminal.print(tableOf(findings.map(({ status, what, detail }) => [status, what, detail])));
      if (apis.every(({ status }) => status === "skipped")) session.exitCode = ExitCode.configuration;
      if (findings.some(({ status }) => status === "failed")) session.exitCode = ExitCode.failed;
    });
};

/** Whoever checks wants to know whether it works now. */
const PATIENCE = { maxAttempts: "1", totalTimeoutSeconds: "60" };

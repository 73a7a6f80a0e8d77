import path from "node:path";

import { Option } from "commander";

import { NAMESPACE } from "../../provider/settings";
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
import { pulumi } from "../pulumi";
import type { StackConfiguration } from "../settings";
import { tableOf } from "../table";
import type { Terminal } from "../terminal";
import { Folder } from "./folder";
import { importFileOf } from "./import-file";
import { type HostName, type Language, type Plan, planFor } from "./plan";
import { SECRETS_KEY, projectFile, tsconfig, typeScriptProgram, webhooksFile } from "./program";
import { discover } from "./read";
import { type ReadmeOptions, nextCommands, readmeOf, withUnknownHeaders } from "./readme";
import { yamlProgram } from "./yaml";

interface Options extends StackOption, JsonOption {
  readonly flock?: readonly string[];
  readonly language: Language;
  readonly host: HostName;
  readonly newStack: string;
  readonly sets?: true;
  readonly import?: true;
  readonly overwrite?: true;
}

/** How long the configuration of a program in TypeScript may be, which Pulumi passes in one environment variable. */
const LONGEST_CONFIGURATION = 120_000;

export const addDiscover: AddCommand = (program, { terminal, interruption }) => {
  program
    .command("discover")
    .description("write a Pulumi project that declares what exists, and what importing it needs")
    .argument("[folder]", "the folder of the project, which must be empty", "alert-webhooks")
    .option("--flock <id or name>", "only this flock, repeatable", collected)
    .addOption(
      new Option("--language <language>", "the language of the program")
        .choices(["typescript", "yaml"])
        .default("typescript"),
    )
    .addOption(
      new Option("--host <host>", "what serves the resources").choices(["plugin", "dynamic"]).default("plugin"),
    )
    .option("--sets", "declare all webhooks of a flock as one resource")
    .option("--new-stack <name>", "the stack of the project, which gets the secrets", "dev")
    .option("--import", "import everything as well, and preview it")
    .option("--overwrite", "overwrite what an earlier run has written; names stay")
    .addOption(stackOption())
    .addOption(jsonOption())
    .action(async (given: string, options: Options) => {
      const { host, language, newStack: stack } = options;
      if (language === "yaml" && host === "dynamic") {
        throw new CommandError("Programs in YAML use the plugin: leave out --host.", ExitCode.usage);
      }
      const folder = new Folder(given, options.overwrite === true);
      const names = folder.formerNames();
      const source = await stackOf(options);
      const { discovered, leftOut } = await discover(newConfiguration(terminal, source), options, terminal);
      if (interruption.aborted) throw new CommandError("Interrupted. Nothing was written.", ExitCode.interrupted);
      const plan = planFor(discovered, { project: folder.project, host, language, leftOut, names });
      requireRoom(plan);
      if (options.overwrite !== true) await requireNoStack(folder, stack);

      const needsInstall = language === "typescript" && !folder.hasPackage;
      const readme: ReadmeOptions = { stack, needsInstall, isImported: options.import === true };
      const secrets = writeProject(folder, plan, readme);
      await advising(given, async () => {
        terminal.progress("Setting the configuration");
        await configure(folder, secrets, { stack, source });
        if (options.import === true) await importAll(folder, plan, { stack, needsInstall, terminal });
        else await writeImportFile(folder, plan, stack);
      });

      if (options.json === true) terminal.printJson(summaryOf(plan, folder));
      else terminal.print(reportOf(plan, given, readme));
    });
};

/** What another program has in a stack would be deleted by this one's. */
async function requireNoStack({ project }: Folder, stack: string): Promise<void> {
  const listed = await pulumi(["stack", "ls", "--project", project, "--json"], { cwd: process.cwd() });
  if (!(JSON.parse(listed) as { name: string }[]).some(({ name }) => name === stack)) return;
  throw new CommandError(
    `The project "${project}" has a stack "${stack}" already. Name another one with --new-stack, or another folder.`,
    ExitCode.usage,
  );
}

function requireRoom({ language, secrets }: Plan): void {
  const length = JSON.stringify(JSON.stringify(secrets)).length;
  if (language !== "typescript" || length <= LONGEST_CONFIGURATION) return;
  throw new CommandError(
    `The secrets take ${Math.ceil(length / 1000)} kB, and Pulumi can't pass more than ${LONGEST_CONFIGURATION / 1000} kB to a program ` +
      "in TypeScript. Write several projects, each with some flocks (--flock), or a program in YAML (--language yaml).",
    ExitCode.failed,
  );
}

/** Writes the project. @returns what its secret configuration has */
function writeProject(folder: Folder, plan: Plan, options: ReadmeOptions): string {
  folder.write("webhooks.json", webhooksFile(plan));
  folder.write("README.md", readmeOf(plan, options));
  if (plan.language === "yaml") {
    const { text, secrets } = yamlProgram(plan, folder.pluginFolder);
    folder.write("Pulumi.yaml", text);
    return secrets;
  }
  folder.write("Pulumi.yaml", projectFile(plan, folder.pluginFolder ?? "node_modules/.bin"));
  folder.write("index.ts", typeScriptProgram(plan));
  folder.write("tsconfig.json", tsconfig());
  if (options.needsInstall) folder.write("package.json", folder.packageFile());
  return JSON.stringify(plan.secrets);
}

/** Runs what follows once the project is written. */
async function advising(folder: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const advice = `The project is written to ${folder}. Once this is solved, run the command again with --overwrite.`;
    throw new CommandError(`${error.message} ${advice}`, error.exitCode);
  }
}

/** Writes the file for what is not in state yet. Where it has secrets, it is its owner's alone. */
async function writeImportFile(folder: Folder, plan: Plan, stack: string): Promise<void> {
  const { deployment } = JSON.parse(await pulumi(["stack", "export", "--stack", stack], { cwd: folder.path })) as {
    deployment: { resources?: { urn: string }[] };
  };
  const managed = new Set((deployment.resources ?? []).map(({ urn }) => urn.split("::").slice(2).join("::")));
  folder.write("import.json", importFileOf(plan, managed), { isPrivate: plan.host === "dynamic" });
}

interface ConfigureOptions {
  readonly stack: string;
  /** The stack that has the settings; none where they are in the environment. */
  readonly source: StackConfiguration | undefined;
}

/** Gives the stack its secrets, and the settings of the stack that they were read with. */
async function configure(folder: Folder, secrets: string, { stack, source }: ConfigureOptions): Promise<void> {
  const cwd = folder.path;
  await pulumi(["stack", "select", "--create", stack], { cwd });
  const on = ["--stack", stack];
  for (const [key, { value, isSecret }] of source ?? []) {
    if (!key.startsWith(`${NAMESPACE}:`)) continue;
    await pulumi(["config", "set", isSecret ? "--secret" : "--plaintext", ...on, key], { cwd, stdin: value });
  }
  await pulumi(["config", "set", "--secret", ...on, SECRETS_KEY], { cwd, stdin: secrets });
}

interface ImportOptions {
  readonly stack: string;
  readonly needsInstall: boolean;
  readonly terminal: Terminal;
}

async function importAll(folder: Folder, plan: Plan, { stack, needsInstall, terminal }: ImportOptions): Promise<void> {
  if (needsInstall) {
    throw new CommandError(`The project needs "npm install" first, in its folder.`, ExitCode.failed);
  }
  const cwd = folder.path;
  terminal.progress(`Importing ${plan.declared.length} webhooks`);
  try {
    await writeImportFile(folder, plan, stack);
    const flags = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false", "--stack", stack];
    await pulumi(["import", "--file", path.join(cwd, "import.json"), ...flags], { cwd });
  } finally {
    folder.remove("import.json");
  }
  terminal.progress("Previewing");
  await pulumi(["preview", "--expect-no-changes", "--stack", stack], { cwd });
}

function summaryOf(plan: Plan, folder: Folder): object {
  return {
    folder: folder.path,
    webhooks: plan.declared.map(({ name, type, id, host }) => ({ name, type, id, host })),
    headerValuesUnknown: withUnknownHeaders(plan).map(({ name }) => name),
    leftOut: plan.leftOut,
  };
}

function reportOf(plan: Plan, folder: string, options: ReadmeOptions): string {
  const counts = new Map<string, number>();
  for (const { type } of plan.declared) counts.set(type, (counts.get(type) ?? 0) + 1);
  const found = tableOf([...counts].map(([type, count]) => [type, String(count)]));
  const unknown = withUnknownHeaders(plan).length;
  return [
    found === "" ? "Nothing was found." : found,
    ...(unknown === 0 ? [] : ["", `The header values of ${unknown} are not known: see README.md there.`]),
    ...(plan.leftOut.length === 0 ? [] : ["", `${plan.leftOut.length} can't be declared: see README.md there.`]),
    "",
    options.isImported
      ? `Everything is declared in ${folder}, and imported. The preview shows no change.`
      : `Everything is declared in ${folder}. Next:`,
    ...(options.isImported
      ? []
      : ["", `  cd ${folder}`, ...nextCommands(plan, options).map((command) => `  ${command}`)]),
  ].join("\n");
}

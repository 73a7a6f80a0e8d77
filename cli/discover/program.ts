import { pluginType } from "../../provider/state";
import type { Declared, Plan } from "./plan";

/** The key of the secrets in the configuration of the project. */
export const SECRETS_KEY = "webhookSecrets";

/** The program in TypeScript, the same for everything that is discovered. */
export function typeScriptProgram({ host }: Plan): string {
  const module = host === "plugin" ? "pulumi-alert-webhooks/plugin" : "pulumi-alert-webhooks";
  return `import * as pulumi from "@pulumi/pulumi";
import * as alertWebhooks from "${module}";

import { webhooks } from "./webhooks.json";

/** A webhook, as webhooks.json has it. Its secrets are in the configuration, by their labels. */
interface Webhook {
  name: string;
  type: string;
  args: object;
  secrets: Record<string, string>;
}

type WebhookClass = new (name: string, args: object) => pulumi.CustomResource;

const classes = alertWebhooks as unknown as Record<string, WebhookClass>;
const values = new pulumi.Config().requireSecretObject<Record<string, unknown>>("${SECRETS_KEY}");

for (const { name, type, args, secrets } of webhooks as unknown as Webhook[]) {
  const secretArgs: Record<string, pulumi.Output<unknown>> = {};
  for (const [argument, label] of Object.entries(secrets)) {
    secretArgs[argument] = values.apply((all) => all[label]);
  }
  new classes[type](name, { ...args, ...secretArgs });
}
`;
}

/** `tsconfig.json` of the program, as in Pulumi's template, and with JSON as a module. */
export function tsconfig(): string {
  const compilerOptions = {
    strict: true,
    target: "es2022",
    module: "node16",
    moduleResolution: "node16",
    resolveJsonModule: true,
    skipLibCheck: true,
    noEmit: true,
  };
  return `${JSON.stringify({ compilerOptions, files: ["index.ts"] }, undefined, 2)}\n`;
}

/** `webhooks.json`: everything that is declared, and nothing secret. */
export function webhooksFile({ declared }: Pick<Plan, "declared">): string {
  return `${JSON.stringify({ webhooks: declared }, undefined, 2)}\n`;
}

/**
 * `Pulumi.yaml`. That of a program in YAML has the whole program.
 * @param pluginFolder where the plugin is, from the project; none where Pulumi has it installed
 */
export function projectFile({ project, host, language, declared }: Plan, pluginFolder: string | undefined): string {
  const plugins =
    host === "plugin" && pluginFolder !== undefined
      ? ["plugins:", "  providers:", "    - name: alert-webhooks", `      path: ${JSON.stringify(pluginFolder)}`]
      : [];
  const head = [`name: ${JSON.stringify(project)}`, "description: Webhooks that alert-webhooks discover has found"];
  if (language === "typescript") return lines([...head, "runtime: nodejs", "main: index.ts", ...plugins]);
  return lines([
    ...head,
    "runtime: yaml",
    ...plugins,
    "config:",
    `  ${SECRETS_KEY}:`,
    "    type: object",
    "    secret: true",
    "resources:",
    ...declared.flatMap(yamlResource),
  ]);
}

function yamlResource({ name, type, args, secrets }: Declared): string[] {
  const secretArgs = Object.entries(secrets).map(([argument, label]) => [
    argument,
    `\${${SECRETS_KEY}[${JSON.stringify(label)}]}`,
  ]);
  const plainArgs = Object.entries(args).map(([argument, value]) => [argument, escaped(value)]);
  return [
    `  ${JSON.stringify(name)}:`,
    `    type: ${pluginType(type)}`,
    "    properties:",
    ...[...plainArgs, ...secretArgs].map(([argument, value]) => `      ${String(argument)}: ${JSON.stringify(value)}`),
  ];
}

/** A value whose texts YAML programs don't take for references. */
function escaped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll("${", () => "$${")) as unknown;
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

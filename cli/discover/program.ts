import type { Plan } from "./plan";

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

/** `tsconfig.json` of the program: JSON is a module. All is known to every compiler that Pulumi works with. */
export function tsconfig(): string {
  const compilerOptions = {
    strict: true,
    target: "es2020",
    module: "commonjs",
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
 * `Pulumi.yaml` of the program in TypeScript.
 * @param pluginFolder where the plugin is, from the project
 */
export function projectFile(plan: Plan, pluginFolder: string): string {
  const plugins = plan.host === "plugin" ? pluginLines(pluginFolder) : [];
  return lines([...headLines(plan, "nodejs"), "main: index.ts", ...plugins]);
}

/** The first lines of `Pulumi.yaml`. */
export function headLines({ project }: Plan, runtime: string): string[] {
  return [
    `name: ${JSON.stringify(project)}`,
    "description: Webhooks that alert-webhooks discover has found",
    `runtime: ${runtime}`,
  ];
}

/** The lines of `Pulumi.yaml` that say where the plugin is. */
export function pluginLines(folder: string): string[] {
  return ["plugins:", "  providers:", "    - name: alert-webhooks", `      path: ${JSON.stringify(folder)}`];
}

export function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

import type { CanaryFlockGenericWebhook } from "../../provider/canary/flock-webhooks.contract";
import { hostOf } from "../../provider/url";
import { SECRETS_KEY } from "./program";
import type { Plan } from "./plan";

export interface ReadmeOptions {
  readonly stack: string;
  /** Whether `npm install` comes first. */
  readonly needsInstall: boolean;
  readonly isImported: boolean;
}

/** Headers whose values are not known, and the name of the resource that has them. */
interface UnknownHeaders {
  readonly name: string;
  /** Which webhook it is, where the resource has several. */
  readonly host?: string | undefined;
  readonly headerNames: readonly string[];
}

/** The webhooks whose header values are not known. */
export function withUnknownHeaders({ discovered }: Pick<Plan, "discovered">): UnknownHeaders[] {
  const all = discovered.flatMap(({ name, inputs: { headerNames = [], generic = [] } }) => [
    { name, headerNames: headerNames as string[] },
    ...(generic as CanaryFlockGenericWebhook[]).map((webhook) => ({
      name,
      host: hostOf(webhook.url),
      headerNames: webhook.headerNames ?? [],
    })),
  ]);
  return all.filter((webhook) => webhook.headerNames.length > 0);
}

/** The commands that come next. */
export function nextCommands(plan: Plan, { needsInstall, isImported }: ReadmeOptions): string[] {
  const importing = [
    "pulumi import --file import.json --yes --skip-preview --generate-code=false --protect=false",
    ...(plan.host === "dynamic" ? ["rm import.json"] : []),
  ];
  return [...(needsInstall ? ["npm install"] : []), ...(isImported ? [] : importing), "pulumi preview"];
}

/** The page that tells what the folder has, and what to do next. */
export function readmeOf(plan: Plan, options: ReadmeOptions): string {
  const { project, host, language, declared, leftOut } = plan;
  const unknown = withUnknownHeaders(plan);
  const program =
    language === "typescript" ? "`index.ts` declares what `webhooks.json` lists" : "`Pulumi.yaml` declares everything";
  return [
    `# ${project}`,
    "",
    `What \`alert-webhooks discover\` has found, as ${declared.length} resources. ${program}. \`webhooks.json\` has nothing secret:`,
    `URLs, tokens, keys and payloads are in the configuration \`${SECRETS_KEY}\` of the stack \`${options.stack}\`, encrypted. A URL that`,
    "several webhooks have is there once.",
    "",
    "## What to do next",
    "",
    "```sh",
    ...nextCommands(plan, options),
    "```",
    "",
    ...(options.isImported
      ? ["Everything is imported already. The preview shows no change."]
      : [
          "The import sends only reads. After it, the preview shows no change. Both need the settings that `alert-webhooks` had: in the",
          "environment, or in this stack's configuration.",
        ]),
    ...(host === "dynamic" && !options.isImported
      ? ["`import.json` has every secret in plain text, and only you may read it. Remove it after the import."]
      : []),
    "",
    "## Changing a secret",
    "",
    ...(language === "typescript" ? CHANGING_IN_TYPESCRIPT : CHANGING_IN_YAML),
    "",
    ...listed(
      "## Header values that are not known",
      unknown.map(
        ({ name, host, headerNames }) =>
          `\`${name}\`${host === undefined ? "" : `, ${host}`}: ${headerNames.join(", ")}`,
      ),
      [
        "The Canary console never shows header values. These webhooks are declared by the names of their headers, and keep the values",
        "that they have. To give the values, declare `headers`, as a secret, instead of `headerNames`. In `webhooks.json` of a program in",
        'TypeScript, that is `"headers": "<label>"` in `secrets`, where the secrets have an object of names and values under that label.',
        ...(unknown.some(({ host }) => host !== undefined)
          ? ["In a set, the webhook has both in the list that is the value of `generic`."]
          : []),
        "The next `pulumi up` removes the webhook and adds it again.",
      ],
    ),
    ...listed(
      "## Left out",
      leftOut.map(({ what, reason }) => `${what}: ${reason}`),
      ["These exist, and can't be declared:"],
    ),
  ].join("\n");
}

const CHANGING_IN_TYPESCRIPT = [
  "The secrets are an object by the labels that `webhooks.json` has. Pipe it through a program, so that no secret is on a command",
  "line or in a file:",
  "",
  "```sh",
  `pulumi config get ${SECRETS_KEY} | jq '."<label>" = env.NEW_VALUE' | pulumi config set --secret ${SECRETS_KEY}`,
  "```",
];

const CHANGING_IN_YAML = [
  "Add a secret configuration of its own under `config` in `Pulumi.yaml`, use it in the place of the reference to the list, and set",
  "it with `pulumi config set --secret <key>`, which asks for the value.",
];

function listed(heading: string, entries: readonly string[], text: readonly string[]): string[] {
  if (entries.length === 0) return [];
  return [heading, "", ...text, "", ...entries.map((entry) => `- ${entry}`), ""];
}

import { isRecord } from "../../provider/lifecycle/unknown";
import { pluginType } from "../../provider/state";
import type { Plan } from "./plan";
import { SECRETS_KEY, headLines, lines, pluginLines } from "./program";

/** Separates the secrets in the configuration: a character that no text has. */
const SEPARATOR = "\u001e";

/** A program in YAML, and the text that its secret configuration has. */
export interface YamlProgram {
  /** `Pulumi.yaml`. */
  readonly text: string;
  readonly secrets: string;
}

/**
 * The program in YAML, which has no loops, and does not understand JSON: its secrets are a list of texts. Of an object that is
 * secret, the program has the names, and the texts are in the list.
 * @param pluginFolder where the plugin is, from the project; none where Pulumi has it installed
 */
export function yamlProgram(plan: Plan, pluginFolder: string | undefined): YamlProgram {
  const texts = new Texts();
  const resources = plan.declared.flatMap(({ name, type, args, secrets }) => {
    const secretArgs = Object.entries(secrets).map(([argument, label]) => [
      argument,
      texts.referTo(plan.secrets[label]),
    ]);
    const plainArgs = Object.entries(args).map(([argument, value]) => [argument, escaped(value)]);
    return [
      `  ${JSON.stringify(name)}:`,
      `    type: ${pluginType(type)}`,
      "    properties:",
      ...[...plainArgs, ...secretArgs].map(
        ([argument, value]) => `      ${String(argument)}: ${JSON.stringify(value)}`,
      ),
    ];
  });
  const text = lines([
    ...headLines(plan, "yaml"),
    ...(pluginFolder === undefined ? [] : pluginLines(pluginFolder)),
    "config:",
    `  ${SECRETS_KEY}:`,
    "    type: string",
    "    secret: true",
    "variables:",
    "  secrets:",
    "    fn::split:",
    `      - ${JSON.stringify(SEPARATOR)}`,
    `      - \${${SECRETS_KEY}}`,
    "resources:",
    ...resources,
  ]);
  return { text, secrets: texts.joined };
}

/** The texts that are secret, each once. */
class Texts {
  private readonly places = new Map<string, number>();

  get joined(): string {
    return [...this.places.keys()].join(SEPARATOR);
  }

  /** A value with references in the place of its texts. */
  referTo(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.referTo(item));
    if (isRecord(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [escaped(name), this.referTo(inner)]));
    }
    if (typeof value !== "string") return value;
    const place = this.places.get(value) ?? this.places.size;
    this.places.set(value, place);
    return `\${secrets[${place}]}`;
  }
}

/** A value whose texts programs in YAML don't take for references. */
function escaped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll("${", () => "$${")) as unknown;
}

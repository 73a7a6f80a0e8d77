/**
 * `npm run docs`: writes the tables of the documentation anew, from the doc comments and the contracts in provider/.
 * A table is between the comments `<!-- table: name -->` and `<!-- end of table -->`.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Property } from "../provider/contract";
import { DEFAULT_LIMITS } from "../provider/http/limits";
import { type Argument, type Described, type DocumentedClass, Sources } from "./sources";
import { root } from "./stack";

type Row = readonly string[];

/** The pages that may have tables, from the root of the project. */
const pages: readonly string[] = [
  "README.md",
  ...readdirSync(path.join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** A page with its tables as they should be. */
export function withTables(sources: Sources, text: string): string {
  return text.replaceAll(
    /^<!-- table: (.+) -->\n[^]*?^<!-- end of table -->$/gm,
    (_, name: string) => `<!-- table: ${name} -->\n\n${tableOf(sources, name)}\n\n<!-- end of table -->`,
  );
}

function tableOf({ classes, limits }: Sources, name: string): string {
  if (name === "limits") return limitTable(limits);
  const [className = "", kind = ""] = name.split(" ");
  const found = classes.find((each) => each.name === className);
  if (found !== undefined && kind === "arguments") return argumentTable(found);
  if (found !== undefined && kind === "outputs") return outputTable(found);
  throw new Error(`There is no table "${name}".`);
}

function limitTable(limits: readonly Described[]): string {
  const rows = limits.map(({ name, text }) => [
    code(name),
    String(DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS]),
    text,
  ]);
  return table(["key", "default", "what it bounds"], rows);
}

/** What the columns of a table say already. */
const SAID_IN_COLUMNS =
  /(^|(?<=[.:)]) )(Secret|Changed in place|A change replaces the \w+(, the new one first)?)\.(?= |$)/g;

function argumentTable({ name, properties, args }: DocumentedClass): string {
  const hasTypes = args.some(({ types }) => types.length > 0);
  const rows = args.map((argument) => {
    const property = properties[argument.name];
    if (property === undefined) throw new Error(`The contract of ${name} lacks ${argument.name}.`);
    return [
      code(argument.name),
      ...(hasTypes ? [argument.types.length === 0 ? "all" : argument.types.map(code).join(", ")] : []),
      defaultOf(argument),
      argument.text.replaceAll(SAID_IN_COLUMNS, "").trim(),
      property.secret === true ? "yes" : "",
      changeOf(argument, property),
    ];
  });
  const types = hasTypes ? ["for `type`"] : [];
  return table(["argument", ...types, "default", "what it is", "secret", "a change"], rows);
}

function defaultOf({ isOptional, requiredBy, tags }: Argument): string {
  if (!isOptional) return "**required**";
  const value = tags.get("default") ?? "none";
  const shown = /^(true|false|post|[A-Z_]+)$/.test(value) ? code(value) : value;
  return requiredBy.length === 0 ? shown : `${shown}; **required** for ${requiredBy.map(code).join(", ")}`;
}

/** What a change of an argument does. Where the doc comment says it as well, both must agree. */
function changeOf({ name, text }: Argument, property: Property): string {
  const says = (words: string) => text.includes(words);
  if (says("A change replaces") !== (property.replaceOnChanges === true)) {
    throw new Error(`The doc comment and the contract differ on what a change of ${name} does.`);
  }
  if (says("Secret") !== (property.secret === true)) {
    throw new Error(`The doc comment and the contract differ on whether ${name} is secret.`);
  }
  if (property.replaceOnChanges === true) return "replaces, the new one first";
  if (name === "testOnCreate") return "switched on: tests once";
  if (property.createOnly === true) return "does nothing";
  const { from = [name] } = property.derived ?? {};
  if (!from.includes(name)) return `asks for ${from.map(code).join(", ")}`;
  return says("A change removes and adds") ? "removes and adds" : "in place";
}

function outputTable({ properties, args, outputs }: DocumentedClass): string {
  const declared = new Set(args.filter(({ name }) => properties[name]?.derived === undefined).map(({ name }) => name));
  const rows = outputs
    .filter(({ name }) => !declared.has(name) || properties[name]?.generated === true)
    .filter(({ name }) => properties[name]?.derived?.from.includes(name) !== true)
    .map(({ name, text }) => {
      const { secret = false, derived } = properties[name] ?? {};
      const what = text.replaceAll(SAID_IN_COLUMNS, "").trim();
      return [code(name), what, secret ? "yes" : "", derived === undefined ? "after `up`" : "in a preview"];
    });
  return table(["output", "what it is", "secret", "known"], rows);
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A table as Prettier lays it out. */
function table(head: Row, rows: readonly Row[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row) => `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const [first = [], ...rest] = cells;
  return [line(first), line(widths.map((width) => "-".repeat(width))), ...rest.map(line)].join("\n");
}

if (require.main === module) {
  const sources = new Sources();
  for (const page of pages) {
    const file = path.join(root, page);
    const text = readFileSync(file, "utf8");
    const current = withTables(sources, text);
    if (current === text) continue;
    writeFileSync(file, current);
    process.stdout.write(`${page}: written anew\n`);
  }
}

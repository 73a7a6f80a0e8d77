/**
 * `npm run docs`: writes the tables of the documentation anew, from the doc comments and the contracts in provider/.
 * A table is between the comments `<!-- table: name -->` and `<!-- end of table -->`.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";

import type { Property, PropertyContracts } from "../provider/contract";
import { DEFAULT_LIMITS } from "../provider/http/limits";
import { root } from "./stack";

/** A class of resources, as its source file declares it. */
interface DocumentedClass {
  readonly name: string;
  /** The page about it, in docs/. */
  readonly page: string;
  readonly properties: PropertyContracts;
  readonly args: readonly Argument[];
  readonly outputs: readonly Described[];
}

/** Something with a doc comment. */
interface Described {
  readonly name: string;
  readonly text: string;
  readonly tags: ReadonlyMap<string, string>;
}

interface Argument extends Described {
  readonly isOptional: boolean;
  /** The types of integrations that take it; none where all do, or where there are no types. */
  readonly types: readonly string[];
}

type Row = readonly string[];

/** The pages that may have tables, from the root of the project. */
const pages: readonly string[] = [
  "README.md",
  ...readdirSync(path.join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** Everything that provider/ says of itself, read once. */
export class Sources {
  readonly classes: readonly DocumentedClass[];
  private readonly checker: ts.TypeChecker;
  private readonly program: ts.Program;

  constructor() {
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(path.join(root, "tsconfig.json"), (file) => ts.sys.readFile(file)).config,
      ts.sys,
      root,
    );
    const index = path.join(root, "provider", "index.ts");
    this.program = ts.createProgram([index], options);
    this.checker = this.program.getTypeChecker();
    const exported = this.exportsOf(index);
    const names = new Set(exported.map(({ name }) => name));
    this.classes = exported
      .filter(({ name }) => names.has(`${name}Args`) && name !== "Provider")
      .map((symbol) => this.classOf(this.checker.getAliasedSymbol(symbol)));
  }

  /** A page with its tables as they should be. */
  withTables(text: string): string {
    return text.replaceAll(
      /^<!-- table: (.+) -->\n[^]*?^<!-- end of table -->$/gm,
      (_, name: string) => `<!-- table: ${name} -->\n\n${this.table(name)}\n\n<!-- end of table -->`,
    );
  }

  private table(name: string): string {
    if (name === "limits") return this.limits();
    const [className = "", kind = ""] = name.split(" ");
    const found = this.classes.find((each) => each.name === className);
    if (found !== undefined && kind === "arguments") return argumentTable(found);
    if (found !== undefined && kind === "outputs") return outputTable(found);
    throw new Error(`There is no table "${name}".`);
  }

  private limits(): string {
    const file = this.program.getSourceFile(path.join(root, "provider", "http", "limits.ts"));
    const [symbol] = file === undefined ? [] : this.exportsOf(file.fileName).filter(({ name }) => name === "Limits");
    if (symbol === undefined) throw new Error("The limits are gone.");
    const rows = this.checker
      .getDeclaredTypeOfSymbol(symbol)
      .getProperties()
      .map((property) => this.described(property))
      .map(({ name, text }) => [code(name), String(DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS]), text]);
    return table(["key", "default", "what it bounds"], rows);
  }

  private classOf(symbol: ts.Symbol): DocumentedClass {
    const { name } = symbol;
    const declaration = symbol.declarations?.find(ts.isInterfaceDeclaration);
    if (declaration === undefined) throw new Error(`${name} has no interface.`);
    const file = declaration.getSourceFile().fileName;
    const [signature] = this.checker.getTypeOfSymbol(symbol).getConstructSignatures();
    const parameter = signature?.parameters[1];
    if (parameter === undefined) throw new Error(`${name} has no arguments.`);
    return {
      name,
      page: `docs/${name.replaceAll(/(?<=.)[A-Z]/g, "-$&").toLowerCase()}.md`,
      properties: contractIn(file, name),
      args: this.argumentsOf(this.checker.getTypeOfSymbol(parameter)),
      outputs: declaration.members.flatMap((member) => {
        const property = this.checker.getSymbolAtLocation(member.name as ts.Identifier);
        return property === undefined ? [] : [this.described(property)];
      }),
    };
  }

  private argumentsOf(type: ts.Type): Argument[] {
    const variants = type.isUnion() ? type.types : [type];
    const found = new Map<string, { symbol: ts.Symbol; types: string[] }>();
    for (const variant of variants) {
      const discriminator = variant.getProperty("type");
      const literal = discriminator && this.checker.getTypeOfSymbol(discriminator);
      const typeName = literal?.isStringLiteral() === true ? literal.value : "";
      for (const symbol of variant.getProperties()) {
        const entry = found.get(symbol.name) ?? { symbol, types: [] };
        entry.types.push(typeName);
        found.set(symbol.name, entry);
      }
    }
    return [...found.values()].map(({ symbol, types }) => ({
      ...this.described(symbol),
      isOptional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
      types: types.length === variants.length ? [] : types,
    }));
  }

  private described(symbol: ts.Symbol): Described {
    const parts = symbol.getDocumentationComment(this.checker);
    const text = ts.displayPartsToString(parts).replaceAll(/\s+/g, " ").trim();
    if (text === "") throw new Error(`${symbol.name} has no doc comment.`);
    const tags = symbol
      .getJsDocTags(this.checker)
      .map(({ name, text: value }): [string, string] => [name, ts.displayPartsToString(value)]);
    return { name: symbol.name, text, tags: new Map(tags) };
  }

  private exportsOf(fileName: string): ts.Symbol[] {
    const file = this.program.getSourceFile(fileName);
    const symbol = file && this.checker.getSymbolAtLocation(file);
    if (symbol === undefined) throw new Error(`${fileName} exports nothing.`);
    return this.checker.getExportsOfModule(symbol);
  }
}

/** The contract that a source file exports for a class. */
function contractIn(file: string, name: string): PropertyContracts {
  const module = path.resolve(__dirname, "..", path.relative(root, file).replace(/\.ts$/, ""));
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is only known now
  const exported = Object.values(require(module) as object) as { name?: unknown; properties?: PropertyContracts }[];
  const contract = exported.find((each) => each.name === name && each.properties !== undefined);
  if (contract?.properties === undefined) throw new Error(`${file} has no contract for ${name}.`);
  return contract.properties;
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

function defaultOf({ isOptional, tags }: Argument): string {
  if (!isOptional) return "**required**";
  const value = tags.get("default") ?? "none";
  return /^(true|false|post)$/.test(value) ? code(value) : value;
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
  if (property.derived !== undefined && property.derived.from !== name)
    return `asks for ${code(property.derived.from)}`;
  return says("A change removes and adds") ? "removes and adds" : "in place";
}

function outputTable({ properties, args, outputs }: DocumentedClass): string {
  const declared = new Set(args.filter(({ name }) => properties[name]?.derived === undefined).map(({ name }) => name));
  const rows = outputs
    .filter(({ name }) => !declared.has(name) || properties[name]?.generated === true)
    .filter(({ name }) => properties[name]?.derived?.from !== name)
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
    const current = sources.withTables(text);
    if (current === text) continue;
    writeFileSync(file, current);
    process.stdout.write(`${page}: written anew\n`);
  }
}

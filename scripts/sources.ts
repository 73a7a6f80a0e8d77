import path from "node:path";

import ts from "typescript";

import type { PropertyContracts } from "../provider/contract";
import { root } from "./stack";

/** A class of resources, as its source file declares it. */
export interface DocumentedClass {
  readonly name: string;
  readonly text: string;
  /** The page about it, in docs/. */
  readonly page: string;
  readonly properties: PropertyContracts;
  readonly args: readonly Argument[];
  readonly outputs: readonly Output[];
}

/** A look-up, as its source file declares it. */
export interface DocumentedFunction {
  readonly name: string;
  readonly text: string;
  readonly args: readonly Argument[];
  readonly results: readonly Output[];
}

/** Something with a doc comment. */
export interface Described {
  readonly name: string;
  readonly text: string;
  readonly tags: ReadonlyMap<string, string>;
}

export interface Argument extends Described {
  readonly isOptional: boolean;
  readonly value: Value;
  /** The types of integrations that take it; none where all do, or where there are no types. */
  readonly types: readonly string[];
  /** Those of the types that can't be without it, where others can. */
  readonly requiredBy: readonly string[];
}

interface Output extends Described {
  readonly isOptional: boolean;
  readonly value: Value;
}

/** The values that something may have, as far as a schema can say it. */
export type Value =
  | { readonly kind: "string" | "number" | "boolean" | "any" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly of: Value }
  /** An object with members of its own, by the name of its interface. */
  | { readonly kind: "object"; readonly name: string; readonly text: string; readonly members: readonly Output[] }
  /** By name; without a type, each may be anything. */
  | { readonly kind: "map"; readonly of: Value | undefined };

/** Everything that provider/ says of itself, read once. */
export class Sources {
  readonly classes: readonly DocumentedClass[];
  readonly functions: readonly DocumentedFunction[];
  /** What an explicit `Provider` takes. */
  readonly provider: readonly Argument[];
  readonly limits: readonly Described[];
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
    this.functions = exported
      .filter(({ name }) => /^get.*(?<!Output)$/.test(name))
      .map((symbol) => this.functionOf(this.checker.getAliasedSymbol(symbol)));
    this.provider = this.argumentsOf(this.typeIn(path.join("program", "provider.ts"), "ProviderArgs"));
    this.limits = this.typeIn(path.join("http", "limits.ts"), "Limits")
      .getProperties()
      .map((property) => this.described(property));
  }

  private typeIn(file: string, name: string): ts.Type {
    const symbol = this.exportsOf(path.join(root, "provider", file)).find((each) => each.name === name);
    if (symbol === undefined) throw new Error(`${file} has no ${name}.`);
    return this.checker.getDeclaredTypeOfSymbol(symbol);
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
      text: this.described(symbol).text,
      page: `docs/${name.replaceAll(/(?<=.)[A-Z]/g, "-$&").toLowerCase()}.md`,
      properties: contractIn(file, name),
      args: this.argumentsOf(this.checker.getTypeOfSymbol(parameter)),
      outputs: declaration.members.flatMap((member) => {
        const property = this.checker.getSymbolAtLocation(member.name as ts.Identifier);
        const { type } = member as ts.PropertySignature;
        const [node] = type !== undefined && ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
        if (property === undefined || node === undefined) return [];
        const value = this.checker.getTypeFromTypeNode(node);
        return [{ ...this.described(property), value: this.valueOf([value]), isOptional: isOptional(value) }];
      }),
    };
  }

  private functionOf(symbol: ts.Symbol): DocumentedFunction {
    const { name } = symbol;
    const [signature] = this.checker.getTypeOfSymbol(symbol).getCallSignatures();
    const parameter = signature?.parameters[0];
    const promised = signature && this.checker.getAwaitedType(signature.getReturnType());
    if (parameter === undefined || promised === undefined) throw new Error(`${name} is no look-up.`);
    return {
      name,
      text: this.described(symbol).text,
      args: this.argumentsOf(this.checker.getNonNullableType(this.checker.getTypeOfSymbol(parameter))),
      results: this.membersOf(promised),
    };
  }

  private membersOf(type: ts.Type): Output[] {
    return this.checker.getPropertiesOfType(type).map((property) => {
      const shown = this.checker.getTypeOfSymbol(property);
      const value = this.valueIn(shown);
      const isLeftOut = (property.flags & ts.SymbolFlags.Optional) !== 0;
      return { ...this.described(property), value: this.valueOf([value]), isOptional: isLeftOut || isOptional(value) };
    });
  }

  /** What an output has in it, if it is one. */
  private valueIn(type: ts.Type): ts.Type {
    const [present = type] = type.isUnion() ? type.types.filter((part) => !isAbsent(part)) : [type];
    const parts = present.isIntersection() ? present.types : [present];
    const output = parts.find((part) => part.getSymbol()?.name === "OutputInstance");
    const [value = type] = output === undefined ? [] : this.checker.getTypeArguments(output as ts.TypeReference);
    return value;
  }

  /** What a type takes, but for the members of a mapped type. */
  private argumentsOf(type: ts.Type): Argument[] {
    const variants = type.isUnion() ? type.types : [type];
    const found = new Map<string, { symbol: ts.Symbol; types: string[]; requiredBy: string[]; values: ts.Type[] }>();
    for (const variant of variants) {
      const discriminator = variant.getProperty("type");
      const literal = discriminator && this.checker.getTypeOfSymbol(discriminator);
      const typeName = literal?.isStringLiteral() === true ? literal.value : "";
      for (const symbol of variant.getProperties().filter(isDeclared)) {
        const entry = found.get(symbol.name) ?? { symbol, types: [], requiredBy: [], values: [] };
        entry.types.push(typeName);
        if ((symbol.flags & ts.SymbolFlags.Optional) === 0) entry.requiredBy.push(typeName);
        entry.values.push(this.checker.getTypeOfSymbol(symbol));
        found.set(symbol.name, entry);
      }
    }
    return [...found.values()].map(({ symbol, types, requiredBy, values }) => ({
      ...this.described(symbol),
      value: this.valueOf(values),
      isOptional: requiredBy.length < types.length,
      types: types.length === variants.length ? [] : types,
      requiredBy: requiredBy.length < types.length ? requiredBy : [],
    }));
  }

  /** What a program passes or gets, whether now or later. */
  private valueOf(types: readonly ts.Type[]): Value {
    const parts = types
      .flatMap((type) => (type.isUnion() ? type.types : [type]))
      .filter((type) => !isAbsent(type) && !/^(Promise|OutputInstance)$/.test(type.getSymbol()?.name ?? ""));
    const [first] = parts;
    if (first === undefined) throw new Error("A type has no value.");
    if (parts.every((part) => part.isStringLiteral())) return { kind: "enum", values: parts.map(({ value }) => value) };
    const isOf = (flags: ts.TypeFlags) => parts.some((part) => (part.flags & flags) !== 0);
    if (isOf(ts.TypeFlags.NumberLike)) return { kind: "number" };
    if (isOf(ts.TypeFlags.BooleanLike)) return { kind: "boolean" };
    if (isOf(ts.TypeFlags.StringLike)) return { kind: isOf(ts.TypeFlags.Object) ? "any" : "string" };
    if (this.checker.isArrayType(first)) {
      return { kind: "list", of: this.valueOf(this.checker.getTypeArguments(first as ts.TypeReference)) };
    }
    const symbol = first.getSymbol();
    if (symbol !== undefined && first.isClassOrInterface()) {
      const { name, text } = this.described(symbol);
      return { kind: "object", name, text, members: this.membersOf(first) };
    }
    const member = first.getStringIndexType();
    if (member === undefined) throw new Error(`${this.checker.typeToString(first)} has no form in a schema.`);
    return { kind: "map", of: isOf(ts.TypeFlags.Unknown) || isUnknown(member) ? undefined : this.valueOf([member]) };
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

/** Whether it has a declaration of its own: the members of a mapped type have none. */
function isDeclared({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((declaration) => ts.isPropertySignature(declaration));
}

function isAbsent(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0;
}

function isOptional(type: ts.Type): boolean {
  return type.isUnion() && type.types.some(isAbsent);
}

function isUnknown(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Unknown) !== 0;
}

/** The contract that a source file exports for a class. */
function contractIn(file: string, name: string): PropertyContracts {
  const module = path.resolve(__dirname, "..", path.relative(root, file).replace(/\.ts$/, ".contract"));
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is only known now
  const exported = Object.values(require(module) as object) as { name?: unknown; properties?: PropertyContracts }[];
  const contract = exported.find((each) => each.name === name && each.properties !== undefined);
  if (contract?.properties === undefined) throw new Error(`${file} has no contract beside it for ${name}.`);
  return contract.properties;
}

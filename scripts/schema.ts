/** `npm run schema`: writes the plugin's schema anew, from the doc comments and the contracts in provider/. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Property } from "../provider/contract";
import { SECRET_SETTINGS } from "../provider/program/provider";
import { lookUps } from "../provider/look-ups";
import { NAMESPACE } from "../provider/settings";
import { dynamicType, pluginType } from "../provider/state";
import { type Described, type DocumentedClass, type DocumentedFunction, Sources, type Value } from "./sources";
import { root } from "./stack";

/** Where the plugin has it. */
export const schemaFile = path.join(root, "provider", "hosts", "plugin", "schema.json");

type Json = Readonly<Record<string, unknown>>;

/** The plugin's schema, as a file has it. */
export function schemaText(): string {
  return `${JSON.stringify(schema(new Sources()), undefined, 2)}\n`;
}

function schema({ classes, functions, provider, limits }: Sources): Json {
  const { version, description, license, keywords } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  ) as Json;
  const types = new Types();
  const settings = Object.fromEntries([
    ...provider.map((argument) => [
      argument.name,
      {
        ...types.specOf("Provider", argument),
        ...(SECRET_SETTINGS.some((name) => name === argument.name) && { secret: true }),
      },
    ]),
    ...limits.map(({ name, text }) => [
      name,
      { type: name.endsWith("Seconds") ? "number" : "integer", description: text },
    ]),
  ]) as Json;
  const resources = Object.fromEntries(classes.map((each) => [pluginType(each.name), resourceSpec(each, types)]));
  const lookUpSpecs = Object.fromEntries(functions.map((each) => [pluginType(each.name), functionSpec(each, types)]));
  return {
    name: NAMESPACE,
    version,
    description,
    keywords,
    license,
    meta: { moduleFormat: "(.*)" },
    language: {
      nodejs: { packageName: "pulumi-alert-webhooks-sdk", respectSchemaVersion: true },
      python: { packageName: "pulumi_alert_webhooks", pyproject: { enabled: true }, respectSchemaVersion: true },
      go: { importBasePath: "pulumi-alert-webhooks/sdk/go/alertwebhooks", respectSchemaVersion: true },
      csharp: { namespaces: { [NAMESPACE]: "AlertWebhooks" }, respectSchemaVersion: true },
    },
    config: { variables: settings },
    types: types.specs,
    provider: {
      description: "An explicit connection to a Canary console and a Coralogix account.",
      inputProperties: settings,
    },
    resources,
    functions: lookUpSpecs,
  };
}

function resourceSpec({ name: className, text, args, outputs, properties }: DocumentedClass, types: Types): Json {
  const specs = (described: readonly (Described & { value: Value; types?: readonly string[] })[]) =>
    Object.fromEntries(
      described.map((each) => [each.name, { ...types.specOf(className, each), ...marksOf(properties[each.name]) }]),
    );
  const names = (described: readonly { name: string; isOptional: boolean; types?: readonly string[] }[]) =>
    described.filter(({ isOptional, types: of = [] }) => !isOptional && of.length === 0).map(({ name }) => name);
  return {
    // The example in it is of the package's classes.
    description: text.replace(/ ```ts .*?```/, ""),
    aliases: [{ type: dynamicType(className) }],
    inputProperties: specs(args),
    requiredInputs: names(args),
    properties: specs(outputs),
    required: names(outputs),
  };
}

function functionSpec({ name, text, args, results }: DocumentedFunction, types: Types): Json {
  const contract = lookUps.find((each) => each.contract.name === name)?.contract;
  if (contract === undefined) throw new Error(`There is no look-up ${name}.`);
  const marks = new Map(Object.entries(contract.results).map(([result, { secret }]) => [result, secret && { secret }]));
  const owner = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const names = (described: readonly { name: string; isOptional: boolean }[]) =>
    described.filter(({ isOptional }) => !isOptional).map((each) => each.name);
  return {
    // The example in it is of the package's functions.
    description: text.replace(/ ```ts .*?```/, ""),
    inputs: {
      type: "object",
      properties: Object.fromEntries(args.map((each) => [each.name, types.specOf(owner, each)])),
      required: names(args),
    },
    outputs: {
      type: "object",
      properties: Object.fromEntries(
        results.map((each) => [each.name, { ...types.specOf(owner, each), ...marks.get(each.name) }]),
      ),
      required: names(results),
    },
  };
}

function marksOf({ secret, replaceOnChanges }: Property = {}): Json {
  return { ...(secret && { secret }), ...(replaceOnChanges && { willReplaceOnChanges: true }) };
}

/** The types of a schema: objects by their names, and each set of values once, under the name of where it was met first. */
class Types {
  readonly specs: Record<string, Json> = {};
  private readonly tokens = new Map<string, string>();

  /** What a schema says of a property. */
  specOf(
    owner: string,
    { name, text, tags, value, types = [] }: Described & { value: Value; types?: readonly string[] },
  ): Json {
    const of = types.length === 0 ? "" : ` Of the types ${types.join(", ")}.`;
    const preset = tags.get("default");
    const otherwise = preset === undefined ? "" : ` Default: ${preset}.`;
    return {
      ...this.typeOf(`${owner}${name.charAt(0).toUpperCase()}${name.slice(1)}`, value),
      description: `${text}${otherwise}${of}`,
    };
  }

  private typeOf(name: string, value: Value): Json {
    switch (value.kind) {
      case "number":
        return { type: "integer" };
      case "list":
        return { type: "array", items: this.typeOf(name, value.of) };
      case "map":
        return {
          type: "object",
          additionalProperties: this.typeOf(name, value.of ?? { kind: "any" }),
        };
      case "any":
        return { $ref: "pulumi.json#/Any" };
      case "object":
        return { $ref: `#/types/${this.objectOf(value)}` };
      case "enum":
        return { $ref: `#/types/${this.tokenOf(name, value.values)}` };
      default:
        return { type: value.kind };
    }
  }

  /** An object's type: its arguments and its outputs have the same members. */
  private objectOf({ name, text, members }: Extract<Value, { kind: "object" }>): string {
    const bare = name.replace(/Args$/, "");
    const token = pluginType(bare);
    this.specs[token] ??= {
      type: "object",
      description: text,
      properties: Object.fromEntries(
        members.map((member) => [
          member.name,
          { ...this.specOf(bare, member), ...(member.text.endsWith(" Secret.") && { secret: true }) },
        ]),
      ),
      required: members.filter(({ isOptional }) => !isOptional).map((member) => member.name),
    };
    return token;
  }

  private tokenOf(name: string, values: readonly string[]): string {
    const distinct = [...new Set(values)];
    const key = [...distinct].sort().join();
    const token = this.tokens.get(key) ?? pluginType(name);
    this.tokens.set(key, token);
    this.specs[token] ??= { type: "string", enum: distinct.map((value) => ({ value })) };
    return token;
  }
}

if (require.main === module) writeFileSync(schemaFile, schemaText());

/**
 * The program under test: declares what DECLARED_FILE says, so that each test describes its own resources and still
 * runs through the real language host. See ../../scenario.ts for the form of the file.
 */
import { readFileSync } from "node:fs";

import * as pulumi from "@pulumi/pulumi";
import * as dynamic from "pulumi-alert-webhooks";
import * as plugin from "pulumi-alert-webhooks/plugin";

import type { Declared, Program } from "../../scenario";

type ResourceClass = new (name: string, args: object, options: pulumi.CustomResourceOptions) => pulumi.CustomResource;

const config = new pulumi.Config();
const { DECLARED_FILE: file = "" } = process.env;
const { host, providers = {}, resources } = JSON.parse(readFileSync(file, "utf8")) as Program;
const alertWebhooks = host === "plugin" ? plugin : dynamic;
const declared = new Map<string, pulumi.CustomResource>();

function resolve(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(resolve);
  if ("$secret" in value) return config.requireSecret(value.$secret as string);
  if ("$output" in value) {
    const [name = "", property = ""] = (value.$output as string).split(".");
    return (declared.get(name) as unknown as Record<string, unknown>)[property];
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
}

const connections = Object.fromEntries(
  Object.entries(providers).map(([name, args]) => [
    name,
    new alertWebhooks.Provider(name, resolve(args) as dynamic.ProviderArgs),
  ]),
);

const components = new Map<string, pulumi.ComponentResource>();

function component(type: string): pulumi.ComponentResource {
  const found = components.get(type) ?? new pulumi.ComponentResource(type, "component");
  components.set(type, found);
  return found;
}

function declare({ className, name, args, options: { provider, parent, ...options } = {} }: Declared): void {
  const connection = provider === undefined ? undefined : connections[provider];
  const Class = alertWebhooks[className] as ResourceClass;
  const given = {
    ...options,
    ...(connection && { provider: connection }),
    ...(parent !== undefined && { parent: component(parent) }),
  };
  declared.set(name, new Class(name, resolve(args) as object, given));
}

resources.forEach(declare);

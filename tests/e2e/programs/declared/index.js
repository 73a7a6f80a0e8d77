/**
 * The program under test: declares what DECLARED_FILE says, so that each test describes its own resources and still
 * runs through the real language host. See ../../scenario.ts for the form of the file. Plain JavaScript, since Pulumi
 * would compile TypeScript at each run.
 */
const { readFileSync } = require("node:fs");

const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const { host, providers = {}, resources, lookUps = {} } = JSON.parse(readFileSync(process.env.DECLARED_FILE, "utf8"));
const alertWebhooks = require(host === "plugin" ? "pulumi-alert-webhooks/plugin" : "pulumi-alert-webhooks");
const declared = new Map();

function resolve(value) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(resolve);
  if ("$secret" in value) return config.requireSecret(value.$secret);
  if ("$output" in value) {
    const [name, property] = value.$output.split(".");
    if (declared.has(name)) return declared.get(name)[property];
    // A provider may take what a resource has that is declared after it.
    return pulumi.output(Promise.resolve().then(() => declared.get(name)[property]));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
}

const connections = Object.fromEntries(
  Object.entries(providers).map(([name, args]) => [name, new alertWebhooks.Provider(name, resolve(args))]),
);

const components = new Map();

function component(type) {
  const found = components.get(type) ?? new pulumi.ComponentResource(type, "component");
  components.set(type, found);
  return found;
}

function declare({ className, name, args, options: { provider, parent, ...options } = {} }) {
  const given = {
    ...options,
    ...(provider !== undefined && { provider: connections[provider] }),
    ...(parent !== undefined && { parent: component(parent) }),
  };
  declared.set(name, new alertWebhooks[className](name, resolve(args), given));
}

resources.forEach(declare);

for (const [name, { of, args, provider }] of Object.entries(lookUps)) {
  module.exports[name] = alertWebhooks[`${of}Output`](resolve(args), provider && { provider: connections[provider] });
}

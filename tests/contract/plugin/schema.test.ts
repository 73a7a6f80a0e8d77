import { readFileSync } from "node:fs";

import { schemaFile, schemaText } from "../../../scripts/schema";
import { registry } from "../../../provider/registry";

const text = readFileSync(schemaFile, "utf8");

interface Schema {
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly aliases: readonly object[];
        readonly inputProperties: Properties;
        readonly properties: Properties;
        readonly requiredInputs: readonly string[];
      }
    >
  >;
}

type Properties = Readonly<Record<string, { readonly secret?: boolean; readonly willReplaceOnChanges?: boolean }>>;

test("the schema is the one that npm run schema writes", () => {
  expect(schemaText()).toBe(text);
});

const { resources } = JSON.parse(text) as Schema;

test("it has every resource, and what each was as a dynamic one", () => {
  expect(Object.keys(resources).sort()).toEqual(registry.map(({ name }) => `alert-webhooks:index:${name}`).sort());
  expect(resources["alert-webhooks:index:CanarySplunkWebhook"]?.aliases).toEqual([
    { type: "pulumi-nodejs:dynamic/canarySplunkWebhook:CanarySplunkWebhook" },
  ]);
});

test.each(registry.map((each) => [each.name, each] as const))("what it says of %s is the contract", (name, each) => {
  const { inputProperties = {}, properties = {} } = resources[`alert-webhooks:index:${name}`] ?? {};
  const all = { ...properties, ...inputProperties };
  expect(Object.keys(all).sort()).toEqual(Object.keys(each.properties).sort());
  for (const [property, { secret, replaceOnChanges, computed }] of Object.entries(each.properties)) {
    expect([property, all[property]?.secret]).toEqual([property, secret]);
    expect([property, all[property]?.willReplaceOnChanges]).toEqual([property, replaceOnChanges]);
    if (computed === true) expect(inputProperties).not.toHaveProperty(property);
  }
});

test("what some types of a resource take is optional", () => {
  expect(resources["alert-webhooks:index:CoralogixIntegration"]?.requiredInputs).toEqual(["type", "alias"]);
});

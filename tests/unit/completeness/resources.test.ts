import fs from "node:fs";
import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import * as alertWebhooks from "../../../provider";
import { provider } from "../../../provider/runtime";
import { classNames } from "../../specimens";

const root = path.resolve(__dirname, "../../..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const readAll = (folder: string) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => read(path.join(folder, file)))
    .join("\n");

/** The classes that a user can declare. */
const classes = Object.entries(alertWebhooks)
  .filter(([, exported]) => exported.prototype instanceof pulumi.CustomResource)
  .map(([name]) => name)
  .filter((name) => name !== "Provider");

/** Where a resource must appear, and how it does. */
const PLACES: readonly {
  readonly missing: string;
  readonly text: string;
  readonly appearance: (name: string) => RegExp;
}[] = [
  {
    missing: "a page in docs/",
    text: fs
      .readdirSync(path.join(root, "docs"))
      .map((page) => read(path.join("docs", page)))
      .join("\n"),
    appearance: (name) => new RegExp(`^# ${name}$`, "m"),
  },
  { missing: "a use in examples/", text: readAll("examples"), appearance: (name) => new RegExp(`new ${name}\\(`) },
  {
    missing: "its arguments among the exports",
    text: read("provider/index.ts"),
    appearance: (name) => new RegExp(`type ${name}Args\\b`),
  },
  {
    missing: "its class and its arguments among the exports for the plugin",
    text: read("provider/plugin.ts"),
    appearance: (name) => new RegExp(`^  ${name}Args,[^]*^export const ${name} = `, "m"),
  },
  {
    missing: "a doc comment with an example and the vendor's page",
    text: readAll("provider"),
    appearance: (name) =>
      new RegExp(`\`\`\`ts\\n(?: \\*.*\\n)* \\* @see .*page.*\\n \\*/\\nexport interface ${name} extends `),
  },
  {
    missing: "a specimen in tests/specimens.ts, which all layers play",
    text: classNames.join("\n"),
    appearance: (name) => new RegExp(`^${name}$`, "m"),
  },
  { missing: "a line in CHANGELOG.md", text: read("CHANGELOG.md"), appearance: (name) => new RegExp(`\`${name}\``) },
];

test("all six resources are exported", () => {
  expect(classes.length).toBeGreaterThanOrEqual(6);
});

test.each(classes)("%s is complete", (name) => {
  expect(() => provider(name)).not.toThrow();
  const missing = PLACES.filter(({ text, appearance }) => !appearance(name).test(text)).map((place) => place.missing);
  expect(missing).toEqual([]);
});

test("a class that is not served is named", () => {
  for (const name of ["CanaryTeletypeWebhook", "constructor"]) expect(() => provider(name)).toThrow(`knows no ${name}`);
});

import { existsSync } from "node:fs";
import path from "node:path";

import { withTables } from "../../../scripts/docs";
import { Sources } from "../../../scripts/sources";
import { textOf, userPages } from "../../markdown";

const root = path.resolve(__dirname, "../../..");
const sources = new Sources();

/** All Markdown that people read, from the root of the project. */
const documents = [...userPages, "CONTRIBUTING.md", "CHANGELOG.md"];

test.each(userPages)("the tables of %s are those that npm run docs writes", (page) => {
  const text = textOf(page);
  expect(withTables(sources, text)).toBe(text);
});

test.each(sources.classes.map((each) => [each.name, each] as const))(
  "%s has its page",
  (name, { page, outputs, args }) => {
    const text = textOf(page);
    expect(text).toMatch(new RegExp(`^# ${name}\n`));
    expect(text).toContain(`<!-- table: ${name} arguments -->`);
    const declared = new Set(args.map((argument) => argument.name));
    const others = outputs.filter((output) => !declared.has(output.name));
    expect(text.includes(`<!-- table: ${name} outputs -->`)).toBe(others.length > 0);
    const index = textOf("docs/README.md");
    expect(index).toContain(`](${path.basename(page)})`);
  },
);

test("a table that nobody can write is an error", () => {
  expect(() => withTables(sources, "<!-- table: CanaryTeletype outputs -->\n<!-- end of table -->")).toThrow(
    'There is no table "CanaryTeletype outputs".',
  );
});

test("the README has every setting", () => {
  const readme = textOf("README.md");
  const settings = ["canaryConsoleUrl", "canaryAuthToken", "coralogixRegion", "coralogixBaseUrl", "coralogixApiKey"];
  const variables = settings.map((name) => name.replaceAll(/[A-Z]/g, "_$&").toUpperCase());
  for (const text of [...settings.map((name) => `alert-webhooks:${name}`), ...variables]) {
    expect(readme).toContain(`\`${text}\``);
  }
});

test("the index has every page", () => {
  const index = textOf("docs/README.md");
  const missing = userPages
    .filter((page) => page.startsWith("docs/") && page !== "docs/README.md")
    .filter((page) => !index.includes(`](${path.basename(page)})`));
  expect(missing).toEqual([]);
});

test.each(documents)("the links of %s lead somewhere", (page) => {
  const targets = [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const broken = targets.filter((target) => !/^https?:/.test(target)).filter((target) => !leadsSomewhere(page, target));
  expect(broken).toEqual([]);
});

function leadsSomewhere(page: string, target: string): boolean {
  const [file = "", anchor] = target.split("#");
  const linked = file === "" ? page : path.join(path.dirname(page), file);
  if (!existsSync(path.join(root, linked))) return false;
  return anchor === undefined || anchorsOf(textOf(linked)).includes(anchor);
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[^]*?^```$/gm, "");
}

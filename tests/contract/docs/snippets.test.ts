import fs from "node:fs";
import path from "node:path";

import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";

import * as emulator from "../../../emulator";
import * as alertWebhooks from "../../../provider";
import * as plugin from "../../../provider/plugin";
import { provider } from "../../../provider/runtime";
import { blocksOf, userPages } from "../../markdown";

const root = path.resolve(__dirname, "../../..");

/** A piece of TypeScript that a reader may copy. */
interface Snippet {
  readonly where: string;
  readonly code: string;
}

const MODULES: Readonly<Record<string, unknown>> = {
  "@pulumi/pulumi": pulumi,
  "pulumi-alert-webhooks": alertWebhooks,
  "pulumi-alert-webhooks/emulator": emulator,
  "pulumi-alert-webhooks/plugin": plugin,
};

/** What a snippet in a doc comment takes for granted. */
const COMMENT_PRELUDE = `
import * as pulumi from "@pulumi/pulumi";
import { ${Object.keys(alertWebhooks).join(", ")} } from "pulumi-alert-webhooks";
const config = new pulumi.Config();
const url = config.requireSecret("url");
`;

/** What look-ups find. */
const FOUND = { flocks: [{ id: "flock:default", name: "Default Flock" }], webhooks: [], integrations: [] };

const snippets: readonly Snippet[] = [
  ...userPages.flatMap((page) => typeScriptIn(page)),
  ...fs
    .readdirSync(path.join(root, "provider"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => typeScriptIn(path.join("provider", file)))
    .map(({ where, code }) => ({ where, code: COMMENT_PRELUDE + code })),
];

function typeScriptIn(file: string): Snippet[] {
  return blocksOf(file).filter(({ language }) => language === "ts");
}

test("there are snippets in the README, in the page of every class and in its doc comment", () => {
  const places = new Set(snippets.map(({ where }) => where.replace(/:\d+$/, "")));
  const classes = Object.keys(alertWebhooks).filter((name) => /^(?!Provider$)[A-Z]/.test(name));
  const classPages = classes.map((name) => `docs/${name.replaceAll(/(?<=.)[A-Z]/g, "-$&").toLowerCase()}.md`);
  expect([...places]).toEqual(expect.arrayContaining(["README.md", ...classPages]));
  expect([...places].filter((place) => place.startsWith("provider/")).length).toBeGreaterThan(classes.length);
});

test("every snippet compiles", () => {
  const files = new Map(snippets.map(({ code }, index) => [path.join(root, `snippet-${index}.ts`), code]));
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(root, "tsconfig.json"), (file) => ts.sys.readFile(file)).config,
    ts.sys,
    root,
  );
  const host = ts.createCompilerHost(options);
  const onDisk = {
    fileExists: host.fileExists.bind(host),
    readFile: host.readFile.bind(host),
    getSourceFile: host.getSourceFile.bind(host),
  };
  host.fileExists = (file) => files.has(file) || onDisk.fileExists(file);
  host.readFile = (file) => files.get(file) ?? onDisk.readFile(file);
  host.getSourceFile = (file, version) => {
    const code = files.get(file);
    return code === undefined ? onDisk.getSourceFile(file, version) : ts.createSourceFile(file, code, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const problems = ts.getPreEmitDiagnostics(program).map((problem) => ({
    where: snippets[[...files.keys()].indexOf(problem.file?.fileName ?? "")]?.where,
    message: ts.flattenDiagnosticMessageText(problem.messageText, "\n"),
  }));
  expect(problems).toEqual([]);
});

test.each(snippets)("$where runs, and what it declares is accepted", async ({ code }) => {
  const refusals: string[] = [];
  const declared: string[] = [];
  await pulumi.runtime.setMocks({
    call({ token }) {
      declared.push(token);
      return FOUND;
    },
    async newResource({ type, name, inputs, id }) {
      const className = type.split(":").at(-1) ?? "";
      declared.push(className);
      // What is only looked up has no inputs to check.
      if (/^(pulumi-nodejs:dynamic\/|alert-webhooks:)/.test(type) && id === undefined) {
        const known = Object.entries(inputs as Record<string, unknown>)
          .filter(([, value]) => value !== undefined)
          .map(([property, value]) => [property, withoutSecretMark(value)]);
        const { failures = [] } = (await provider(className).check?.({}, Object.fromEntries(known))) ?? {};
        refusals.push(
          ...failures.map(({ reason }) => reason).filter((reason) => !reason.includes("is missing. Set it")),
        );
      }
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
  });
  const names = [...code.matchAll(/require(?:Secret)?\("(\w+)"\)/g)].map((match) => match[1] ?? "");
  const value = (name: string) => (/url/i.test(name) ? `https://example.com/${name}` : name);
  pulumi.runtime.setAllConfig(Object.fromEntries(names.map((name) => [`project:${name}`, value(name)])));

  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const log = jest.spyOn(console, "log").mockImplementation();
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running what the documents show is the point
  const run = new Function("require", "exports", `return (async () => {${outputText}})();`) as (
    load: (name: string) => unknown,
    exports: object,
  ) => Promise<void>;
  await run((name) => MODULES[name], {});
  await new Promise((resolve) => setImmediate(resolve));
  log.mockRestore();

  expect(refusals).toEqual([]);
  expect(declared.length > 0 || code.includes("Emulator")).toBe(true);
});

/** The value of a secret: a mock sees it as it goes over the wire. */
function withoutSecretMark(value: unknown): unknown {
  const isSecret = typeof value === "object" && value !== null && pulumi.runtime.specialSigKey in value;
  return isSecret ? (value as unknown as { value: unknown }).value : value;
}

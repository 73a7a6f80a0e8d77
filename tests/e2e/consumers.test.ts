import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import { Emulator } from "../../emulator";
import { Stack } from "../../scripts/stack";
import { FLOCK } from "../specimens";
import { Packed, type Project, devDependencies, peerDependencies } from "./packed";

const run = promisify(execFile);

/** Pulumi's TypeScript template as it was until March 2026. */
const templateOptions = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

/** The ends of what the package works with. The template asked for TypeScript ^5.0.0. */
const toolchains = {
  oldest: { pulumi: peerDependencies["@pulumi/pulumi"]?.replace("^", ""), typescript: "4.9.5" },
  newest: { pulumi: devDependencies["@pulumi/pulumi"], typescript: "^5.0.0" },
};

let packed: Packed;
const projects: Record<string, string> = {};

async function newTemplateProject(name: keyof typeof toolchains): Promise<void> {
  const { pulumi, typescript } = toolchains[name];
  projects[name] = await packed.newProject(name, {
    installer: "npm",
    from: path.join(__dirname, "programs", "consumer"),
    files: {
      "package.json": {
        name,
        main: "index.ts",
        devDependencies: { "@types/node": "^18", typescript },
        dependencies: { "@pulumi/pulumi": pulumi, "pulumi-alert-webhooks": packed.reference },
      },
      "tsconfig.json": { compilerOptions: templateOptions, files: ["index.ts", "types.ts"] },
    },
  });
}

const pulumi = devDependencies["@pulumi/pulumi"];

/** A pnpm workspace of two programs, of which one has the package only through a library. */
async function newWorkspace(): Promise<void> {
  const direct = `"use strict";
    const { CanaryGenericWebhook, CoralogixIntegration } = require("pulumi-alert-webhooks");
    const soc = new CanaryGenericWebhook("soc", { flockId: "${FLOCK}", url: "https://soc.example/", headers: { A: "b" } });
    new CoralogixIntegration("mail", { type: "email_group", alias: "mail", emails: ["soc@acme.example"] });
    exports.host = soc.host;
  `;
  const library = `exports.declare = () => {
    const { CanaryGenericWebhook } = require("pulumi-alert-webhooks");
    new CanaryGenericWebhook("soc", { flockId: "${FLOCK}", url: "https://soc.example/" });
  };`;
  projects.workspace = await packed.newProject("workspace", {
    installer: "pnpm",
    files: {
      "package.json": { name: "workspace", private: true },
      "pnpm-workspace.yaml": "packages: [direct, indirect, library]\n",
      ...member("library", { "pulumi-alert-webhooks": packed.reference }, library),
      ...member("direct", { "pulumi-alert-webhooks": packed.reference }, direct),
      ...member("indirect", { library: "workspace:*" }, 'require("library").declare();\n'),
    },
  });
}

/** The files of a package in a workspace, which may be a program. */
function member(name: string, dependencies: Record<string, string>, code: string): Project["files"] {
  return {
    [`${name}/package.json`]: { name, version: "1.0.0", dependencies: { "@pulumi/pulumi": pulumi, ...dependencies } },
    [`${name}/Pulumi.yaml`]: `name: ${name}\nruntime: nodejs\nmain: index.js\n`,
    [`${name}/index.js`]: code,
  };
}

beforeAll(async () => {
  packed = await Packed.create();
  await Promise.all([newTemplateProject("oldest"), newTemplateProject("newest"), newWorkspace()]);
});

afterAll(() => {
  packed.remove();
});

describe.each(["oldest", "newest"] as const)("a project with the %s SDK and TypeScript", (name) => {
  test("compiles, and sees no types of zod or axios", async () => {
    const { [name]: project = "" } = projects;
    const tsc = path.join(project, "node_modules", "typescript", "bin", "tsc");
    const { stdout } = await run(process.execPath, [tsc, "--noEmit", "--listFiles"], { cwd: project });
    const read = stdout.split("\n").filter((file) => file.includes("/pulumi-alert-webhooks/dist/provider/"));
    expect(read.map((file) => path.basename(file))).toContain("index.d.ts");
    expect(read.filter((file) => /\b(zod|axios)\b/.test(readFileSync(file, "utf8")))).toEqual([]);
  });

  test("takes its resources through a life", async () => {
    const { [name]: projectDir = "" } = projects;
    const [main, emea] = await Promise.all([
      Emulator.start(),
      Emulator.start({ authTokens: ["emea-token"], apiKeys: ["emea-key"] }),
    ]);
    const before = [main.snapshot(), emea.snapshot()];
    let stack: Stack | undefined;
    try {
      stack = await Stack.create({
        projectDir,
        config: {
          "alert-webhooks:canaryConsoleUrl": main.url,
          "alert-webhooks:coralogixBaseUrl": main.url,
          emeaUrl: emea.url,
        },
        secrets: {
          "alert-webhooks:canaryAuthToken": "emulator-auth-token",
          "alert-webhooks:coralogixApiKey": "emulator-api-key",
          emeaToken: "emea-token",
          emeaKey: "emea-key",
          key: "secret-key",
          jiraToken: "secret-token",
        },
      });
      await stack.preview();
      expect([main.snapshot(), emea.snapshot()]).toEqual(before);
      await stack.up();
      expect(await stack.outputs()).toEqual({ host: "soc.example", isWebhook: true });
      for (const [{ state }, url] of [
        [main, "https://soc.example/"],
        [emea, "https://emea.example/"],
      ] as const) {
        expect(state.flocks["flock:default"]?.generic).toMatchObject([{ url, headers: { "X-Key": "secret-key" } }]);
        expect(Object.values(state.accounts).flatMap(({ integrations }) => integrations)).toHaveLength(1);
      }
      expect(JSON.stringify(await stack.export())).not.toMatch(/secret-key|secret-token|emea-token|emea-key/);
      await stack.preview(["--expect-no-changes"]);
      await stack.refresh(["--expect-no-changes"]);
      await stack.destroy();
      expect([main.snapshot(), emea.snapshot()]).toEqual(before);
    } finally {
      await stack?.close();
      await Promise.all([main.stop(), emea.stop()]);
    }
  });
});

test("a JavaScript program of a workspace takes its resources through a life", async () => {
  const emulator = await Emulator.start();
  const before = emulator.snapshot();
  let stack: Stack | undefined;
  try {
    stack = await Stack.create({
      projectDir: path.join(projects.workspace ?? "", "direct"),
      config: { "alert-webhooks:canaryConsoleUrl": emulator.url, "alert-webhooks:coralogixBaseUrl": emulator.url },
      secrets: {
        "alert-webhooks:canaryAuthToken": "emulator-auth-token",
        "alert-webhooks:coralogixApiKey": "emulator-api-key",
      },
    });
    await stack.up();
    expect(emulator.state.flocks[FLOCK]?.generic).toMatchObject([{ headers: { A: "b" } }]);
    const { resources = [] } = (await stack.export()).deployment;
    expect(resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs).toEqual({ host: "soc.example" });
    const sourcePosition = "project:///index.js#3,17";
    const soc = resources.find(({ urn }) => urn.endsWith("::soc"));
    expect(soc).toMatchObject({ sourcePosition, stackTrace: [{ sourcePosition }] });
    await stack.preview(["--expect-no-changes"]);
    await stack.destroy();
    expect(emulator.snapshot()).toEqual(before);
  } finally {
    await stack?.close();
    await emulator.stop();
  }
});

test("a program that has the package only through a library says so in one sentence", async () => {
  const stack = await Stack.create({ projectDir: path.join(projects.workspace ?? "", "indirect") });
  try {
    const { code, output } = await stack.preview([], { expectSuccess: false });
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /^ +error: pulumi-alert-webhooks must be a dependency of the Pulumi program's own project, not only of a library that it uses: Pulumi's dynamic-provider host loads it from there\.$/m,
    );
    expect(output).not.toMatch(/^ +at /m);
  } finally {
    await stack.close();
  }
});

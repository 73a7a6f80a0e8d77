import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { Emulator } from "../../emulator";
import { Stack, root } from "../../scripts/stack";
import { FLOCK } from "./every-resource";

const run = promisify(execFile);
const { devDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  devDependencies: Record<string, string>;
};

const program = `
"use strict";
const { CanaryGenericWebhook, CoralogixIntegration } = require("pulumi-alert-webhooks");
const flockId = "${FLOCK}";
const soc = new CanaryGenericWebhook("soc", { flockId, url: "https://soc.example/", headers: { "X-Key": "key" } });
new CoralogixIntegration("mail", { type: "email_group", alias: "mail", emails: ["soc@acme.example"] });
exports.host = soc.host;
`;

/** What installs a project's dependencies, each in its own layout of node_modules. No script of theirs is needed. */
const installers = {
  npm: ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
  pnpm: ["npm", "exec", "--yes", "--prefer-offline", "--", "pnpm@12.21.0", "install", "--ignore-scripts"],
};

let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "package-"));
  await run("npm", ["pack", "--pack-destination", folder, "--loglevel=error"], { cwd: root });
  const [packed = ""] = readdirSync(folder);
  tarball = path.join(folder, packed);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Where the installers keep what they fetch: nothing goes into the home folder. */
function ownFolders(): Record<string, string> {
  return {
    XDG_CACHE_HOME: path.join(folder, "cache"),
    XDG_DATA_HOME: path.join(folder, "data"),
    XDG_STATE_HOME: path.join(folder, "state"),
    npm_config_cache: path.join(root, ".cache", "npm"),
  };
}

/** A user's project, outside the repository, with the package as it would be published. */
async function newProject(name: keyof typeof installers): Promise<string> {
  const project = path.join(folder, name);
  mkdirSync(project);
  const dependencies = {
    "pulumi-alert-webhooks": `file:${tarball}`,
    "@pulumi/pulumi": devDependencies["@pulumi/pulumi"],
  };
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name, private: true, dependencies }));
  writeFileSync(path.join(project, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: index.js\n`);
  writeFileSync(path.join(project, "index.js"), program);
  const [command = "", ...args] = installers[name];
  await run(command, args, { cwd: project, env: { ...process.env, ...ownFolders() } });
  return project;
}

test.each(["npm", "pnpm"] as const)("the packed package works in a project that %s installed", async (name) => {
  const projectDir = await newProject(name);
  const emulator = await Emulator.start();
  const before = emulator.snapshot();
  let stack: Stack | undefined;
  try {
    stack = await Stack.create({
      projectDir,
      config: { "alert-webhooks:canaryConsoleUrl": emulator.url, "alert-webhooks:coralogixBaseUrl": emulator.url },
      secrets: {
        "alert-webhooks:canaryAuthToken": "emulator-auth-token",
        "alert-webhooks:coralogixApiKey": "emulator-api-key",
      },
    });
    await stack.up();
    expect(emulator.state.flocks[FLOCK]?.generic).toMatchObject([{ headers: { "X-Key": "key" } }]);
    expect(await stack.outputs()).toEqual({ host: "soc.example" });
    await stack.preview(["--expect-no-changes"]);
    const { resources = [] } = (await stack.export()).deployment;
    const sourcePosition = "project:///index.js#5,13";
    const soc = resources.find(({ urn }) => urn.endsWith("::soc"));
    expect(soc).toMatchObject({ sourcePosition, stackTrace: [{ sourcePosition }] });
    await stack.destroy();
    expect(emulator.snapshot()).toEqual(before);
  } finally {
    await stack?.close();
    await emulator.stop();
  }
});

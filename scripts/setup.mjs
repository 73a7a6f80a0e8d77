/**
 * Puts in place what `npm run demo`, `npm test` and the others need, each only where it is missing: the dependencies with
 * a Node.js that is new enough, the pinned Pulumi CLI, for the tests its YAML host, and the build. Plain JavaScript for
 * Node.js 20 without a dependency, since it runs on a fresh clone, of Linux or macOS. Writes only into the project, the
 * temporary folder and PULUMI_HOME.
 *
 * Usage: node scripts/setup.mjs [--yaml] [--silent]
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { buildCli, buildYamlHost, yamlHostVersion } from "./build-cli.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cache = path.join(root, ".cache");
const modules = path.join(root, "node_modules");
const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), "utf8"));
const searchPath = () => (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
const say = (line) => process.stdout.write(`Set-up: ${line}\n`);

/** Something that the user has to do; shown without a stack trace. */
class SetupError extends Error {}

const execute = promisify(execFile);

/** Runs a program with its output kept back; when it fails, the error carries the end of that output. */
async function run(command, args, options = {}) {
  const running = execute(command, args, { cwd: root, maxBuffer: Infinity, ...options });
  running.child.stdin?.end();
  try {
    return (await running).stdout;
  } catch ({ message, stdout, stderr, signal, code }) {
    const output = `${stdout}${stderr}`.trim() || message;
    const end = output.split("\n").slice(-40).join("\n");
    throw new SetupError(`${path.basename(command)} ${args.join(" ")} failed (${signal ?? code}):\n${end}`);
  }
}

async function step(name, action) {
  const start = Date.now();
  say(`${name} …`);
  await action();
  say(`${name}: done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

const LOCK_RENEWED_MS = 1000;
const LOCK_ABANDONED_MS = 15_000;

/** Does the action while no other set-up of this checkout works. */
async function locked(action) {
  const lock = path.join(cache, "setup.lock");
  mkdirSync(cache, { recursive: true });
  for (let waits = false; !take(lock); await sleep(200)) {
    if (!waits) say("waiting for another one that works here");
    waits = true;
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  const renewal = setInterval(() => utimesSync(lock, new Date(), new Date()), LOCK_RENEWED_MS);
  process.once("exit", release);
  process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
  try {
    await action();
  } finally {
    clearInterval(renewal);
    release();
  }
}

function take(lock) {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  // By its age and not by a process id, which says nothing in the next container.
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
  if (age > LOCK_ABANDONED_MS) rmSync(lock, { recursive: true, force: true });
  return false;
}

// --- The dependencies ------------------------------------------------------------------------------------------------

/**
 * Whether what npm installed (node_modules/.package-lock.json, written when an install is complete) is what
 * package-lock.json asks for. Optional packages of other platforms may be absent.
 */
export function dependenciesMatch(wanted, installed) {
  return Object.entries(wanted.packages).every(([folder, { integrity, optional }]) => {
    const found = installed.packages[folder];
    return folder === "" || (found === undefined ? optional === true : found.integrity === integrity);
  });
}

function dependenciesInPlace() {
  if (!existsSync(path.join(modules, ".package-lock.json"))) return false;
  return dependenciesMatch(readJson("package-lock.json"), readJson("node_modules/.package-lock.json"));
}

const localNode = path.join(modules, ".bin", "node");

async function installDependencies() {
  // A script of node_modules/.bin may have started this, and that folder goes away for a while.
  const PATH = searchPath()
    .filter((folder) => !folder.includes("node_modules"))
    .join(path.delimiter);
  await run("npm", ["ci", "--no-progress"], { env: { ...process.env, PATH } });
  // npm scripts find this Node.js first. Where there is no build of it that runs, the machine's own has to do.
  await run(localNode, ["--version"]).catch(() => rmSync(localNode, { force: true }));
}

function checkNode() {
  if (existsSync(localNode) || Number.parseInt(process.versions.node) >= 22) return;
  throw new SetupError(
    `The npm package "node", which brings Node.js 24, does not run on this machine (${process.platform} ` +
      `${process.arch}), whose own Node.js is ${process.version}. Install Node.js 22 or newer and run this again.`,
  );
}

// --- The CLI ---------------------------------------------------------------------------------------------------------

const cliVersion = readJson("package.json").devDependencies.pulumi;
const cliTitle = `Pulumi CLI ${cliVersion}`;
const dynamicHost = "pulumi-resource-pulumi-nodejs";
const programs = ["pulumi", "pulumi-language-nodejs", dynamicHost];
/** A link to the folder of the pinned CLI, which scripts/stack.ts follows. */
const cliLink = path.join(cache, `cli-${cliVersion}`);

const isComplete = (bin) => programs.every((name) => isExecutable(path.join(bin, name)));

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).size > 0;
  } catch {
    return false;
  }
}

async function provideCli() {
  const target = path.join(pulumiHome(), "versions", cliVersion, "bin");
  let bin = isComplete(target) ? target : await cliOnPath();
  if (bin === undefined) {
    await installCli(target);
    bin = target;
  }
  rmSync(cliLink, { force: true });
  symlinkSync(bin, cliLink);
}

function pulumiHome() {
  if (process.env.PULUMI_HOME) return path.resolve(process.env.PULUMI_HOME);
  try {
    const home = path.join(homedir() || cache, ".pulumi");
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
    return home;
  } catch {
    return path.join(cache, "pulumi-home");
  }
}

/** A CLI of the very version, with its hosts beside it. The npm package's shim, which would download one, has none. */
async function cliOnPath() {
  for (const folder of searchPath()) {
    const file = path.join(folder, "pulumi");
    if (!isExecutable(file)) continue;
    const bin = path.dirname(realpathSync(file));
    if (!isComplete(bin)) continue;
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: path.join(cache, "pulumi-home") };
    const version = await run(file, ["version"], { env, timeout: 10_000 }).catch(() => "");
    if (version.trim() === `v${cliVersion}`) return bin;
  }
  return undefined;
}

/** Installs the pinned CLI where the npm package `pulumi` looks for it. */
async function installCli(target) {
  const folder = path.dirname(target);
  // On the same file system, so that it gets into place in one step: other checkouts may install the same version now.
  const staging = `${folder}-${process.pid}`;
  process.once("exit", () => rmSync(staging, { recursive: true, force: true }));
  mkdirSync(staging, { recursive: true });
  const bin = (await downloadCli(staging)) ?? (await buildFromModules(staging, target));
  mkdirSync(folder, { recursive: true });
  if (!isComplete(target)) rmSync(target, { recursive: true, force: true });
  if (!existsSync(target)) renameSync(bin, target);
}

/** The npm package that pins the CLI downloads it when it is started. Gives its folder, if that works. */
async function downloadCli(home) {
  const start = [path.join(modules, "pulumi", "run.js"), "version"];
  // The official installer looks up a login shell's profile through HOME, even when told not to edit it.
  const env = { ...process.env, HOME: home, PULUMI_HOME: home, PULUMI_VERSION: cliVersion };
  const bin = path.join(home, "versions", cliVersion, "bin");
  try {
    await step(`${cliTitle}, official download`, () => run(process.execPath, start, { env, timeout: 300_000 }));
    if (isComplete(bin)) return bin;
    say("the official download lacks one of the expected programs");
  } catch (error) {
    say(`the official download did not work: ${error.message.split("\n").at(-1)}`);
  }
  return undefined;
}

async function buildFromModules(staging, target) {
  requireGo(
    [
      `The ${cliTitle} is missing: its official download did not work, and Go, to build it, is not on the PATH.`,
      "One of these helps; then run the same command again:",
      "- install Go (the newest release): the CLI is then built from its Go modules, in about 5 minutes",
      `- install the CLI by other means, so that \`pulumi version\` says v${cliVersion}`,
      `- place the programs of its official archive in ${target}: ${programs.join(", ")}`,
    ].join("\n"),
  );
  const work = path.join(cache, "cli-build");
  const bin = path.join(staging, "bin");
  mkdirSync(bin);
  await step(`${cliTitle}, built from its Go modules (once, about 5 minutes with 2 cores)`, () =>
    buildCli({ run, cliVersion, dynamicHost: path.join(modules, "@pulumi", "pulumi", dynamicHost), work, bin }),
  );
  rmSync(work, { recursive: true, force: true });
  return bin;
}

function requireGo(otherwise) {
  // Not `go version`: even that writes into the home folder.
  if (!searchPath().some((folder) => isExecutable(path.join(folder, "go")))) throw new SetupError(otherwise);
}

// --- The YAML host ---------------------------------------------------------------------------------------------------

const yamlHost = "pulumi-language-yaml";
const yamlTitle = `Pulumi's YAML host ${yamlHostVersion}`;
/** A link to the folder of the YAML host, which scripts/stack.ts follows. */
const yamlLink = path.join(cache, "yaml-host");

/** Where the YAML host may be: beside the CLI, as in its official archive, or in a folder of its own. */
const yamlFolders = () => [
  realpathSync(cliLink),
  path.join(pulumiHome(), "versions", `yaml-${yamlHostVersion}`, "bin"),
];

function yamlHostInPlace() {
  if (!isExecutable(path.join(yamlLink, yamlHost))) return false;
  return yamlFolders().some((folder) => existsSync(folder) && realpathSync(folder) === realpathSync(yamlLink));
}

async function provideYamlHost() {
  const folders = yamlFolders();
  let bin = folders.find((folder) => isExecutable(path.join(folder, yamlHost)));
  if (bin === undefined) {
    bin = folders.at(-1);
    await installYamlHost(bin);
  }
  rmSync(yamlLink, { force: true });
  symlinkSync(bin, yamlLink);
}

async function installYamlHost(target) {
  requireGo(`${yamlTitle} is missing, which the tests use. Install Go (the newest release), which builds it.`);
  const work = path.join(cache, "yaml-build");
  const bin = path.join(work, "bin");
  mkdirSync(bin, { recursive: true });
  await step(`${yamlTitle}, built from its Go modules (once, about 4 minutes with 2 cores)`, () =>
    buildYamlHost({ run, work, bin }),
  );
  mkdirSync(target, { recursive: true });
  // In one step: other checkouts may install the same now.
  const staged = path.join(target, `${yamlHost}-${process.pid}`);
  copyFileSync(path.join(bin, yamlHost), staged);
  renameSync(staged, path.join(target, yamlHost));
  rmSync(work, { recursive: true, force: true });
}

// --- The build -------------------------------------------------------------------------------------------------------

const dist = path.join(root, "dist");
const buildStamp = path.join(dist, ".sources.sha256");
const sourceFolders = readJson("tsconfig.build.json").include;

/** One hash over all that the build depends on. */
function sourcesHash() {
  const hash = createHash("sha256");
  const sources = sourceFolders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) => path.join(folder, file)),
  );
  for (const file of [...sources.sort(), "tsconfig.json", "tsconfig.build.json", "package-lock.json"]) {
    if (path.extname(file) !== "") hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

const buildInPlace = () => existsSync(buildStamp) && readFileSync(buildStamp, "utf8") === sourcesHash();

async function build() {
  const hash = sourcesHash();
  await run(process.execPath, [path.join(modules, "typescript", "bin", "tsc"), "-p", "tsconfig.build.json"]);
  // tsc leaves the output of sources that are gone.
  for (const output of readdirSync(dist, { recursive: true })) {
    const source = output.replace(/(\.d)?\.[jt]s$/, ".ts");
    if (source !== output && !existsSync(path.join(root, source))) rmSync(path.join(dist, output));
  }
  writeFileSync(buildStamp, hash);
}

// --- All together ----------------------------------------------------------------------------------------------------

async function setUp({ withYaml }) {
  const isYamlInPlace = () => !withYaml || yamlHostInPlace();
  if (dependenciesInPlace() && isComplete(cliLink) && isYamlInPlace() && buildInPlace()) return;
  await locked(async () => {
    if (!dependenciesInPlace()) await step("dependencies (npm ci)", installDependencies);
    checkNode();
    if (!isComplete(cliLink)) await provideCli();
    if (!isYamlInPlace()) await provideYamlHost();
    if (!buildInPlace()) await step("build", build);
  });
}

if (realpathSync(process.argv[1] ?? ".") === fileURLToPath(import.meta.url)) {
  const start = Date.now();
  try {
    await setUp({ withYaml: process.argv.includes("--yaml") });
    if (!process.argv.includes("--silent")) say(`all in place (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    process.stderr.write(`\nSet-up failed. ${error instanceof SetupError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}

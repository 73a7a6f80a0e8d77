/**
 * Puts in place what `npm run demo`, `npm test` and the others need, each step only when it is missing: the
 * dependencies, Node 22+, the pinned Pulumi CLI, the build. Plain JavaScript without a dependency for Node 20, since it
 * runs on a fresh clone. Writes only into the project, the temporary folder and PULUMI_HOME.
 *
 * Usage: node scripts/setup.mjs [--silent]
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
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
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cache = path.join(root, ".cache");
const windows = process.platform === "win32";
const exeSuffix = windows ? ".exe" : "";
const silent = process.argv.includes("--silent");

/** Something that the user has to do; shown without a stack trace. */
class SetupError extends Error {}

// --- Decisions -------------------------------------------------------------------------------------------------------

/**
 * Whether what npm installed (node_modules/.package-lock.json, written when an install is complete) is what
 * package-lock.json asks for. Optional packages of other platforms may be absent.
 */
export function dependenciesMatch(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([folder]) => folder !== "");
  return (
    wanted.every(([folder, { version, integrity, optional }]) => {
      const found = installed.packages[folder];
      return found === undefined ? optional === true : found.version === version && found.integrity === integrity;
    }) && Object.keys(installed.packages).every((folder) => folder in lock.packages)
  );
}

/**
 * Whether this `pulumi` of the PATH can be the CLI itself. One from a node_modules folder is the npm package's shim,
 * which would start a download when asked for its version.
 */
export function mayBeCli(realPath) {
  return !realPath.split(/[\\/]/).includes("node_modules");
}

/** The PATH without this project's node_modules/.bin, for what replaces node_modules. */
export function pathWithoutBin(searchPath, delimiter = path.delimiter) {
  return searchPath
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin[\\/]?$|node-gyp-bin[\\/]?$/.test(folder))
    .join(delimiter);
}

/** One hash over the names and the contents of these files and of all files in these folders. */
export function hashOf(folder, entries) {
  const hash = createHash("sha256");
  const add = (entry) => {
    const file = path.join(folder, entry);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (stats.isDirectory()) {
      for (const name of readdirSync(file).sort()) add(path.join(entry, name));
    } else {
      hash.update(`${entry}\0${stats.size}\0`).update(readFileSync(file));
    }
  };
  entries.forEach(add);
  return hash.digest("hex");
}

// --- Small things ----------------------------------------------------------------------------------------------------

const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() && statSync(file).size > 0;
  } catch {
    return false;
  }
}

/** Runs a program with its output kept back; when it fails, the error carries the end of that output. */
function run(command, args, { env = process.env, cwd = root, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    }
    child.on("error", (error) => reject(new SetupError(`${command} did not start: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(output);
      const end = output.trim().split("\n").slice(-40).join("\n");
      reject(new SetupError(`${[command, ...args].join(" ")} failed (${signal ?? `exit code ${code}`}):\n${end}`));
    });
  });
}

const say = (line) => process.stdout.write(`${line}\n`);

async function step(name, action, hint = "") {
  const start = Date.now();
  say(`Set-up: ${name} …${hint === "" ? "" : ` (${hint})`}`);
  await action();
  say(`Set-up: ${name}: done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

/** Waits until no other set-up of this checkout works, then does the action. */
async function locked(action) {
  mkdirSync(cache, { recursive: true });
  const lock = path.join(cache, "setup.lock");
  const owner = () => {
    try {
      return Number(readFileSync(lock, "utf8"));
    } catch {
      return undefined;
    }
  };
  const alive = (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return error.code === "EPERM";
    }
  };
  for (let told = false; ;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const pid = owner();
    // A pid of 0 is a lock that is being written.
    if (pid > 0 && !alive(pid)) {
      rmSync(lock, { force: true });
      // Two may have seen the same dead owner: give the other one's removal time to happen before the next attempt.
      await sleep(50 + Math.random() * 100);
      continue;
    }
    if (!told) say(`Set-up: waiting for the one that runs already (process ${pid})`);
    told = true;
    await sleep(500);
  }
  const release = () => {
    if (owner() === process.pid) rmSync(lock, { force: true });
  };
  process.on("exit", release);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ]) {
    process.once(signal, () => process.exit(code));
  }
  try {
    await action();
  } finally {
    release();
  }
}

// --- Dependencies ----------------------------------------------------------------------------------------------------

function dependenciesInPlace() {
  const installed = path.join(root, "node_modules", ".package-lock.json");
  return (
    existsSync(installed) && dependenciesMatch(readJson(path.join(root, "package-lock.json")), readJson(installed))
  );
}

async function installDependencies() {
  const npmCache = path.join(cache, "npm-ci");
  await run("npm", ["ci", "--no-audit", "--no-fund", "--no-progress"], {
    // A script of node_modules/.bin may have started this, and that folder goes away for a while.
    env: { ...process.env, PATH: pathWithoutBin(process.env.PATH ?? ""), npm_config_cache: npmCache },
    shell: windows,
  });
  // Kept after a failure, so that the next attempt has less to fetch.
  rmSync(npmCache, { recursive: true, force: true });
}

// --- Node ------------------------------------------------------------------------------------------------------------

const major = (version) => Number.parseInt(version.replace(/^v/, ""));
const localNode = path.join(root, "node_modules", ".bin", windows ? "node.cmd" : "node");

/** npm scripts find node_modules/.bin/node first, so it must run; a Node 22+ of the machine does as well. */
function checkNode() {
  if (process.execPath.startsWith(path.join(root, "node_modules")) && major(process.version) >= 22) return;
  try {
    const version = execFileSync(localNode, ["--version"], { encoding: "utf8", shell: windows, stdio: "pipe" }).trim();
    if (major(version) >= 22) return;
  } catch {
    // No build of it for this platform.
    if (major(process.version) >= 22) {
      rmSync(localNode, { force: true });
      return;
    }
  }
  throw new SetupError(
    `The npm package "node", which brings Node 24, does not run on this machine (${process.platform} ` +
      `${process.arch}), and the machine's own Node is ${process.version}. Install Node 22 or newer and run this again.`,
  );
}

// --- The CLI ---------------------------------------------------------------------------------------------------------

const cliVersion = readJson(path.join(root, "package.json")).devDependencies.pulumi;
// The Node language host left that module after this release, for one that is not published on its own. The host of this
// release serves today's engine.
const languageHostVersion = "3.68.0";
const cliName = `pulumi${exeSuffix}`;
const languageHostName = `pulumi-language-nodejs${exeSuffix}`;
const dynamicHostName = `pulumi-resource-pulumi-nodejs${windows ? ".cmd" : ""}`;
const recordFile = path.join(cache, "cli.json");

function pulumiHome() {
  if (process.env.PULUMI_HOME) return process.env.PULUMI_HOME;
  try {
    if (!path.isAbsolute(homedir())) throw new Error("no home");
    const home = path.join(homedir(), ".pulumi");
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
    return home;
  } catch {
    return path.join(cache, "pulumi-home");
  }
}

const isComplete = (bin) =>
  [cliName, languageHostName, dynamicHostName].every((name) => isExecutable(path.join(bin, name)));

/** What the last set-up chose, as long as that file is still the same: the version is asked for only once. */
function recordedCli() {
  if (!existsSync(recordFile)) return undefined;
  const record = readJson(recordFile);
  const stats = statSync(record.path, { throwIfNoEntry: false });
  const same = record.version === cliVersion && stats?.size === record.size && stats.mtimeMs === record.mtimeMs;
  return same ? record.path : undefined;
}

function recordCli(file) {
  mkdirSync(cache, { recursive: true });
  const { size, mtimeMs } = statSync(file);
  const temporary = `${recordFile}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify({ path: file, version: cliVersion, size, mtimeMs }));
  renameSync(temporary, recordFile);
}

/** A CLI of the very version on the PATH, with its two hosts beside it. */
function cliOnPath() {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, cliName);
    if (folder === "" || !isExecutable(file)) continue;
    const real = realpathSync(file);
    const bin = [folder, path.dirname(real)].find(isComplete);
    if (!mayBeCli(real) || bin === undefined) continue;
    try {
      const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: path.join(cache, "pulumi-home") };
      const version = execFileSync(file, ["version"], { encoding: "utf8", timeout: 10_000, stdio: "pipe", env });
      if (version.trim() === `v${cliVersion}`) return path.join(bin, cliName);
    } catch {
      // One that does not run is no candidate.
    }
  }
  return undefined;
}

/** Moves a complete installation to its place in one step: other checkouts may install the same version now. */
function moveIntoPlace(bin, target) {
  mkdirSync(path.dirname(target), { recursive: true });
  if (existsSync(target) && !isComplete(target)) renameSync(target, `${bin}-incomplete`);
  try {
    renameSync(bin, target);
  } catch (error) {
    if (!isComplete(target)) throw error;
  }
}

/** The official installer, from the npm package that pins the CLI. Bounded: a host may be out of reach. */
async function downloadCli(folder) {
  const { installCLI } = createRequire(import.meta.url)("pulumi/lib/download.js");
  await installCLI(cliVersion, folder, {
    fetchText: (url) => run("curl", ["-fsSL", "--connect-timeout", "10", "--max-time", "30", url]),
    // The installer looks up a login shell's profile through HOME, even when told not to edit it.
    ...(!windows && {
      execScript: (script, args) => {
        execFileSync("/bin/sh", [script, ...args], {
          timeout: 300_000,
          stdio: "pipe",
          env: { ...process.env, HOME: folder },
        });
      },
    }),
  });
  const bin = path.join(folder, "bin");
  if (!isComplete(bin)) throw new SetupError(`the official download lacks one of the expected programs`);
  return bin;
}

/** Builds the CLI and its language host from their Go modules, everything that Go writes kept in this folder. */
async function buildCli(folder) {
  const bin = path.join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const configHome = process.env.XDG_CONFIG_HOME ?? path.join(homedir(), ".config");
  const env = {
    ...process.env,
    // Go keeps counters of its own use in the home folder; its settings are still read from there.
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    GOENV: process.env.GOENV ?? path.join(configHome, "go", "env"),
    NETRC: process.env.NETRC ?? path.join(homedir(), ".netrc"),
    GOPATH: path.join(folder, "go"),
    GOMODCACHE: path.join(folder, "modules"),
    GOCACHE: path.join(folder, "objects"),
    // Without -modcacherw the module cache could not be removed.
    GOFLAGS: "-mod=mod -modcacherw -buildvcs=false",
    GOWORK: "off",
    CGO_ENABLED: "0",
  };
  const programs = [
    {
      name: cliName,
      module: `github.com/pulumi/pulumi/pkg/v3/cmd/pulumi`,
      version: `v${cliVersion}`,
      flags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${cliVersion}`,
    },
    {
      name: languageHostName,
      module: `github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs`,
      version: `v${languageHostVersion}`,
      flags: "-s -w",
    },
  ];
  for (const { name, module, version, flags } of programs) {
    const cwd = path.join(folder, `build-${name}`);
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(cwd);
    // Not `go install module@version`: it refuses modules with replace directives.
    writeFileSync(path.join(cwd, "go.mod"), "module build\n");
    await step(`Go modules of ${name}`, () => run("go", ["get", `${module}@${version}`], { cwd, env }));
    const args = ["build", "-trimpath", "-ldflags", flags, "-o", path.join(bin, name), module];
    await step(`${name} ${version}`, () => run("go", args, { cwd, env }));
  }
  // A copy, not a link: the folder is shared, and this checkout may go away.
  const dynamicHost = path.join(bin, dynamicHostName);
  copyFileSync(path.join(root, "node_modules", "@pulumi", "pulumi", dynamicHostName), dynamicHost);
  chmodSync(dynamicHost, 0o755);
  return bin;
}

// Not `go version`: even that writes into the home folder.
const hasGo = () =>
  (process.env.PATH ?? "").split(path.delimiter).some((folder) => isExecutable(path.join(folder, `go${exeSuffix}`)));

/** Installs the pinned CLI where the npm package `pulumi` looks for it. */
async function installCli(target) {
  const name = `the Pulumi CLI ${cliVersion}`;
  // In PULUMI_HOME, since a rename does not reach across file systems.
  const download = `${path.dirname(target)}-download-${process.pid}`;
  let reason;
  try {
    mkdirSync(download, { recursive: true });
    await step(`${name}, official download`, async () => moveIntoPlace(await downloadCli(download), target));
    return;
  } catch (error) {
    reason = String(error.stderr || error.message)
      .trim()
      .split("\n")
      .at(-1);
    say(`Set-up: the official download did not work: ${reason}`);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
  if (!hasGo()) {
    throw new SetupError(
      [
        `${name} is missing: its official download did not work (${reason}), and Go, to build it, is not on the PATH.`,
        "One of these helps; then run the same command again:",
        "- install Go (the newest release): the CLI is then built from its Go modules, in about 5 minutes",
        `- install ${name} by other means, so that \`pulumi version\` says v${cliVersion}`,
        `- place the programs of its official archive in ${target}: ${cliName}, ${languageHostName}, ${dynamicHostName}`,
      ].join("\n"),
    );
  }
  // Kept after a failure or an interruption, so that the next attempt continues it.
  const build = path.join(cache, "cli-build");
  await step(
    `${name}, built from its Go modules`,
    async () => {
      const bin = await buildCli(build);
      const staged = `${target}-${process.pid}`;
      mkdirSync(staged, { recursive: true });
      for (const file of readdirSync(bin)) copyFileSync(path.join(bin, file), path.join(staged, file));
      moveIntoPlace(staged, target);
      for (const rest of [staged, `${staged}-incomplete`, build]) rmSync(rest, { recursive: true, force: true });
    },
    "once, about 5 minutes with 2 cores",
  );
}

async function provideCli() {
  const target = path.join(pulumiHome(), "versions", cliVersion, "bin");
  let cli = isComplete(target) ? path.join(target, cliName) : cliOnPath();
  if (cli === undefined) {
    await installCli(target);
    cli = path.join(target, cliName);
  }
  recordCli(cli);
}

// --- The build -------------------------------------------------------------------------------------------------------

const buildStamp = path.join(root, "dist", ".sources.sha256");
const sourceFolders = readJson(path.join(root, "tsconfig.build.json")).include;

const sourcesHash = () =>
  hashOf(root, [...sourceFolders, "tsconfig.json", "tsconfig.build.json", "package.json", "package-lock.json"]);

const buildInPlace = () => existsSync(buildStamp) && readFileSync(buildStamp, "utf8") === sourcesHash();

async function build() {
  const hash = sourcesHash();
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  await run(process.execPath, [tsc, "-p", "tsconfig.build.json"]);
  // tsc leaves the output of sources that are gone.
  for (const folder of sourceFolders.filter((name) => existsSync(path.join(root, "dist", name)))) {
    for (const file of readdirSync(path.join(root, "dist", folder), { recursive: true })) {
      const source = path.join(root, folder, file.replace(/(\.d)?\.[jt]s$/, ".ts"));
      if (/\.[jt]s$/.test(file) && !existsSync(source)) unlinkSync(path.join(root, "dist", folder, file));
    }
  }
  writeFileSync(buildStamp, hash);
}

// --- All together ----------------------------------------------------------------------------------------------------

async function setUp() {
  const inPlace = () => dependenciesInPlace() && recordedCli() !== undefined && buildInPlace();
  if (inPlace()) {
    checkNode();
    return false;
  }
  await locked(async () => {
    if (!dependenciesInPlace()) await step("dependencies", installDependencies, "npm ci");
    checkNode();
    if (recordedCli() === undefined) await provideCli();
    if (!buildInPlace()) await step("build", build);
  });
  return true;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const start = Date.now();
  try {
    const worked = await setUp();
    if (worked || !silent) say(`Set-up: all in place (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    process.stderr.write(`\nSet-up failed. ${error instanceof SetupError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}

import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, Emulator } from "../../emulator";
import { newFlock } from "../../emulator/canary/state";
import { root, searchPath } from "../../scripts/stack";
import { type Amounts, populate } from "../populated";
import { SECRET, account } from "../specimens";

const run = promisify(execFile);

interface Webhook {
  readonly name: string;
  readonly type: string;
  args: Record<string, unknown>;
}

let emulator: Emulator;
let folder: string;

/** A folder whose projects find the package, as npm installs it. */
beforeEach(async () => {
  emulator = await Emulator.start({ flocks: [] });
  folder = mkdtempSync(path.join(tmpdir(), "discover-"));
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(folder, "backend"));
  mkdirSync(path.join(modules, ".bin"), { recursive: true });
  symlinkSync(root, path.join(modules, "pulumi-alert-webhooks"));
  symlinkSync(path.join(root, "node_modules", "@pulumi"), path.join(modules, "@pulumi"));
  symlinkSync(path.join(root, "node_modules", "@types"), path.join(modules, "@types"));
  const plugin = "pulumi-resource-alert-webhooks";
  symlinkSync(path.join(__dirname, "programs", "bin", plugin), path.join(modules, ".bin", plugin));
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  await emulator.stop();
});

function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !/^(PULUMI|CANARY|CORALOGIX)_/.test(key));
  return {
    ...Object.fromEntries(inherited),
    PATH: searchPath(),
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `${pathToFileURL(path.join(folder, "backend")).href}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NODE_COMPILE_CACHE: path.join(root, ".cache", "node-compile"),
    CANARY_CONSOLE_URL: emulator.url,
    CANARY_AUTH_TOKEN: DEFAULT_AUTH_TOKEN,
    CORALOGIX_BASE_URL: emulator.url,
    CORALOGIX_API_KEY: DEFAULT_API_KEY,
  };
}

/** Runs a command, of which no output holds a secret. */
async function command(file: string, args: readonly string[], cwd = folder) {
  const { stdout, stderr } = await run(file, args, { cwd, env: environment(), maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: unknown) => {
      const { code, stdout: out, stderr: err } = error as { code: number; stdout: string; stderr: string };
      throw Object.assign(new Error(`${file} ${args.join(" ")} ended with ${code}:\n${out}${err}`), { code });
    },
  );
  expect(stdout + stderr).not.toContain(SECRET);
  return stdout;
}

const discover = (...args: string[]) =>
  command(process.execPath, [path.join(root, "dist/cli/main.js"), "discover", ...args]);
const pulumi = (project: string, ...args: string[]) =>
  command("pulumi", [...args, "--non-interactive"], path.join(folder, project));

/** Runs the commands that the README names next. The preview that ends them shows no change. */
async function followReadme(project: string): Promise<void> {
  const [, script = ""] = /```sh\n([^]*?)```/.exec(textOf(project, "README.md")) ?? [];
  await command("bash", ["-e", "-c", `${script.trimEnd()} --expect-no-changes`], path.join(folder, project));
}

const textOf = (project: string, file: string) => readFileSync(path.join(folder, project, file), "utf8");
const webhooksOf = (project: string) =>
  (JSON.parse(textOf(project, "webhooks.json")) as { webhooks: Webhook[] }).webhooks;

/** The files of a project that hold a secret, in plain text. */
function filesWithSecrets(project: string): string[] {
  return readdirSync(path.join(folder, project)).filter((file) => textOf(project, file).includes(SECRET));
}

function changes(): string[] {
  return emulator.requests.filter(({ method }) => method !== "GET").map(({ method, call }) => `${method} ${call}`);
}

/** Declares other addresses of an e-mail group, which is the only change that the next update makes. */
async function editOne(project: string): Promise<void> {
  const webhooks = webhooksOf(project);
  const edited = webhooks.find(({ args }) => args.emailAddresses !== undefined);
  if (edited === undefined) throw new Error("no e-mail group was discovered");
  edited.args.emailAddresses = ["new@acme.example"];
  writeFileSync(path.join(folder, project, "webhooks.json"), JSON.stringify({ webhooks }));
  emulator.clearRequests();
  const before = account(emulator).integrations.map((integration) => JSON.stringify(integration));
  await pulumi(project, "up", "--yes", "--skip-preview");
  expect(changes()).toHaveLength(1);
  const changed = account(emulator).integrations.filter((each) => !before.includes(JSON.stringify(each)));
  expect(changed.map(({ integration_type_fields }) => integration_type_fields)).toEqual([
    expect.stringContaining("new@acme.example"),
  ]);
}

test("what a console and an account have grown to is discovered, imported and previewed without a change", async () => {
  const amounts: Amounts = { flocks: 60, webhooks: 400, coralogix: 120 };
  await populate(emulator, amounts);
  const before = emulator.snapshot();

  const start = performance.now();
  const found = JSON.parse(await discover("alerts", "--json")) as { leftOut: unknown[]; headerValuesUnknown: string[] };
  const discovered = performance.now();
  expect(found.leftOut).toEqual([]);
  const webhooks = webhooksOf("alerts");
  expect(webhooks).toHaveLength(amounts.webhooks + amounts.coralogix);
  expect(new Set(webhooks.map(({ name }) => name)).size).toBe(webhooks.length);
  expect(new Set(webhooks.map(({ type }) => type)).size).toBe(6);
  expect(filesWithSecrets("alerts")).toEqual([]);
  const withHeaders = webhooks.filter(({ args }) => "headerNames" in args).map(({ name }) => name);
  expect(found.headerValuesUnknown).toEqual(withHeaders);
  expect(withHeaders.length).toBeGreaterThan(0);
  for (const name of withHeaders) expect(textOf("alerts", "README.md")).toContain(`\`${name}\``);
  const { resources } = JSON.parse(textOf("alerts", "import.json")) as { resources: object[] };
  expect(new Set(resources.flatMap((resource) => Object.keys(resource)))).toEqual(new Set(["type", "name", "id"]));

  await followReadme("alerts");
  const imported = performance.now();
  expect(changes()).toEqual([]);
  expect(emulator.snapshot()).toEqual(before);
  const state = await pulumi("alerts", "stack", "export");
  expect(state).not.toContain('"protect"');

  await editOne("alerts");
  const names = (all: readonly Webhook[]) => all.map(({ name }) => name).sort();
  await discover("alerts", "--overwrite");
  expect(names(webhooksOf("alerts"))).toEqual(names(webhooks));
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  process.stdout.write(
    `discovered in ${seconds(start, discovered)} s, imported and previewed in ${seconds(discovered, imported)} s\n`,
  );
});

const few: Amounts = { flocks: 6, webhooks: 40, coralogix: 36 };

test("dynamic resources are imported from a file that is its owner's alone, and removed", async () => {
  await populate(emulator, few);
  const before = emulator.snapshot();
  await discover("alerts", "--host", "dynamic");
  expect(filesWithSecrets("alerts")).toEqual(["import.json"]);
  expect(statSync(path.join(folder, "alerts", "import.json")).mode & 0o777).toBe(0o600);
  await followReadme("alerts");
  expect(readdirSync(path.join(folder, "alerts"))).not.toContain("import.json");
  expect(changes()).toEqual([]);
  expect(emulator.snapshot()).toEqual(before);
  await editOne("alerts");
});

test("--import does all of it, for a program in YAML as well", async () => {
  await populate(emulator, few);
  const before = emulator.snapshot();
  expect(await discover("in-yaml", "--language", "yaml", "--import")).toContain(
    "and imported. The preview shows no change.",
  );
  expect(filesWithSecrets("in-yaml")).toEqual([]);
  expect(await discover("dynamic", "--host", "dynamic", "--import")).toContain("and imported.");
  // What is in state already, as after an import that was interrupted, is not imported again.
  const [urn = ""] = /urn:[^"]+:CoralogixOutboundWebhook::[^"]+/.exec(await pulumi("dynamic", "stack", "export")) ?? [];
  await pulumi("dynamic", "state", "delete", urn, "--yes");
  expect(await discover("dynamic", "--host", "dynamic", "--import", "--overwrite")).toContain("and imported.");
  expect(readdirSync(path.join(folder, "dynamic"))).not.toContain("import.json");
  expect(changes()).toEqual([]);
  expect(emulator.snapshot()).toEqual(before);
});

test("with --sets, all webhooks of a flock are one resource, in each language and host", async () => {
  await populate(emulator, few);
  const [[id, flock] = ["", newFlock("")]] = Object.entries(emulator.state.flocks);
  flock.raw = { "generic/list": [{ url: `https://odd.example/${SECRET}`, header_names: 5 }] };
  const before = emulator.snapshot();
  const found = JSON.parse(await discover("alerts", "--sets", "--import", "--json")) as {
    webhooks: { type: string; id: string }[];
    headerValuesUnknown: string[];
    leftOut: { what: string }[];
  };
  const sets = found.webhooks.filter(({ type }) => type === "CanaryFlockWebhooks");
  expect(sets.map((set) => set.id).sort()).toEqual(Object.keys(emulator.state.flocks).sort());
  expect(found.webhooks.filter(({ type }) => type.startsWith("Canary"))).toEqual(sets);
  expect(found.headerValuesUnknown.length).toBeGreaterThan(0);
  expect(found.leftOut).toEqual([expect.objectContaining({ what: expect.stringContaining(id) as string })]);
  expect(filesWithSecrets("alerts")).toEqual([]);
  await discover("dynamic", "--sets", "--host", "dynamic", "--import");
  await discover("in-yaml", "--sets", "--language", "yaml", "--import");
  expect(changes()).toEqual([]);
  expect(emulator.snapshot()).toEqual(before);
  await editOne("alerts");
});

test("what a program can't declare is left out, with the reason, and only the chosen flocks are read", async () => {
  await populate(emulator, { flocks: 3, webhooks: 6, coralogix: 6 });
  const [[id, flock] = ["", newFlock("")]] = Object.entries(emulator.state.flocks);
  flock.ms_teams.push(`https://twin.example/${SECRET}`, `HTTPS://TWIN.example/${SECRET}`);
  flock.raw = { "generic/list": [{ url: `https://odd.example/${SECRET}`, header_names: 5 }] };
  const [first] = account(emulator).integrations;
  if (first === undefined) throw new Error("there is no integration");
  account(emulator).integrations.push({ ...first, id: 5000 });
  const { webhooks, leftOut } = JSON.parse(await discover("alerts", "--flock", id, "--json")) as {
    webhooks: { id: string }[];
    leftOut: { what: string; reason: string }[];
  };
  expect(leftOut).toEqual([
    {
      what: `generic webhook to odd.example of ${id}`,
      reason: expect.stringContaining("in another form") as string,
    },
    {
      what: `ms_teams webhook to twin.example of ${id}`,
      reason: expect.stringContaining("Remove all but one") as string,
    },
    {
      what: expect.stringContaining(first.alias) as string,
      reason: expect.stringContaining("is declared by the resource") as string,
    },
  ]);
  expect(new Set(webhooks.map((each) => each.id.split("/")[0]).filter((each) => each?.startsWith("flock:")))).toEqual(
    new Set([id]),
  );
  expect(textOf("alerts", "README.md")).toContain("## Left out");

  // A key may serve the older API alone.
  emulator.addFault({ call: "webhooks list", times: Infinity, fault: { kind: "status", status: 403 } });
  const older = JSON.parse(await discover("older", "--flock", id, "--json")) as { webhooks: { type: string }[] };
  expect(older.webhooks.map(({ type }) => type)).toContain("CoralogixIntegration");
  expect(older.webhooks.map(({ type }) => type)).not.toContain("CoralogixOutboundWebhook");
  emulator.clearFaults();

  await expect(discover("alerts")).rejects.toThrow("alerts is not empty. Name another folder, or add --overwrite.");
  await expect(discover("other", "--flock", "none")).rejects.toThrow('The Canary console has no flock "none".');
  await expect(discover("other", "--language", "yaml", "--host", "dynamic")).rejects.toThrow(
    "Programs in YAML use the plugin",
  );
  expect(changes()).toEqual([]);
});

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, Emulator } from "../../emulator";
import { root, searchPath } from "../../scripts/stack";
import { blocksOf, userPages } from "../markdown";
import { freePort } from "../ports";
import { FLOCK } from "../specimens";

const run = promisify(execFile);

/** The pages that show commands. Each is followed below, from top to bottom. */
const followed = [
  "README.md",
  "docs/command.md",
  "docs/coralogix-outbound-webhook.md",
  "docs/discover.md",
  "docs/emulator.md",
  "docs/first-webhook.md",
  "docs/look-ups.md",
  "docs/plugin.md",
  "docs/recovery.md",
  "docs/secrets-and-rotation.md",
  "docs/several-consoles.md",
  "docs/taking-over.md",
];

/** The secrets that a reader types in, by the key that the page sets. */
const SECRETS: Readonly<Record<string, string>> = {
  "alert-webhooks:canaryAuthToken": DEFAULT_AUTH_TOKEN,
  "alert-webhooks:coralogixApiKey": DEFAULT_API_KEY,
  emeaToken: DEFAULT_AUTH_TOKEN,
  emeaKey: DEFAULT_API_KEY,
  socUrl: "https://soc.example.com/hooks/path",
  socAuthorization: "Bearer key",
  teamsUrl: "https://teams.example.com/hooks/path",
  pagerDutyKey: "pager-duty-key",
};

/** An integration that someone has made in the console. */
const INTEGRATION = {
  id: 1050,
  alias: "on-call",
  url: "",
  integration_type_fields: JSON.stringify([{ name: "serviceKey", value: "key" }]),
  integration_type_id: 2,
  created_at: "2026-01-01T00:00:00.000Z",
  updated_at: "2026-01-01T00:00:00.000Z",
};

const tsc = path.join(root, "node_modules", ".bin", "tsc");
const types = path.join(root, "node_modules", "@types");

let emulator: Emulator;
let folder: string;
let start: unknown;

/** Where a reader works: the clone for the commands of this repository, a project beside it for all others. */
let clone: string;
let project: string;

/** Makes the project as docs/first-webhook.md does. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "docs-"));
  clone = path.join(folder, "pulumi-alert-webhooks");
  project = path.join(folder, "alerts");
  mkdirSync(clone);
  const [pack, newProject] = shown("docs/first-webhook.md", "sh");
  // Packed where a reader's clone would be, so that this one stays clean.
  await inShell(pack, { cwd: root, env: { npm_config_pack_destination: clone } });
  await inShell(newProject, { cwd: folder });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

beforeEach(async () => {
  rmSync(path.join(project, "Pulumi.dev.yaml"), { force: true });
  emulator = await Emulator.start();
  start = emulator.snapshot();
});

afterEach(() => emulator.stop());

test("every page that shows commands is followed", () => {
  const showing = userPages.filter((page) => shown(page, "sh").length > 0);
  expect([...showing].sort()).toEqual(followed);
});

test("docs/first-webhook.md leads from an empty folder to a webhook, and on to an integration", async () => {
  const [, , configure, preview, up, repair, destroy, coralogix, ...others] = shown("docs/first-webhook.md", "sh");
  const [yaml] = shown("docs/first-webhook.md", "yaml");
  const [webhook, integration] = shown("docs/first-webhook.md", "ts");
  const [outputs = ""] = shown("docs/first-webhook.md", "text");
  expect(others).toEqual([]);

  write("Pulumi.yaml", yaml);
  write("index.ts", webhook);
  await follow(configure);
  await follow(preview, { PULUMI_NODEJS_TRANSPILE_ONLY: "false" });
  expect(emulator.requests).toEqual([]);
  const output = await follow(up, { PULUMI_OPTION_SKIP_PREVIEW: "false" });
  expect(lines(output)).toEqual(expect.arrayContaining(lines(outputs)));
  for (const name of ["socUrl", "socAuthorization"]) expect(output).not.toContain(SECRETS[name]);
  expect(flock().generic).toMatchObject([
    { url: SECRETS.socUrl, headers: { Authorization: SECRETS.socAuthorization } },
  ]);
  flock().generic.length = 0;
  await follow(repair);
  expect(flock().generic).toHaveLength(1);
  await follow(destroy);
  expect(emulator.snapshot()).toEqual(start);

  write("index.ts", withAdded(webhook, integration));
  await follow(coralogix);
  expect(flock().generic).toHaveLength(1);
  expect(integrations()).toMatchObject([{ alias: "on-call" }]);
});

test("README.md installs the package in a project and sets what its program needs", async () => {
  const [pack, install, configure, ...others] = shown("README.md", "sh");
  const [program] = shown("README.md", "ts");
  expect(others).toEqual([]);
  expect(pack).toBe(shown("docs/first-webhook.md", "sh")[0]);
  await newStack("readme", program);
  await follow(install);
  await follow(configure);
  expect(flock().generic).toMatchObject([{ headers: { Authorization: SECRETS.socAuthorization } }]);
  expect(integrations()).toMatchObject([{ alias: "on-call" }]);
});

test("docs/several-consoles.md reaches a console through a Provider", async () => {
  const [configure, , ...others] = shown("docs/several-consoles.md", "sh");
  const [program] = shown("docs/several-consoles.md", "ts");
  expect(others).toEqual([]);
  await newStack("consoles", program);
  await follow(configure);
  expect(flock().ms_teams).toEqual([SECRETS.teamsUrl]);
  expect(integrations()).toMatchObject([{ alias: "team" }]);
});

test("docs/several-consoles.md declares a renamed console", async () => {
  const [, rename] = shown("docs/several-consoles.md", "sh");
  await newStack("renamed", shown("docs/recovery.md", "ts")[0]);
  await configureCanary();
  await follow("pulumi config set --secret teamsUrl\npulumi up");
  await follow(rename);
  await follow("pulumi config rm alert-webhooks:canaryFormerConsoleUrl\npulumi preview --expect-no-changes");
});

test("docs/taking-over.md imports what exists without a change", async () => {
  const [imported, check, ...others] = shown("docs/taking-over.md", "sh");
  const [file] = shown("docs/taking-over.md", "json");
  const program = shown("docs/taking-over.md", "ts").find((code) => code.includes("protect: true"));
  expect(others).toEqual([]);
  await newStack("taking-over", program);
  await configureCanary();
  flock().ms_teams.push("https://example.environment.api.powerplatform.com/workflows/channel");
  write("import.json", file);
  await follow(imported);
  const output = await follow(check);
  expect(output).toMatch(/^\s+2 unchanged$/m);
  expect(output).not.toMatch(/^\s+[~+-] \d+ /m);
  expect((await follow("pulumi stack --show-ids")).match(/flock:default\/ms_teams\/[0-9a-f]{16}/g)).toHaveLength(1);
  expect(flock().ms_teams).toEqual(["https://example.environment.api.powerplatform.com/workflows/channel"]);
});

test("docs/coralogix-outbound-webhook.md moves an integration without touching it", async () => {
  const [imported, forgotten, checked, ...others] = shown("docs/coralogix-outbound-webhook.md", "sh");
  const [file] = shown("docs/coralogix-outbound-webhook.md", "json");
  const [, declared] = shown("docs/coralogix-outbound-webhook.md", "ts");
  expect(others).toEqual([]);
  const integration = `
    import * as pulumi from "@pulumi/pulumi";
    import { CoralogixIntegration } from "pulumi-alert-webhooks";
    const serviceKey = new pulumi.Config().requireSecret("pagerDutyKey");
    new CoralogixIntegration("on-call", { type: "pager_duty", alias: "on-call", serviceKey });
  `;
  await newStack("moving", integration);
  await configureCoralogix();
  await follow("pulumi config set --secret pagerDutyKey\npulumi up");
  const before = emulator.snapshot();
  emulator.clearRequests();
  write("import.json", file);
  // The number leads to it only with the name that it has.
  write("wrong.json", file?.replaceAll('"on-call"', '"other"'));
  await follow("pulumi import --file wrong.json --generate-code=false");
  await expect(follow("pulumi refresh")).rejects.toThrow(
    'is not what the id 1050 leads to: "on-call" of type pager_duty',
  );
  await follow(
    "pulumi state delete --force 'urn:pulumi:dev::moving::pulumi-nodejs:dynamic/coralogixOutboundWebhook:CoralogixOutboundWebhook::other'",
  );
  await follow(imported);
  await follow(forgotten?.replace("::alerts::", "::moving::"));
  write("index.ts", declared);
  expect(await follow(checked)).toMatch(/onCallNumber\s*: 1050/);
  await follow("pulumi preview --expect-no-changes");
  expect(emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(emulator.snapshot()).toEqual(before);
});

test("docs/several-consoles.md gives each key a Provider", async () => {
  const program = shown("docs/several-consoles.md", "ts").find((code) => code.includes("olderKey"));
  await newStack(
    "two-keys",
    program
      ?.replace('const coralogixRegion = "eu1";', `const coralogixBaseUrl = "${emulator.url}";`)
      .replaceAll("{ coralogixRegion,", "{ coralogixBaseUrl,"),
  );
  emulator.state.accounts["today-key"] = { companyId: 1, integrations: [] };
  await follow(
    `pulumi config set --secret olderKey ${DEFAULT_API_KEY}\npulumi config set --secret outboundWebhooksKey today-key\npulumi up`,
  );
  expect(integrations()).toMatchObject([{ alias: "team" }]);
  expect(emulator.state.accounts["today-key"].integrations).toMatchObject([{ alias: "night" }]);
  const keys = (prefix: string) =>
    emulator.requests.filter(({ path: called }) => called.startsWith(prefix)).map(({ credential }) => credential);
  expect(new Set(keys("/mgmt/"))).toEqual(new Set(["today-key"]));
  expect(new Set(keys("/api/v1/external/"))).toEqual(new Set([DEFAULT_API_KEY]));
});

test("docs/plugin.md installs the plugin, imports, and goes back to the default", async () => {
  const [schema, , imported, ...others] = shown("docs/plugin.md", "sh");
  const [yaml] = shown("docs/plugin.md", "yaml");
  const [program, back, ...morePrograms] = shown("docs/plugin.md", "ts");
  expect([others, morePrograms]).toEqual([[], []]);
  await newStack("plugin", program);
  write("Pulumi.yaml", yaml?.replace("name: alerts", "name: plugin"));
  await configureCanary();
  expect(JSON.parse(await follow(schema))).toMatchObject({ name: "alert-webhooks" });
  flock().ms_teams.push("https://example.environment.api.powerplatform.com/workflows/channel");
  const output = await follow(imported);
  expect(output).toMatch(/^\s+2 unchanged$/m);
  expect(output).not.toContain("from $PATH");
  write("index.ts", back);
  await follow("pulumi up --yes");
  await follow("pulumi preview --expect-no-changes");
  expect(flock().ms_teams).toEqual(["https://example.environment.api.powerplatform.com/workflows/channel"]);
  expect(emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("docs/plugin.md installs the plugin without npm, and declares a webhook in YAML", async () => {
  const [, archive] = shown("docs/plugin.md", "sh");
  const [, yaml] = shown("docs/plugin.md", "yaml");
  await inShell(archive?.replaceAll("../alerts", project), { cwd: root });
  write("Pulumi.yaml", yaml?.replace("name: alerts", "name: in-yaml"));
  await follow("pulumi stack init dev");
  await configureCanary();
  await follow("pulumi config set --secret teamsUrl");
  const output = await follow("pulumi up");
  expect(output).not.toContain("pulumi-resource-alert-webhooks from $PATH");
  expect(flock().ms_teams).toEqual([SECRETS.teamsUrl]);
  await follow("pulumi destroy");
  expect(flock().ms_teams).toEqual([]);
});

test("docs/taking-over.md adopts what exists", async () => {
  const program = shown("docs/taking-over.md", "ts").find((code) => code.includes("adoptExisting: true"));
  await newStack("adopting", program);
  await configureCanary();
  flock().ms_teams.push(SECRETS.teamsUrl ?? "");
  await follow("pulumi config set --secret teamsUrl\npulumi up");
  expect(flock().ms_teams).toEqual([SECRETS.teamsUrl]);
});

test("docs/taking-over.md looks up without managing", async () => {
  const program = shown("docs/taking-over.md", "ts").find((code) => code.includes(".get("));
  await newStack("looking-up", program);
  await configureCanary();
  await configureCoralogix();
  const { code } = await follow("pulumi up").then(
    () => ({ code: 0 }),
    (error: unknown) => error as { code: number },
  );
  expect(code).not.toBe(0);
  flock().splunk = { host: "hec.example.com", port: "8088", token: "token" };
  integrations().push(INTEGRATION);
  start = emulator.snapshot();
  const output = await follow("pulumi up");
  expect(output).toMatch(/onCallAlias\s*: "on-call"/);
  expect(output).toMatch(/siemHost\s*: "hec.example.com"/);
  await follow("pulumi destroy");
  expect(emulator.snapshot()).toEqual(start);
});

test("docs/look-ups.md looks up what an account has, in TypeScript and in YAML", async () => {
  const [up, ...others] = shown("docs/look-ups.md", "sh");
  const [outputs = ""] = shown("docs/look-ups.md", "text");
  const [program, eachFlock] = shown("docs/look-ups.md", "ts");
  expect(others).toEqual([]);
  integrations().push({
    id: 1050,
    alias: "on-call",
    url: "",
    integration_type_fields: JSON.stringify([{ name: "serviceKey", value: "pager-duty-key" }]),
    integration_type_id: 2,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
  });
  await newStack("looking", program);
  await configureCoralogix();
  const output = await follow(up);
  expect(lines(output)).toEqual(expect.arrayContaining(lines(outputs)));
  write("index.ts", eachFlock);
  await configureCanary();
  await follow("pulumi config set --secret teamsUrl\npulumi up");
  expect(flock().ms_teams).toEqual([SECRETS.teamsUrl]);
  await follow("pulumi destroy");

  const [yaml = ""] = shown("docs/look-ups.md", "yaml");
  const plugins = `plugins:\n  providers:\n    - name: alert-webhooks\n      path: node_modules/.bin\n`;
  write("Pulumi.yaml", yaml.replace("name: alerts", "name: looking") + plugins);
  expect(await follow("pulumi up")).toMatch(/onCallNumber\s*: 1050/);
});

test("docs/discover.md brings in what exists", async () => {
  const [discover, imported, ...others] = shown("docs/discover.md", "sh");
  const [report = ""] = shown("docs/discover.md", "text");
  expect(others).toEqual([]);
  flock().generic.push({ url: SECRETS.socUrl ?? "", headers: { Authorization: "key" }, webhook_id: "1" });
  flock().splunk = { host: "hec.example.com", port: "8088", token: "token" };
  integrations().push({
    id: 1050,
    alias: "on-call",
    url: "",
    integration_type_fields: JSON.stringify([{ name: "serviceKey", value: "pager-duty-key" }]),
    integration_type_id: 2,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
  });
  const before = emulator.snapshot();
  await newStack("discovering", "");
  await configureCanary();
  await configureCoralogix();
  emulator.clearRequests();
  expect(lines(await follow(discover))).toEqual(expect.arrayContaining(lines(report)));
  expect(await follow(imported, { PULUMI_NODEJS_TRANSPILE_ONLY: "false" })).toMatch(/^\s+4 unchanged$/m);
  expect(emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(emulator.snapshot()).toEqual(before);
});

test("docs/recovery.md brings back a stack", async () => {
  const [finish, recover, ...others] = shown("docs/recovery.md", "sh");
  const [program] = shown("docs/recovery.md", "ts");
  expect(others).toEqual([]);
  await newStack("recovery", program);
  await configureCanary();
  await follow("pulumi config set --secret teamsUrl");
  // It took effect, but neither its answer nor what the console holds can be read.
  emulator.addFault({ call: "ms_teams/add", fault: { kind: "status", status: 501, effect: "after" } });
  emulator.addFault({ call: "ms_teams", skip: 1, times: Infinity, fault: { kind: "status", status: 501 } });
  await expect(follow("pulumi up")).rejects.toThrow("may or may not be in place");
  emulator.clearFaults();
  await follow(finish);
  await follow("pulumi preview --expect-no-changes");
  await follow(recover);
  await follow("pulumi preview --expect-no-changes");
  const urn = /urn:\S+::channel/.exec(await follow("pulumi stack export"))?.[0].replace(/".*/, "") ?? "";
  await follow(`pulumi up --replace '${urn}'`);
  expect(flock().ms_teams).toEqual([SECRETS.teamsUrl]);
});

test("docs/secrets-and-rotation.md rotates a credential", async () => {
  const [rotate, runProgram, environment, ...others] = shown("docs/secrets-and-rotation.md", "sh");
  expect(others).toEqual([]);
  await newStack("rotation", shown("docs/recovery.md", "ts")[0]);
  await configureCanary();
  await follow("pulumi config set --secret teamsUrl\npulumi up");
  await follow(rotate);
  emulator.authTokens.clear();
  emulator.authTokens.add("rotated-token");
  await follow("pulumi config set --secret alert-webhooks:canaryAuthToken rotated-token");
  await expect(follow("pulumi refresh")).rejects.toThrow("run them with --run-program");
  await follow(runProgram);
  expect(flock().ms_teams).toEqual([]);
  await follow("pulumi config rm alert-webhooks:canaryConsoleUrl\npulumi config rm alert-webhooks:canaryAuthToken");
  await follow(environment?.replace("=token", "=rotated-token").replace("pulumi refresh", "pulumi up\npulumi refresh"));
  expect(flock().ms_teams).toEqual([SECRETS.teamsUrl]);
  await follow(environment?.replace("=token", "=rotated-token").replace("pulumi refresh", "pulumi destroy"));
});

test("docs/command.md checks the settings of a stack, and tests webhooks", async () => {
  const [check, tested] = shown("docs/command.md", "sh");
  const [findings, reports] = shown("docs/command.md", "text");
  await newStack("command", "");
  await configureCanary();
  await configureCoralogix();
  flock().generic.push({ url: SECRETS.socUrl ?? "", headers: {}, webhook_id: "1" });
  flock().splunk = { host: "hec.example.com", port: "8088", token: "hec-token" };
  integrations().push(INTEGRATION);
  expect(comparable(await follow(check))).toBe(comparable(findings));
  expect(comparable(await follow(tested))).toBe(comparable(reports));
  expect(emulator.requests.filter(({ method }) => method !== "GET").map(({ call }) => call)).toEqual([
    "generic/test",
    "splunk/test",
  ]);
});

test("docs/command.md copies webhooks from the account of a stack to that of another", async () => {
  const [, , plan, copy, ...others] = shown("docs/command.md", "sh");
  const [, , planned, copied] = shown("docs/command.md", "text");
  expect(others).toEqual([]);
  const emea = { companyId: 12346, integrations: [] as ReturnType<typeof integrations> };
  emulator.state.accounts["emea-key"] = emea;
  await newStack("copying", "");
  await configureCoralogix();
  await follow("pulumi stack init emea");
  await follow(`pulumi config set alert-webhooks:coralogixBaseUrl ${emulator.url}`);
  await follow("pulumi config set --secret alert-webhooks:coralogixApiKey emea-key");
  const chat = { ...INTEGRATION, alias: "chat", integration_type_id: 0, integration_type_fields: "[]" };
  integrations().push(INTEGRATION, { ...chat, id: 1051, url: "https://hooks.slack.com/services/new" });
  emea.integrations.push({ ...chat, id: 2000, url: "https://hooks.slack.com/services/old" });
  try {
    expect(comparable(await follow(plan))).toBe(comparable(planned));
    expect(comparable(await follow(copy))).toBe(comparable(copied));
    expect(emea.integrations).toMatchObject([
      { id: 2000, alias: "chat", url: "https://hooks.slack.com/services/new" },
      { alias: "on-call" },
    ]);
  } finally {
    rmSync(path.join(project, "Pulumi.emea.yaml"), { force: true });
  }
});

/** Output without what differs from run to run: addresses, versions, times, and the width of what they are in. */
function comparable(output = ""): string {
  return output
    .replaceAll(/127\.0\.0\.1:\d+|\b(abc\.canary\.tools|api\.(eu1\.)?coralogix\.com)\b/g, "<host>")
    .replaceAll(/\d+\.\d+\.\d+/g, "<version>")
    .replaceAll(/\d+ ms/g, "<time>")
    .replaceAll(/ {2,}/g, "  ");
}

test("docs/emulator.md serves a program", async () => {
  const [install, configure, serve, ...others] = shown("docs/emulator.md", "sh");
  expect(others).toEqual([]);
  await newStack("emulator", shown("README.md", "ts")[0]);
  await expect(follow(serve)).rejects.toThrow(install?.trim());
  await follow(install);
  const port = await freePort();
  const onPort = (script = "") => script.replaceAll("8080", String(port));
  const served = await serving(onPort(serve));
  try {
    write("test.ts", shown("docs/emulator.md", "ts")[0]);
    await follow(`${tsc} --noEmit --skipLibCheck --module node16 --strict --typeRoots ${types} --types node test.ts`);
    await follow(
      "pulumi config set --secret socUrl\npulumi config set --secret socAuthorization\npulumi config set --secret pagerDutyKey",
    );
    await follow(onPort(configure));
    const state = (await (await fetch(`http://127.0.0.1:${port}/admin/state`)).json()) as Emulator["state"];
    expect(state.flocks[FLOCK]?.generic).toHaveLength(1);
    expect(state.accounts["test-key"]?.integrations).toHaveLength(1);
  } finally {
    await end(served);
  }
});

function flock() {
  const found = emulator.state.flocks[FLOCK];
  if (found === undefined) throw new Error("The emulator lacks the flock.");
  return found;
}

function integrations() {
  return emulator.state.accounts[DEFAULT_API_KEY]?.integrations ?? [];
}

function shown(page: string, language: string): string[] {
  return blocksOf(page)
    .filter((block) => block.language === language)
    .map(({ code }) => code);
}

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim().replaceAll(/\s+/g, " "));
}

function write(file: string, content: string | undefined): void {
  if (content === undefined) throw new Error(`A page lacks ${file}.`);
  writeFileSync(path.join(project, file), content);
}

/** A program with what another one declares, and each import and the configuration once. */
function withAdded(program = "", addition = ""): string {
  const names = [...`${program}${addition}`.matchAll(/import \{ (\w+) \} from "pulumi-alert-webhooks";/g)].map(
    ([, name]) => name,
  );
  const bodies = [program, addition].map((code) => code.replaceAll(/^(import|const config) .*\n/gm, ""));
  return [
    'import * as pulumi from "@pulumi/pulumi";',
    `import { ${names.join(", ")} } from "pulumi-alert-webhooks";`,
    "const config = new pulumi.Config();",
    ...bodies,
  ].join("\n");
}

const configureCanary = () => configure(":canary");
const configureCoralogix = () => configure(":coralogix");

/** Sets of the README's settings those of a vendor. */
async function configure(vendor: string): Promise<void> {
  const settings = shown("README.md", "sh")[2]
    ?.split("\n")
    .filter((line) => line.includes(vendor));
  await follow(settings?.join("\n"));
}

/** Gives the reader's project another program, and a stack of its own. */
async function newStack(name: string, program: string | undefined): Promise<void> {
  write("Pulumi.yaml", `name: ${name}\nruntime: nodejs\nmain: index.ts\n`);
  write("index.ts", withReadersAddresses(program));
  await follow("pulumi stack init dev");
}

/** Runs what a page shows, with nothing but addresses and secrets put in. */
async function follow(script: string | undefined, env: Record<string, string> = {}): Promise<string> {
  if (script === undefined) throw new Error("A page lacks a command.");
  return inShell(withReadersValues(script), { cwd: project, env });
}

async function inShell(script = "", { cwd, env = {} }: { cwd: string; env?: Record<string, string> }): Promise<string> {
  const { stdout, stderr } = await run("bash", ["-eo", "pipefail", "-c", script], {
    cwd,
    env: { ...readersEnvironment(), ...env },
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: unknown) => {
    const { code, stdout: out, stderr: err } = error as { code: number; stdout: string; stderr: string };
    throw Object.assign(new Error(`${script}ended with exit code ${code}:\n${out}${err}`), { code });
  });
  return stdout + stderr;
}

function withReadersAddresses(program: string | undefined): string | undefined {
  return program
    ?.replaceAll("https://emea.canary.tools", emulator.url)
    .replaceAll('coralogixRegion: "eu1"', `coralogixBaseUrl: "${emulator.url}"`);
}

function withReadersValues(script: string): string {
  return script
    .replaceAll(/^pulumi config set --secret (\S+)$/gm, (command, key: string) => {
      if (SECRETS[key] === undefined) throw new Error(`The test knows no value for ${key}.`);
      return `${command} '${SECRETS[key]}'`;
    })
    .replaceAll("https://abc.canary.tools", emulator.url)
    .replaceAll("https://new-name.canary.tools", emulator.url.replace("127.0.0.1", "localhost"))
    .replaceAll("alert-webhooks:coralogixRegion eu1", `alert-webhooks:coralogixBaseUrl ${emulator.url}`);
}

/** A shell of a reader who is logged in to a backend, and who answers every question with yes. */
function readersEnvironment(): NodeJS.ProcessEnv {
  // The reader's npm is set up like the one that runs the tests, and is not inside a script of another package.
  const others = /^(PULUMI_|CANARY_|CORALOGIX_|npm_(?!config_(globalconfig|userconfig|registry|cafile)$))/i;
  const inherited = Object.entries(process.env).filter(([key]) => !others.test(key));
  const backend = path.join(folder, "backend");
  mkdirSync(backend, { recursive: true });
  return {
    ...Object.fromEntries(inherited),
    PATH: searchPath(),
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `${pathToFileURL(backend).href}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase",
    PULUMI_SKIP_CONFIRMATIONS: "true",
    // The first page's update shows its preview first.
    PULUMI_OPTION_SKIP_PREVIEW: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // The first page's preview checks types as a reader's does. snippets.test.ts compiles what the other pages show.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    NODE_COMPILE_CACHE: path.join(root, ".cache", "node-compile"),
    npm_config_cache: path.join(root, ".cache", "npm"),
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
}

/** Starts what serves until it is interrupted, and waits until it does. */
async function serving(script: string): Promise<ChildProcess> {
  const child = spawn("bash", ["-c", script], { cwd: project, env: readersEnvironment(), detached: true });
  await new Promise<void>((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes("Emulator ready")) resolve();
      });
    }
    child.on("close", () => {
      reject(new Error(`${script}ended:\n${output}`));
    });
  });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.on("close", resolve));
  // To the group that it leads: npm starts a shell, which starts the emulator.
  if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
  await closed;
}

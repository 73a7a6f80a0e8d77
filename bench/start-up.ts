import { execFileSync } from "node:child_process";

import { root } from "../scripts/stack";
import { floorReference } from "./programs/floor/reference";
import { projectOf } from "./project";
import { ProviderHost } from "./provider-host";
import { referenceInState } from "./reference-in-state";
import { table } from "./report";
import { median } from "./statistics";

const ROUNDS = 15;

/** What must not be loaded in a user's program. */
const PROVIDER_ONLY = ["axios", "zod", "cockatiel"];

/** Medians in milliseconds. */
export interface StartUp {
  /** Importing @pulumi/pulumi in a program, and this package after it. */
  importSdk: number;
  importPackage: number;
  /** Modules of the provider's side that the program loaded: there should be none. */
  providerOnly: string[];
  /** From the start of the provider's process to the answer of its first check. */
  hostWithPackage: number;
  hostWithNothing: number;
  /** Loading the provider's code in that process, and the part of each module that it needs. */
  loadRuntime: number;
  modules: Record<string, number>;
}

export async function measureStartUp(): Promise<StartUp> {
  const imports: Imports[] = [];
  const loads: Loads[] = [];
  const withPackage: number[] = [];
  const withNothing: number[] = [];
  const reference = await referenceInState();
  for (let round = 0; round < ROUNDS; round++) {
    imports.push(inNewProcess(importScript) as Imports);
    loads.push(inNewProcess(loadScript) as Loads);
    withPackage.push(await untilFirstCheck("package", reference));
    withNothing.push(await untilFirstCheck("floor", floorReference));
  }
  const of = <T>(rounds: readonly T[], value: (round: T) => number) => median(rounds.map(value));
  return {
    importSdk: of(imports, ({ sdk }) => sdk),
    importPackage: of(imports, ({ ours }) => ours),
    providerOnly: imports[0]?.providerOnly ?? [],
    hostWithPackage: median(withPackage),
    hostWithNothing: median(withNothing),
    loadRuntime: of(loads, ({ runtime }) => runtime),
    modules: Object.fromEntries(PROVIDER_ONLY.map((name) => [name, of(loads, (load) => load.modules[name] ?? NaN)])),
  };
}

export function startUpTable(startUp: StartUp): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const loaded = startUp.providerOnly.length === 0 ? "none" : startUp.providerOnly.join(", ");
  return table([
    [`median of ${ROUNDS}`, "time"],
    ["program: import @pulumi/pulumi", ms(startUp.importSdk)],
    ["program: import this package after it", ms(startUp.importPackage)],
    [`program: loaded of ${PROVIDER_ONLY.join(", ")}`, loaded],
    ["provider process: start to first check, this package", ms(startUp.hostWithPackage)],
    ["provider process: start to first check, nothing", ms(startUp.hostWithNothing)],
    ["provider process: this package beyond the host", ms(startUp.hostWithPackage - startUp.hostWithNothing)],
    ["loading the provider's code", ms(startUp.loadRuntime)],
    ...Object.entries(startUp.modules).map(([name, time]) => [`loading ${name} alone`, ms(time)]),
  ]);
}

interface Imports {
  sdk: number;
  ours: number;
  providerOnly: string[];
}

interface Loads {
  runtime: number;
  modules: Record<string, number>;
}

const importScript = `
  const start = performance.now();
  require("@pulumi/pulumi");
  const sdk = performance.now() - start;
  require("pulumi-alert-webhooks");
  const ours = performance.now() - start - sdk;
  const files = Object.keys(require.cache);
  const providerOnly = ${JSON.stringify(PROVIDER_ONLY)}.filter((name) => files.some((file) => file.includes("/node_modules/" + name + "/")));
  console.log(JSON.stringify({ sdk, ours, providerOnly }));
`;

const loadScript = `
  require("@pulumi/pulumi");
  const timed = (name) => { const start = performance.now(); require(name); return performance.now() - start; };
  const modules = Object.fromEntries(${JSON.stringify(PROVIDER_ONLY)}.map((name) => [name, timed(name)]));
  const own = timed("pulumi-alert-webhooks/runtime");
  console.log(JSON.stringify({ modules, runtime: Object.values(modules).reduce((sum, time) => sum + time, own) }));
`;

function inNewProcess(script: string): unknown {
  const env = { ...process.env, NODE_COMPILE_CACHE: "" };
  return JSON.parse(
    execFileSync(process.execPath, ["-e", script], { cwd: root, env, encoding: "utf8", timeout: 60_000 }),
  );
}

/** Milliseconds from the start of a host to its first answer about a webhook. */
async function untilFirstCheck(program: string, reference: string): Promise<number> {
  const start = performance.now();
  const host = await ProviderHost.start(projectOf(program));
  try {
    await host.configure({ "canary:consoleUrl": "https://acme.canary.tools", "canary:authToken": "token" });
    await host.check({
      flockId: "flock:default",
      url: "https://hooks.acme.example",
      headers: {},
      __provider: reference,
    });
    return performance.now() - start;
  } finally {
    await host.stop();
  }
}

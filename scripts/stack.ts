import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** What a CLI command left behind. */
export interface CommandResult {
  /** The exit code; `null` when a signal ended the command. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both streams in the order in which they arrived. */
  output: string;
}

/** A CLI command that ended with another exit code than 0. */
class CommandError extends Error {
  override readonly name = "CommandError";
  readonly result: CommandResult;

  constructor(command: readonly string[], result: CommandResult) {
    super(`${command.join(" ")} ended with exit code ${result.code ?? "none"}:\n${result.output}`);
    this.result = result;
  }
}

/** How one command is run. */
export interface RunOptions {
  /** Throw a {@link CommandError} unless the exit code is 0. Default: true. */
  expectSuccess?: boolean;
  /** Called with the output as it arrives. */
  onOutput?: (text: string) => void;
  /** Environment variables of this command only; `undefined` removes one. */
  env?: Record<string, string | undefined>;
}

/** Options of {@link Stack.create}. */
export interface StackOptions {
  /** The folder that holds Pulumi.yaml. Nothing is written into it. */
  projectDir: string;
  /** Environment variables of every command. */
  env?: Record<string, string>;
  /** Configuration in plain text; a key without a namespace belongs to the project. */
  config?: Record<string, string>;
  /** Configuration that is encrypted in the stack's configuration file. */
  secrets?: Record<string, string>;
}

/** One resource of an exported {@link Deployment}. */
export interface DeploymentResource {
  urn: string;
  type: string;
  id?: string;
  custom: boolean;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  [property: string]: unknown;
}

/** A stack's state as `pulumi stack export` gives it. */
export interface Deployment {
  version: number;
  deployment: { resources?: DeploymentResource[]; pending_operations?: unknown[]; [property: string]: unknown };
}

/** This repository. Found by its package.json, since this file runs from dist/scripts/ and from scripts/ (ts-jest). */
export const root: string = (() => {
  let folder = __dirname;
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return folder;
})();

/** The path of the pinned CLI, which scripts/setup.mjs has put in place. */
export function pulumiPath(): string {
  const { devDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    devDependencies: { pulumi: string };
  };
  const cli = path.join(root, ".cache", `cli-${devDependencies.pulumi}`, "pulumi");
  if (!existsSync(cli)) throw new Error("The Pulumi CLI is not in place. Run: node scripts/setup.mjs");
  return cli;
}

/**
 * The PATH of CLI commands. The engine takes from it what serves YAML, which scripts/setup.mjs puts in place for the tests, and
 * `node`, for the program as well as for what serves resources. It would take the plugin as well, which is to come from where
 * a project says.
 */
export function searchPath(): string {
  const ownPrograms = path.join(root, "node_modules", ".bin");
  const inherited = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== ownPrograms);
  const yamlHost = path.join(root, ".cache", "yaml-host");
  return [path.dirname(pulumiPath()), yamlHost, path.dirname(process.execPath), ...inherited].join(path.delimiter);
}

// These commands start the program or its dynamic providers, and accept --config-file. All others run on the copy of
// Pulumi.yaml beside the configuration file, which is the way to keep the project folder clean: `stack init` has no
// such flag.
const programCommands = new Set(["preview", "up", "refresh", "destroy", "import"]);

/**
 * One stack of a Pulumi project, driven through the real CLI: a `file://` backend, configuration and `PULUMI_HOME` in a
 * temporary folder, secrets encrypted with a passphrase. Whatever ends this process ends the commands and removes the
 * folder.
 *
 * @example
 * ```ts
 * const stack = await Stack.create({ projectDir, env: { CANARY_CONSOLE_URL: emulator.url } });
 * try {
 *   await stack.up();
 *   await stack.destroy();
 * } finally {
 *   await stack.close();
 * }
 * ```
 */
export class Stack {
  /** Where the backend, the configuration and `PULUMI_HOME` are. */
  readonly folder = mkdtempSync(path.join(tmpdir(), "pulumi-stack-"));

  readonly #cli = pulumiPath();
  readonly #projectDir: string;
  readonly #configDir = path.join(this.folder, "config");
  readonly #env: NodeJS.ProcessEnv;
  /** The commands that run, and those that a signal has ended: what they started may run on. */
  readonly #commands = new Set<ChildProcess>();

  private constructor({ projectDir, env }: StackOptions) {
    process.on("exit", this.#discard);
    this.#projectDir = path.resolve(projectDir);
    const backend = path.join(this.folder, "backend");
    for (const folder of [this.#configDir, backend]) mkdirSync(folder);
    copyFileSync(path.join(this.#projectDir, "Pulumi.yaml"), path.join(this.#configDir, "Pulumi.yaml"));

    // Whoever runs this may be logged in to a backend or have real credentials of either API in the environment.
    const inherited = Object.entries(process.env).filter(([key]) => !/^(PULUMI|CANARY|CORALOGIX)_/.test(key));
    this.#env = {
      ...Object.fromEntries(inherited),
      PATH: searchPath(),
      PULUMI_HOME: path.join(this.folder, "home"),
      // The CLI writes a file of metadata beside each state file, and not atomically: when it is killed meanwhile, no
      // command can load the state any more ("failed to load checkpoint: EOF").
      PULUMI_BACKEND_URL: `${pathToFileURL(backend).href}?metadata=skip`,
      PULUMI_STACK: "dev",
      PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // Types are checked with the sources, not in every run. Measured: the quickstart's preview takes 1.8 s, not 2.7 s.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // Measured: a preview of one resource takes 1.6 s, not 1.9 s.
      NODE_COMPILE_CACHE: path.join(root, ".cache", "node-compile"),
      ...env,
    };
  }

  /** Makes an empty stack with its configuration. */
  static async create(options: StackOptions): Promise<Stack> {
    const stack = new Stack(options);
    try {
      await stack.run(["stack", "init", "dev"]);
      const values = [
        ...Object.entries(options.config ?? {}).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]),
        ...Object.entries(options.secrets ?? {}).flatMap(([key, value]) => ["--secret", `${key}=${value}`]),
      ];
      if (values.length > 0) await stack.run(["config", "set-all", ...values]);
      return stack;
    } catch (error) {
      await stack.close();
      throw error;
    }
  }

  /** `pulumi preview` */
  preview(args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    return this.run(["preview", ...args], options);
  }

  /** `pulumi up`, without the preview before it. */
  up(args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    return this.run(["up", "--yes", "--skip-preview", ...args], options);
  }

  /** `pulumi refresh`, without the preview before it. */
  refresh(args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    return this.run(["refresh", "--yes", "--skip-preview", ...args], options);
  }

  /** `pulumi destroy`, without the preview before it. */
  destroy(args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    return this.run(["destroy", "--yes", "--skip-preview", ...args], options);
  }

  /** `pulumi import` with an import file: adopts resources into the state without writing code for them. */
  import(file: string, args: readonly string[] = [], options?: RunOptions): Promise<CommandResult> {
    const fixed = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false"];
    return this.run(["import", "--file", path.resolve(file), ...fixed, ...args], options);
  }

  /** The state; secrets stay encrypted unless `showSecrets` is true. */
  async export({ showSecrets = false } = {}): Promise<Deployment> {
    const { stdout } = await this.run(["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])]);
    return JSON.parse(stdout) as Deployment;
  }

  /** Replaces the state, the counterpart of {@link Stack.export}: `pulumi stack import`. */
  replaceState(file: string, args: readonly string[] = []): Promise<CommandResult> {
    return this.run(["stack", "import", "--file", path.resolve(file), ...args]);
  }

  /** The stack's outputs, secrets in plain text. */
  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.run(["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** Sets one configuration value; a key without a namespace belongs to the project. */
  setConfig(key: string, value: string, { secret = false } = {}): Promise<CommandResult> {
    return this.run(["config", "set", secret ? "--secret" : "--plaintext", key, "--", value]);
  }

  /** Any command; the stack, the configuration file and `--non-interactive` are added. */
  run(args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
    // The arguments of `config` commands may be secrets.
    const shown = args[0] === "config" ? args.slice(0, 2) : args;
    return this.#result(this.spawn(args, options.env), ["pulumi", ...shown], options);
  }

  /** This package's command, `alert-webhooks`, where the stack is configured. */
  alertWebhooks(args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
    const main = path.join(root, "dist", "cli", "main.js");
    const child = this.#start(process.execPath, [main, ...args], this.#configDir, options.env);
    return this.#result(child, ["alert-webhooks", ...args], options);
  }

  #result(child: ChildProcess, command: readonly string[], options: RunOptions): Promise<CommandResult> {
    const result: CommandResult = { code: null, stdout: "", stderr: "", output: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        result[name] += text;
        result.output += text;
        options.onOutput?.(text);
      });
    }
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        result.code = code;
        if (code !== 0 && options.expectSuccess !== false) reject(new CommandError(command, result));
        else resolve(result);
      });
    });
  }

  /**
   * Starts a command without waiting for it, for tests that interrupt it (`child.kill("SIGINT")`), kill the engine alone
   * (`child.kill("SIGKILL")`; the provider host then runs on until {@link Stack.close}) or all of it
   * ({@link Stack.kill}). It leads a session of its own, so that Ctrl-C in a terminal does not reach it.
   */
  spawn(args: readonly string[], env: RunOptions["env"] = {}): ChildProcess {
    const [command = "", ...rest] = args;
    const runsProgram = programCommands.has(command);
    const place = runsProgram ? ["--config-file", path.join(this.#configDir, "Pulumi.dev.yaml")] : [];
    const all = [command, "--non-interactive", "--color", "never", ...place, ...rest];
    return this.#start(this.#cli, all, runsProgram ? this.#projectDir : this.#configDir, env);
  }

  #start(file: string, args: readonly string[], cwd: string, env: RunOptions["env"]): ChildProcess {
    const child = spawn(file, args, {
      cwd,
      env: { ...this.#env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#commands.add(child);
    child.on("close", (_code, signal) => {
      if (signal === null) this.#commands.delete(child);
    });
    return child;
  }

  /**
   * Sends a signal to a spawned command and to everything that it started, and waits for the command's end. SIGKILL ends
   * all at once, as a crash of the machine would.
   */
  async kill(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    signalAll(child, signal);
    await closed;
  }

  /** Ends what still runs and removes the temporary folder with the state. Does not destroy the resources. */
  async close(): Promise<void> {
    await Promise.all([...this.#commands].map((child) => this.kill(child)));
    this.#discard();
  }

  readonly #discard = () => {
    for (const child of this.#commands) signalAll(child, "SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    process.off("exit", this.#discard);
  };
}

function signalAll({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  for (const target of pid === undefined ? [] : processesOf(pid)) {
    try {
      process.kill(target, signal);
    } catch {
      // It ended by itself in the meantime.
    }
  }
}

/**
 * A command and all that it started, on Linux also after the command itself has ended. The engine gives the program and
 * the provider hosts process groups of their own, but none leaves the session. Only Linux's /proc tells it (`ps` is
 * missing in small container images); elsewhere this is the engine's group, and a provider host may outlive a kill.
 */
function processesOf(leader: number): number[] {
  if (process.platform !== "linux") return [-leader];
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => sessionOf(pid) === leader);
}

function sessionOf(pid: number): number | undefined {
  try {
    // After the name, which is in brackets and may hold anything: state, parent, group, session.
    return Number(/.*\) \S+ \S+ \S+ (\S+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

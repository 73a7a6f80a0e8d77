import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { root } from "../../scripts/stack";

const run = promisify(execFile);

/** This package's package.json. */
export const { devDependencies, peerDependencies } = JSON.parse(
  readFileSync(path.join(root, "package.json"), "utf8"),
) as Record<"devDependencies" | "peerDependencies", Record<string, string>>;

/** What installs a project's dependencies, each in its own layout of node_modules. No script of theirs is needed. */
const installers = {
  npm: ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
  pnpm: ["npm", "exec", "--yes", "--prefer-offline", "--", "pnpm@12.21.0", "install", "--ignore-scripts"],
};

/** A user's project: what it is installed with, and its files. What is no text is written as JSON. */
export interface Project {
  installer: keyof typeof installers;
  /** The folder whose files it starts from. */
  from?: string;
  files: Record<string, string | object>;
}

/** This package as it would be published, and users' projects outside the repository that install it. */
export class Packed {
  /** How a package.json refers to the package. */
  readonly reference: string;

  readonly #folder: string;

  private constructor(folder: string, tarball: string) {
    this.#folder = folder;
    this.reference = `file:${path.join(folder, tarball)}`;
  }

  static async create(): Promise<Packed> {
    const folder = mkdtempSync(path.join(tmpdir(), "package-"));
    await run("npm", ["pack", "--pack-destination", folder, "--loglevel=error"], { cwd: root });
    const [tarball = ""] = readdirSync(folder);
    return new Packed(folder, tarball);
  }

  /** Writes a project and installs its dependencies. Gives its folder. */
  async newProject(name: string, { installer, from, files }: Project): Promise<string> {
    const project = path.join(this.#folder, name);
    if (from !== undefined) cpSync(from, project, { recursive: true });
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
      writeFileSync(path.join(project, file), typeof content === "string" ? content : JSON.stringify(content));
    }
    const [command = "", ...args] = installers[installer];
    await run(command, args, { cwd: project, env: { ...process.env, ...this.#ownFolders() } });
    return project;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Where the installers keep what they fetch: nothing goes into the home folder. */
  #ownFolders(): Record<string, string> {
    return {
      XDG_CACHE_HOME: path.join(this.#folder, "cache"),
      XDG_DATA_HOME: path.join(this.#folder, "data"),
      XDG_STATE_HOME: path.join(this.#folder, "state"),
      npm_config_cache: path.join(root, ".cache", "npm"),
    };
  }
}

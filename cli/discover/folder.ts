import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { CommandError } from "../errors";
import { ExitCode } from "../exit-codes";
import { manifest } from "../manifest";
import { keyOf } from "./names";
import type { Declared } from "./plan";

const PLUGIN = path.join("node_modules", ".bin", "pulumi-resource-alert-webhooks");

/** The folder that the command writes: a Pulumi project. */
export class Folder {
  readonly path: string;

  /** @throws CommandError where there is something, and it may not be overwritten */
  constructor(folder: string, mayOverwrite: boolean) {
    this.path = path.resolve(folder);
    const found = statSync(this.path, { throwIfNoEntry: false });
    if (found?.isDirectory() === false) throw new CommandError(`${folder} is a file. Name a folder.`, ExitCode.usage);
    if (found !== undefined && readdirSync(this.path).length > 0 && !mayOverwrite) {
      throw new CommandError(`${folder} is not empty. Name another folder, or add --overwrite.`, ExitCode.usage);
    }
  }

  /** A name for the project, from that of the folder. */
  get project(): string {
    const name = path.basename(this.path).replaceAll(/[^A-Za-z0-9_.-]+/g, "-");
    return /[A-Za-z0-9]/.test(name) ? name : "alert-webhooks";
  }

  /** Writes a file. What is private may be read by its owner alone. */
  write(file: string, content: string, { isPrivate = false } = {}): void {
    mkdirSync(this.path, { recursive: true });
    const place = path.join(this.path, file);
    // What is there may have other rights.
    rmSync(place, { force: true });
    writeFileSync(place, content, { mode: isPrivate ? 0o600 : 0o666, flag: "wx" });
  }

  remove(file: string): void {
    rmSync(path.join(this.path, file), { force: true });
  }

  /** The names that a former run has given, by key. */
  formerNames(): ReadonlyMap<string, string> {
    const file = path.join(this.path, "webhooks.json");
    if (!existsSync(file)) return new Map();
    try {
      const { webhooks } = JSON.parse(readFileSync(file, "utf8")) as { webhooks: readonly Declared[] };
      return new Map(webhooks.map(({ type: className, id, name }) => [keyOf({ className, id }), name]));
    } catch {
      throw new CommandError(`${file} can't be understood, so its names are not known. Remove it.`, ExitCode.failed);
    }
  }

  /** Whether programs in the folder find this package. */
  get hasPackage(): boolean {
    try {
      createRequire(path.join(this.path, "index.js")).resolve(`${manifest.name}/package.json`);
      return true;
    } catch {
      return false;
    }
  }

  /** Where programs in the folder find the plugin, from there, if npm has installed it. */
  get pluginFolder(): string | undefined {
    for (let folder = this.path; ; folder = path.dirname(folder)) {
      const plugin = path.join(folder, PLUGIN);
      if (existsSync(plugin)) return path.relative(this.path, path.dirname(plugin)).split(path.sep).join("/");
      if (folder === path.dirname(folder)) return undefined;
    }
  }

  /** `package.json` of a project that does not find this package. */
  packageFile(): string {
    const { name, version, peerDependencies } = manifest;
    const dependencies = { "@pulumi/pulumi": peerDependencies["@pulumi/pulumi"], [name]: `^${version}` };
    return `${JSON.stringify({ name: this.project.toLowerCase(), private: true, dependencies }, undefined, 2)}\n`;
  }
}

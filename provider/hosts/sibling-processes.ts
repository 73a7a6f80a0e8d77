import { appendFileSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import type { Siblings } from "../lifecycle/lifecycle";

/** A file is of no use once its run is over, and a killed process leaves its file behind. */
const OLDEST_MS = 24 * 60 * 60 * 1000;

/**
 * What the provider processes of one run tell each other about what they manage: the engine starts one for each explicit
 * `Provider`, and a resource may go from one to another. Each process has a file in a folder of the user's own, named after
 * the engine's address, with a digest for each thing.
 */
export class SiblingProcesses implements Siblings {
  private readonly run: string;
  private readonly folder = join(tmpdir(), `pulumi-alert-webhooks-${userInfo().username}`);
  private isOpen: boolean | undefined;

  /** @param engine the address of the engine that has started this process */
  constructor(engine: string) {
    this.run = engine.replace(/\W/g, "-");
  }

  noteManaged(key: string): void {
    this.isOpen ??= this.open();
    if (this.isOpen) appendFileSync(this.own, `${key}\n`, { mode: 0o600 });
  }

  isManaged(key: string): boolean {
    this.isOpen ??= this.open();
    return this.isOpen && this.others().some((file) => readFileSync(join(this.folder, file), "utf8").includes(key));
  }

  private get own(): string {
    return join(this.folder, `${this.run}.${process.pid}`);
  }

  private others(): string[] {
    return readdirSync(this.folder).filter((file) => {
      const [run, pid] = file.split(".");
      return run === this.run && Number(pid) !== process.pid && isRunning(Number(pid));
    });
  }

  /** A folder that another user has made could say anything. */
  private open(): boolean {
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      const { uid } = lstatSync(this.folder);
      if (process.getuid !== undefined && uid !== process.getuid()) return false;
      for (const file of readdirSync(this.folder)) this.removeOld(file);
      process.once("exit", () => {
        rmSync(this.own, { force: true });
      });
      return true;
    } catch {
      return false;
    }
  }

  private removeOld(file: string): void {
    const path = join(this.folder, file);
    if (Date.now() - lstatSync(path).mtimeMs > OLDEST_MS) rmSync(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import {
  appendFileSync,
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Siblings } from "../lifecycle/lifecycle";

/**
 * What the provider processes of one run tell each other about what they manage: the engine starts one for each explicit
 * `Provider`, and a resource may go from one to another. Each process has a file in a folder of the user's own, named after
 * the engine's address, with a digest for each thing.
 */
export class SiblingProcesses implements Siblings {
  private readonly run: string;
  // By number, since a user of a container may have no name. Where there are no numbers, the temporary folder is the user's.
  private readonly folder = join(tmpdir(), `pulumi-alert-webhooks-${process.getuid?.() ?? "user"}`);
  private isOpen: boolean | undefined;
  private readonly notes = new Map<string, Notes>();

  /** @param engine the address of the engine that has started this process */
  constructor(engine: string) {
    this.run = engine.replace(/\W/g, "-");
  }

  noteManaged(key: string): boolean {
    const note = () => {
      appendFileSync(join(this.folder, this.own), `${key}\n`, { mode: 0o600 });
      return true;
    };
    return this.whereOpen(note) === true;
  }

  isManaged(key: string): boolean {
    return this.whereOpen(() => this.others().some((file) => this.notesIn(file).have(key))) === true;
  }

  private notesIn(file: string): Notes {
    const notes = this.notes.get(file) ?? new Notes(join(this.folder, file));
    this.notes.set(file, notes);
    return notes;
  }

  /** Runs a task in the folder. Where there is none, or no room in it, a run does without. */
  private whereOpen<T>(task: () => T): T | undefined {
    try {
      this.isOpen ??= this.open();
      return this.isOpen ? task() : undefined;
    } catch {
      this.isOpen = false;
      return undefined;
    }
  }

  private get own(): string {
    return `${this.run}.${process.pid}`;
  }

  private others(): string[] {
    return readdirSync(this.folder).filter(
      (file) => file.startsWith(`${this.run}.`) && file !== this.own && isRunning(processOf(file)),
    );
  }

  /** A folder that another user has made could say anything. */
  private open(): boolean {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const { uid } = lstatSync(this.folder);
    if (process.getuid !== undefined && uid !== process.getuid()) return false;
    // The engine kills its plugins, so those of earlier runs have left their files behind.
    for (const file of readdirSync(this.folder)) if (!isRunning(processOf(file))) this.remove(file);
    process.once("exit", () => {
      this.remove(this.own);
    });
    return true;
  }

  private remove(file: string): void {
    rmSync(join(this.folder, file), { force: true });
  }
}

/** What another process has noted in its file, which only grows: each part of it is read once. */
class Notes {
  private readonly path: string;
  private readonly keys = new Set<string>();
  private position = 0;
  /** The beginning of a key that is not written to its end yet. */
  private rest = "";

  constructor(path: string) {
    this.path = path;
  }

  have(key: string): boolean {
    const [rest = "", ...keys] = (this.rest + this.whatIsNew()).split("\n").reverse();
    this.rest = rest;
    for (const each of keys) this.keys.add(each);
    return this.keys.has(key);
  }

  private whatIsNew(): string {
    const file = openSync(this.path, "r");
    try {
      const buffer = Buffer.alloc(Math.max(0, fstatSync(file).size - this.position));
      const length = readSync(file, buffer, 0, buffer.length, this.position);
      this.position += length;
      return buffer.toString("latin1", 0, length);
    } finally {
      closeSync(file);
    }
  }
}

function processOf(file: string): number {
  return Number(file.slice(file.lastIndexOf(".") + 1));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

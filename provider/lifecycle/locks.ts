import { Mutex } from "async-mutex";

/** Runs what has the same key one after another, and what has different keys side by side. */
export class Locks {
  private readonly locks = new Map<string, Mutex>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const lock = this.locks.get(key) ?? new Mutex();
    this.locks.set(key, lock);
    return lock.runExclusive(task);
  }
}

import { type BulkheadPolicy, bulkhead } from "cockatiel";

/** Runs what has the same key one after another, and what has different keys side by side. */
export class Locks {
  private readonly locks = new Map<string, BulkheadPolicy>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const lock = this.locks.get(key) ?? bulkhead(1, Infinity);
    this.locks.set(key, lock);
    return lock.execute(task);
  }
}

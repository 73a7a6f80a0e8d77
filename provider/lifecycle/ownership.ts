/** The resource that manages something. */
export interface Owner {
  /** A logical name or URN. */
  readonly caller: string;
  /** What is declared of it. */
  readonly inputs: object;
  /** What state has of it, or is about to have. */
  readonly state: object;
}

/**
 * Which resource of the running program manages what, so that nothing is deleted that is declared. It lives as long as
 * one run of the engine, and knows what the engine has asked about in it: what is only in state comes up when it is
 * deleted, after the program has ended. What is managed has an id. A caller is a logical name or URN.
 */
export class Ownership {
  /** When the engine last asked about each resource, by `performance.now()`. */
  private readonly callers = new Map<string, number>();
  private readonly declared = new Map<string, string>();
  private readonly owners = new Map<string, Owner>();
  private readonly left = new Set<string>();
  private readonly replaced = new Set<string>();

  /**
   * Notes that the program declares a resource.
   * @param naturalKey what it manages, if that is known already
   * @returns the other resource that the program declares for the same thing, if there is one
   */
  declare(caller: string, naturalKey?: string): string | undefined {
    this.callers.set(caller, performance.now());
    if (naturalKey === undefined) return undefined;
    const other = this.declared.get(naturalKey);
    if (other !== undefined && other !== caller) return other;
    this.declared.set(naturalKey, caller);
    return undefined;
  }

  /** Whether the program of this run declares the caller. */
  isDeclared(caller: string): boolean {
    return this.callers.has(caller);
  }

  /** When the engine last asked about a resource that the program declares, by `performance.now()`. */
  declaredAt(caller: string): number | undefined {
    return this.callers.get(caller);
  }

  /** The resource that the program declares for this. */
  declarerOf(naturalKey: string): string | undefined {
    return this.declared.get(naturalKey);
  }

  /** Notes that a resource manages `id`: it did before the run, or has made it, changed it or taken it over. */
  hold(id: string, owner: Owner): void {
    this.owners.set(id, owner);
  }

  /** Notes that a resource gives up `id` in this run: it is replaced by one that manages something else. */
  leave(id: string, caller: string): void {
    this.left.add(id);
    this.replaced.add(caller);
  }

  /** The resource that manages `id`. */
  ownerOf(id: string): Owner | undefined {
    return this.owners.get(id);
  }

  /** Whether a resource gives up `id` in this run. */
  isLeft(id: string): boolean {
    return this.left.has(id);
  }

  /** Whether the resource is replaced in this run, because it is declared otherwise. */
  isReplaced(caller: string): boolean {
    return this.replaced.has(caller);
  }

  /** Notes that nothing manages `id` any more. */
  release(id: string): void {
    this.owners.delete(id);
  }
}

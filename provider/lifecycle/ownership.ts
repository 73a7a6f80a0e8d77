/** The resource that manages something in this run. */
interface Owner {
  readonly caller: string;
  /** The caller that state has: another one if the resource was renamed, none if it came from an import file. */
  readonly formerly: string | undefined;
}

/**
 * Which resource of the running program manages what, so that deleting one that has left the program does not remove
 * what another one manages. It lives as long as one run of the engine. What is managed has an id, but the caller alone,
 * a logical name or URN, decides whose it is.
 */
export class Ownership {
  private readonly callers = new Set<string>();
  private readonly declared = new Map<string, string>();
  private readonly owners = new Map<string, Owner>();
  private readonly made = new Set<string>();

  /**
   * Notes that the program declares a resource.
   * @param naturalKey what it manages, if that is known already
   * @returns the other resource that the program declares for the same thing, if there is one
   */
  declare(caller: string, naturalKey?: string): string | undefined {
    this.callers.add(caller);
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

  /** Notes that a resource manages `id` from now on. */
  hold(id: string, caller: string): void {
    this.keep(id, caller, caller);
  }

  /** Notes that a resource manages `id` as it did before the run, when state knew it as `formerly`. */
  keep(id: string, caller: string, formerly: string | undefined): void {
    this.owners.set(id, { caller, formerly });
  }

  /** Notes that this run has created or taken over `id`: whatever it replaces, `id` is wanted. */
  make(id: string, caller: string): void {
    this.hold(id, caller);
    this.made.add(id);
  }

  /** The resource that manages `id`. */
  ownerOf(id: string): string | undefined {
    return this.owners.get(id)?.caller;
  }

  /** Whether `id` belongs by now to another resource than the one that state knows by this name. */
  hasPassedOn(id: string, caller: string | undefined): boolean {
    if (this.made.has(id)) return true;
    const owner = this.owners.get(id);
    return owner !== undefined && owner.caller !== caller && owner.formerly !== caller;
  }

  /** Notes that nothing manages `id` any more. */
  release(id: string): void {
    this.owners.delete(id);
    this.made.delete(id);
  }
}

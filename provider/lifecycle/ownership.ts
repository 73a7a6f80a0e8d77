/** The resource that stands for something in this run. */
interface Owner {
  readonly caller: string;
  /** The name that state has for it: another where it was renamed, none where it came from an import file. */
  readonly formerly: string | undefined;
}

/**
 * Which resource of the running program stands for what, so that deleting one that has left the program does not take
 * away what another one stands for. It lives as long as one run of the engine. What a resource stands for has an id,
 * but whose it is depends on the caller alone: its logical name or URN.
 */
export class Ownership {
  private readonly callers = new Set<string>();
  private readonly declared = new Map<string, string>();
  private readonly owners = new Map<string, Owner>();
  private readonly adopted = new Set<string>();

  /**
   * Notes that the program declares a resource.
   * @param naturalKey what it stands for, where that is known already
   * @returns the other resource that is declared for the same thing, if there is one
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

  /** Notes that a resource stands for `id` from now on. */
  hold(id: string, caller: string): void {
    this.keep(id, caller, caller);
  }

  /** Notes that a resource stands for `id` as it did before the run, when state knew it as `formerly`. */
  keep(id: string, caller: string, formerly: string | undefined): void {
    this.owners.set(id, { caller, formerly });
  }

  /** Notes that a resource took over what stood for `id` before. */
  adopt(id: string, caller: string): void {
    this.hold(id, caller);
    this.adopted.add(id);
  }

  /** The resource that stands for `id`. */
  ownerOf(id: string): string | undefined {
    return this.owners.get(id)?.caller;
  }

  /** Whether `id` belongs by now to another resource than the one that state knows by this name. */
  hasPassedOn(id: string, caller: string | undefined): boolean {
    if (this.adopted.has(id)) return true;
    const owner = this.owners.get(id);
    return owner !== undefined && owner.caller !== caller && owner.formerly !== caller;
  }

  /** Notes that nothing stands for `id` any more. */
  release(id: string): void {
    this.owners.delete(id);
  }
}

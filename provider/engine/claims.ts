/**
 * Which resource of the running program stands for what, so that deleting one that left the program (renamed, say)
 * does not take away what another has taken over. Lives as long as the process: one run of the engine.
 */
export class Claims {
  private readonly holders = new Map<string, string>();
  private readonly adopted = new Set<string>();

  /** Notes that the declared resource with this id stands for `identity`. */
  hold(identity: string, id: string): void {
    this.holders.set(identity, id);
  }

  /** Notes that the resource with this id took over what stood for `identity` before. */
  adopt(identity: string, id: string): void {
    this.hold(identity, id);
    this.adopted.add(identity);
  }

  /** Whether a declared resource stands for `identity`. */
  isHeld(identity: string): boolean {
    return this.holders.has(identity);
  }

  /**
   * Whether `identity` belongs by now to another resource than the one with this id that held it before. Where the id
   * itself is the identity it does not tell two resources apart, so then any that is declared counts as another.
   */
  hasPassedOn(identity: string, id: string): boolean {
    const holder = this.holders.get(identity);
    return this.adopted.has(identity) || (holder !== undefined && (holder !== id || identity === id));
  }

  /** Notes that nothing stands for `identity` any more. */
  release(identity: string): void {
    this.holders.delete(identity);
  }
}

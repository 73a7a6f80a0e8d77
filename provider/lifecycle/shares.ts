/** A resource, by its class and what the host knows it by. */
export interface Claimant {
  readonly className: string;
  readonly caller: string;
}

/** Who has declared something in an area. */
interface Area {
  whole?: Claimant;
  single?: Claimant;
}

/**
 * What the lifecycles of all classes tell each other in one run of the engine, since one resource may manage several things
 * of which each could have a resource of its own. Such a thing is told by a class and an id.
 */
export class Shares {
  /** When the engine last asked about a resource of any class, by `performance.now()`. */
  askedAt = -Infinity;
  private readonly areas = new Map<string, Area>();
  private readonly declared = new Set<string>();
  private readonly holders = new Map<string, Claimant>();

  /**
   * Notes that a resource is declared in an area.
   * @param isWhole whether it manages several things there
   * @returns the other resource that is declared there, if the two can't both be
   */
  enter(area: string, isWhole: boolean, claimant: Claimant): Claimant | undefined {
    const found = this.areas.get(area) ?? {};
    const other = isWhole ? found.single : found.whole;
    if (other !== undefined) return other;
    this.areas.set(area, { ...found, [isWhole ? "whole" : "single"]: claimant });
    return undefined;
  }

  /** Notes that the program declares a resource of its own for something. */
  declare(key: string): void {
    this.declared.add(key);
  }

  /** Whether the program declares a resource of its own for something. */
  isDeclared(key: string): boolean {
    return this.declared.has(key);
  }

  /** Notes that a resource manages something. */
  hold(key: string, claimant: Claimant): void {
    this.holders.set(key, claimant);
  }

  /** Notes that a resource manages something no more, unless another one does by now. */
  release(key: string, { className, caller }: Claimant): void {
    const holder = this.holders.get(key);
    if (holder?.className === className && holder.caller === caller) this.holders.delete(key);
  }

  /** The resource that the program declares and that manages something. */
  holderOf(key: string): Claimant | undefined {
    return this.holders.get(key);
  }
}

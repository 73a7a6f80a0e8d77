/** A webhook that can be tested. */
export interface Target {
  readonly vendor: Vendor;
  /** The flock that it is in; none for Coralogix. */
  readonly flockId?: string;
  readonly flock?: string;
  /** What its vendor calls its kind: `ms_teams`, `pager_duty`. */
  readonly kind: string;
  /** The name by which people know it, where it has one. */
  readonly name: string;
  /** Where it sends, without what is secret. */
  readonly host: string;
  /** Fires its test. @returns why it failed, if it did @throws where the vendor does not accept the call */
  readonly fire: () => Promise<string | undefined>;
}

export const VENDORS = ["canary", "coralogix"] as const;

type Vendor = (typeof VENDORS)[number];

/** What targets are chosen by. What is not given chooses all. */
export interface Choice {
  /** Of flocks, the ids or names. */
  readonly flock?: readonly string[];
  readonly kind?: readonly string[];
  readonly host?: readonly string[];
  readonly vendor?: Vendor;
}

/** Whether a kind is chosen. */
export function isKindChosen({ kind }: Choice, candidate: string): boolean {
  return kind?.includes(candidate) ?? true;
}

/** Whether webhooks to a host are chosen. */
export function isHostChosen({ host }: Choice, candidate: string): boolean {
  return host?.some((each) => each.toLowerCase() === candidate.toLowerCase()) ?? true;
}

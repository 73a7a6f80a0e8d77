import type * as pulumi from "@pulumi/pulumi";

import { type InputsOf, type LookUpOptions, lookUp, lookUpOutput, programLookUps } from "../program/look-up";
import { flocksLookUp } from "./look-ups.contract";

/** What {@link getCanaryFlocks} takes. */
export interface GetCanaryFlocksArgs {
  /**
   * Only the flocks with this name, to the letter.
   * @default all flocks
   */
  name?: string;
}

/** A flock of a Canary console. */
export interface CanaryFlock {
  /** The id of the flock, such as `flock:default`. */
  readonly id: string;
  /** The name of the flock, as the console shows it. */
  readonly name: string;
  /** What the console has as a note on the flock. */
  readonly note?: string;
  /** Whether its webhooks send alerts: `enabled`, `disabled`, or `global` where the console's global setting decides. */
  readonly mode?: "enabled" | "disabled" | "global";
}

/** What {@link getCanaryFlocks} gives. */
export interface GetCanaryFlocksResult {
  /** The flocks, in the order of the console. */
  readonly flocks: CanaryFlock[];
}

/**
 * Looks up the flocks of a Canary console.
 *
 * ```ts
 * getCanaryFlocks().then(({ flocks }) => {
 *   for (const { id, name } of flocks) new CanaryMsTeamsWebhook(name, { flockId: id, url });
 * });
 * ```
 *
 * @see the Canary API page "Flocks", section "Get Flocks Summary"
 */
export function getCanaryFlocks(args?: GetCanaryFlocksArgs, opts?: LookUpOptions): Promise<GetCanaryFlocksResult> {
  return lookUp<GetCanaryFlocksResult>(flocksLookUp, programLookUps, args, opts);
}

/** Looks up the flocks of a Canary console: {@link getCanaryFlocks} for arguments that may be known only later. */
export function getCanaryFlocksOutput(
  args?: InputsOf<GetCanaryFlocksArgs>,
  opts?: LookUpOptions,
): pulumi.Output<GetCanaryFlocksResult> {
  return lookUpOutput<GetCanaryFlocksResult>(flocksLookUp, programLookUps, args, opts);
}

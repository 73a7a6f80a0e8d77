import type { CanaryState } from "./canary/state";
import { withoutTimes } from "./coralogix/state";
import type { CoralogixState } from "./coralogix/state";
import { stable } from "./world/stable";

/** Everything that the emulator knows. It is live: a change to it is a change made out of band. */
export interface EmulatorState extends CanaryState, CoralogixState {}

/**
 * A deep, JSON-able copy for comparison: members and lists in a stable order (the pages give the lists none), without
 * the times. Ids are kept, so something that was removed and added again shows as a change.
 */
export function snapshotOf({ flocks, accounts }: EmulatorState): unknown {
  const compared = Object.entries(accounts).map(([key, account]) => [key, withoutTimes(account)]);
  return stable({ flocks, accounts: Object.fromEntries(compared) as unknown });
}

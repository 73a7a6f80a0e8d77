import { canaryChoices } from "./canary/behaviour";
import { coralogixChoices } from "./coralogix/behaviour";

type Choices = typeof canaryChoices & typeof coralogixChoices;

/**
 * What the vendors' pages leave open, each with the answers that are plausible. The first of each list is the default.
 */
export const behaviourChoices: Choices = { ...canaryChoices, ...coralogixChoices };

/** One choice for everything that the vendors' pages leave open; see {@link behaviourChoices} for each. */
export type Behaviour = { -readonly [Name in keyof Choices]: Choices[Name][number] };

/** The first choice of every list in {@link behaviourChoices}. */
export function defaultBehaviour(): Behaviour {
  return Object.fromEntries(Object.entries(behaviourChoices).map(([name, choices]) => [name, choices[0]])) as Behaviour;
}

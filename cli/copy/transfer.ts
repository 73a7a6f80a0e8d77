import { CommandError, exitCodeOf, messageOf } from "../errors";
import type { Step, Webhook } from "./plan";

/** What became of a step: nothing where it went well. */
export type Failure = string | undefined;

/** Two accounts, as one of the vendor's APIs shows them. */
export interface Transfer<One extends Webhook> {
  readonly sources: readonly One[];
  readonly targets: readonly One[];
  readonly isSameAccount: boolean;
  readonly isCopy: (source: One, target: One) => boolean;
  /**
   * Performs steps that create or update, and tells of each as soon as it is known. After an interruption nothing more is
   * begun.
   */
  perform(
    steps: readonly Step<One>[],
    tell: (step: Step<One>, failure: Failure) => void,
    interruption: AbortSignal,
  ): Promise<void>;
}

/** Why a step was not performed. */
export const INTERRUPTED = "not copied: it was interrupted";

/** What an API that shows otherwise than was sent leaves to say. */
export const NOT_AS_SENT = "the target account does not show it as it was sent";

/** Reads both accounts, and says of which one can't be read. */
export async function readBoth<Api, One>(
  source: Api,
  target: Api,
  read: (api: Api) => Promise<One[]>,
): Promise<[One[], One[]]> {
  const named = async (name: string, api: Api) => {
    try {
      return await read(api);
    } catch (error) {
      throw new CommandError(`The ${name} account can't be read: ${messageOf(error)}`, exitCodeOf(error));
    }
  };
  return Promise.all([named("source", source), named("target", target)]);
}

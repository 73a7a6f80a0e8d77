import { IncompleteChange, LifecycleError, isInDoubt, messageOf } from "./errors";

/** How something is changed that the API can't change in place. */
export interface ReAdd {
  /** A few words for messages. */
  readonly what: string;
  readonly remove: () => Promise<void>;
  readonly add: () => Promise<void>;
  /** Adds what was there before. */
  readonly putBack: () => Promise<void>;
}

/**
 * Removes and adds, and puts back what was there when the add fails. Where it is in doubt whether a call took effect,
 * nothing more is done: the next run finds out.
 */
export async function reAdd({ what, remove, add, putBack }: ReAdd): Promise<void> {
  await decided(what, remove);
  try {
    await decided(what, add);
  } catch (error) {
    if (error instanceof IncompleteChange) throw error;
    try {
      await putBack();
    } catch (again) {
      throw new IncompleteChange(
        `${what} ${isInDoubt(again) ? "may be" : "is"} absent now: it had to be removed to be changed, ` +
          `adding it failed (${messageOf(error)}), and so did putting it back (${messageOf(again)}).`,
        { cause: again },
      );
    }
    throw new LifecycleError(`${what} is as it was: adding it with the new values failed. ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function decided(what: string, change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!isInDoubt(error)) throw error;
    throw new IncompleteChange(`${what} may be absent now: ${error.message}`, { cause: error });
  }
}

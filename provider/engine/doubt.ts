import { isUnknown } from "../http/errors";
import type { Found } from "./definition";
import { PartialFailure } from "./errors";

/**
 * Runs a change. Where not even a read can tell whether it took effect, the resource is kept in state as `kept`, so that
 * the next run finds out: nothing is made twice or left behind, and a change that is taken back is taken back in the API.
 * @param doubt what may be the case then, with the resource as subject
 */
export async function keptWhenInDoubt<T>(doubt: string, kept: Found<object>, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!isUnknown(error)) throw error;
    const message = `${doubt}: ${error.message} The next pulumi up finds out and mends it.`;
    throw new PartialFailure(message, kept.id, kept.state);
  }
}

import { randomBytes } from "node:crypto";

import type { Found } from "../engine/definition";
import { PartialFailure } from "../engine/errors";
import { isUnknown } from "../http/errors";

/** An id for the engine's state, which is plain text: it says where the webhook is and nothing of its URL. */
export function newId(flockId: string, kind: string): string {
  return `${flockId}/${kind}/${randomBytes(4).toString("hex")}`;
}

/**
 * Runs a create. Where not even a read can tell whether it took effect, the resource is kept in state, so that the
 * next run finds out and nothing is made twice or left behind.
 */
export async function keptWhenInDoubt<State extends object>(
  what: string,
  found: Found<State>,
  create: () => Promise<void>,
): Promise<Found<State>> {
  try {
    await create();
    return found;
  } catch (error) {
    if (!isUnknown(error)) throw error;
    const message = `${what} may or may not be in place: ${error.message} The next pulumi up finds out and mends it.`;
    throw new PartialFailure(message, found.id, found.state);
  }
}

import { randomBytes } from "node:crypto";

/** An id for the engine's state, which is plain text: it says where the webhook is and nothing of its URL. */
export function newId(flockId: string, kind: string): string {
  return `${flockId}/${kind}/${randomBytes(4).toString("hex")}`;
}

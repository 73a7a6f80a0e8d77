import type { CanaryBehaviour } from "./behaviour";
import { CanaryError } from "./errors";
import type { FlockCall } from "./flock-call";

/** Adds a webhook to those of its kind. */
export function add<Webhook>(
  webhooks: Webhook[],
  webhook: Webhook,
  isSame: (other: Webhook) => boolean,
  behaviour: CanaryBehaviour,
): void {
  postAddEvent(behaviour);
  if (behaviour.addEffect === "ignored") return;
  const index = webhooks.findIndex(isSame);
  if (index === -1 || behaviour.duplicateAdd === "duplicated") webhooks.push(webhook);
  else if (behaviour.duplicateAdd === "replaced") webhooks[index] = webhook;
  else if (behaviour.duplicateAdd === "error") throw new CanaryError(400, "Webhook already exists");
}

/** Those webhooks of a kind that are left after a removal. */
export function without<Webhook>(
  webhooks: Webhook[],
  isRemoved: (webhook: Webhook) => boolean,
  behaviour: CanaryBehaviour,
): Webhook[] {
  if (behaviour.removeEffect === "ignored") return webhooks;
  const kept = webhooks.filter((webhook) => !isRemoved(webhook));
  if (kept.length === webhooks.length) rejectAbsent(behaviour);
  return kept;
}

export function rejectAbsent(behaviour: CanaryBehaviour): void {
  if (behaviour.absentRemove === "error") throw new CanaryError(400, "Webhook does not exist");
}

export function postAddEvent(behaviour: CanaryBehaviour): void {
  if (behaviour.addTestEventFails) throw new CanaryError(400, "Could not post a test event to the webhook");
}

export function postTestEvent(behaviour: CanaryBehaviour): void {
  if (behaviour.testResult === "error") throw new CanaryError(400, "Could not post the test event to the webhook");
}

/** A list as it is shown: under its name, but where it is empty perhaps otherwise or not at all. */
export function shownList(name: string, list: readonly unknown[], { emptyShape }: CanaryBehaviour): object {
  if (list.length > 0 || emptyShape === "empty list") return { [name]: list };
  if (emptyShape === "missing") return {};
  return { [name]: emptyShape === "null" ? null : {} };
}

/** The test call of a kind that is tested by its URL. */
export const testUrl: FlockCall = {
  method: "POST",
  required: ["url"],
  run: (_flock, { url }, behaviour) => {
    postTestEvent(behaviour);
    return { webhook: url };
  },
};

import type { CanaryBehaviour } from "./behaviour";
import { CanaryError } from "./errors";
import { change, read, type FlockCalls } from "./flock-call";
import { enabled } from "./mode";
import type { FlockState } from "./state";
import { postAddEvent, postTestEvent, rejectAbsent } from "./webhook-list";

export const splunkCalls: FlockCalls = {
  splunk: read((flock, behaviour) => ({
    ...shownSplunk(flock, behaviour),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "splunk/add": change(["host", "port", "token"], (flock, { host = "", port = "", token = "" }, behaviour) => {
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new CanaryError(400, "Invalid port");
    postAddEvent(behaviour);
    if (flock.splunk && behaviour.splunkPresent === "error")
      throw new CanaryError(400, "Splunk webhook already exists");
    if (flock.splunk && behaviour.splunkPresent === "ignored") return;
    flock.splunk = { host, port, token };
  }),
  "splunk/remove": change([], (flock, _parameters, behaviour) => {
    if (!flock.splunk) rejectAbsent(behaviour);
    flock.splunk = null;
  }),
  "splunk/test": change([], (flock, _parameters, behaviour) => {
    if (!flock.splunk) throw new CanaryError(400, "No Splunk webhook is configured");
    postTestEvent(behaviour);
  }),
};

/** The `splunk_webhook` of an answer. */
export function shownSplunk({ splunk }: FlockState, { listNotConfiguredSplunk }: CanaryBehaviour): object {
  if (splunk) return { splunk_webhook: splunk };
  if (listNotConfiguredSplunk === "missing") return {};
  return { splunk_webhook: listNotConfiguredSplunk === "null" ? null : {} };
}

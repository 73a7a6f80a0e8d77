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
    if (behaviour.addEffect === "ignored") return;
    if (flock.splunk && behaviour.splunkPresent === "error")
      throw new CanaryError(400, "Splunk webhook already exists");
    if (flock.splunk && behaviour.splunkPresent === "ignored") return;
    flock.splunk = { host, port, token };
  }),
  "splunk/remove": change([], (flock, _parameters, behaviour) => {
    if (behaviour.removeEffect === "ignored") return;
    if (!flock.splunk) rejectAbsent(behaviour);
    flock.splunk = null;
  }),
  "splunk/test": change([], (flock, _parameters, behaviour) => {
    if (!flock.splunk) throw new CanaryError(400, "No Splunk webhook is configured");
    postTestEvent(behaviour);
  }),
};

const NOT_CONFIGURED: Readonly<Record<CanaryBehaviour["listNotConfiguredSplunk"], object>> = {
  null: { splunk_webhook: null },
  "empty object": { splunk_webhook: {} },
  missing: {},
  "empty list": { splunk_webhook: [] },
  "empty text": { splunk_webhook: "" },
  false: { splunk_webhook: false },
  "members null": { splunk_webhook: { host: null, port: null, token: null } },
  "members empty": { splunk_webhook: { host: "", port: "", token: "" } },
};

/** The `splunk_webhook` of an answer. */
export function shownSplunk({ splunk }: FlockState, { listNotConfiguredSplunk }: CanaryBehaviour): object {
  return splunk ? { splunk_webhook: splunk } : NOT_CONFIGURED[listNotConfiguredSplunk];
}

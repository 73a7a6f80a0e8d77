import type { CanaryBehaviour } from "./behaviour";
import { read, type FlockCalls } from "./flock-call";
import { urlsOf } from "./generic";
import { summaryEnabled } from "./mode";
import { shownSplunk } from "./splunk";
import type { CanaryState, FlockState } from "./state";
import { shownList } from "./webhook-list";

export const infoCalls: FlockCalls = {
  info: read((flock, behaviour) => ({ webhook_info: infoOf(flock, behaviour) })),
};

/** What `flock/summary` shows: nothing of the webhooks, and the emulator has no tokens. */
export const NO_TOKENS = {
  different_token_num: 0,
  disabled_tokens: 0,
  incident_count: 0,
  top_tokens: [],
  total_tokens: 0,
  triggered_tokens: 0,
};

/** The console's calls that show its flocks, by path; those that a parameter is needed for, with its name. */
export const overviewCalls: Readonly<
  Record<string, [required: string[], (state: CanaryState, sent: string) => object]>
> = {
  "flocks/summary": [
    [],
    ({ flocks }) => ({
      flocks_summary: Object.fromEntries(Object.entries(flocks).map(([id, flock]) => [id, summaryOf(flock)])),
      unacked_device_incident_counts: {},
    }),
  ],
  // The emulator has no users: each email is of one who sees every flock.
  "flocks/list": [
    ["email"],
    ({ flocks }) => ({ flocks: Object.fromEntries(Object.entries(flocks).map(([id, { name }]) => [id, name])) }),
  ],
  "flocks/filter": [
    ["filter_str"],
    ({ flocks }, filter) => ({
      flocks: Object.entries(flocks)
        .map(([flock_id, { name }]) => ({ flock_id, name, note: "" }))
        .filter(({ flock_id, name }) => `${flock_id} ${name}`.toLowerCase().includes(filter.toLowerCase())),
    }),
  ],
};

function infoOf(flock: FlockState, behaviour: CanaryBehaviour): object {
  return {
    ...shownList("generic_webhooks", urlsOf(flock), behaviour),
    ...shownList("ms_teams", flock.ms_teams, behaviour),
    ...shownList("slack_webhooks", flock.slack, behaviour),
    ...shownSplunk(flock, behaviour),
    webhooks_enabled: summaryEnabled(flock),
  };
}

function summaryOf(flock: FlockState): object {
  const enabled = "Global";
  return {
    name: flock.name,
    note: null,
    devices: [],
    online_devices: 0,
    offline_devices: 0,
    settings: {
      notification_info: {
        emails: { addresses: "", enabled },
        sms: { enabled, numbers: "" },
        summary_email: { addresses: "", enabled },
      },
      webhooks: {
        generic_webhooks: urlsOf(flock),
        hipchat_webhooks: [],
        ms_teams: flock.ms_teams,
        slack_webhooks: flock.slack,
        webhooks_enabled: summaryEnabled(flock),
      },
    },
    global_settings: { email_notifications: true, sms_notifications: false, webhook_notifications: true },
  };
}

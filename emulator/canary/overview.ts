import { read, type FlockCalls } from "./flock-call";
import { summaryEnabled } from "./mode";
import { shownSplunk } from "./splunk";
import type { FlockState } from "./state";

export const infoCalls: FlockCalls = {
  info: read((flock, behaviour) => ({
    webhook_info: {
      ...webhooksOf(flock),
      ...shownSplunk(flock, behaviour),
      webhooks_enabled: summaryEnabled(flock),
    },
  })),
};

/** What `flocks/summary` shows of a flock. */
export function summaryOf(flock: FlockState): object {
  return {
    name: flock.name,
    settings: { webhooks: { ...webhooksOf(flock), webhooks_enabled: summaryEnabled(flock) } },
    global_settings: { webhook_notifications: true },
  };
}

function webhooksOf({ generic, ms_teams, slack }: FlockState): object {
  return { generic_webhooks: generic.map(({ url }) => url), ms_teams, slack_webhooks: slack };
}

import type { CanaryApi } from "./api";
import { SplunkSlot } from "./splunk-slot";
import { WebhookList } from "./webhook-list";
import { WebhookSetting } from "./webhook-setting";
import {
  type GenericWebhook,
  type ListedWebhook,
  type SlackWebhook,
  genericList,
  msTeamsList,
  slackList,
} from "./wire";

/** What a flock has. Each part is read once for all the resources that are in it. */
export class Flock {
  readonly generic: WebhookList<GenericWebhook>;
  readonly msTeams: WebhookList<ListedWebhook>;
  readonly slack: WebhookList<SlackWebhook>;
  readonly splunk: SplunkSlot;
  readonly setting: WebhookSetting;

  constructor(api: CanaryApi, flockId: string) {
    this.generic = new WebhookList({ api, flockId, kind: "generic", call: "generic/list", form: genericList });
    this.msTeams = new WebhookList({ api, flockId, kind: "ms_teams", call: "ms_teams", form: msTeamsList });
    this.slack = new WebhookList({ api, flockId, kind: "slack", call: "slack", form: slackList });
    this.splunk = new SplunkSlot(api, flockId);
    this.setting = new WebhookSetting(api, flockId);
  }

  /** Whether something that was read says that the flock's webhooks send no alerts. */
  get areWebhooksDisabled(): boolean {
    return [this.generic, this.msTeams, this.slack].some((list) => list.areDisabled) || this.splunk.isDisabled;
  }

  /** The secrets of all that was read, and that the console may name in an answer about something else. */
  get secrets(): string[] {
    return [this.generic, this.msTeams, this.slack, this.splunk].flatMap(({ secrets }) => [...secrets]);
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    for (const part of [this.generic, this.msTeams, this.slack, this.splunk, this.setting]) part.forgetReads();
  }
}

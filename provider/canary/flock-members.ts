import type { ResourceDefinition } from "../lifecycle/definition";
import { semanticallyEqual } from "../lifecycle/equal";
import { hostOf } from "../url";
import type { CanaryConsole } from "./console";
import {
  type Destination,
  genericDestination,
  msTeamsDestination,
  slackDestination,
  splunkDestination,
} from "./flock-destinations";
import type {
  CanaryFlockGenericWebhook,
  CanaryFlockSlackWebhook,
  CanaryFlockSplunkWebhook,
} from "./flock-webhooks.contract";
import type { GenericWebhookState } from "./generic-webhook.contract";
import { genericWebhook } from "./generic-webhook.resource";
import { type Kind, idOf } from "./ids";
import type { MsTeamsWebhookState } from "./ms-teams-webhook.contract";
import { msTeamsWebhook } from "./ms-teams-webhook.resource";
import type { SlackWebhookInputs } from "./slack-webhook.contract";
import { slackWebhook } from "./slack-webhook.resource";
import type { SplunkWebhookState } from "./splunk-webhook.contract";
import { splunkWebhook } from "./splunk-webhook.resource";

/** What a set declares of one webhook. */
type Item = CanaryFlockGenericWebhook | CanaryFlockSplunkWebhook | CanaryFlockSlackWebhook | string;

/** How webhooks of one kind are managed: as the resource does that manages one alone. */
interface MemberKind<Declared extends Item, Single extends object> {
  /** By the word of the API. */
  readonly kind: Kind;
  readonly single: ResourceDefinition<CanaryConsole, Single, Single>;
  /** What that resource would declare. */
  toSingle(flockId: string, item: Declared): Single;
  /** What a set would declare. */
  toItem(single: Single): Declared;
  destination(item: Declared): Destination;
  /** Whether it is there without having been added by the API. */
  readonly isAddedByHand: boolean;
  /** What is there in the flock, but for what is declared. */
  others(
    api: CanaryConsole,
    flockId: string,
    declared: readonly Declared[],
    since?: number,
  ): Promise<Other<Declared>[]>;
}

/** Something that is there. */
interface Other<Declared> {
  readonly item: Declared;
  /** Where it is of another form than documented, if it is. */
  readonly flaw?: string | undefined;
}

const generic: MemberKind<CanaryFlockGenericWebhook, GenericWebhookState> = {
  kind: "generic",
  single: genericWebhook,
  toSingle(flockId, { url, headers, headerNames }) {
    const names = headerNames ?? Object.keys(headers ?? {}).sort();
    return { flockId, url, host: hostOf(url) ?? "", ...(headers && { headers }), headerNames: names };
  },
  toItem: ({ url, headers, headerNames }) => ({
    url,
    ...(headers && { headers }),
    ...(headers === undefined && headerNames.length > 0 && { headerNames }),
  }),
  destination: genericDestination,
  isAddedByHand: false,
  async others(api, flockId, declared, since) {
    const urls = declared.map(({ url }) => url);
    const entries = await api.flock(flockId).generic.besides(urls, since);
    return entries.map(({ url, headerNames, flaw }) => ({
      item: { url, ...(headerNames.length > 0 && { headerNames: [...headerNames].sort() }) },
      flaw,
    }));
  },
};

const msTeams: MemberKind<string, MsTeamsWebhookState> = {
  kind: "ms_teams",
  single: msTeamsWebhook,
  toSingle: (flockId, url) => ({ flockId, url, host: hostOf(url) ?? "" }),
  toItem: ({ url }) => url,
  destination: msTeamsDestination,
  isAddedByHand: false,
  async others(api, flockId, declared, since) {
    const entries = await api.flock(flockId).msTeams.besides(declared, since);
    return entries.map(({ url, flaw }) => ({ item: url, flaw }));
  },
};

const splunk: MemberKind<CanaryFlockSplunkWebhook, SplunkWebhookState> = {
  kind: "splunk",
  single: splunkWebhook,
  toSingle: (flockId, { host, port, token }) => ({ flockId, host, port, token }),
  toItem: ({ host, port, token }) => ({ host, port, token }),
  destination: splunkDestination,
  isAddedByHand: false,
  async others(api, flockId, declared, since) {
    const there = await api.flock(flockId).splunk.get(since);
    return there === undefined || declared.length > 0 ? [] : [{ item: there }];
  },
};

const slack: MemberKind<CanaryFlockSlackWebhook, SlackWebhookInputs> = {
  kind: "slack",
  single: slackWebhook as ResourceDefinition<CanaryConsole, SlackWebhookInputs, SlackWebhookInputs>,
  toSingle: (flockId, { team, channel }) => ({ flockId, team, channel }),
  toItem: ({ team, channel }) => ({ team, channel }),
  destination: slackDestination,
  isAddedByHand: true,
  async others(api, flockId, declared, since) {
    const entries = await api
      .flock(flockId)
      .slack.filter(
        (each) => !declared.some(({ team, channel }) => each.team === team && each.channel === channel),
        since,
      );
    return entries.map(({ team, channel, flaw }) => ({ item: { team, channel }, flaw }));
  },
};

/** The kinds of webhooks, by the properties of a set. */
export const memberKinds = { generic, msTeams, splunk, slack };

/** The property of a set that has webhooks of one kind. */
export type MemberProperty = keyof typeof memberKinds;

/** Any kind, for what is done with all of them. */
type AnyKind = MemberKind<Item, object>;

/** One webhook of a set. */
export class Member {
  readonly property: MemberProperty;
  readonly item: Item;
  /** The class and the id of the resource that could manage it alone. */
  readonly className: string;
  readonly id: string;
  readonly destination: Destination;
  private readonly flockId: string;
  private readonly kind: AnyKind;
  private readonly single: object;

  constructor(flockId: string, property: MemberProperty, item: Item) {
    this.flockId = flockId;
    this.property = property;
    this.item = item;
    this.kind = kindOf(property);
    this.single = this.kind.toSingle(flockId, item);
    this.className = this.kind.single.contract.name;
    this.id = this.kind.single.idOf?.(this.single) ?? "";
    this.destination = this.kind.destination(item);
  }

  /** A few words for messages. */
  get what(): string {
    return this.kind.single.describe(this.single);
  }

  /** Tells it from any other that may come to the same place: from another spelling of its URL, or one with other headers. */
  get mark(): string {
    return idOf(this.flockId, this.kind.kind, JSON.stringify(this.item));
  }

  get isAddedByHand(): boolean {
    return this.kind.isAddedByHand;
  }

  /** Whether it is declared as another one was. */
  isAs(other: Member): boolean {
    return semanticallyEqual(this.single, other.single);
  }

  /** The same with what the API shows of it, if it is there. */
  async shown(api: CanaryConsole): Promise<Member | undefined> {
    return this.with(await this.kind.single.read(api, this.single, this.id));
  }

  /** What is there already and would be taken over. */
  async existing(api: CanaryConsole, since: number): Promise<Member | undefined> {
    return this.with((await this.kind.single.find?.(api, this.single, since))?.state);
  }

  /** Makes the flock have it, whatever it has now. */
  async ensure(api: CanaryConsole, before: Member | undefined): Promise<void> {
    await this.kind.single.update(api, (before ?? this.withoutValues()).single, this.single, this.id);
  }

  /** Whether the console shows what had to be removed to be changed, be it only after a while. */
  async isShown(api: CanaryConsole): Promise<boolean> {
    return (await this.kind.single.isShown?.(api, this.single)) !== false;
  }

  async remove(api: CanaryConsole): Promise<void> {
    await this.kind.single.delete(api, this.single, this.id);
  }

  async test(api: CanaryConsole): Promise<void> {
    const shown = await this.kind.single.read(api, this.single, this.id);
    await this.kind.single.test?.(api, shown ?? this.single, this.id);
  }

  /** What a change from another declaration means. */
  review(before: Member) {
    return this.kind.single.review?.(before.single, this.single) ?? {};
  }

  /** The same, of which the values of headers are not known: nothing says which are in place. */
  withoutValues(): Member {
    if (typeof this.item === "string" || !("headers" in this.item)) return this;
    const { headers = {}, ...item } = this.item;
    return new Member(this.flockId, this.property, { ...item, headerNames: Object.keys(headers).sort() });
  }

  private with(single: object | undefined): Member | undefined {
    return single && new Member(this.flockId, this.property, this.kind.toItem(single));
  }
}

/** The kind of the webhooks that a property has. */
export function kindOf(property: MemberProperty): AnyKind {
  return memberKinds[property];
}

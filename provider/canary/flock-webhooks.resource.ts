import { z } from "zod";

import type { ResourceDefinition, Review } from "../lifecycle/definition";
import { IncompleteChange, LifecycleError, isInDoubt, isRefused, messageOf } from "../lifecycle/errors";
import { exactly, testableOptions, webhookUrl } from "../lifecycle/schema";
import { canonicalUrl } from "../url";
import { type CanaryConsole, consoleHome, placeOf, silence } from "./console";
import { byName, destinationsOf } from "./flock-destinations";
import { Member, type MemberProperty, kindOf, memberKinds } from "./flock-members";
import { type FlockWebhooksInputs, type FlockWebhooksState, flockWebhooksContract } from "./flock-webhooks.contract";
import { genericShape, withHeadersOnce } from "./generic-webhook.resource";
import { areasOf } from "./ids";
import { flockId } from "./schema";
import { slackShape } from "./slack-webhook.resource";
import { splunkShape } from "./splunk-webhook.resource";

type Inputs = FlockWebhooksInputs;
type State = FlockWebhooksState;

const PROPERTIES = Object.keys(memberKinds) as MemberProperty[];

/** How many failures of single webhooks an error tells. */
const TOLD = 5;

/** Something that is there and not declared. */
interface Foreign {
  readonly member: Member;
  readonly flaw?: string | undefined;
}

const trueOrFalse = z.boolean("must be true or false").optional();

export const flockWebhooks: ResourceDefinition<CanaryConsole, Inputs, State> = {
  contract: flockWebhooksContract,
  home: consoleHome,
  schema: exactly("a flock's webhooks", {
    flockId,
    generic: listOfDistinct(
      withHeadersOnce(exactly("a generic webhook", genericShape)),
      ({ url }) => canonicalUrl(url),
      "must be a list of generic webhooks",
      "must have each URL once",
    ),
    msTeams: listOfDistinct(webhookUrl(["https"]), canonicalUrl, "must be a list of URLs", "must have each URL once"),
    splunk: exactly("a Splunk webhook", splunkShape).optional(),
    slack: listOfDistinct(
      exactly("a Slack webhook", slackShape),
      ({ team, channel }) => JSON.stringify([team, channel]),
      "must be a list of Slack webhooks",
      "must have each channel of a team once",
    ),
    exclusive: trueOrFalse,
    allowNone: trueOrFalse,
    ...testableOptions,
  }).refine(
    ({ allowNone, ...given }) => allowNone === true || PROPERTIES.some((name) => hasAny(given[name])),
    "No webhook is declared, so the flock's alerts may go nowhere: set allowNone: true if that is meant",
  ),
  lockKey: ({ flockId }) => flockId,
  describe: ({ flockId }) => `The set of webhooks of ${flockId ?? "a flock"}`,
  naturalKey: ({ flockId }) => flockId,
  areas: (inputs) => areasOf(inputs.flockId, ...propertiesIn(inputs).map((name) => kindOf(name).kind)),
  parts: {
    of: membersOf,
    without: (inputs, isLeftOut) =>
      withMembers(
        inputs,
        membersOf(inputs).filter((member) => !isLeftOut(member)),
      ),
  },
  urls: ({ generic, msTeams }) => [...listOf(generic).map(urlOf), ...listOf(msTeams)],
  idOf: ({ flockId }) => flockId,

  async find(api, inputs, since) {
    const members = membersOf(inputs).filter(({ isAddedByHand }) => !isAddedByHand);
    const existing: Member[] = [];
    for (const member of members) existing.push(...present(await member.existing(api, since)));
    const [first] = existing;
    if (first === undefined) return undefined;
    const others = existing.length === 1 ? "" : ` (and ${existing.length - 1} more of the set)`;
    return { id: inputs.flockId, state: withMembers(inputs, existing), what: `${first.what}${others}` };
  },
  async create(api, inputs) {
    return { id: inputs.flockId, state: await change(api, undefined, inputs) };
  },
  async read(api, known, id) {
    const place = flockId.safeParse(known.flockId ?? id);
    if (!place.success) return undefined;
    return known.flockId === undefined ? lookUp(api, place.data) : readKnown(api, { ...known, flockId: place.data });
  },
  async candidates(api) {
    return (await api.flocks()).map(({ id, name }) => ({ id, what: `the flock "${name}"`, shortIds: [name] }));
  },
  async update(api, olds, news) {
    return change(api, olds, news);
  },
  isShown,
  place: placeOf(({ flockId }, id) => flockId ?? id),
  caution: silence,
  async delete(api, state) {
    for (const member of membersOf(state)) await member.remove(api);
  },
  async test(api, state) {
    for (const member of membersOf(state)) await member.test(api);
  },
  review,
};

function listOfDistinct<Item>(item: z.ZodType<Item>, keyOf: (item: Item) => string, allowed: string, distinct: string) {
  return z
    .array(item, allowed)
    .refine((items) => new Set(items.map(keyOf)).size === items.length, distinct)
    .optional();
}

/** The properties of a set that have webhooks, or may have some: with `exclusive` all of them. */
function propertiesIn(inputs: Partial<Inputs>): MemberProperty[] {
  return PROPERTIES.filter((name) => inputs.exclusive === true || hasAny(inputs[name]));
}

function hasAny(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
}

function membersOf(inputs: Partial<Inputs>): Member[] {
  const { flockId = "", generic, msTeams, splunk, slack } = inputs;
  return [
    ...listOf(generic).map((item) => new Member(flockId, "generic", item)),
    ...listOf(msTeams).map((item) => new Member(flockId, "msTeams", item)),
    ...present(splunk ?? undefined).map((item) => new Member(flockId, "splunk", item)),
    ...listOf(slack).map((item) => new Member(flockId, "slack", item)),
  ];
}

/** The same with these webhooks. */
function withMembers<Properties extends Inputs>(properties: Properties, members: readonly Member[]): Properties {
  const items = (name: MemberProperty) => members.filter(({ property }) => property === name).map(({ item }) => item);
  const [generic, msTeams, splunk, slack] = PROPERTIES.map((name) => {
    const found = items(name);
    // An empty list stays one, as it was declared.
    return found.length > 0 || Array.isArray(properties[name]) ? found : undefined;
  });
  const destinations = destinationsOf(generic, msTeams, splunk?.[0], slack);
  return { ...properties, generic, msTeams, splunk: splunk?.[0], slack, destinations };
}

function withForeign(state: State, foreign: readonly Foreign[]): State {
  const named = byName(foreign.map((each) => [each.member.destination, each]));
  const notes = Object.entries(named).map(([name, { member, flaw }]) => [
    name,
    flaw === undefined ? member.destination.note : `shown in another form than documented (at "${flaw}")`,
  ]);
  const ids = Object.entries(named)
    .filter(([, { flaw }]) => flaw === undefined)
    .map(([name, { member }]) => [name, member.mark]);
  return {
    ...state,
    foreign: Object.fromEntries(notes) as Record<string, string>,
    foreignIds: ids.length === 0 ? undefined : (Object.fromEntries(ids) as Record<string, string>),
  };
}

/** What is there besides some webhooks, of the kinds that a set is about. */
async function foreignTo(api: CanaryConsole, inputs: Inputs, known: readonly Member[]): Promise<Foreign[]> {
  const found: Foreign[] = [];
  for (const name of propertiesIn(inputs)) {
    const declared = known.filter(({ property }) => property === name).map(({ item }) => item);
    const others = await kindOf(name).others(api, inputs.flockId, declared);
    found.push(...others.map(({ item, flaw }) => ({ member: new Member(inputs.flockId, name, item), flaw })));
  }
  return found;
}

/** All that is there, where no state says what is ours. */
async function lookUp(api: CanaryConsole, flockId: string): Promise<State | undefined> {
  const empty = { flockId, exclusive: true, destinations: {} };
  const there = await foreignTo(api, empty, []);
  const members = there.filter(({ flaw }) => flaw === undefined).map(({ member }) => member);
  if (members.length === 0) return undefined;
  const flawed = there.filter(({ flaw }) => flaw !== undefined);
  return withForeign(withMembers({ flockId, destinations: {} }, members), flawed);
}

/** A set that nothing is left of is gone, unless it is about all that is there. */
async function readKnown(api: CanaryConsole, known: Partial<State> & { flockId: string }): Promise<State | undefined> {
  const before = membersOf(known);
  const members: Member[] = [];
  for (const member of before) members.push(...present(await member.shown(api)));
  if (known.exclusive !== true && before.length > 0 && members.length === 0) return undefined;
  const state = { ...known, destinations: {} };
  return withForeign(withMembers(state, members), await foreignTo(api, state, members));
}

/**
 * Makes the flock have what is declared: first what is added or changed, then what is removed. A webhook that the API refuses
 * does not keep the others from being changed. What fails leaves a state that says what is in place.
 */
async function change(api: CanaryConsole, olds: State | undefined, news: Inputs): Promise<State> {
  const before = byId(membersOf(olds ?? {}));
  const wanted = byId(membersOf(news));
  const inPlace = new Map(before);
  let foreign = await foreignTo(api, news, [...before.values(), ...wanted.values()]);
  const failures: { readonly member: Member; readonly error: unknown }[] = [];
  let isChanged = false;
  const awaited = new Set<MemberProperty>();

  for (const member of wanted.values()) {
    const old = before.get(member.id);
    try {
      const isKept = old?.isAs(member) === true && (await isStillThere(member));
      if (!isKept) await member.ensure(api, old);
      isChanged ||= !isKept;
      inPlace.set(member.id, member);
    } catch (error) {
      failures.push({ member, error });
      if (mayHaveChanged(error))
        inPlace.set(member.id, old === undefined || old.isAs(member) ? member : old.withoutValues());
      if (!isAboutOne(error)) break;
    }
  }
  if (failures.length === 0) await removeRest();
  const state = withForeign(withMembers<State>(news, [...inPlace.values()]), foreign);
  const [first] = failures;
  if (first === undefined) return state;
  if (!isChanged && !failures.some(({ error }) => mayHaveChanged(error))) throw first.error;
  const { testOnCreate, ...untested } = state;
  const isTested = olds?.testOnCreate === true && [...inPlace.keys()].every((id) => before.has(id));
  throw new IncompleteChange(`${flockWebhooks.describe(news)} is as declared only in part. ${toldOf(failures)}`, {
    cause: first.error,
    state: { ...untested, ...(isTested && { testOnCreate }) },
  });

  /** A list that lags is given the time to show what was added just before. Once is enough for all that it has. */
  async function isStillThere(member: Member): Promise<boolean> {
    if ((await member.shown(api)) !== undefined) return true;
    if (member.isAddedByHand || awaited.has(member.property)) return false;
    awaited.add(member.property);
    return api.eventually(async () => (await member.existing(api, performance.now())) !== undefined);
  }

  async function removeRest(): Promise<void> {
    const dropped = [...before.values()].filter(({ id }) => !wanted.has(id));
    const marks = new Set(Object.values(olds?.foreignIds ?? {}));
    const unwanted =
      news.exclusive === true ? foreign.filter(({ member, flaw }) => !flaw && marks.has(member.mark)) : [];
    for (const member of [...dropped, ...unwanted.map(({ member }) => member)]) {
      try {
        await member.remove(api);
        isChanged = true;
        // One that is foreign may have the id of one that is declared, whose URL is spelled otherwise.
        if (inPlace.get(member.id) === member) inPlace.delete(member.id);
        foreign = foreign.filter((each) => each.member !== member);
      } catch (error) {
        failures.push({ member, error });
        if (!isAboutOne(error)) return;
      }
    }
  }
}

/** Whether something may be other than before though the change failed. */
function mayHaveChanged(error: unknown): boolean {
  return isInDoubt(error) || error instanceof IncompleteChange;
}

/** Whether a failure says nothing of what comes next. */
function isAboutOne(error: unknown): boolean {
  return isRefused(error) || (error instanceof LifecycleError && !(error instanceof IncompleteChange));
}

function toldOf(failures: readonly { readonly member: Member; readonly error: unknown }[]): string {
  const told = failures.slice(0, TOLD).map(({ member, error }) => `${member.what}: ${messageOf(error)}`);
  const left = failures.length - told.length;
  return left === 0 ? told.join(" ") : `${told.join(" ")} So for ${left} more.`;
}

/** @throws IncompleteChange where the console does not show some that were added again, or that is in doubt */
async function isShown(api: CanaryConsole, state: State): Promise<boolean> {
  const members = membersOf(state);
  const shown = await Promise.allSettled(members.map((member) => member.isShown(api)));
  const missing = members.filter((_, index) => {
    const outcome = shown[index];
    return outcome?.status !== "fulfilled" || !outcome.value;
  });
  const [first] = missing;
  if (first === undefined) return true;
  const { testOnCreate, ...untested } = state;
  throw new IncompleteChange(`${first.what} had to be removed and added again, and the API does not show it yet.`, {
    state: withMembers(
      untested,
      members.map((member) => (missing.includes(member) ? member.withoutValues() : member)),
    ),
  });
}

function review(olds: State, news: Inputs): Review {
  const before = byId(membersOf(olds));
  const reviews = membersOf(news).map((member) => {
    const old = before.get(member.id);
    return old === undefined || old.isAs(member) ? {} : member.review(old);
  });
  const refusals = reviews.flatMap(({ refusal }) => present(refusal));
  const warnings = [...reviews.flatMap(({ warning }) => present(warning)), ...warningsOfForeign(olds, news)];
  return {
    ...(refusals.length > 0 && { refusal: refusals.join(" ") }),
    ...(warnings.length > 0 && { warning: warnings.join(" ") }),
  };
}

function warningsOfForeign({ foreign = {}, foreignIds = {} }: State, news: Inputs): string[] {
  if (news.exclusive !== true) return [];
  const removed = Object.keys(foreignIds);
  const left = Object.keys(foreign).filter((name) => !(name in foreignIds));
  const set = flockWebhooks.describe(news);
  return [
    ...(removed.length === 0
      ? []
      : [`${set} is exclusive: what it does not declare is removed: ${removed.join(", ")}.`]),
    ...(left.length === 0
      ? []
      : [`${set} can't remove what the console shows in another form than documented: ${left.join(", ")}.`]),
  ];
}

function byId(members: readonly Member[]): Map<string, Member> {
  return new Map(members.map((member) => [member.id, member]));
}

function urlOf(item: unknown): unknown {
  return (item as { url?: unknown } | null)?.url;
}

function listOf<Item>(value: readonly Item[] | undefined): readonly Item[] {
  return Array.isArray(value) ? (value as readonly Item[]) : [];
}

function present<Value>(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}

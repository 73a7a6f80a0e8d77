import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { PropertyContracts } from "../contract";
import { ApiError, ConfigurationError, confirmByRead } from "../http/errors";
import { namesIn, printable, redact, textsIn } from "../http/redact";
import { retirementOf } from "../destinations";
import { hostOf } from "../url";
import { notFound, onlyMeant } from "./candidates";
import { type Checked, checkInputs } from "./check";
import type { ApiClient, CommonInputs, Existing, Part, ResourceDefinition } from "./definition";
import { changedProperties, replacements } from "./diff";
import {
  AlreadyExists,
  IncompleteChange,
  InitializationFailed,
  LifecycleError,
  NotFound,
  OtherHome,
  callsOf,
  isInDoubt,
  isRefused,
  messageOf,
} from "./errors";
import { Locks } from "./locks";
import { type Owner, Ownership } from "./ownership";
import { semanticallyEqual } from "./equal";
import { type Claimant, Shares } from "./shares";
import { UNKNOWN, hasUnknown } from "./unknown";

/** Properties of a resource, by name. */
export type Properties = Record<string, unknown>;

/** What a change of a resource would do. */
export interface Difference {
  /** The properties that are declared otherwise than the state says. */
  readonly changed: readonly string[];
  /** Those of them that replace the resource. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** A resource that was checked before, and that is found to be declared for the same thing as another one only now. */
export interface Rival {
  readonly caller: string;
  readonly reason: string;
}

/** Why a resource can't be declared beside another one. */
interface Clash {
  readonly reason: string;
  readonly rival: Rival;
}

/** What a read found. */
export interface ReadResult<State> extends Existing<State> {
  /** The inputs that would declare it as it is. */
  readonly inputs: Properties;
}

/** The other processes that serve the same run of the engine. Keys are digests: they say nothing of what they are about. */
export interface Siblings {
  /** Notes that this process manages something. Gives whether there was room for it. */
  noteManaged(key: string): boolean;
  /** Whether another process manages it. */
  isManaged(key: string): boolean;
}

/** What a host gives to the lifecycle of a resource. */
export interface LifecycleOptions<Api> {
  /** Gives the API that the resource lives in, or throws a `ConfigurationError`. */
  readonly connect: () => Api;
  /** Take over whatever exists already, as if every resource had `adoptExisting`. */
  readonly adoptExisting: boolean;
  /** Warns the user. */
  readonly warn: (message: string) => void;
  /** None where one process serves all of a run. */
  readonly siblings?: Siblings | undefined;
  /** What it shares with the lifecycles of other classes; nothing where there are none. */
  readonly shares?: Shares;
}

/** How long the engine has to ask nothing until it counts as having asked about all that the program declares. */
const QUIET_MS = 250;

/** How many failures of one check are reported: a long list may be wrong in each of its items. */
const REPORTED = 20;

/** The id of a resource whose creation is in doubt, where the API gives the ids. */
const UNCONFIRMED = "unconfirmed-";

/**
 * The rules that every resource follows, whichever host calls and whichever API is behind it: check, diff, ownership,
 * locking, adoption, changes in doubt, test calls and redaction. One instance serves one run of the engine. A caller is
 * what the host knows a resource by: its logical name or its URN.
 */
export class Lifecycle<Api extends ApiClient, Inputs extends CommonInputs, State extends Inputs> {
  private readonly definition: ResourceDefinition<Api, Inputs, State>;
  private readonly options: LifecycleOptions<Api>;
  private readonly locks = new Locks();
  private readonly ownership = new Ownership();
  private readonly shares: Shares;
  /** What was warned of. */
  private readonly cautions = new Set<string>();
  /** What was declared of the resources that only their provider replaces, by their callers. */
  private readonly kept = new Map<string, Inputs>();

  constructor(definition: ResourceDefinition<Api, Inputs, State>, options: LifecycleOptions<Api>) {
    this.definition = definition;
    this.options = options;
    this.shares = options.shares ?? new Shares();
  }

  /**
   * Gives the API that the resource lives in.
   * @throws ConfigurationError where something is missing or wrong
   */
  connect(): Api {
    return this.options.connect();
  }

  /** Validates inputs without a request. */
  check(caller: string, news: Properties): Checked & { readonly rival?: Rival } {
    const { inputs, failures } = checkInputs(this.properties(), this.definition.schema, news);
    const secrets = [...this.secretsOf(inputs), ...this.valuesInNames(inputs)];
    const reported = failures.slice(0, REPORTED).map(({ path, reason }) => ({
      path: printable(redact(path, secrets)),
      reason: printable(redact(reason, secrets)),
    }));
    const isComplete = failures.length === 0 && !hasUnknown(inputs);
    const key = isComplete ? this.definition.naturalKey(inputs as Inputs) : undefined;
    this.shares.askedAt = performance.now();
    if (isComplete) this.noteDeclared(inputs as Inputs);
    if (failures.length === 0) this.warnOfRetirement(inputs);
    const clash = this.clashOf(caller, inputs, key) ?? (failures.length === 0 ? this.mixOf(caller, inputs) : undefined);
    if (clash === undefined) return { inputs, failures: reported };
    reported.push({ path: "", reason: clash.reason });
    return { inputs, failures: reported, rival: clash.rival };
  }

  /**
   * Notes that a resource is made anew since its provider is replaced, while it lives in the same account: what it has
   * is taken over.
   * @param olds what was declared so far
   */
  keep(caller: string, olds: Properties): void {
    this.kept.set(caller, olds as unknown as Inputs);
  }

  /**
   * Checks that a resource lives in the account that is configured. It reads at most what all resources of the account
   * share. An API that does not answer says nothing: whatever is done to the resource asks again.
   * @returns whether state has it under a former name, which an update would replace by the present one
   * @throws OtherHome where it lives in another one
   */
  async isHomeRenamed(known: Properties, id: string): Promise<boolean> {
    const { home } = this.definition;
    try {
      return await this.reporting([known], async (api) => {
        const configured = await this.homeOf(api, known, id);
        const recorded = known[home.property];
        return recorded !== undefined && recorded !== configured;
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return false;
    }
  }

  /** Compares what is declared with the state, without a request. */
  diff(caller: string, id: string, olds: Properties, news: Properties): Difference {
    const properties = this.properties();
    if (isUnconfirmed(id)) {
      const replaces = Object.keys(properties).slice(0, 1);
      return { changed: replaces, replaces, deleteBeforeReplace: true };
    }
    const changed = changedProperties(properties, olds, news);
    if (this.isTestDue(olds, news)) changed.push("testOnCreate");
    const replaces = replacements(properties, changed);
    // A refresh compares what it has read with the old inputs, which nobody is about to apply.
    if (this.ownership.isDeclared(caller)) {
      const key = this.ownerKey(id, olds as State);
      this.shares.askedAt = performance.now();
      if (replaces.length > 0) this.ownership.leave(key, caller);
      else {
        this.noteManaged(id, olds as State);
        if (changed.length > 0 && !hasUnknown(news)) this.review(olds as State, news as unknown as Inputs);
        if (this.ownership.ownerOf(key) === undefined) this.hold(key, { caller, inputs: news, state: olds as State });
      }
    }
    return { changed, replaces, deleteBeforeReplace: false };
  }

  async create(caller: string, inputs: Inputs): Promise<Existing<State>> {
    const holders: object[] = [inputs];
    // A resource's part in a run starts with its check; the engine may have it wait for others then.
    const start = this.ownership.declaredAt(caller) ?? performance.now();
    return this.reporting(holders, (api) =>
      this.recordingHome(api, inputs, undefined, async () => {
        const made = await this.inItsPlace(api, inputs, () =>
          this.locked(inputs, () => this.adoptOrCreate(api, caller, inputs, start, holders)),
        );
        holders.push(made.state);
        await this.requireShown(api, made);
        await this.warnOfCaution(api, made.state);
        await this.testIfDue(api, made, {}, inputs);
        return made;
      }),
    );
  }

  /** @returns `undefined` where a known resource is gone. */
  async read(id: string, known: Partial<State>): Promise<ReadResult<State> | undefined> {
    return this.reporting([known], async (api) => {
      const home = await this.homeOf(api, known, id);
      const isKnown = Object.keys(known).length > 0;
      const found = isKnown ? await this.foundAgain(api, known, id) : await this.lookedUp(api, id);
      if (found === undefined) return undefined;
      const state = this.withHome(found.state, home);
      return { id: found.id, state, inputs: this.inputsOf(state, known) };
    });
  }

  async update(caller: string, id: string, olds: State, news: Inputs): Promise<State> {
    const holders: object[] = [olds, news];
    const updated = await this.reporting(holders, (api) =>
      this.recordingHome(api, olds, id, async () => {
        this.refuseOthers(this.ownerKey(id, olds), caller, news);
        const managed = await this.withoutMoved(olds, news);
        const made = await this.locked(news, async () => {
          await this.refuseExisting(api, caller, managed, news);
          return this.changed(api, id, managed, news);
        });
        holders.push(made.state);
        this.hold(this.ownerKey(id, made.state), { caller, inputs: news, state: made.state });
        await this.requireShown(api, made);
        await this.warnOfCaution(api, made.state);
        await this.testIfDue(api, made, olds, news);
        return made;
      }),
    );
    return updated.state;
  }

  /** Deletes what nothing that the program declares manages: what is left may be of a resource that was replaced. */
  async delete(id: string, state: State): Promise<void> {
    return this.reporting([state], (api) =>
      this.locked(state, async () => {
        await this.homeOf(api, state, id);
        const madeId = await this.confirmed(api, id, state);
        if (madeId === undefined) return;
        const { parts } = this.definition;
        const isManaged = (part: Part) => this.isManaged(part, state);
        if (parts === undefined) {
          const owner = this.ownership.ownerOf(this.ownerKey(madeId, state));
          if (owner !== undefined) this.refuseLoss(state, owner);
          if (owner !== undefined || this.partsOf(madeId, state).some(isManaged)) return;
        }
        const left = parts?.without(state, isManaged) ?? state;
        await this.goneWithItsPlace(api, state, madeId, () => this.definition.delete(api, left, madeId));
      }),
    );
  }

  /**
   * The account that is configured; where the API does not show it, the one that state has.
   * @throws OtherHome where the resource lives in another one
   */
  private async homeOf(api: Api, known: object, id?: string): Promise<string | number | undefined> {
    const { home } = this.definition;
    const recorded = (known as Properties)[home.property] as string | number | undefined;
    const configured = await home.of(api);
    const isAnother = recorded !== undefined && configured !== undefined && recorded !== configured;
    if (isAnother && (await home.isFormer?.(api, recorded, id)) !== true) {
      const what = this.definition.describe(known);
      throw new OtherHome(what, home.what, recorded, configured);
    }
    return configured ?? recorded;
  }

  /**
   * Runs a change. What it leaves in state says which account it was made in.
   * @throws OtherHome where the resource lives in another one
   */
  private async recordingHome(
    api: Api,
    known: object,
    id: string | undefined,
    change: () => Promise<Existing<State>>,
  ): Promise<Existing<State>> {
    const home = await this.homeOf(api, known, id);
    try {
      const made = await change();
      // What is the first one in an account may be what shows which account it is.
      const state = this.withHome(made.state, home ?? (await this.definition.home.of(api).catch(() => undefined)));
      this.noteManaged(made.id, state);
      return { id: made.id, state };
    } catch (error) {
      if (!(error instanceof InitializationFailed)) throw error;
      const state = this.withHome(error.state as State, home);
      this.noteManaged(error.id, state);
      throw new InitializationFailed(error.message, error.id, state, error.cause);
    }
  }

  private withHome(state: State, home: string | number | undefined): State {
    return home === undefined ? state : { ...state, [this.definition.home.property]: home };
  }

  private noteManaged(id: string, state: State): boolean {
    const notes = this.partsOf(id, state).map((part) =>
      this.options.siblings?.noteManaged(this.siblingKey(part, state)),
    );
    return !notes.includes(undefined) && !notes.includes(false);
  }

  /** Whether a resource that the program declares manages something, here or in another process. */
  private isManaged(part: Part, state: State): boolean {
    const holder = this.shares.holderOf(keyOf(part));
    const isOfAnother =
      holder !== undefined &&
      (holder.className !== part.className || holder.className !== this.definition.contract.name);
    return isOfAnother || this.options.siblings?.isManaged(this.siblingKey(part, state)) === true;
  }

  /** Tells what is managed from everything else that a run may be about. */
  private siblingKey({ className, id }: Part, state: State): string {
    const parts = [className, (state as Properties)[this.definition.home.property], id];
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  }

  /** What a resource manages: several things, or one. */
  private partsOf(id: string, state: State): readonly Part[] {
    const { parts, contract } = this.definition;
    return parts?.of(state) ?? [{ className: contract.name, id: this.ownerKey(id, state) }];
  }

  /** Notes that a resource manages what it has. */
  private hold(key: string, owner: Owner & { readonly state: State }): void {
    this.letGo(key);
    this.ownership.hold(key, owner);
    for (const part of this.heldBy(key, owner)) this.shares.hold(keyOf(part), this.claimant(owner.caller));
  }

  /** What a resource is to go on managing: of several things those that are declared, which may be fewer than it has. */
  private heldBy(key: string, { inputs, state }: Owner): readonly Part[] {
    return this.partsOf(key, (this.definition.parts === undefined ? state : inputs) as State);
  }

  /** Notes that a resource manages nothing of what it had. */
  private letGo(key: string): void {
    const owner = this.ownership.ownerOf(key);
    if (owner === undefined) return;
    this.ownership.release(key);
    for (const part of this.heldBy(key, owner)) this.shares.release(keyOf(part), this.claimant(owner.caller));
  }

  private claimant(caller: string): Claimant {
    return { className: this.definition.contract.name, caller };
  }

  /** Another resource of the class that the program declares for the same thing. */
  private clashOf(caller: string, inputs: Properties, naturalKey: string | undefined): Clash | undefined {
    const other = this.ownership.declare(caller, naturalKey);
    if (other === undefined) return undefined;
    const what = this.definition.describe(inputs as Partial<Inputs>);
    return { reason: declaredTwice(what, other), rival: { caller: other, reason: declaredTwice(what, caller) } };
  }

  /** A resource of another class that the program declares for what this one is about as well. */
  private mixOf(caller: string, inputs: Properties): Clash | undefined {
    if (this.definition.areas === undefined) return undefined;
    const declared = inputs as unknown as Inputs;
    const claimant = this.claimant(caller);
    const isWhole = this.definition.parts !== undefined;
    for (const area of this.definition.areas(declared).filter((each) => !each.includes(UNKNOWN))) {
      const other = this.shares.enter(area, isWhole, claimant);
      if (other === undefined) continue;
      return { reason: mixed(area, other), rival: { caller: other.caller, reason: mixed(area, claimant) } };
    }
    if (!isWhole && !hasUnknown(inputs)) {
      for (const part of this.partsOf("", declared as State)) this.shares.declare(keyOf(part));
    }
    return undefined;
  }

  /**
   * What state has, without what other resources of the program take over. Their order is chance, so the engine gets a
   * moment to ask about them.
   */
  private async withoutMoved(olds: State, news: Inputs): Promise<State> {
    const { parts } = this.definition;
    if (parts === undefined) return olds;
    const kept = new Set(parts.of(news).map(keyOf));
    const isMoved = (part: Part) =>
      !kept.has(keyOf(part)) &&
      (this.shares.isDeclared(keyOf(part)) || this.options.siblings?.isManaged(this.siblingKey(part, olds)) === true);
    const dropped = parts.of(olds).filter((part) => !kept.has(keyOf(part)));
    await this.quiet(() => dropped.every(isMoved));
    return parts.without(olds, isMoved);
  }

  /** Nothing that exists already is taken over silently, also where it comes to what is managed. */
  private async refuseExisting(api: Api, caller: string, olds: State, news: Inputs): Promise<void> {
    const { parts } = this.definition;
    if (parts === undefined || news.adoptExisting === true || this.options.adoptExisting) return;
    const known = new Set(parts.of(olds).map(keyOf));
    const added = parts.without(news, (part) => known.has(keyOf(part)));
    if (parts.of(added).length === 0) return;
    const existing = await this.definition.find?.(api, added, this.ownership.declaredAt(caller) ?? performance.now());
    if (existing !== undefined) throw new AlreadyExists(existing.what ?? this.definition.describe(news));
  }

  /** Waits until the API shows what had to be removed to be changed. */
  private async requireShown(api: Api, made: Existing<State>): Promise<void> {
    const what = this.definition.describe(made.state);
    const again = `${what} had to be removed and added again`;
    await this.keepingWhatIsInDoubt(
      async () => {
        if ((await confirmByRead(async () => this.definition.isShown?.(api, made.state))) !== false) return made;
        throw new IncompleteChange(`${again}, and the API does not show it yet.`);
      },
      again,
      { id: made.id, state: withoutTest(this.withoutWriteOnly(made.state)) },
    );
  }

  /** The full id of what exists; `undefined` where a create in doubt has made nothing. */
  private async confirmed(api: Api, id: string, known: Partial<State>): Promise<string | undefined> {
    if (isUnconfirmed(id)) return this.definition.confirm?.(api, known as State);
    return (await this.definition.fullId?.(api, known, id)) ?? id;
  }

  private async foundAgain(api: Api, known: Partial<State>, id: string): Promise<Existing<State> | undefined> {
    const madeId = await this.confirmed(api, id, known);
    return madeId === undefined ? undefined : this.found(api, known, madeId);
  }

  /**
   * What an id alone leads to, in full or in short.
   * @throws NotFound where that is nothing, or not clear
   */
  private async lookedUp(api: Api, id: string): Promise<Existing<State>> {
    const found = await this.found(api, {}, id);
    if (found !== undefined) return found;
    const candidates = (await this.definition.candidates?.(api, id).catch(() => [])) ?? [];
    const named = onlyMeant(id, candidates);
    const meant = named && (await this.found(api, {}, named.id));
    if (meant !== undefined) return meant;
    throw new NotFound(notFound(this.definition.contract.name, id, candidates));
  }

  private async found(api: Api, known: Partial<State>, id: string): Promise<Existing<State> | undefined> {
    const state = await this.goneWithItsPlace(api, known, id, () => this.definition.read(api, known, id));
    // An API may answer for a place that is gone as if it were empty, or still there.
    if (state === undefined || (await this.isPlaceGone(api, known, id))) return undefined;
    return { id: this.definition.idOf?.(state) ?? id, state };
  }

  /** Runs a creation. Where it fails since there is no such place, the error says so. */
  private async inItsPlace<T>(api: Api, inputs: Inputs, creation: () => Promise<T>): Promise<T> {
    try {
      return await creation();
    } catch (error) {
      const { place } = this.definition;
      const mayBeWhy = error instanceof ApiError && !error.transient && !error.rejectedUnprocessed;
      if (place === undefined || !mayBeWhy || !(await this.isPlaceGone(api, inputs, ""))) throw error;
      throw new LifecycleError(`${this.definition.describe(inputs)} can't be created. ${place.absence(inputs)}`, {
        cause: error,
      });
    }
  }

  /** What can't be read is not gone. */
  private async isPlaceGone(api: Api, known: object, id: string): Promise<boolean> {
    return (await this.definition.place?.isGone(api, known, id).catch(() => false)) === true;
  }

  /** Runs an operation. Where it fails, and the place that the resource was in is gone, so is the resource. */
  private async goneWithItsPlace<T>(
    api: Api,
    known: Partial<State>,
    id: string,
    operation: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof ApiError) || error.transient || error.rejectedUnprocessed) throw error;
      if (!(await this.isPlaceGone(api, known, id))) throw error;
      return undefined;
    }
  }

  /** @param holders gets what exists, whose secrets a failure may name */
  private async adoptOrCreate(
    api: Api,
    caller: string,
    inputs: Inputs,
    since: number,
    holders: object[],
  ): Promise<Existing<State>> {
    const made = (key: string, state: State) => {
      this.hold(key, { caller, inputs, state });
    };
    const kept = this.keptBy(caller, inputs);
    const wanted = kept === undefined ? inputs : { ...inputs, adoptExisting: true };
    const existing = await this.definition.find?.(api, wanted, since);
    if (existing === undefined || this.isAboutToChange(existing, caller, inputs)) {
      const prepared = (await this.definition.prepare?.(api, inputs, since)) ?? (inputs as State);
      return this.keepingWhatIsInDoubt(
        () => this.createdAnew(api, prepared),
        `${this.definition.describe(prepared)} may or may not be in place`,
        { id: this.definition.idOf?.(prepared) ?? newUnconfirmedId(), state: withoutTest(prepared) },
        made,
      );
    }
    const { id } = existing;
    const state = { ...existing.state, ...this.writeOnlyOf(kept, existing.state) };
    holders.push(state);
    const what = existing.what ?? this.definition.describe(inputs);
    const key = this.ownerKey(id, state);
    const mayAdopt =
      kept !== undefined ||
      inputs.adoptExisting === true ||
      this.options.adoptExisting ||
      (await this.isOurs(key, caller));
    this.refuseOthers(key, caller, inputs);
    if (kept !== undefined && !this.noteManaged(id, state)) throw new LifecycleError(notNoted(what));
    if (!mayAdopt) throw new AlreadyExists(what, { isReplacement: this.ownership.isReplaced(caller) });
    // Claimed before it is changed: meanwhile another resource may be about to change it, or to give it up.
    made(key, state);
    const isAsDeclared =
      kept !== undefined && changedProperties(this.properties(), state, inputs as Properties).length === 0;
    if (isAsDeclared) return { id, state };
    try {
      return await this.keepingWhatIsInDoubt(
        async () => ({ id, state: await this.definition.update(api, state, inputs, id) }),
        `${what} may or may not have changed`,
        { id, state: withoutTest(this.withoutWriteOnly(state, inputs)) },
        made,
      );
    } catch (error) {
      if (!(error instanceof InitializationFailed)) this.letGo(key);
      throw error;
    }
  }

  /** What was declared of the same thing so far, by a resource that only its provider replaces. */
  private keptBy(caller: string, inputs: Inputs): Inputs | undefined {
    const olds = this.kept.get(caller);
    if (olds === undefined || this.definition.naturalKey(olds) !== this.definition.naturalKey(inputs)) return undefined;
    const [lost] = Object.entries(this.properties()).filter(
      ([name, { generated }]) => generated === true && (inputs as Properties)[name] === undefined,
    );
    if (this.definition.loss === undefined || lost === undefined) return olds;
    throw new LifecycleError(
      `${this.definition.describe(inputs)} can't go over to the replaced provider, which does not know what was there before. ` +
        `Declare it as ${lost[0]}, or give the resource a Provider of its own.`,
    );
  }

  /** What the API never shows of what was declared, of the items of a list as well. */
  private writeOnlyOf(inputs: Inputs | undefined, existing: State): Partial<State> {
    const properties = this.properties();
    const declared = Object.entries(inputs ?? {}).flatMap(([name, value]: [string, unknown]): [string, unknown][] => {
      const { writeOnly, items } = properties[name] ?? {};
      if (items === undefined || !Array.isArray(value)) return writeOnly === true ? [[name, value]] : [];
      const byKey = new Map(value.map((item) => [items.keyOf(item), item as unknown]));
      const there = ((existing as Properties)[name] ?? []) as unknown[];
      return [[name, there.map((item) => byKey.get(items.keyOf(item)) ?? item)]];
    });
    return Object.fromEntries(declared) as Partial<State>;
  }

  /** Creates. Where the API refuses, a read tells whether it refused because something is there by now. */
  private async createdAnew(api: Api, prepared: State): Promise<Existing<State>> {
    try {
      return await this.definition.create(api, prepared);
    } catch (error) {
      if (!isRefused(error)) throw error;
      const existing = await this.definition.find?.(api, prepared, performance.now()).catch(() => undefined);
      if (existing === undefined) throw error;
      throw new AlreadyExists(this.definition.describe(prepared), { cause: error });
    }
  }

  /** Whether what exists is of another resource of this run, which is declared otherwise and changes in place. */
  private isAboutToChange({ id, state }: Existing<State>, caller: string, inputs: Inputs): boolean {
    const owner = this.ownership.ownerOf(this.ownerKey(id, state));
    const declarer = this.ownership.declarerOf(this.definition.naturalKey(inputs));
    return owner !== undefined && owner.caller !== caller && declarer === caller;
  }

  /**
   * Whether this stack has what exists: the resource itself, or another one that gives it up in this run. Their order
   * is chance, so the engine gets a moment to ask about the other one.
   */
  private async isOurs(key: string, caller: string): Promise<boolean> {
    await this.quiet(() => this.ownership.isLeft(key) || this.ownership.ownerOf(key) !== undefined);
    return this.ownership.isLeft(key) || this.ownership.ownerOf(key)?.caller === caller;
  }

  /** Waits until something is known, or the engine has asked about all that the program declares. */
  private async quiet(isKnown: () => boolean): Promise<void> {
    while (!isKnown() && performance.now() - this.shares.askedAt < QUIET_MS) await sleep(QUIET_MS / 10);
  }

  /** What is missing in the configuration is reported by itself. */
  private noteDeclared(inputs: Inputs): void {
    if (this.definition.declared === undefined) return;
    try {
      this.definition.declared(this.connect(), inputs);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
    }
  }

  /** Warns once of a destination that no longer takes alerts, or soon won't. */
  private warnOfRetirement(inputs: Properties): void {
    const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== UNKNOWN));
    for (const url of this.definition.urls?.(known as unknown as Inputs) ?? [inputs.url]) {
      const notice = retirementOf(url);
      if (notice === undefined) continue;
      const warning = `${this.definition.describe(known as Partial<Inputs>)}: ${notice}`;
      if (this.cautions.has(warning)) continue;
      this.cautions.add(warning);
      this.options.warn(warning);
    }
  }

  /** Warns once of what keeps resources from doing their work, unless the program turns out to see to it. */
  private async warnOfCaution(api: Api, state: State): Promise<void> {
    const caution = () => this.definition.caution?.(api, state);
    const warning = caution();
    if (warning === undefined || this.cautions.has(warning)) return;
    this.cautions.add(warning);
    await this.quiet(() => caution() === undefined);
    if (caution() !== undefined) this.options.warn(warning);
  }

  /** Nothing is changed that another resource of this run manages. */
  private refuseOthers(key: string, caller: string, inputs: Inputs): void {
    const owner = this.ownership.ownerOf(key);
    if (owner === undefined || owner.caller === caller) return;
    throw new LifecycleError(declaredTwice(this.definition.describe(inputs), owner.caller));
  }

  /** Nothing leaves state that its new owner would have to know. */
  private refuseLoss(leaving: State, owner: Owner): void {
    const loss = this.definition.loss?.(leaving, owner.state as State, owner.inputs as Inputs);
    if (loss === undefined) return;
    throw new LifecycleError(`The resource "${owner.caller}" manages it now. ${loss}`);
  }

  private async changed(api: Api, id: string, olds: State, news: Inputs): Promise<Existing<State>> {
    const what = this.definition.describe(news);
    return this.keepingWhatIsInDoubt(
      async () => ({ id, state: await this.definition.update(api, olds, news, id) }),
      `${what} may or may not have changed`,
      { id, state: this.withoutWriteOnly(olds, news) },
    );
  }

  /**
   * Runs a change. Where it may have taken effect in part, the resource is kept, so that the next run finds out: nothing
   * is made twice or left behind, and a change that is taken back in the program is taken back in the API.
   * @param doubt what may be the case then
   * @param note called with what owns it from now on, also where it is only kept
   */
  private async keepingWhatIsInDoubt(
    change: () => Promise<Existing<State>>,
    doubt: string,
    kept: Existing<State>,
    note?: (ownerKey: string, state: State) => void,
  ): Promise<Existing<State>> {
    try {
      const made = await change();
      note?.(this.ownerKey(made.id, made.state), made.state);
      return made;
    } catch (error) {
      if (!isInDoubt(error) && !(error instanceof IncompleteChange)) throw error;
      const state = ((error instanceof IncompleteChange ? error.state : undefined) ?? kept.state) as State;
      note?.(this.ownerKey(kept.id, state), state);
      const message = isInDoubt(error) ? `${doubt}: ${error.message}` : error.message;
      throw new InitializationFailed(message, kept.id, state, error);
    }
  }

  /** No later read could tell whether the old or the new value of such a property is in place. */
  private withoutWriteOnly(olds: State, news?: Inputs): State {
    const properties = this.properties();
    const kept = Object.entries(olds).filter(
      ([name, value]) =>
        properties[name]?.writeOnly !== true || semanticallyEqual(value, (news as Properties | undefined)?.[name]),
    );
    return Object.fromEntries(kept) as State;
  }

  /** Whether a property is encrypted in state. */
  isSecret(name: string): boolean {
    return this.properties()[name]?.secret === true;
  }

  private isTestDue(olds: Partial<CommonInputs>, news: Partial<CommonInputs>): boolean {
    return this.definition.test !== undefined && news.testOnCreate === true && olds.testOnCreate !== true;
  }

  /** State has `testOnCreate` only once the test has succeeded, so that it is due until then. */
  private async testIfDue(api: Api, { id, state }: Existing<State>, olds: Partial<State>, news: Inputs): Promise<void> {
    const { parts } = this.definition;
    const tested = new Set(olds.testOnCreate === true ? parts?.of(olds as State).map(keyOf) : []);
    const isAdded = (part: Part) => !tested.has(keyOf(part));
    const isDue = this.isTestDue(olds, news) || (news.testOnCreate === true && parts?.of(state).some(isAdded) === true);
    if (!isDue) return;
    try {
      await this.definition.test?.(api, parts?.without(state, (part) => !isAdded(part)) ?? state, id);
    } catch (error) {
      const message = `${this.definition.describe(state)} is in place, but its test failed: ${messageOf(error)}`;
      throw new InitializationFailed(message, id, withoutTest(state), error);
    }
  }

  private review(olds: State, news: Inputs): void {
    const { refusal, warning } = this.definition.review?.(olds, news) ?? {};
    if (refusal !== undefined) throw new LifecycleError(refusal);
    if (warning !== undefined) this.options.warn(warning);
  }

  /** What ownership is about: the id, whatever id an import file gave. */
  private ownerKey(id: string, state: State): string {
    return this.definition.idOf?.(state) ?? id;
  }

  private locked<T>(inputs: Inputs, task: () => Promise<T>): Promise<T> {
    return this.locks.run(this.definition.lockKey(inputs), task);
  }

  /** Runs an operation. No message of what it throws holds a secret. */
  private async reporting<T>(holders: readonly object[], operation: (api: Api) => Promise<T>): Promise<T> {
    const api = this.connect();
    try {
      return await operation(api);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new LifecycleError(messageOf(thrown));
      const known = [...holders, ...(error instanceof InitializationFailed ? [error.state] : [])] as Properties[];
      const secrets = [...api.secrets, ...known.flatMap((properties) => this.secretsOf(properties))];
      const shown = [...callsOf(error), ...known.flatMap((properties) => this.shownOf(properties))];
      error.message = redact(error.message, secrets, shown);
      throw error;
    }
  }

  /** Inputs as the API has them. What is generated stays out of them unless it is no longer what we generated. */
  private inputsOf(found: State, known: Partial<State>): Properties {
    const properties = this.properties();
    const before = known as Properties;
    const isInput = ([name, value]: [string, unknown]) =>
      properties[name]?.computed !== true &&
      (properties[name]?.generated !== true || value !== before[name]) &&
      !this.isUnderived(name, found as Properties);
    // What the API never shows stays an input, for ignoreChanges to come back to.
    const isWriteOnly = ([name]: [string, unknown]) => properties[name]?.writeOnly === true;
    return Object.fromEntries([
      ...Object.entries(before).filter(isWriteOnly),
      ...Object.entries(found).filter(isInput),
    ]);
  }

  /** Whether something would be derived from others, and from these is not. */
  private isUnderived(name: string, found: Properties): boolean {
    const { derived } = this.properties()[name] ?? {};
    return derived !== undefined && derived.compute(...derived.from.map((source) => found[source])) === undefined;
  }

  /** A URL that is a property of its own shows its host in plain text; one inside another property does not. */
  private secretsOf(values: Properties): string[] {
    return Object.entries(values)
      .filter(([name]) => this.isSecret(name))
      .flatMap(([, value]) => {
        const texts = textsIn(value);
        return typeof value === "string" ? texts : [...texts, ...texts.flatMap((text) => hostOf(text) ?? [])];
      });
  }

  /** What state has in plain text. */
  private shownOf(values: Properties): string[] {
    return Object.entries(values).flatMap(([name, value]) =>
      this.isSecret(name) ? (this.properties()[name]?.shown?.(value) ?? []) : textsIn(value),
    );
  }

  /** The values of headers that are given as one text with their names. */
  private valuesInNames(values: Properties): string[] {
    return Object.entries(values)
      .filter(([name]) => this.isSecret(name))
      .flatMap(([, value]) => namesIn(value))
      .flatMap((name) => /[:=]\s*(.*)/s.exec(name)?.[1] ?? []);
  }

  private properties(): PropertyContracts {
    return this.definition.contract.properties;
  }
}

function declaredTwice(what: string, other: string): string {
  return `${what} is declared by the resource "${other}" as well.`;
}

function mixed(area: string, { className, caller }: Claimant): string {
  return (
    `${area} are declared by the ${className} "${caller}" as well: one resource for all of them and resources of their own ` +
    "can't be mixed."
  );
}

/** Tells a thing from everything else that the resources of a run manage. */
function keyOf({ className, id }: Part): string {
  return `${className} ${id}`;
}

function notNoted(what: string): string {
  return (
    `${what} can't go over to the replaced provider, which would delete it: the temporary folder has no room for a note that ` +
    "says who has it now."
  );
}

function isUnconfirmed(id: string): boolean {
  return id.startsWith(UNCONFIRMED);
}

function newUnconfirmedId(): string {
  return `${UNCONFIRMED}${randomBytes(4).toString("hex")}`;
}

/** The state of a resource whose test has not succeeded yet. */
function withoutTest<State extends CommonInputs>({ testOnCreate, ...state }: State): State {
  return state as State;
}

import type { z } from "zod";

import type { ResourceContract } from "../contract";

/** The client of one account of an API, as far as the lifecycle cares. */
export interface ApiClient {
  /** Its credential, and what it has read that is secret, of any resource: to mask in every message. */
  readonly secrets: readonly string[];
}

/** The options that a resource may have. */
export interface CommonInputs {
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** Something that the API holds: the plain-text id that it has in state, and its properties. */
export interface Existing<State> {
  readonly id: string;
  readonly state: State;
  /** What it is, in a few words for messages, where it is not all of what is described. */
  readonly what?: string;
}

/** One of several things that a resource manages, by the class and the id of the resource that could manage it alone. */
export interface Part {
  readonly className: string;
  readonly id: string;
}

/** How a resource manages several things. */
interface Parts<Inputs, State extends Inputs> {
  of(inputs: Inputs): readonly Part[];
  /** The same without some of them. */
  without<Properties extends Inputs | State>(properties: Properties, isLeftOut: (part: Part) => boolean): Properties;
}

/** Something that the API holds, for whoever knows it by less than its id. */
export interface Candidate {
  readonly id: string;
  /** A few words that tell it from others, without a secret. */
  readonly what: string;
  /** What may be given instead of its id where nothing else has it as well. */
  readonly shortIds: readonly string[];
}

/** The account that a resource lives in: a console, a company. */
export interface Home<Api> {
  /** The property of the state that records it. It is shown in plain text. */
  readonly property: string;
  /** A few words for messages. */
  readonly what: string;
  /** What tells it from every other account; `undefined` where the API does not show that. */
  of(api: Api): Promise<string | number | undefined>;
  /**
   * Whether what state has recorded is a former name of it.
   * @param id of the resource that state has it of, if it has one
   */
  isFormer?(api: Api, recorded: unknown, id?: string): boolean | Promise<boolean>;
}

/** Where in the account a resource is, such as a flock, if that can go. */
export interface Place<Api, Known> {
  /** A sentence that says that there is no such place. */
  absence(known: Known): string;
  /** Whether a successful read shows that it is gone. */
  isGone(api: Api, known: Known, id: string): Promise<boolean>;
}

/** What a preview says of a change besides showing it. */
export interface Review {
  /** Why the change can't be made. */
  readonly refusal?: string;
  /** What the change brings with it. */
  readonly warning?: string;
}

/**
 * A resource as the lifecycle sees it: its contract, the schema of its inputs, and its operations on the API. A change
 * that fails may throw an `ApiError`, or an `IncompleteChange` where it has changed something; the lifecycle decides
 * what to keep.
 */
export interface ResourceDefinition<Api extends ApiClient, Inputs extends CommonInputs, State extends Inputs> {
  readonly contract: ResourceContract<State>;
  readonly home: Home<Api>;
  /** What users may pass. What is not known yet during a preview is let through. */
  readonly schema: z.ZodType;
  /** Changes under the same key run one after another. */
  lockKey(inputs: Inputs): string;
  /** A few words for messages: what it is and where it is, without a secret. */
  describe(inputs: Partial<Inputs>): string;
  /** What two resources of a program can't both declare. May hold secrets: it is never shown. */
  naturalKey(inputs: Inputs): string;
  /** Where a resource that manages several things and one that manages one can't both be declared, in words for messages. */
  areas?(inputs: Inputs): readonly string[];
  readonly parts?: Parts<Inputs, State>;
  /** The URLs of destinations among the inputs; without it, the one of `url`. */
  urls?(inputs: Inputs): readonly unknown[];
  /** The id that follows from what is declared, where the API does not give one. It holds no secret. */
  idOf?(inputs: Inputs): string;
  /**
   * What the API holds that `create` would make a second time. `update` can turn it into what is declared.
   * @param since when it must have been read at the earliest, by `performance.now()`
   */
  find?(api: Api, inputs: Inputs, since: number): Promise<Existing<State> | undefined>;
  /**
   * Completes the inputs before anything is changed: with what is generated, or what was there before.
   * @param since as for `find`
   */
  prepare?(api: Api, inputs: Inputs, since: number): Promise<State>;
  create(api: Api, prepared: State): Promise<Existing<State>>;
  /** The id of what a create has made that was left in doubt, or `undefined` where it has made nothing. */
  confirm?(api: Api, prepared: State): Promise<string | undefined>;
  /**
   * What the API holds now, or `undefined` when it holds no such thing.
   * @param known what state says; empty where the id is all that is known
   */
  read(api: Api, known: Partial<State>, id: string): Promise<State | undefined>;
  /** The id of what state has under a shorter one, as an import file may give it; the id itself where nothing is meant. */
  fullId?(api: Api, known: Partial<State>, id: string): Promise<string>;
  /** What an id may be meant for that nothing has. */
  candidates?(api: Api, id: string): Promise<readonly Candidate[]>;
  /** Makes the API hold `news`, whatever it holds now: it also finishes what an earlier change left half done. */
  update(api: Api, olds: State, news: Inputs, id: string): Promise<State>;
  /**
   * Whether the API shows what an update had to remove and add, be it only after a while. Called without the lock, so
   * that the others do not wait as well.
   */
  isShown?(api: Api, state: State): Promise<boolean>;
  /** Succeeds when there is nothing to delete. */
  delete(api: Api, state: State, id: string): Promise<void>;
  readonly place?: Place<Api, Partial<Inputs>>;
  /** Fires the API's test call. */
  test?(api: Api, state: State, id: string): Promise<void>;
  /**
   * What is lost when this leaves state, because the resource that manages the same now does not know it: a sentence that
   * says how to tell it.
   */
  loss?(leaving: State, managing: State, declared: Inputs): string | undefined;
  /** Called when the program declares one, before anything is changed. */
  declared?(api: Api, inputs: Inputs): void;
  /** What keeps it from doing its work though it is in place, as far as was read already. */
  caution?(api: Api, state: State): string | undefined;
  /** Judges a change before it is made, without a request. */
  review?(olds: State, news: Inputs): Review;
}

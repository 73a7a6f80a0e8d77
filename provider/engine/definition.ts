import type { z } from "zod";

/** The schema builder. It is handed in, so that a program which only declares resources never loads it. */
export type SchemaBuilder = typeof z;

/** What the machine must know of one property of a resource. */
export interface Property {
  /** Encrypted in state and masked in output. */
  readonly secret?: true;
  /** A change of it replaces the resource: the API has no call that changes it. */
  readonly replaces?: true;
  /** Says how to create the resource and is no part of what the API holds, so a change of it alone is no change. */
  readonly option?: true;
  /** Set by the API or by us, not by the user. */
  readonly output?: true;
  /** Set by us when the user leaves it out, and then kept. */
  readonly generated?: true;
  /** Compared without regard to order. */
  readonly unordered?: true;
  /** A URL by which the API knows the resource: another spelling of it is no change. */
  readonly url?: true;
  /**
   * Computed in `check` from the input that `from` names, so that a preview shows it, and compared like an input.
   * Used to show in plain what may be shown of a secret: the host of a URL, the names of headers.
   */
  readonly derived?: { readonly from: string; readonly compute: (value: unknown) => unknown };
}

/** Something that the API holds: the plain-text id it has in the engine's state, and its properties. */
export interface Found<State> {
  readonly id: string;
  readonly state: State;
}

/** The program's side of a definition: all that declaring a resource needs. */
export interface Declaration {
  /** The name of the class that users write, which also stands in their state. */
  readonly name: string;
  /** Every property of the resource: what users pass, what is derived from it, what the API adds. */
  readonly properties: Readonly<Record<string, Property>>;
}

/** What a resource looks like to the machine, whichever vendor's API is behind it. */
export interface Definition<Api, Inputs extends object, State extends Inputs> extends Declaration {
  /** What users may pass. The machine lets through what is not known yet. */
  schema(z: SchemaBuilder): z.ZodType;
  /** Changes under the same key never interleave. */
  lock(inputs: Inputs): string;
  /** What the resource stands for in the API. May hold secrets: it is never shown. */
  identity(state: State, id: string): string;
  /** A few words for messages: what it is and where it is, with nothing secret. */
  describe(inputs: Inputs): string;
  /** What the API holds already that `create` would make a second time; `update` can turn it into what is declared. */
  find(api: Api, inputs: Inputs): Promise<Found<State> | undefined>;
  create(api: Api, inputs: Inputs): Promise<Found<State>>;
  /** What the API holds now, or `undefined` when it holds no such thing. */
  read(api: Api, state: State, id: string): Promise<State | undefined>;
  /** Makes the API hold `news`, whatever it holds now: it also mends what an earlier operation left half done. */
  update(api: Api, olds: State, news: Inputs, id: string): Promise<State>;
  /** Succeeds when there is nothing to delete. */
  delete(api: Api, state: State, id: string): Promise<void>;
  /**
   * Whether this id stands for something that a create may or may not have made, and which an update can't mend.
   * The engine then deletes it and creates it anew.
   */
  isUnconfirmed?(id: string): boolean;
  /** The id that the API gave to what an unconfirmed create has made, or `undefined` where it has made nothing. */
  confirm?(api: Api, state: State, id: string): Promise<string | undefined>;
  /** Fires the API's own test call, where there is one. */
  test?(api: Api, state: State): Promise<void>;
}

/** What the lifecycle must know of the items of a list, each of which is told from the others by a key, in any order. */
export interface ItemContract {
  /** What tells it from the others. */
  readonly keyOf: (item: unknown) => string;
  /** What can change of it; nothing where the key says it all. */
  readonly contentOf?: (item: unknown) => unknown;
}

/** What the lifecycle must know of one property of a resource. `Name` is the name of any of its properties. */
export interface Property<Name extends string = string> {
  /** Encrypted in state and masked in output. */
  readonly secret?: true;
  /** A change replaces the resource: the API has no call that changes it. */
  readonly replaceOnChanges?: true;
  /** Says how to create the resource. The API does not hold it, so a change of it alone changes nothing. */
  readonly createOnly?: true;
  /** Set by the API or by us, never by the user. */
  readonly computed?: true;
  /** Set by us or by the API when the user leaves it out, and then kept. */
  readonly generated?: true;
  /** The API takes it and never shows it. */
  readonly writeOnly?: true;
  /** Compared without regard to order. */
  readonly unordered?: true;
  /** A list of things that are told by keys. */
  readonly items?: ItemContract;
  /** What of a secret value messages may show, since another property has it in plain text. */
  readonly shown?: (value: unknown) => readonly string[];
  /** A list of what counts of a value where it is compared, in any order. */
  readonly comparable?: (value: unknown) => unknown;
  /** A URL: another spelling of it means the same. */
  readonly url?: true;
  /** Sent as text. Text that is JSON means the same as its value. */
  readonly jsonText?: true;
  /** What the API holds when the user leaves it out. */
  readonly default?: unknown;
  /**
   * Computed in `check` from the inputs that `from` names, unless the user gives it, so that a preview shows it; compared
   * like an input. It shows in plain text what may be shown of a secret: the host of a URL, the names of headers.
   */
  readonly derived?: {
    readonly from: readonly Name[];
    readonly compute: (...values: unknown[]) => unknown;
  };
}

/** The properties of any resource, by name. */
export type PropertyContracts = Readonly<Record<string, Property>>;

/** A resource as programs and hosts see it. */
export interface ResourceContract<State> {
  /** The name of the class that users write. State refers to it. */
  readonly name: string;
  /** Every property of the resource: what users pass, what is derived from it, what the API adds. */
  readonly properties: { readonly [Name in keyof State]-?: Property<keyof State & string> };
}

/** What a result of a look-up has that is secret. */
export interface LookUpResult {
  /** All of it. */
  readonly secret?: true;
  /** Of each item of a list, the members with these names. */
  readonly secretMembers?: readonly string[];
}

/** A look-up as programs and hosts see it. */
export interface LookUpContract<Result = Readonly<Record<string, unknown>>> {
  /** The name of the function that users call. */
  readonly name: string;
  readonly results: { readonly [Name in keyof Result]-?: LookUpResult };
}

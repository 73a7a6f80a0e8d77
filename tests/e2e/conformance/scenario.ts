import type { AccountState, FlockState } from "../../../emulator";
import type { HostKind } from "../../contract/host";
import type { Struck } from "../doubt";
import type { Declared } from "../scenario";

/** A command of the CLI, and its counterpart of the tests' own engine. */
export interface Command {
  readonly run: "up" | "refresh" | "destroy" | "import";
  readonly continueOnError?: boolean;
  /** `--refresh` of an `up`. */
  readonly refresh?: boolean;
}

/** Where a scenario lives, apart from all others: its names and aliases begin with its name. */
export interface Place {
  readonly name: string;
  readonly flock: string;
  readonly otherFlock: string;
}

/** What the APIs hold there. */
export interface World {
  readonly flock: FlockState;
  readonly otherFlock: FlockState;
  readonly account: AccountState;
}

/** What one scenario brings to a command. What it leaves out is as it was before. */
export interface Phase {
  readonly program?: readonly Declared[];
  /** What others do before. */
  readonly outOfBand?: (world: World) => void;
  /** Calls that fail. */
  readonly struck?: readonly Struck[];
  /** Names of resources, for `--target`. Where one scenario of a track has any, all have. */
  readonly target?: readonly string[];
  /** Names of resources, for `--replace`. */
  readonly replace?: readonly string[];
  /** What an import file says. */
  readonly imports?: readonly ImportedFromFile[];
}

export interface ImportedFromFile extends Declared {
  readonly id: string;
  readonly outputs: Record<string, unknown>;
}

/** A few resources, and what becomes of them in the commands of its track. */
export interface ConformanceScenario {
  readonly name: string;
  readonly about: string;
  /** The only host that it says something of. Default: both. */
  readonly host?: HostKind;
  /** The phases, one for each command; those at the end may be left out. */
  readonly phases: (place: Place) => readonly Phase[];
}

/** Scenarios that go through the same commands, all in one stack. */
export interface Track {
  readonly title: string;
  readonly commands: readonly Command[];
  readonly scenarios: readonly ConformanceScenario[];
}

/** What one command did, by scenario. */
export interface Outcome {
  /** What was done to each resource, in order, by its name. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
  /** What state holds under each name. What is pending deletion comes last. */
  readonly resources: Readonly<Record<string, readonly ResourceState[]>>;
  /** What both APIs hold. */
  readonly held: unknown;
}

export interface ResourceState {
  readonly id: string;
  readonly provider: string;
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly hasInitErrors: boolean;
  readonly isExternal: boolean;
  readonly isPendingDeletion: boolean;
  readonly isPendingReplacement: boolean;
}

export function placeOf({ name }: ConformanceScenario, index: number): Place {
  const number = (index + 16).toString(16);
  return { name, flock: `flock:a${number}`, otherFlock: `flock:b${number}` };
}

import type { z } from "zod";

import type { LookUpContract } from "../contract";
import { printable, redact } from "../http/redact";
import { listed } from "./candidates";
import { checkInputs } from "./check";
import type { ApiClient, Candidate } from "./definition";
import { LifecycleError, NotFound, callsOf } from "./errors";

/** A look-up of what an API holds: its contract, the schema of its arguments, and what it reads. */
export interface LookUpDefinition<Api extends ApiClient, Args, Result> {
  readonly contract: LookUpContract<Result>;
  readonly schema: z.ZodType<Args>;
  /** @param since when everything must have been read at the earliest, by `performance.now()` */
  find(api: Api, args: Args, since: number): Promise<Result>;
}

/**
 * Looks up what an API holds now. No message of what it throws holds a secret.
 * @param connect gives the API, or throws a `ConfigurationError`
 */
export async function lookUp<Api extends ApiClient, Args, Result>(
  definition: LookUpDefinition<Api, Args, Result>,
  connect: () => Api,
  given: Record<string, unknown>,
): Promise<Result> {
  const { contract, schema } = definition;
  const { inputs, failures } = checkInputs({}, schema, given);
  if (failures.length > 0) {
    const reasons = failures.map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`));
    throw new LifecycleError(`${contract.name}: ${printable(reasons.join("; "))}`);
  }
  const api = connect();
  try {
    return await definition.find(api, inputs as Args, performance.now());
  } catch (error) {
    if (error instanceof Error) error.message = redact(error.message, api.secrets, callsOf(error));
    throw error;
  }
}

/**
 * The only one of those that were found.
 * @param what names what was looked for, such as `Coralogix integration with the alias "on-call"`
 * @param all what there is to choose from where nothing was found
 */
export function theOnly<Entry>(
  what: string,
  found: readonly Entry[],
  { all, candidateOf }: { all: readonly Entry[]; candidateOf: (entry: Entry) => Candidate },
): Entry {
  const [first, ...others] = found;
  if (first === undefined) throw notFound(what, all.map(candidateOf));
  if (others.length === 0) return first;
  const candidates = listed(found.map(candidateOf));
  throw new LifecycleError(`There is more than one ${printable(what)}: ${candidates}. Give the id of one.`);
}

/** There is no such thing, but there may be others. */
export function notFound(what: string, candidates: readonly Candidate[]): NotFound {
  const there = candidates.length === 0 ? "" : ` There are: ${listed(candidates)}.`;
  return new NotFound(`There is no ${printable(what)}.${there}`);
}

import { LifecycleError } from "../lifecycle/errors";
import type { Listed } from "../http/answers";

/**
 * The first of those that have the alias or name, and the type, of what is declared.
 * @throws LifecycleError where one of several is to be taken over
 */
export function firstOf<Namesake>(
  what: string,
  [first, ...others]: readonly Namesake[],
  adoptExisting: boolean | undefined,
): Namesake | undefined {
  if (others.length === 0 || adoptExisting !== true) return first;
  throw new LifecycleError(`${what} exists ${others.length + 1} times, so it is not clear which to take over.`);
}

/**
 * The id of what a create in doubt has made, if it has made anything.
 * @param ids of those that are as it was sent
 * @throws LifecycleError where there are several
 */
export function onlyMade<Id>(what: string, ids: readonly Id[]): Id | undefined {
  if (ids.length <= 1) return ids[0];
  throw new LifecycleError(
    `${what} was being created when a run failed. By now several are as it was sent (${ids.join(", ")}), and ` +
      "which of them it has made can't be told. Delete all but the right one in Coralogix.",
  );
}

/**
 * What is listed with an id.
 * @param noun what it is called
 * @throws LifecycleError where it can't be understood
 */
export async function byId<Entry extends Listed & { readonly id: string | number }>(
  noun: string,
  api: { filter(matches: (listed: Entry) => boolean): Promise<Entry[]> },
  id: string,
): Promise<Entry | undefined> {
  const [listed] = await api.filter((each) => String(each.id) === id);
  if (listed?.flaw === undefined) return listed;
  throw new LifecycleError(
    `Coralogix shows the ${noun} with the id ${id} in another form than documented (at "${listed.flaw}").`,
  );
}

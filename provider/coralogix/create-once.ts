import type { Client, Request } from "../http/client";
import { ApiError, confirmByRead } from "../http/errors";
import type { SharedRead } from "../http/shared-read";

/** A create, and how what it makes is told from what others have. */
export interface Creation<Listed> {
  readonly client: Client;
  /** What the account holds. */
  readonly list: SharedRead<Listed[]>;
  readonly request: Request;
  /** The id in the answer, if it has one. */
  readonly idIn: (answer: unknown) => string | number | undefined;
  /** Whether something that is listed may be what was sent. */
  readonly isAsSent: (listed: Listed) => boolean | Promise<boolean>;
}

/**
 * Creates something, and never twice. Where the answer does not tell, the one that is as sent and was not there before is
 * ours.
 * @returns its id
 */
export async function createOnce<Listed extends { readonly id: string | number }>({
  client,
  list,
  request,
  idIn,
  isAsSent,
}: Creation<Listed>): Promise<Listed["id"]> {
  const before = new Set((await list.get()).map(({ id }) => id));
  let ours: Listed["id"] | undefined;
  const isCreated = async () => {
    const added = (await list.fresh()).filter(({ id }) => !before.has(id));
    const checked = await Promise.all(added.map(async (each) => ((await isAsSent(each)) ? [each.id] : [])));
    const [first, ...others] = checked.flat();
    if (first !== undefined && others.length > 0) throw ambiguous(request, [first, ...others]);
    ours = first;
    return ours !== undefined;
  };
  const answer = await client.change(request, isCreated, false);
  ours ??= idIn(answer);
  if (ours === undefined) await confirmByRead(() => client.eventually(isCreated));
  if (ours === undefined) throw notShown(request);
  return ours;
}

function ambiguous({ path }: Request, ids: readonly (string | number)[]): ApiError {
  const message = `Several are as sent (${ids.join(", ")}), and which one is ours can't be told.`;
  return new ApiError(message, { call: `GET ${path}`, outcome: "read failed", transient: false });
}

function notShown({ method, path }: Request): ApiError {
  const message = "The API answered success to a create, without an id, and does not list what it made.";
  return new ApiError(message, { call: `${method} ${path}`, outcome: "unknown", transient: false });
}

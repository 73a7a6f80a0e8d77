import { ApiError } from "../http/errors";

/** Something that the lifecycle refuses to do. */
export class LifecycleError extends Error {
  override readonly name: string = "LifecycleError";
}

/** The API holds already what was to be created. */
export class AlreadyExists extends LifecycleError {
  override readonly name = "AlreadyExists";
  /** Whether it was to replace what its resource has, so that the resource was neither renamed nor is it new. */
  readonly isReplacement: boolean;

  constructor(what: string, { isReplacement = false, cause }: { isReplacement?: boolean; cause?: unknown } = {}) {
    super(`${what} exists already.`, { cause });
    this.isReplacement = isReplacement;
  }
}

/** A resource lives in another account than the one that is configured. */
export class OtherHome extends LifecycleError {
  override readonly name = "OtherHome";

  constructor(what: string, home: string, recorded: unknown, configured: unknown) {
    super(
      `${what} is in the ${home} ${String(recorded)}, and the configuration leads to the ${home} ${String(configured)}.`,
    );
  }
}

/** The API holds nothing with the id that was looked up. */
export class NotFound extends LifecycleError {
  override readonly name = "NotFound";
}

/** A definition throws this when it has changed something that is not as declared, and says what is true now. */
export class IncompleteChange extends LifecycleError {
  override readonly name = "IncompleteChange";
  /** What is to be kept in state; without it, what was there before. */
  readonly state: object | undefined;

  constructor(message: string, { cause, state }: { cause?: unknown; state?: object } = {}) {
    super(message, { cause });
    this.state = state;
  }
}

/**
 * The resource exists, or may exist, and is not as declared. Hosts keep it in state with `id` and `state`, and the next
 * run updates it.
 */
export class InitializationFailed extends LifecycleError {
  override readonly name = "InitializationFailed";
  readonly id: string;
  readonly state: object;

  constructor(message: string, id: string, state: object, cause: unknown) {
    super(message, { cause });
    this.id = id;
    this.state = state;
  }
}

/** Whether the API refused a call. */
export function isRefused(error: unknown): error is ApiError {
  return error instanceof ApiError && error.outcome === "refused" && !error.transient && !error.rejectedUnprocessed;
}

/** Whether a change that failed may have taken effect. */
export function isInDoubt(error: unknown): error is ApiError {
  return error instanceof ApiError && error.outcome === "unknown";
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The calls that failed. Their names are ours, whatever a secret has in common with them. */
export function callsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return [...(error instanceof ApiError ? [error.call] : []), ...callsOf(error.cause)];
}

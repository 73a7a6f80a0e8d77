/**
 * What is known of a call that failed:
 * - `not sent`: it never reached the API.
 * - `refused`: the API answered that it did not do it.
 * - `unknown`: it may or may not have taken effect.
 */
export type Outcome = "not sent" | "refused" | "unknown";

export interface ApiErrorDetails {
  /** The call, as method and path: never a query, which could hold a secret. */
  readonly call: string;
  readonly outcome: Outcome;
  readonly status?: number | undefined;
  /** What the vendor said of it, where it said something in its own form. */
  readonly said?: string | undefined;
  /** Whether the same call may succeed a little later. */
  readonly transient: boolean;
  /** Whether the API did not even look at the call, for its credential or for being one of too many. */
  readonly turnedAway?: boolean | undefined;
  /** How long the API asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** A call to an API that failed. Its message names the call, the status, what the vendor said and what to do. */
export class ApiError extends Error implements ApiErrorDetails {
  override readonly name = "ApiError";
  readonly call: string;
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly said: string | undefined;
  readonly transient: boolean;
  readonly turnedAway: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    super(message);
    this.call = details.call;
    this.outcome = details.outcome;
    this.status = details.status;
    this.said = details.said;
    this.transient = details.transient;
    this.turnedAway = details.turnedAway ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Whether a call may or may not have taken effect. */
export function isUnknown(error: unknown): error is ApiError {
  return error instanceof ApiError && error.outcome === "unknown";
}

/** The same failure, of which more is known now. */
export function withMore(error: ApiError, more: Partial<ApiErrorDetails> & { message?: string }): ApiError {
  const { call, outcome, status, said, transient, turnedAway, retryAfterMs } = error;
  const known = { call, outcome, status, said, transient, turnedAway, retryAfterMs };
  return new ApiError(more.message ?? error.message, { ...known, ...more });
}

/**
 * Runs a read on whose answer hangs whether a change took effect: where it fails, that is not known.
 * @param change what was answered to the change, if it was not success
 */
export async function deciding<T>(read: () => Promise<T>, change?: ApiError): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const said = change === undefined ? "" : `${change.message} `;
    const message = `${said}Whether it took effect could not be read: ${error.message}`;
    throw withMore(change ?? error, { message, outcome: "unknown", transient: false });
  }
}

/** Whether the API answered that it knows no such thing. A bare 404 may come from anything, such as a wrong address. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404 && error.said !== undefined;
}

/** The stack configuration, the environment or the `Provider` lacks what is needed to reach an API, or has it wrong. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

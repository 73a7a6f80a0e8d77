/**
 * What is known of a call that failed:
 * - `not sent`: it never reached the API.
 * - `refused`: the API answered that it did not do it.
 * - `read failed`: it was a read, which changes nothing, and brought no answer.
 * - `unknown`: it may or may not have taken effect.
 */
export type Outcome = "not sent" | "refused" | "read failed" | "unknown";

export interface ApiErrorDetails {
  /** The call, as method and path: never a query, which could hold a secret. */
  readonly call: string;
  readonly outcome: Outcome;
  readonly status?: number | undefined;
  /** The vendor's message, where it sent one in its own form. */
  readonly apiMessage?: string | undefined;
  /** Whether the same call may succeed a little later. */
  readonly transient: boolean;
  /** Whether the API rejected the call before processing it, for its credential or its rate. */
  readonly rejectedUnprocessed?: boolean | undefined;
  /** Whether the API may still be working on the call, since it ran out of time. */
  readonly timedOut?: boolean | undefined;
  /** Whether the API rejected the credential. */
  readonly unauthorized?: boolean | undefined;
  /** How long the API asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** A call to an API that failed. Its message names the call, the status, what the vendor said and what to do. */
export class ApiError extends Error implements ApiErrorDetails {
  override readonly name = "ApiError";
  readonly call: string;
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly apiMessage: string | undefined;
  readonly transient: boolean;
  readonly rejectedUnprocessed: boolean;
  readonly timedOut: boolean;
  readonly unauthorized: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    super(message);
    this.call = details.call;
    this.outcome = details.outcome;
    this.status = details.status;
    this.apiMessage = details.apiMessage;
    this.transient = details.transient;
    this.rejectedUnprocessed = details.rejectedUnprocessed ?? false;
    this.timedOut = details.timedOut ?? false;
    this.unauthorized = details.unauthorized ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The same failure, of which more is known now. */
export function extend(error: ApiError, more: Partial<ApiErrorDetails> & { message?: string }): ApiError {
  const { call, outcome, status, apiMessage, transient, rejectedUnprocessed, timedOut, unauthorized, retryAfterMs } =
    error;
  const known = {
    call,
    outcome,
    status,
    apiMessage,
    transient,
    rejectedUnprocessed,
    timedOut,
    unauthorized,
    retryAfterMs,
  };
  return new ApiError(more.message ?? error.message, { ...known, ...more });
}

/** What a failure says in our own words: fit for a message that is not about its resource, whose secrets the vendor may quote. */
export function summaryOf({ message, call, status, apiMessage }: ApiError): string {
  return apiMessage === undefined ? message : `${call} failed (${status}).`;
}

/**
 * Runs the read that decides whether a change took effect. Where the read fails, that stays unknown.
 * @param change how the change failed, if it did
 */
export async function confirmByRead<T>(read: () => Promise<T>, change?: ApiError): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const failure = change === undefined ? "" : `${change.message} `;
    const message = `${failure}Whether it took effect could not be read: ${error.message}`;
    throw extend(change ?? error, { message, outcome: "unknown", transient: false });
  }
}

/** What is needed to reach an API is missing from the configuration, or wrong there. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** The setting that is missing; none where one is wrong. */
  readonly missing: MissingSetting | undefined;

  constructor(message: string, missing?: MissingSetting) {
    super(message);
    this.missing = missing;
  }
}

/** A setting that nothing gives. */
export interface MissingSetting {
  readonly name: string;
  /** The environment variable that could give it. */
  readonly variable: string;
  readonly isSecret: boolean;
  /** The explicit `Provider` that lacks it; none where the stack configuration does. */
  readonly provider: string | undefined;
}

/** How calls are bounded in time, number and repetition. Times are in seconds. */
export interface Limits {
  /** To connect to the API. */
  readonly connectTimeoutSeconds: number;
  /** For one call, from start to the last byte of its answer. */
  readonly callTimeoutSeconds: number;
  /** For one call with all its repetitions. Calls that fail together share it. */
  readonly totalTimeoutSeconds: number;
  /** How often one call is sent at most. Being told to slow down (429) does not count. */
  readonly maxAttempts: number;
  /** The longest random wait before the first repetition; it doubles with each. */
  readonly backoffSeconds: number;
  /** The longest wait between two repetitions, also where the API asks for more. */
  readonly maxWaitSeconds: number;
  /** How long an answer of the API may take to show what was changed. */
  readonly listLagSeconds: number;
  /** How many calls to one account may be under way at once. */
  readonly parallelCalls: number;
}

/** Sane for both vendors' services; every one can be set in the stack configuration and in a `Provider`. */
export const DEFAULT_LIMITS: Limits = {
  connectTimeoutSeconds: 10,
  callTimeoutSeconds: 30,
  totalTimeoutSeconds: 300,
  maxAttempts: 10,
  backoffSeconds: 0.5,
  maxWaitSeconds: 60,
  listLagSeconds: 10,
  parallelCalls: 16,
};

/**
 * How long after a list the same one is asked for again at the earliest, in milliseconds. What needs a newer one waits for
 * it together; much sooner, an API that lags would hardly show anything else.
 */
export function listSpacingMs({ listLagSeconds }: Limits): number {
  return (listLagSeconds * 1000) / 200;
}

import { DEFAULT_LIMITS } from "../../../provider/http/limits";

/** Limits under which a client gives up within milliseconds. */
export const QUICK_LIMITS = {
  ...DEFAULT_LIMITS,
  maxAttempts: 3,
  backoffSeconds: 0.001,
  maxWaitSeconds: 0.005,
  listLagSeconds: 0.02,
};

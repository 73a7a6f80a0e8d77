import type { CanaryBehaviour } from "./behaviour";
import type { Parameters } from "./parameters";
import type { FlockState } from "./state";

/** One call on a flock: what it needs besides `auth_token` and `flock_id`, and what it answers besides `result`. */
export interface FlockCall {
  method: "GET" | "POST";
  required: readonly string[];
  run: (flock: FlockState, parameters: Parameters, behaviour: CanaryBehaviour) => object;
}

/** The calls of one kind, by the path below `/flock/settings/webhooks/`. */
export type FlockCalls = Readonly<Record<string, FlockCall>>;

/** A call that shows something. */
export function read(run: (flock: FlockState, behaviour: CanaryBehaviour) => object): FlockCall {
  return { method: "GET", required: [], run: (flock, _parameters, behaviour) => run(flock, behaviour) };
}

/** A call that does something, and answers no more than its result. */
export function change(
  required: readonly string[],
  run: (flock: FlockState, parameters: Parameters, behaviour: CanaryBehaviour) => void,
): FlockCall {
  return {
    method: "POST",
    required,
    run: (flock, parameters, behaviour) => {
      run(flock, parameters, behaviour);
      return {};
    },
  };
}

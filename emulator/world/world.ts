import { FaultQueue } from "./faults";
import { History } from "./history";
import { LateEffects } from "./late-effects";
import { RateLimiter } from "./rate-limit";
import { Recorder } from "./recorder";

/** What {@link World.intercept} is told of a call. */
export interface InterceptedCall {
  method: string;
  path: string;
  call: string;
  /** `before` the call takes effect, or `after` it did and before the answer goes out. */
  phase: "before" | "after";
  /** The call's parameters: those of a form or query, or the JSON body (`integrations` holds a bulk call's array). */
  params: Record<string, unknown>;
}

/** What is beneath the routes of every vendor: what they know, how they behave, and what goes wrong. */
export class World<State extends object, Behaviour> {
  /** What the vendors know. */
  readonly state: State;
  /** What is played where the vendors' pages are silent. */
  behaviour: Behaviour;
  /** How long every call takes, in milliseconds. */
  latencyMs = 0;
  /** How many calls in a second each credential may make. */
  rateLimit: { perSecond: number } | undefined;
  /** Awaited before and after each call takes effect. */
  intercept: ((call: InterceptedCall) => void | Promise<void>) | undefined;
  /** Once it has stopped, nothing takes effect any more. */
  stopped = false;

  readonly recorder = new Recorder();
  readonly faults = new FaultQueue();
  readonly lateEffects = new LateEffects();
  /** What reads show. */
  readonly history: History<State>;

  private readonly limiter = new RateLimiter();

  constructor(state: State, behaviour: Behaviour) {
    this.state = state;
    this.behaviour = behaviour;
    this.history = new History(state);
  }

  /**
   * Counts a call of this credential, unless it is over the limit.
   *
   * @returns the milliseconds until the next call is admitted: 0 where this one is.
   */
  admit(credential: string): number {
    return this.rateLimit ? this.limiter.admit(credential, this.rateLimit.perSecond) : 0;
  }

  /** Drops the faults to come, and what those that struck have put off. */
  clearFaults(): void {
    this.faults.clear();
    this.lateEffects.clear();
  }

  stop(): void {
    this.stopped = true;
    this.lateEffects.clear();
    this.history.stop();
  }
}

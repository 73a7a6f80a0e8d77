interface Moment {
  time: number;
  /** The state at that time, as JSON. */
  text: string;
}

const MAX_INTERVAL_MS = 25;

/**
 * What a state was some time ago. Changes may be made to the state itself, without a call, so it is looked at every few
 * milliseconds as well as around each call; only while there is a lag.
 */
export class History<State extends object> {
  private readonly state: State;
  private readonly now: () => number;
  private moments: Moment[] = [];
  private lag = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(state: State, now: () => number = () => performance.now()) {
    this.state = state;
    this.now = now;
  }

  /** How old the state is that is shown, in milliseconds. */
  get lagMs(): number {
    return this.lag;
  }

  set lagMs(lagMs: number) {
    this.stop();
    this.lag = lagMs;
    if (lagMs === 0) {
      this.moments = [];
      return;
    }
    this.note();
    const interval = Math.min(Math.max(lagMs / 10, 1), MAX_INTERVAL_MS);
    this.timer = setInterval(() => {
      this.note();
    }, interval).unref();
  }

  /** Looks at the state: what has changed counts from now. */
  note(): void {
    if (this.lag === 0) return;
    const text = JSON.stringify(this.state);
    if (this.moments.at(-1)?.text !== text) this.moments.push({ time: this.now(), text });
    const horizon = this.now() - this.lag;
    while (this.moments[1] && this.moments[1].time <= horizon) this.moments.shift();
  }

  /** The state as it is shown: itself without a lag, otherwise a copy of what it was. */
  shown(): State {
    if (this.lag === 0) return this.state;
    this.note();
    return JSON.parse(this.moments[0]?.text ?? "") as State;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

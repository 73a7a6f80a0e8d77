/**
 * Something that goes wrong with one call:
 *
 * - `status`: an error status such as 429, 500 or 503 in the vendor's form, with a `message` and with `Retry-After` in
 *   seconds or as an HTTP date if wanted.
 * - `reset`: the connection is reset, without an answer.
 * - `truncated`: the answer ends in the middle, short of its content length, and the connection closes.
 * - `delay`: the usual answer, `delayMs` late.
 * - `hang`: no answer until the emulator stops.
 * - `malformed`: status 200 with text that is no JSON.
 * - `empty`: status 200 without a body.
 * - `html`: an error page, by default with status 200, or with the `status` of a gateway such as 502.
 * - `error result`: status 200 with `result: "error"`, as some APIs report errors.
 * - `redirect`: a redirect to `location`, 302 by default.
 * - `oversized`: status 200 with `bytes` bytes of valid JSON.
 * - `gateway`: what a gateway in front of the API answers, by default with status 404, in the `form` of `grpc-gateway`
 *   (the default), `Kong` or `Spring`; or `API`, the API's own error for a path that it does not know.
 * - `late`: the call takes effect `delayMs` later, perhaps after calls that came after it. It gets no `answer` (`none`,
 *   the default), a `reset` of its connection, or at once this status with the usual body of a success or an error.
 *
 * `effect` says when it strikes: `before` the call takes effect (the default), which it then does only for a `delay`;
 * or `after`, so that nothing but the answer is lost. A `late` one knows no such choice.
 */
export type Fault = { effect?: "before" | "after" } & (
  | { kind: "status"; status: number; retryAfter?: number | string; message?: string }
  | { kind: "reset" }
  | { kind: "truncated" }
  | { kind: "delay"; delayMs: number }
  | { kind: "hang" }
  | { kind: "malformed" }
  | { kind: "empty" }
  | { kind: "html"; status?: number }
  | { kind: "error result"; message?: string }
  | { kind: "redirect"; location: string; status?: number }
  | { kind: "oversized"; bytes: number }
  | { kind: "gateway"; status?: number; form?: GatewayForm }
  | { kind: "late"; delayMs: number; answer?: "none" | "reset" | number }
);

/** Where a gateway's answer comes from. */
export type GatewayForm = "grpc-gateway" | "Kong" | "Spring" | "API";

/** Which calls a {@link Fault} strikes. */
export interface FaultRule {
  /** The call's name, or a regular expression for the whole of it (`generic/.*`, `integrations (create|update)`). */
  call?: string;
  /** The HTTP method. */
  method?: string;
  /** How many matching calls pass before the first is struck; none by default. */
  skip?: number;
  /** How many matching calls are struck; 1 by default, `Infinity` for all. */
  times?: number;
  fault: Fault;
}

interface PendingFault {
  pattern: RegExp | undefined;
  rule: FaultRule;
  skip: number;
  times: number;
}

/** The rules that have strikes left, in the order in which they were added. */
export class FaultQueue {
  private pending: PendingFault[] = [];

  /** Adds a rule behind those that are there. */
  add(rule: FaultRule): void {
    const pattern = rule.call === undefined ? undefined : new RegExp(`^(?:${rule.call})$`);
    this.pending.push({ pattern, rule, skip: rule.skip ?? 0, times: rule.times ?? 1 });
  }

  /** Drops every rule. */
  clear(): void {
    this.pending = [];
  }

  /** The rules with what is left of their `skip` and `times`. */
  list(): FaultRule[] {
    return this.pending.map(({ rule, skip, times }) => ({ ...rule, skip, times }));
  }

  /** The fault that strikes this call: the first rule's that matches it and lets it pass no more. */
  take(call: string, method: string): Fault | undefined {
    for (const pending of this.pending) {
      const { pattern, rule } = pending;
      if (pattern?.test(call) === false) continue;
      if (rule.method !== undefined && rule.method.toUpperCase() !== method) continue;
      if (pending.skip > 0) {
        pending.skip--;
        continue;
      }
      pending.times--;
      if (pending.times <= 0) this.pending = this.pending.filter((other) => other !== pending);
      return rule.fault;
    }
    return undefined;
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply } from "fastify";
import { z } from "zod";

/**
 * Something that goes wrong with one call:
 *
 * - `status`: an error status such as 429, 500 or 503, with `Retry-After` in seconds or as an HTTP date if wanted.
 * - `reset`: the connection is reset, without an answer.
 * - `truncated`: the answer ends in the middle, short of its content length, and the connection closes.
 * - `delay`: the usual answer, `delayMs` late.
 * - `hang`: no answer until the emulator stops.
 * - `malformed`: status 200 with text that is no JSON.
 * - `empty`: status 200 without a body.
 * - `html`: an error page, by default with status 200, or with the `status` of a gateway such as 502.
 * - `error result`: status 200 with `result: "error"`, as the Canary console reports errors.
 * - `redirect`: a redirect to `location`, 302 by default.
 * - `oversized`: status 200 with `bytes` bytes of valid JSON.
 *
 * `effect` says when it strikes: `before` the call takes effect (the default), which it then does only for a `delay`;
 * or `after`, so that nothing but the answer is lost.
 */
export type Fault = { effect?: "before" | "after" } & (
  | { kind: "status"; status: number; retryAfter?: number | string }
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
);

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

const effect = z.enum(["before", "after"]).exactOptional();
const status = z.int().min(200).max(599);

const faultSchema: z.ZodType<Fault> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status,
    retryAfter: z.union([z.number(), z.string()]).exactOptional(),
    effect,
  }),
  z.strictObject({ kind: z.literal("reset"), effect }),
  z.strictObject({ kind: z.literal("truncated"), effect }),
  z.strictObject({ kind: z.literal("delay"), delayMs: z.number().min(0), effect }),
  z.strictObject({ kind: z.literal("hang"), effect }),
  z.strictObject({ kind: z.literal("malformed"), effect }),
  z.strictObject({ kind: z.literal("empty"), effect }),
  z.strictObject({ kind: z.literal("html"), status: status.exactOptional(), effect }),
  z.strictObject({ kind: z.literal("error result"), message: z.string().exactOptional(), effect }),
  z.strictObject({ kind: z.literal("redirect"), location: z.string(), status: status.exactOptional(), effect }),
  z.strictObject({ kind: z.literal("oversized"), bytes: z.int().min(14), effect }),
]);

/** A {@link FaultRule} as it comes over HTTP. */
export const faultRuleSchema: z.ZodType<FaultRule> = z.strictObject({
  call: z.string().refine(isPattern, "must be a call's name or a regular expression").exactOptional(),
  method: z.string().exactOptional(),
  skip: z.int().min(0).exactOptional(),
  times: z.int().min(1).exactOptional(),
  fault: faultSchema,
});

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

interface PendingFault {
  pattern: RegExp | undefined;
  rule: FaultRule;
  skip: number;
  times: number;
}

/** The rules that have strikes left, in the order in which they were added. */
export class FaultQueue {
  #pending: PendingFault[] = [];

  /** Adds a rule behind those that are there. */
  add(rule: FaultRule): void {
    const pattern = rule.call === undefined ? undefined : new RegExp(`^(?:${rule.call})$`);
    this.#pending.push({ pattern, rule, skip: rule.skip ?? 0, times: rule.times ?? 1 });
  }

  /** Drops every rule. */
  clear(): void {
    this.#pending = [];
  }

  /** The rules with what is left of their `skip` and `times`. */
  list(): FaultRule[] {
    return this.#pending.map(({ rule, skip, times }) => ({ ...rule, skip, times }));
  }

  /** The fault that strikes this call: the first rule's that matches it and lets it pass no more. */
  take(call: string, method: string): Fault | undefined {
    for (const pending of this.#pending) {
      const { pattern, rule } = pending;
      if (pattern?.test(call) === false) continue;
      if (rule.method !== undefined && rule.method.toUpperCase() !== method) continue;
      if (pending.skip > 0) {
        pending.skip--;
        continue;
      }
      pending.times--;
      if (pending.times <= 0) this.#pending = this.#pending.filter((other) => other !== pending);
      return rule.fault;
    }
    return undefined;
  }
}

/** What a fault needs to know of the call that it strikes. */
export interface Struck {
  reply: FastifyReply;
  /** The answer that the call would have; its text is what gets cut. */
  body: unknown;
  /** The vendor's shape of an error. */
  errorBody: (message: string) => unknown;
}

/**
 * Plays a fault.
 *
 * @returns whether the call goes on: only a `delay` lets it.
 */
export async function strike(fault: Fault, { reply, body, errorBody }: Struck): Promise<boolean> {
  switch (fault.kind) {
    case "delay":
      await sleep(fault.delayMs, undefined, { ref: false });
      return true;
    case "status":
      if (fault.retryAfter !== undefined) reply.header("retry-after", String(fault.retryAfter));
      reply.code(fault.status).send(errorBody(`Emulated fault: status ${fault.status}`));
      return false;
    case "error result":
      reply.code(200).send({ message: fault.message ?? "Emulated fault: error result", result: "error" });
      return false;
    case "malformed":
      reply.code(200).type("application/json").send(firstHalf(body));
      return false;
    case "empty":
      reply.code(200).type("application/json").send("");
      return false;
    case "html":
      reply
        .code(fault.status ?? 200)
        .type("text/html")
        .send("<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>");
      return false;
    case "redirect":
      reply.redirect(fault.location, fault.status ?? 302);
      return false;
    case "oversized":
      reply
        .code(200)
        .type("application/json")
        .send(`{"padding":"${"x".repeat(fault.bytes - '{"padding":""}'.length)}"}`);
      return false;
    case "truncated": {
      const { socket } = reply.hijack().raw;
      const length = Buffer.byteLength(JSON.stringify(body));
      reply.raw.writeHead(200, { "content-type": "application/json", "content-length": length });
      reply.raw.write(firstHalf(body), () => socket?.destroy());
      return false;
    }
    case "reset":
      reply.hijack().raw.socket?.resetAndDestroy();
      return false;
    case "hang":
      reply.hijack();
      return false;
  }
}

function firstHalf(body: unknown): string {
  const text = JSON.stringify(body);
  return text.slice(0, text.length / 2);
}

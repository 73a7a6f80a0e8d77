import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Emulator } from "./emulator";
import { strike } from "./faults";

/** A request as the emulator met it. */
export interface RecordedRequest {
  method: string;
  /** The path without the query. */
  path: string;
  /** The path with the query, as sent. */
  url: string;
  /** The short name of the call, such as `generic/add` or `integrations create`; `unknown` for a path of neither page. */
  call: string;
  /** The token or key that came with it; empty where none did. */
  credential: string;
  /** The status of the answer; 0 where there was none (yet). */
  status: number;
  /** When it came, in milliseconds since the epoch. */
  time: number;
  /** The form's parameters or the JSON, parsed; the text itself where it is no JSON. */
  body: unknown;
}

/** What {@link Emulator.intercept} is told of a call. */
export interface InterceptedCall {
  method: string;
  path: string;
  call: string;
  /** `before` the call takes effect, or `after` it did and before the answer goes out. */
  phase: "before" | "after";
  /** The parameters of a Canary call, the body of a Coralogix one (`integrations` holds a bulk call's array). */
  params: Record<string, unknown>;
}

/** What a call answers. */
export interface Answer {
  status: number;
  body: unknown;
}

/** One call of a vendor's page, as it was sent. */
export interface Call {
  name: string;
  credential: string;
  params: Record<string, unknown>;
  /** What the call does: changes the state and answers. */
  perform: () => Answer;
  /** The vendor's shape of an error. */
  errorBody: (message: string) => unknown;
}

/** Carries a call out, with everything that was asked to come between: latency, limit, faults and interception. */
export async function answer(
  emulator: Emulator,
  request: FastifyRequest,
  reply: FastifyReply,
  call: Call,
): Promise<void> {
  const record = emulator.record(request, call.name, call.credential);
  try {
    await carryOut(emulator, record, reply, call);
  } finally {
    if (reply.raw.headersSent) record.status = reply.raw.statusCode;
  }
}

async function carryOut(emulator: Emulator, record: RecordedRequest, reply: FastifyReply, call: Call): Promise<void> {
  const { method, path } = record;
  const { name, credential, params, errorBody } = call;
  const retryAfterMs = emulator.overRateLimit(credential);
  if (retryAfterMs > 0) {
    reply.code(429).header("retry-after", String(Math.ceil(retryAfterMs / 1000)));
    reply.send(errorBody("Too many requests"));
    return;
  }
  if (emulator.latencyMs > 0) await sleep(emulator.latencyMs, undefined, { ref: false });

  const fault = emulator.faults.take(name, method);
  const strikesBefore = fault !== undefined && fault.effect !== "after";
  if (strikesBefore && !(await strike(fault, { reply, body: { result: "success" }, errorBody }))) return;
  if (emulator.intercept) await emulator.intercept({ method, path, call: name, phase: "before", params });
  if (emulator.stopped) return;
  const { status, body } = call.perform();
  if (emulator.intercept) await emulator.intercept({ method, path, call: name, phase: "after", params });
  if (fault?.effect === "after" && !(await strike(fault, { reply, body, errorBody }))) return;
  reply.code(status).send(body);
}

/** The path of a request target, without its query. */
export function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { RecordedRequest } from "./recorder";
import { answerEarly, strike } from "./strike";
import type { World } from "./world";

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
  /** What a success of this vendor's looks like where there is nothing to say. */
  successBody: unknown;
  /** The vendor's shape of an error. */
  errorBody: (message: string, status: number) => unknown;
}

type AnyWorld = World<object, unknown>;

/** Carries a call out, with everything that was asked to come between: latency, limit, faults and interception. */
export async function answer(
  world: AnyWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  call: Call,
): Promise<FastifyReply> {
  const record = world.recorder.record(request, call.name, call.credential);
  try {
    await carryOut(world, record, reply, call);
  } finally {
    if (reply.raw.headersSent) record.status = reply.raw.statusCode;
  }
  return reply;
}

async function carryOut(world: AnyWorld, record: RecordedRequest, reply: FastifyReply, call: Call): Promise<void> {
  const { name, credential, successBody, errorBody } = call;
  const retryAfterMs = world.admit(credential);
  if (retryAfterMs > 0) {
    reply.code(429).header("retry-after", String(Math.ceil(retryAfterMs / 1000)));
    reply.send(errorBody("Too many requests", 429));
    return;
  }
  if (world.latencyMs > 0) await sleep(world.latencyMs, undefined, { ref: false });

  const fault = world.faults.take(name, record.method);
  const struck = { reply, path: record.path, errorBody };
  if (fault?.kind === "late") {
    world.lateEffects.schedule(fault.delayMs, () => takeEffect(world, record, call));
    answerEarly(fault, { ...struck, body: successBody });
    return;
  }
  if (fault && fault.effect !== "after" && !(await strike(fault, { ...struck, body: successBody }))) return;
  const answered = await takeEffect(world, record, call);
  if (!answered) return;
  if (fault?.effect === "after" && !(await strike(fault, { ...struck, body: answered.body }))) return;
  reply.code(answered.status).send(answered.body);
}

async function takeEffect(
  world: AnyWorld,
  { method, path }: RecordedRequest,
  { name, params, perform }: Call,
): Promise<Answer | undefined> {
  await world.intercept?.({ method, path, call: name, phase: "before", params });
  if (world.stopped) return undefined;
  world.history.note();
  const answered = perform();
  world.history.note();
  await world.intercept?.({ method, path, call: name, phase: "after", params });
  return answered;
}

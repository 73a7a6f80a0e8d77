import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply } from "fastify";
import type { Fault } from "./faults";
import { gatewayBody } from "./gateway";

type LateFault = Extract<Fault, { kind: "late" }>;

/** What a fault needs to know of the call that it strikes. */
export interface Struck {
  reply: FastifyReply;
  /** The path that was called. */
  path: string;
  /** The answer that the call would have; its text is what gets cut. */
  body: unknown;
  /** The vendor's shape of an error. */
  errorBody: (message: string, status: number) => unknown;
}

/**
 * Plays a fault.
 *
 * @returns whether the call goes on: only a `delay` lets it.
 */
export async function strike(
  fault: Exclude<Fault, LateFault>,
  { reply, path, body, errorBody }: Struck,
): Promise<boolean> {
  switch (fault.kind) {
    case "delay":
      await sleep(fault.delayMs, undefined, { ref: false });
      return true;
    case "status":
      if (fault.retryAfter !== undefined) reply.header("retry-after", String(fault.retryAfter));
      reply.code(fault.status).send(errorBody(fault.message ?? `Emulated fault: status ${fault.status}`, fault.status));
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
    case "gateway": {
      const { status = 404, form = "grpc-gateway" } = fault;
      reply.code(status).send(gatewayBody(form, { status, path, errorBody }));
      return false;
    }
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

/** Answers a call that has not taken effect yet. */
export function answerEarly({ answer = "none" }: LateFault, { reply, body, errorBody }: Struck): void {
  if (answer === "none") reply.hijack();
  else if (answer === "reset") reply.hijack().raw.socket?.resetAndDestroy();
  else reply.code(answer).send(answer < 400 ? body : errorBody(`Emulated fault: status ${answer}`, answer));
}

function firstHalf(body: unknown): string {
  const text = JSON.stringify(body);
  return text.slice(0, text.length / 2);
}

import { subscribe } from "node:diagnostics_channel";
import type { IncomingHttpHeaders } from "node:http2";
import { Socket } from "node:net";

import { interruption, shutdown } from "../http/shutdown";

/** What asks a process to end. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long an answer may take to reach the engine. */
const ANSWER_MS = 500;

let underWay = 0;
let received: NodeJS.Signals | undefined;

/**
 * Runs a change that no signal ends in its middle, where a webhook may be removed and not yet added again: the process
 * ends after the last change that is under way.
 *
 * On the first Ctrl-C the engine itself waits for what is under way and sends its plugins no signal. On the second it
 * sends them SIGINT, and SIGKILL five seconds later. A service manager may send SIGTERM to all processes at once.
 */
export async function uninterrupted<T>(change: () => Promise<T>): Promise<T> {
  if (underWay === 0) for (const signal of SIGNALS) process.on(signal, remember);
  underWay += 1;
  try {
    return await change();
  } finally {
    underWay -= 1;
    if (shutdown.signal.aborted) endWithoutEngine();
    if (received === undefined) stopListening();
    else setTimeout(endAsAsked, ANSWER_MS, received);
  }
}

/** The call by which the engine tells its plugins of the first Ctrl-C. */
const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/**
 * Notes when the user interrupts the run. Pulumi's host answers the engine's call itself and passes nothing on, so this
 * looks at what the process is asked, where Node.js shows it.
 */
export function noteInterruption(): void {
  subscribe("http2.server.stream.start", (message) => {
    const { headers } = message as { headers?: IncomingHttpHeaders };
    if (headers?.[":path"] === CANCEL) interruption.abort();
  });
}

/**
 * Ends the process when its engine is gone. A killed engine sends nothing, but the pipe that it holds closes. What is under
 * way then ends with the call that it has sent.
 */
export function endWithEngine(): void {
  if (!(process.stdin instanceof Socket)) return;
  process.stdin.once("end", () => {
    shutdown.abort();
    endWithoutEngine();
  });
  process.stdin.resume().unref();
}

function endWithoutEngine(): void {
  if (underWay === 0) process.exit();
}

function remember(signal: NodeJS.Signals): void {
  received ??= signal;
}

function stopListening(): void {
  if (underWay > 0) return;
  for (const signal of SIGNALS) process.off(signal, remember);
}

function endAsAsked(signal: NodeJS.Signals): void {
  stopListening();
  if (underWay === 0) process.kill(process.pid, signal);
}

import { Semaphore } from "async-mutex";

import { messageOf } from "../errors";
import type { Target } from "./target";

/** What the test of a webhook came to. */
export interface Report extends Omit<Target, "fire"> {
  readonly status: "ok" | "failed" | "not tested";
  readonly milliseconds: number;
  /** What the vendor says. */
  readonly answer: string;
}

interface Options {
  /** How many are under way at once. */
  readonly concurrency: number;
  readonly interruption: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** Fires the tests of all these webhooks. After an interruption no further one is fired. */
export async function fireAll(
  targets: readonly Target[],
  { concurrency, interruption, onProgress }: Options,
): Promise<Report[]> {
  const slots = new Semaphore(concurrency);
  let done = 0;
  return Promise.all(
    targets.map((target) =>
      slots.runExclusive(async () => {
        if (interruption.aborted) return reportOf(target, "not tested", 0, "interrupted");
        const start = performance.now();
        const failure = await failureOf(target);
        onProgress(++done);
        const milliseconds = Math.round(performance.now() - start);
        return reportOf(target, failure === undefined ? "ok" : "failed", milliseconds, failure ?? "success");
      }),
    ),
  );
}

async function failureOf(target: Target): Promise<string | undefined> {
  try {
    return await target.fire();
  } catch (error) {
    return messageOf(error);
  }
}

function reportOf({ fire, ...target }: Target, status: Report["status"], milliseconds: number, answer: string): Report {
  return { ...target, status, milliseconds, answer };
}

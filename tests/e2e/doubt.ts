import type { Emulator, InterceptedCall } from "../../emulator";

/** A call that gets no proper answer. The emulator's own faults strike whoever comes first, this one a single resource. */
export interface Struck {
  /** The flock of a Canary call, the alias or name of a Coralogix one. */
  readonly of: string;
  /** Which of the changes that are made there, counted from 0; a test call is none. Or every test, or every read. */
  readonly change: number | "test" | "read";
  /** Whether the call takes effect first. */
  readonly effect: "before" | "after";
}

/**
 * Lets calls fail, and after a change that fails all further calls there as well, so that no read can tell whether it
 * took effect. Coralogix lists all integrations at once: its lists fail from when every change that is to fail has come.
 */
export function strike(emulator: Emulator, struck: readonly Struck[]): void {
  const changes = new Map<string, number>();
  const failing = new Set<string>();
  const integrations = struck.filter(({ of, change }) => !isFlock(of) && typeof change === "number");
  const arrived = new Set<string>();
  let letGo = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    letGo = resolve;
  });

  emulator.intercept = async (call) => {
    const of = placeOf(call);
    if (failing.has(of) && call.phase === "before") throw new Error("Emulated: no answer");
    const rule = struck.find((candidate) => candidate.of === of);
    if (rule === undefined) return;
    if (rule.change === "read" && call.method === "GET") throw new Error("Emulated: no answer");
    if (call.method === "GET") return;
    if (rule.change === "test") {
      if (isTest(call)) throw new Error("Emulated: the test failed");
      return;
    }
    if (isTest(call)) return;
    if (call.phase === "before") changes.set(of, (changes.get(of) ?? -1) + 1);
    if (changes.get(of) !== rule.change) return;
    if (!isFlock(of) && call.phase === "before") {
      arrived.add(of);
      if (arrived.size === integrations.length) letGo();
      await all;
      failing.add(LISTS);
    }
    if (call.phase !== rule.effect) return;
    failing.add(of);
    throw new Error("Emulated: no answer");
  };
}

/** What takes the place of the reads of Coralogix, which say nothing of an alias. */
const LISTS = "the lists of Coralogix";

function placeOf({ call, params }: InterceptedCall): string {
  if (/^(integrations|webhooks) (list|get)$/.test(call)) return LISTS;
  const { name } = (params.data ?? {}) as { name?: unknown };
  return String(params.flock_id ?? params.alias ?? name);
}

function isFlock(of: string): boolean {
  return of.startsWith("flock:");
}

function isTest({ call }: InterceptedCall): boolean {
  return call.endsWith("/test") || call.startsWith("webhooks test");
}

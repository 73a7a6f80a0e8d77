import { printable } from "../../provider/http/redact";
import { tableOf } from "../table";
import type { Step, Webhook } from "./plan";

/** What became of a step that was performed. */
export interface Outcome {
  readonly failure?: string;
}

/** What is told of a webhook of the source. */
interface Line {
  readonly result: "to create" | "to update" | "created" | "updated" | "skipped" | "can't copy" | "failed";
  readonly type: string;
  readonly name: string;
  readonly host: string;
  readonly reason: string;
}

/** @param outcome none where the step was not performed */
export function lineOf({ source, action, reason }: Step<Webhook>, outcome: Outcome | undefined): Line {
  const { type, host } = source;
  const line = { type, name: printable(source.name), host, reason };
  if (action === "skip") return { result: "skipped", ...line };
  if (action === "refuse") return { result: "can't copy", ...line };
  if (outcome === undefined) return { result: `to ${action}`, ...line };
  if (outcome.failure !== undefined) return { result: "failed", ...line, reason: outcome.failure };
  return { result: `${action}d`, ...line };
}

export function isFailure({ result }: Line): boolean {
  return result === "failed" || result === "can't copy";
}

/** A table of all, and how many of each there are. */
export function textOf(lines: readonly Line[], isPerformed: boolean): string {
  if (lines.length === 0) return "The source account has no webhooks.";
  const table = tableOf(lines.map(({ result, type, name, host, reason }) => [result, type, name, host, reason]));
  const results = [...new Set(lines.map(({ result }) => result))];
  const counts = results.map((each) => `${lines.filter(({ result }) => result === each).length} ${each}`).join(", ");
  return `${table}\n\n${counts}. ${isPerformed ? hintAfter(lines) : "Nothing was copied: --yes copies."}`.trimEnd();
}

function hintAfter(lines: readonly Line[]): string {
  return lines.some(({ result }) => result === "failed") ? "Running it again copies what is missing." : "";
}

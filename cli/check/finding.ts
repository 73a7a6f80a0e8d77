/** What a check came to. */
export interface Finding {
  /** What was checked. */
  readonly what: string;
  readonly status: "ok" | "warning" | "failed" | "skipped";
  readonly detail: string;
}

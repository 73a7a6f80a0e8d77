/** What the Canary pages leave open, each with the answers that are plausible. The first of each list is the default. */
export const canaryChoices = {
  /**
   * What `generic/add` and `ms_teams/add` do with a URL that the flock has already. The Canary page only shows the
   * answer to a first add. `replaced` keeps one entry, with the new headers and a new `webhook_id`.
   */
  duplicateAdd: ["error", "ignored", "replaced", "duplicated"],
  /**
   * What the Canary `remove` calls answer when there is nothing to remove. The page only shows `result: "success"`,
   * without saying whether the webhook had to be there.
   */
  absentRemove: ["error", "success"],
  /**
   * What `splunk/add` does on a flock that has a Splunk webhook. The Canary page lists a single `splunk_webhook` for a
   * flock, but does not say what a second add does to it.
   */
  splunkPresent: ["overwritten", "error", "ignored"],
  /**
   * Whether an add fails when the console's test event does not arrive. The Canary reference says that the console
   * posts one while a generic webhook is configured, not what follows from a failure, nor whether other kinds get one.
   */
  addTestEventFails: [false, true],
  /** What the Canary `test` calls come to. The page only shows the successful one. */
  testResult: ["success", "error"],
  /**
   * The HTTP status that carries a Canary error. The page documents the JSON (`result: "error"` with a `message`), no
   * status codes.
   */
  canaryErrorStatus: ["http", "200"],
  /**
   * How `generic/list` spells `header_names`. The page says neither that the case is kept (HTTP names have none) nor
   * that the order is (a JSON object has none).
   */
  headerNames: ["as sent", "lower case", "reversed order"],
  /** What `splunk` and `info` show as `splunk_webhook` when there is none. The page only shows a configured one. */
  listNotConfiguredSplunk: ["null", "empty object", "missing"],
  /**
   * What `is_enabled`, and `webhooks_enabled` in the lists, show for a flock on the global settings. The page shows
   * `true`, and no example of such a flock; `flocks/summary` and `info` have the documented `"Global"`.
   */
  enabledWhenGlobal: [true, false, "Global"],
} as const;

type Choices = typeof canaryChoices;

/** One choice for everything in {@link canaryChoices}. */
export type CanaryBehaviour = { -readonly [Name in keyof Choices]: Choices[Name][number] };

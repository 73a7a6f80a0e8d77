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
   * Whether an add that is answered with success was carried out. The Canary page shows no answer to a failed one.
   * `ignored` checks the parameters, answers `result: "success"` and does nothing.
   */
  addEffect: ["applied", "ignored"],
  /** The same for the Canary `remove` calls, also of Slack and Splunk. */
  removeEffect: ["applied", "ignored"],
  /**
   * How the console stores, and from then on shows, the URL of a generic or MS Teams webhook that it is sent. The Canary
   * page does not say that it stays as it is. A later call finds the webhook by the URL that was sent as well as by the
   * one that is shown: what it sends is compared as it is, and spelled the same way. `unreserved decoded` turns `%7E`
   * into `~`, and so on for letters, digits and `-._~`.
   */
  urlSpelling: [
    "as sent",
    "no trailing slash",
    "upper-case escapes",
    "lower-case escapes",
    "unreserved decoded",
    "no fragment",
    "lower-case path",
  ],
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
  /** What the Canary lists and `info` show where there is nothing. The page has no empty list. */
  emptyShape: ["empty list", "null", "empty object", "missing"],
  /**
   * What `splunk` and `info` show as `splunk_webhook` when there is none. The page only shows a configured one. The last
   * two are an object with all of its members, each null or an empty text.
   */
  listNotConfiguredSplunk: [
    "null",
    "empty object",
    "missing",
    "empty list",
    "empty text",
    "false",
    "members null",
    "members empty",
  ],
  /**
   * What a flock's own calls answer when there is no such flock, or no longer. The Canary page has no such answer. With
   * `200 empty` every read shows a flock without webhooks, and every change is a success. `flocks/summary` and
   * `flocks/list` just don't show it.
   */
  missingFlock: ["404", "400", "200 empty", "200 error"],
  /**
   * What `is_enabled`, and `webhooks_enabled` in the lists, show for a flock on the global settings. The page shows
   * `true`, and no example of such a flock; `flocks/summary` and `info` have the documented `"Global"`.
   */
  enabledWhenGlobal: [true, false, "Global"],
} as const;

type Choices = typeof canaryChoices;

/** One choice for everything in {@link canaryChoices}. */
export type CanaryBehaviour = { -readonly [Name in keyof Choices]: Choices[Name][number] };

/**
 * What the vendors' pages leave open, each with the answers that are plausible. The first of each list is the default.
 */
export const behaviourChoices = {
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
  /**
   * How Coralogix spells the type's name in `integration_type`. The page's GET example has `label`, its Table A and
   * its `sendlog` example have `name`. Requests may use either.
   */
  typeSpelling: ["label", "name", "both"],
  /**
   * What GET shows as `integration_type_fields` for a Coralogix type without fields. The page has `"escaped json" or
   * null`, and sends `"[]"` in its example. A webhook created without the member shows null for `as sent`.
   */
  emptyFields: ["as sent", "null", "[]"],
  /**
   * Whether GET shows `integration_type_fields` as the escaped string or as the array itself. The page says string
   * there, and array of objects in its parameter table. With `array`, requests may send an array too, so that "Copying
   * Webhooks between accounts" still works.
   */
  fieldsAs: ["string", "array"],
  /** The status of a successful Coralogix create: clients have met both, the page has none. */
  createStatus: [200, 201],
  /**
   * What a Coralogix update answers: the page shows no result for it, and older clients read the webhook again rather
   * than trust the answer. `stale` is the webhook as it was before.
   */
  updateAnswer: ["webhook", "empty object", "stale"],
  /** What Coralogix does with an `alias` that another webhook has. The page does not say that aliases are unique. */
  duplicateAlias: ["allowed", "error"],
} as const;

type Choices = typeof behaviourChoices;

/** One choice for everything that the vendors' pages leave open; see {@link behaviourChoices} for each. */
export type Behaviour = { -readonly [Name in keyof Choices]: Choices[Name][number] };

/** The first choice of every list in {@link behaviourChoices}. */
export function defaultBehaviour(): Behaviour {
  return Object.fromEntries(Object.entries(behaviourChoices).map(([name, choices]) => [name, choices[0]])) as Behaviour;
}

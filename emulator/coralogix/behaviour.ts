/** What the pages of both Coralogix APIs leave open, each with the answers that are plausible. The first of each list is the default. */
export const coralogixChoices = {
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
  /**
   * Whether a Coralogix update that is answered with success was carried out. With `ignored` the answer is as usual and
   * nothing is done.
   */
  updateEffect: ["applied", "ignored"],
  /** What a bulk call does that is refused for one of its webhooks. `until one is refused` writes those before it. */
  bulkEffect: ["all or nothing", "until one is refused"],
  /** Whether answers show the company. The page shows it in each; older clients did not read it. */
  companyShown: [true, false],
  /**
   * Whether Coralogix also takes what an older client of the vendor's own sent, against Tables A and B: an email group
   * with PagerDuty's icon, and `sendlog` and `demisto` with no field but `payload`.
   */
  strictness: ["lenient", "strict"],
  /** What Coralogix does with an `alias` that another webhook has. The page does not say that aliases are unique. */
  duplicateAlias: ["allowed", "error"],
  /** How today's API spells an error. Older deployments answer its message as plain text. */
  errorForm: ["JSON", "text"],
  /** What the tests of today's API come to. */
  testResult: ["success", "error"],
  /**
   * Which attachments of a Slack webhook are on. Its users found them on without having asked for them; with `insisted`
   * the empty one stays on whatever is sent.
   */
  slackAttachments: ["on unless switched off", "as sent", "insisted"],
  /**
   * How today's API shows the URL of a Teams workflow, which its users got back otherwise than they had sent it:
   * `respelled` has no default port and fewer escapes, `rewritten` another path on the same host.
   */
  workflowUrl: ["respelled", "as sent", "rewritten"],
} as const;

type Choices = typeof coralogixChoices;

/** One choice for everything in {@link coralogixChoices}. */
export type CoralogixBehaviour = { -readonly [Name in keyof Choices]: Choices[Name][number] };

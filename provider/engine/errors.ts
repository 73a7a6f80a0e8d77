/**
 * Something was created or changed but is not yet as declared. The engine keeps such a resource in state as
 * "initialisation failed" with what is known of it, and the next `up` calls `update` to mend it.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly state: object;

  constructor(message: string, id: string, state: object) {
    super(message);
    this.id = id;
    this.state = state;
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

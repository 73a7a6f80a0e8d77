/** What a call of the console can't do, with the HTTP status that says so. */
export class CanaryError extends Error {
  override readonly name = "CanaryError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The Canary shape of an error. */
export function errorBody(message: string): unknown {
  return { message, result: "error" };
}

import type { Answer } from "../world/call";

/** A request that the page does not allow. */
export class InvalidIntegrationError extends Error {
  override readonly name = "InvalidIntegrationError";
}

/** The Coralogix shape of an error. */
export function errorBody(message: string): unknown {
  return { message };
}

export function failure(status: number, message: string): Answer {
  return { status, body: errorBody(message) };
}

export function notFound(id: string | number): Answer {
  return failure(404, `Webhook ${id} was not found`);
}

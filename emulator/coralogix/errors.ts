import type { Answer } from "../world/call";
import type { CoralogixBehaviour } from "./behaviour";

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

/** An error of today's API. */
export function webhookError(
  message: string,
  code: number,
  { errorForm }: Pick<CoralogixBehaviour, "errorForm">,
): unknown {
  return errorForm === "text" ? message : { code, message };
}

export function notFound(id: string | number): Answer {
  return failure(404, `Webhook ${id} was not found`);
}

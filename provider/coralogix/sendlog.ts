import { isRecord } from "../lifecycle/unknown";
import type { IntegrationType } from "./integration-types";

/**
 * The one rule of sendlog integrations: their uuid is in the payload as well (the page's example 2). Users need not put
 * it there.
 */
interface WithUuid {
  readonly type: IntegrationType;
  readonly uuid?: unknown;
  readonly payload?: unknown;
}

/** The uuid that the user has put into the payload. */
export function uuidInPayload({ type, payload }: WithUuid): unknown {
  return type === "sendlog" && isRecord(payload) ? payload.uuid : undefined;
}

/** The payload as the API has it. */
export function sentPayload({ type, uuid, payload }: WithUuid): unknown {
  return type === "sendlog" && isRecord(payload) ? { ...payload, uuid } : payload;
}

/** The payload as the user declares it: without the uuid, unless the known payload has one. */
export function declaredPayload(shown: WithUuid, knownPayload: unknown): unknown {
  const { payload, uuid } = shown;
  const isOurs = uuidInPayload(shown) === uuid && !(isRecord(knownPayload) && knownPayload.uuid !== undefined);
  if (!isOurs || !isRecord(payload)) return payload;
  const { uuid: ours, ...declared } = payload;
  return declared;
}

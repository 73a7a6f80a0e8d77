import type { Answer } from "../world/call";
import type { CoralogixBehaviour } from "./behaviour";
import { failure, InvalidIntegrationError, notFound } from "./errors";
import { parseIntegration, type IntegrationValues } from "./parse-integration";
import { written } from "./show";
import { OLDER_TYPES } from "./webhook-types";
import type { AccountState, Integration } from "./state";

interface Change {
  values: IntegrationValues;
  existing: Integration | undefined;
}

/** Creates and updates, in order. Where one is not allowed, it and those after it are not written. */
export function write(
  account: AccountState,
  bodies: readonly unknown[],
  behaviour: CoralogixBehaviour,
  newId: () => number,
): Answer | { status: number; answers: unknown[] } {
  const { changes, refusal } = allowedOf(account, bodies, behaviour);
  if (refusal !== undefined && behaviour.bulkEffect === "all or nothing") return refusal;
  const now = new Date().toISOString();
  const answers = changes.map(({ values, existing }) => {
    if (!existing) {
      const created = { id: newId(), ...values, created_at: now, updated_at: now };
      account.integrations.push(created);
      return written(account, created, behaviour);
    }
    const updated = { ...existing, ...values, updated_at: now };
    const answers = {
      webhook: written(account, updated, behaviour),
      "empty object": {},
      stale: written(account, existing, behaviour),
    };
    if (behaviour.updateEffect === "applied") Object.assign(existing, updated);
    return answers[behaviour.updateAnswer];
  });
  if (refusal !== undefined) return refusal;
  const isCreate = changes.some(({ existing }) => !existing);
  return { status: isCreate ? behaviour.createStatus : 200, answers };
}

/** The changes before the first that is not allowed, and what is answered to that one. */
function allowedOf(
  account: AccountState,
  bodies: readonly unknown[],
  behaviour: CoralogixBehaviour,
): { changes: Change[]; refusal?: Answer } {
  const changes: Change[] = [];
  for (const body of bodies) {
    const change = changeOf(body, account, behaviour);
    if ("status" in change) return { changes, refusal: change };
    const { alias } = change.values;
    if (behaviour.duplicateAlias === "error" && isUsed(alias, change, account, changes)) {
      return { changes, refusal: failure(400, `alias ${alias} is already used`) };
    }
    changes.push(change);
  }
  return { changes };
}

function changeOf(body: unknown, account: AccountState, behaviour: CoralogixBehaviour): Change | Answer {
  try {
    const values = parseIntegration(body, behaviour);
    const { id } = body as { id?: unknown };
    if (id === undefined) return { values, existing: undefined };
    if (typeof id !== "number") return failure(400, "id must be a number");
    const existing = account.integrations.find((other) => other.id === id && other.integration_type_id < OLDER_TYPES);
    return existing ? { values, existing } : notFound(id);
  } catch (error) {
    if (error instanceof InvalidIntegrationError) return failure(400, error.message);
    throw error;
  }
}

function isUsed(alias: string, { existing }: Change, { integrations }: AccountState, changes: Change[]): boolean {
  return (
    integrations.some((other) => other !== existing && other.alias === alias) ||
    changes.some(({ values }) => values.alias === alias)
  );
}

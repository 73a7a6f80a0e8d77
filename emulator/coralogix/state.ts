import { createHash } from "node:crypto";

/**
 * An outbound webhook of a Coralogix account, under the names of the older API's wire, whichever API has made it.
 * `company_id`, `integrationTypeId` and `integration_type` follow from the account and from `integration_type_id`, so they
 * are not kept.
 */
export interface Integration {
  /** What today's API calls `externalId`. */
  id: number;
  alias: string;
  url: string;
  /** The string that was sent, or null where none was. */
  integration_type_fields: string | null;
  /** Above 8 for a type that today's API alone has. */
  integration_type_id: number;
  /** What of it today's API alone has: all of such a type, and what a Slack webhook sends besides alerts. */
  configuration?: Record<string, unknown>;
  created_at: string;
  updated_at: string;
}

/** What Coralogix knows of one account. */
export interface AccountState {
  companyId: number;
  integrations: Integration[];
  /** What else GET shows, verbatim and last: webhooks such as the page has none. DELETE removes them by their `id`. */
  raw?: unknown[];
  /** What else the list of today's API shows, verbatim and last. */
  rawSummaries?: unknown[];
}

/** The id that today's API has for a webhook. It follows from its account and number, so that each has one, whoever made it. */
export function uuidOf({ companyId }: AccountState, { id }: Pick<Integration, "id">): string {
  const digest = createHash("sha256").update(`${companyId} ${id}`).digest("hex");
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

/** What Coralogix knows. */
export interface CoralogixState {
  /** By API key. */
  accounts: Record<string, AccountState>;
}

/** The company of the page's example answers. */
const FIRST_COMPANY_ID = 12345;

/** An account for each key, each of a company of its own. */
export function newAccounts(apiKeys: readonly string[]): Record<string, AccountState> {
  return Object.fromEntries(
    apiKeys.map((key, index) => [key, { companyId: FIRST_COMPANY_ID + index, integrations: [] }]),
  );
}

/** An account without the times, which don't count in a comparison. */
export function withoutTimes({ integrations, ...account }: AccountState): object {
  return { ...account, integrations: integrations.map(({ created_at, updated_at, ...rest }) => rest) };
}

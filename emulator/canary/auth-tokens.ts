import { CanaryError } from "./errors";

/** The tokens that open the console. */
export interface AuthTokens {
  /** Those that may do everything. */
  readonly admin: Set<string>;
  /** Those that may only read. */
  readonly readOnly: Set<string>;
}

/**
 * Lets a call pass, or throws what the console answers. The reference does not say what a call that changes something
 * answers to a read-only token.
 */
export function authorize({ admin, readOnly }: AuthTokens, credential: string, method: "GET" | "POST"): void {
  if (admin.has(credential)) return;
  if (!readOnly.has(credential)) throw new CanaryError(401, "Invalid auth_token");
  if (method === "POST") throw new CanaryError(403, "The auth_token is read-only");
}

/** What `auth_token/list` shows. */
export function listedTokens({ admin, readOnly }: AuthTokens): object {
  const tokens = [
    ...[...admin].map((token) => [token, "Admin"] as const),
    ...[...readOnly].map((token) => [token, "Read-Only"] as const),
  ];
  return {
    global_api_keys: tokens.map(([auth_token, auth_token_type], index) => ({
      auth_token,
      auth_token_type,
      created: "2026-01-01 00:00:00 UTC+0000",
      created_by: "Emulator",
      key_id: index.toString(16).padStart(8, "0"),
      note: "",
    })),
  };
}

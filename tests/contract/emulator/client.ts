import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, type Emulator } from "../../../emulator";

export interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
}

export const TOKEN_HEADER = { "X-Canary-Auth-Token": DEFAULT_AUTH_TOKEN };
export const KEY_HEADERS = { Authorization: `Bearer ${DEFAULT_API_KEY}`, "Content-Type": "application/json" };

/** The one flock of an emulator that was started without any. */
export function flockOf({ state }: Emulator) {
  const flock = state.flocks[DEFAULT_FLOCK];
  if (!flock) throw new Error("the default flock is gone");
  return flock;
}

/** The one account of an emulator that was started without any. */
export function accountOf({ state }: Emulator) {
  const account = state.accounts[DEFAULT_API_KEY];
  if (!account) throw new Error("the default account is gone");
  return account;
}

export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init);
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  const body: unknown = isJson ? await response.json() : await response.text();
  return { status: response.status, headers: response.headers, body };
}

/** Calls the default flock's webhook settings with the default token. */
export function canary(
  emulator: Emulator,
  method: "GET" | "POST",
  call: string,
  parameters: Record<string, string> = {},
): Promise<Reply> {
  const url = `${emulator.url}/api/v1/flock/settings/webhooks/${call}`;
  const encoded = new URLSearchParams({ flock_id: DEFAULT_FLOCK, ...parameters });
  return method === "GET"
    ? send(`${url}?${encoded.toString()}`, { headers: TOKEN_HEADER })
    : send(url, { method, headers: TOKEN_HEADER, body: encoded });
}

/** Calls the Coralogix API with the default key; `path` continues `/api/v1/external/integrations`. */
export function coralogix(emulator: Emulator, method: string, path = "", body?: unknown): Promise<Reply> {
  return send(`${emulator.url}/api/v1/external/integrations${path}`, {
    method,
    headers: KEY_HEADERS,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Calls today's Coralogix API with the default key; `path` continues `/mgmt/openapi/5/integrations/webhooks/v1`. */
export function webhooks(emulator: Emulator, method: string, path = "", body?: unknown): Promise<Reply> {
  return send(`${emulator.url}/mgmt/openapi/5/integrations/webhooks/v1${path}`, {
    method,
    headers: KEY_HEADERS,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export const error = (message: string): unknown => ({ message, result: "error" });

export const slackBody = {
  alias: "alerts",
  url: "https://hooks.example/slack",
  integration_type_fields: "[]",
  integration_type_id: 0,
  integration_type: { label: "Slack", icon: "/assets/settings/slack-48.png", id: 0 },
};

import type { FastifyRequest } from "fastify";
import { CanaryError } from "./errors";

/** The parameters of a call, from its query and its form. */
export type Parameters = Readonly<Record<string, string>>;

export function parametersOf(request: FastifyRequest): Parameters {
  const parameters: Record<string, string> = {};
  for (const source of [request.body, request.query]) {
    for (const [name, value] of Object.entries((source ?? {}) as Record<string, string | string[]>)) {
      const text = typeof value === "string" ? value : value[0];
      if (text !== undefined) parameters[name] = text;
    }
  }
  return parameters;
}

export function credentialOf(request: FastifyRequest, parameters: Parameters): string {
  const header = request.headers["x-canary-auth-token"];
  return parameters.auth_token ?? (typeof header === "string" ? header : "");
}

export function requireParameters(parameters: Parameters, names: readonly string[]): void {
  for (const name of names) {
    if (!parameters[name]) throw new CanaryError(400, `Missing required parameter: ${name}`);
  }
}

export function requireUrl(url: string): void {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new CanaryError(400, "Invalid url");
}

export function parseHeaders(text: string | undefined): Record<string, string> {
  if (!text) return {};
  try {
    const headers: unknown = JSON.parse(text);
    if (isHeaders(headers)) return headers;
  } catch {
    // Answered below, like JSON of another shape.
  }
  throw new CanaryError(400, 'Invalid headers: expected a JSON object of "Name": "Value"');
}

function isHeaders(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((header) => typeof header === "string")
  );
}

import { z } from "zod";

/** An object of exactly these properties. */
export function exactly<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const allowed = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === "unrecognized_keys"
        ? `is not allowed here: ${what} takes ${allowed}`
        : `must be an object of ${allowed}`,
  });
}

/** The address of a webhook. */
export function webhookUrl(protocols: readonly ("http" | "https")[]) {
  const allowed = `must be an ${protocols.join(" or ")} URL without a user name or password in it`;
  return z.string(allowed).refine((text) => isWebhookUrl(text, protocols), allowed);
}

/** Text that says something: blanks around it would be part of it, so there are none. */
export function text(allowed: string) {
  return z
    .string(allowed)
    .min(1, allowed)
    .refine((given) => given.trim() === given, `${allowed}, without blanks around it`);
}

/** The name of an HTTP header: a token of RFC 9110. What else comes in its place may have a value in it. */
export const headerName = z
  .string("must be an HTTP header name")
  .regex(/^(?!__proto__$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "must be an HTTP header name");

const NAMED_ONCE = "must name each header once: names are compared without regard to case";

/** HTTP headers, by name. */
export function headers() {
  const value = z
    .string("must be a string")
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "must be an HTTP header value: one line of text");
  return z
    .record(headerName, value, {
      error: ({ code }) =>
        code === "invalid_key" ? "must be an HTTP header name" : "must be an object of header names and values",
    })
    .refine((given) => areDistinct(Object.keys(given)), NAMED_ONCE);
}

/** The names of HTTP headers. */
export function headerNames() {
  return z.array(headerName, "must be a list of HTTP header names").refine(areDistinct, NAMED_ONCE);
}

const trueOrFalse = z.boolean("must be true or false").optional();

/** The option that all resources have. */
export const adoptExisting = { adoptExisting: trueOrFalse };

/** The options of resources whose API has a test call. */
export const testableOptions = { ...adoptExisting, testOnCreate: trueOrFalse };

function areDistinct(names: readonly string[]): boolean {
  return new Set(names.map((name) => name.toLowerCase())).size === names.length;
}

function isWebhookUrl(url: string, protocols: readonly string[]): boolean {
  const [, protocol = "", authority = ""] = /^([a-z]+):\/\/([^/?#]+)/i.exec(url) ?? [];
  // eslint-disable-next-line no-control-regex -- URL parsers pass over them, or take a backslash for a slash
  if (/[\\\s\u0000-\u001f\u007f]/.test(url) || authority.includes("@")) return false;
  return protocols.includes(protocol.toLowerCase()) && URL.canParse(url);
}

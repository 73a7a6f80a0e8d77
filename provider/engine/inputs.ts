import type { z } from "zod";

import type { SchemaBuilder } from "./definition";

/** An object of exactly these properties. */
export function exactly<Shape extends z.ZodRawShape>(z: SchemaBuilder, what: string, shape: Shape) {
  const allowed = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `is not allowed here: ${what} takes ${allowed}` : undefined,
  });
}

/** The address of a webhook. */
export function webhookUrl(z: SchemaBuilder, protocols: readonly ("http" | "https")[]) {
  const allowed = `must be an ${protocols.join(" or ")} URL without a user name or password in it`;
  return z.string(allowed).refine((text) => isWebhookUrl(text, protocols), allowed);
}

/** HTTP headers, by name. */
export function headers(z: SchemaBuilder) {
  const name = z.string().regex(/^(?!__proto__$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$/);
  const value = z
    .string("must be a string")
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "must be an HTTP header value: one line of text");
  return z
    .record(name, value, {
      error: ({ code }) =>
        code === "invalid_key" ? "must be an HTTP header name" : "must be an object of header names and values",
    })
    .refine(
      (given) => new Set(Object.keys(given).map((key) => key.toLowerCase())).size === Object.keys(given).length,
      "must name each header once: names are compared without regard to case",
    );
}

/** The options that all resources have. */
export function options(z: SchemaBuilder) {
  return {
    adoptExisting: z.boolean("must be true or false").optional(),
    testOnCreate: z.boolean("must be true or false").optional(),
  };
}

function isWebhookUrl(text: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(text) || /\s/.test(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocols.includes(protocol.slice(0, -1)) && username === "" && password === "";
}

/** The host of a URL, with its port: what may be shown of an address that is a credential. */
export function hostOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).host : undefined;
}

/** The one spelling of a URL that all its spellings have in common. */
export function canonicalUrl(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

/** Whether two spellings are one URL. */
export function sameUrl(a: string, b: string): boolean {
  return canonicalUrl(a) === canonicalUrl(b);
}

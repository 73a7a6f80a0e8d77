import { z } from "zod";

import { exactly, headers, text, webhookUrl } from "../lifecycle/schema";

const E_MAIL = "must be an e-mail address";
const eMail = z.string(E_MAIL).regex(/^[^\s@]+@[^\s@]+$/, E_MAIL);

/** What users may pass as the fields that both APIs have. */
export const commonFields = {
  url: webhookUrl(["http", "https"]),
  uuid: z
    .string("must be a UUID")
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "must be a UUID")
    .optional(),
  headers: headers().optional(),
  serviceKey: text("must be the service's integration key"),
  apiToken: text("must be the API token of the Jira user"),
  email: eMail,
  projectKey: text("must be the key of the Jira project"),
};

/** The addresses of an e-mail group. */
export const eMails = z
  .array(eMail, "must be a list of e-mail addresses")
  .min(1, "must have at least one e-mail address");

/** One of these words. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  const quoted = words.map((word) => `"${word}"`);
  return z.enum(words, `must be ${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1) ?? ""}`);
}

/**
 * What differs by its type.
 * @param what a few words for messages, such as "an integration"
 * @param shapeOf what one of a type takes besides its type
 */
export function byType<Type extends string>(
  what: string,
  types: readonly Type[],
  shapeOf: (type: Type) => z.ZodRawShape,
) {
  const variants = types.map((type) =>
    exactly(`${what} of type "${type}"`, { type: z.literal(type), ...shapeOf(type) }),
  );
  const allowed = `must be one of ${types.map((type) => `"${type}"`).join(", ")}`;
  return z.discriminatedUnion("type", variants as [(typeof variants)[0], ...typeof variants], allowed);
}

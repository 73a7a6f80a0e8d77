const MASK = "[secret]";

/** Shorter strings are no secrets, and masking them would garble a message. */
const SHORTEST_SECRET = 4;

/**
 * Masks every secret in a text, in each form in which it may have got there: plain, JSON-escaped, URL-encoded (as a
 * path, a query or a form writes it) and base64.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  const forms = [...secrets].filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(spellings);
  return forms.sort((a, b) => b.length - a.length).reduce((masked, form) => masked.replaceAll(form, MASK), text);
}

function spellings(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    encodeURI(secret.toWellFormed()),
    new URLSearchParams([["", secret]]).toString().slice(1),
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  ];
}

/** Every string inside a value: the secrets that a secret property is made of. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Makes a text from outside fit to print: one line, no control characters, of bounded length. */
export function printable(text: string, longest = 300): string {
  // eslint-disable-next-line no-control-regex -- removing them is the point
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

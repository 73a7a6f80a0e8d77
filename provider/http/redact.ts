const MASK = "[secret]";

/** Shorter strings are no secrets, and masking them would garble a message. */
const SHORTEST_SECRET = 4;

/** Ends a text that is longer than may be printed. */
const CUT = "…";

/**
 * Masks every secret in a text, in each form in which it may have got there: plain, JSON-escaped, URL-encoded (as a
 * path, a query or a form writes it) and base64. Where the text was cut, also what is left of one.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  const forms = [...secrets].filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(spellings);
  const masked = forms.sort((a, b) => b.length - a.length).reduce((rest, form) => rest.replaceAll(form, MASK), text);
  const [last = "", ...cut] = masked.split(CUT).reverse();
  return [...cut.reverse().map((part) => withoutBeginnings(part, forms)), last].join(CUT);
}

function withoutBeginnings(text: string, forms: readonly string[]): string {
  const longest = Math.max(0, ...forms.map((form) => beginningAtEnd(text, form)));
  return longest === 0 ? text : text.slice(0, -longest) + MASK;
}

/** How many characters of a form's beginning a text ends with. */
function beginningAtEnd(text: string, form: string): number {
  for (let length = form.length - 1; length >= SHORTEST_SECRET; length--) {
    if (text.endsWith(form.slice(0, length))) return length;
  }
  return 0;
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
  return line.length > longest ? line.slice(0, longest) + CUT : line;
}

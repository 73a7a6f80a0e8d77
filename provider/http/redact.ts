const MASK = "[secret]";

/** Shorter strings are no secrets, and masking them would garble a message. */
const SHORTEST_SECRET = 4;

/** How long a text from outside may be in a message. */
const LONGEST_TEXT = 300;

/** Ends a text that is longer than may be printed. */
const CUT = "…";

/**
 * Masks every secret in a text, in each form in which it may have got there: plain, JSON-escaped, URL-encoded (as a
 * path, a query or a form writes it) and base64. Where the text was cut, also what is left of one.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  const forms = [...new Set([...secrets].flatMap(spellings))].filter((form) => form.length >= SHORTEST_SECRET);
  forms.sort((a, b) => b.length - a.length);
  const masked = forms.reduce((rest, form) => rest.replaceAll(form, MASK), text);
  const [last = "", ...cut] = masked.split(CUT).reverse();
  return [...cut.reverse().map((part) => withoutBeginnings(part, forms)), last].join(CUT);
}

function withoutBeginnings(text: string, forms: readonly string[]): string {
  const longest = Math.max(0, ...forms.map((form) => beginningAtEnd(text, form)));
  return longest === 0 ? text : text.slice(0, -longest) + MASK;
}

/** How many characters of a form's beginning a text ends with. */
function beginningAtEnd(text: string, form: string): number {
  for (let length = Math.min(form.length, LONGEST_TEXT); length >= SHORTEST_SECRET; length--) {
    if (text.endsWith(form.slice(0, length))) return length;
  }
  return 0;
}

function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const component = encodeURIComponent(secret.toWellFormed());
  // As RFC 3986 has it, and Python: encodeURIComponent leaves some reserved marks.
  const strict = component.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const urls = [
    component,
    strict,
    strict.replaceAll("%2F", "/"),
    encodeURI(secret.toWellFormed()),
    new URLSearchParams([["", secret]]).toString().slice(1),
  ];
  return [
    secret,
    printable(secret, Infinity),
    json,
    json.replaceAll("/", "\\/"),
    json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
    ...urls,
    ...urls.map((url) => url.replace(/(%[0-9A-F]{2})+/g, (octets) => octets.toLowerCase())),
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    Buffer.from(secret).toString("base64url"),
  ];
}

/** Every string and number inside a value, as text: the secrets that a secret property is made of. */
export function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const pending = [value];
  // It grows while it is walked: a recursion would end where a value is nested too deeply.
  for (const next of pending) {
    if (typeof next === "string" || typeof next === "number") texts.push(String(next));
    else if (typeof next === "object" && next !== null) for (const inner of Object.values(next)) pending.push(inner);
  }
  return texts;
}

/** Makes a text from outside fit to print: one line, no control characters, of bounded length. */
export function printable(text: string, longest = LONGEST_TEXT): string {
  // eslint-disable-next-line no-control-regex -- removing them is the point
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  return (line.length > longest ? line.slice(0, longest) + CUT : line).toWellFormed();
}

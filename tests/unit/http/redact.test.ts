import fc from "fast-check";

import { printable, redact, textsIn } from "../../../provider/http/redact";
import { nested } from "../adversarial";

const secret = "https://hooks.example/T0/B0?key=a b&sig=ü/+\"'\\\n(*)";

/** Python's `urllib.parse.quote`, in which a console may spell what it was sent. */
const quoted = (text: string) =>
  encodeURIComponent(text)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
const ascii = (json: string) =>
  json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
const lower = (text: string) => text.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());

const forms: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  "JSON-escaped": (text) => JSON.stringify(text).slice(1, -1),
  "JSON-escaped to ASCII": (text) => ascii(JSON.stringify(text).slice(1, -1)),
  "JSON-escaped with its slashes": (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  "URL-encoded as a component": encodeURIComponent,
  "URL-encoded as a whole": encodeURI,
  "URL-encoded as a form": (text) => new URLSearchParams([["", text]]).toString().slice(1),
  "URL-encoded but for its slashes": quoted,
  "URL-encoded in lower case": (text) => lower(encodeURIComponent(text)),
  base64: (text) => Buffer.from(text).toString("base64"),
  "base64 without padding": (text) => Buffer.from(text).toString("base64").replace(/=+$/, ""),
  "base64 for URLs": (text) => Buffer.from(text).toString("base64url"),
  "made printable": (text) => printable(text),
};

describe.each(Object.entries(forms))("a secret %s", (_name, form) => {
  test("is masked, and what is around it stays", () => {
    expect(redact(`before ${form(secret)} after`, [secret])).toMatch(/^before \[secret\]=* after$/);
  });

  test("is masked whatever it is", () => {
    const planted = fc.string({ unit: "grapheme", minLength: 4, maxLength: 80 });
    fc.assert(
      fc.property(planted, fc.string(), fc.string(), (text, before, after) => {
        fc.pre(form(text).length >= 4 && !"[secret]".includes(form(text)));
        expect(redact(`${before}${form(text)}${after}`, [text])).not.toContain(form(text));
      }),
    );
  });

  test("is masked where a message was cut within it", () => {
    for (let length = 4; length < form(secret).length; length++) {
      const start = form(secret).slice(0, length);
      expect(redact(`failed: ${start}…`, [secret])).not.toContain(start);
    }
  });
});

test("of secrets within each other, the longest is masked as a whole", () => {
  expect(redact("of-abcd-abcdefgh", ["abcd", "abcdefgh"])).toBe("of-[secret]-[secret]");
});

test("what is too short to be a secret stays", () => {
  expect(redact("the key", ["", "t", "the", "\n\n\n\n"])).toBe("the key");
});

test("a text without secrets stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(redact(text, [])).toBe(text);
    }),
  );
});

test("masking again changes nothing", () => {
  const secrets = fc.array(fc.string({ unit: "grapheme", minLength: 4 }).filter((text) => !/[secrt[\]]/.test(text)));
  fc.assert(
    fc.property(secrets, fc.infiniteStream(fc.string()), (planted, between) => {
      const text = planted.map((one) => `${one}${between.next().value}`).join("");
      const once = redact(text, planted);
      expect(redact(once, planted)).toBe(once);
    }),
  );
});

test("lone surrogates are masked too", () => {
  expect(redact("a \ud800key\udfff b", ["\ud800key\udfff"])).toBe("a [secret] b");
});

test("a secret of a hundred thousand characters, in a long text, takes no time", () => {
  const long = "=+/%".repeat(25_000);
  expect(redact(`${long.slice(1)}${long}`, [long])).toContain("[secret]");
});

test("the strings and numbers inside a value, however deep", () => {
  expect(textsIn({ a: "one", b: ["two", { c: "three", d: null, e: 4, f: undefined }] })).toEqual([
    "one",
    "two",
    "three",
    "4",
  ]);
  expect(textsIn(nested(100_000, "found"))).toEqual(["found"]);
});

describe("printable", () => {
  test("is one line without control or direction characters", () => {
    expect(printable("\u001b[31mred\u001b[0m\r\nnext\u0000\u0085\u2028\u202etxt.exe\u2066")).toBe(
      "[31mred [0m next txt.exe",
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        // eslint-disable-next-line no-control-regex -- their absence is the point
        expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });

  test("is of bounded length", () => {
    expect(printable("x".repeat(300))).toBe("x".repeat(300));
    expect(printable("x".repeat(1_000_000))).toBe(`${"x".repeat(300)}…`);
    expect(printable("x".repeat(11), 10)).toBe(`${"x".repeat(10)}…`);
  });

  test("is well-formed Unicode", () => {
    expect(printable("🐤🐤", 3)).toBe("🐤\ufffd…");
    expect(printable("\ud800 \udc00")).toBe("\ufffd \ufffd");
  });
});

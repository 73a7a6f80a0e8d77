import fc from "fast-check";

import { printable, redact, textsIn } from "../../../provider/http/redact";
import { nested } from "../adversarial";

const HOST = "hooks.example.com";
const PATH = "services/T024BE7LD/B2XYZ9Q4/aZ9x8Y7w6V5u4T3s";
const KEY = "k3yV4lue0f1t";
const SIGNATURE = "S1gn4tureX9";
const URL = `https://${HOST}/${PATH}?key=${KEY}&sig=${SIGNATURE}`;
const PASSWORD = "pa55w0rdQ7";
const TOKEN = "0b1f6c3e-9d52-4a87-b7e0-5c2d8f4a6e13";
const BEARER = "eyJhbGciOiJIUzI1NiJ9.zq8w7e6r5t4y.QmFzZTY0IQ";
const secrets = [URL, TOKEN, `Bearer ${BEARER}`, `https://soc:${PASSWORD}@intern.example/hook`, "p@ss/w0rd+(7)"];

const base64 = (text: string) => Buffer.from(text).toString("base64");
const hex = (text: string) => Buffer.from(text).toString("hex");
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const each = (text: string, escape: (octet: string) => string) =>
  Buffer.from(text).reduce((all, octet) => all + escape(octet.toString(16).padStart(2, "0")), "");

/** How a vendor may write a text. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "in upper case": (text) => text.toUpperCase(),
  "in lower case": (text) => text.toLowerCase(),
  "URL-encoded": encodeURIComponent,
  "URL-encoded as a form": (text) => new URLSearchParams([["", text]]).toString().slice(1),
  "URL-encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "URL-encoded in lower case": (text) => encodeURIComponent(text).replace(/%../g, (escape) => escape.toLowerCase()),
  "URL-encoded to the last letter": (text) => each(text, (octet) => `%${octet}`),
  "JSON-escaped": json,
  "JSON-escaped twice": (text) => json(json(text)),
  "JSON-escaped with its slashes": (text) => json(text).replaceAll("/", "\\/"),
  "JSON-escaped to the last letter": (text) => text.replace(/[^]/g, (unit) => `\\u${hex(`\0${unit}`)}`),
  "JSON-escaped and URL-encoded": (text) => encodeURIComponent(json(text)),
  "HTML-escaped": (text) => text.replaceAll("&", "&amp;").replaceAll("/", "&#x2F;").replaceAll('"', "&quot;"),
  "HTML-escaped to the last letter": (text) => text.replace(/[^]/g, (unit) => `&#${unit.charCodeAt(0)};`),
  "in base64": base64,
  "in base64 for URLs": (text) => Buffer.from(text).toString("base64url"),
  "in base64 within more": (text) => base64(`<<${text}>>`),
  "in base64, URL-encoded": (text) => encodeURIComponent(base64(text)),
  "in hexadecimal": hex,
  "in hexadecimal, upper case": (text) => hex(text).toUpperCase(),
  "as a list of octets": (text) => JSON.stringify([...Buffer.from(text)]),
  "in groups of four": (text) => text.replace(/.{4}/g, "$& "),
  "with marks that do not show": (text) => text.replace(/.{3}/g, "$&\u200b"),
  "in wide letters": (text) => text.replace(/[!-~]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) + 0xfee0)),
};

/** What a vendor may leave of a text. Of eight characters and more, nothing else gives a secret away. */
const cuts: Readonly<Record<string, (text: string) => string>> = {
  "the whole": (text) => text,
  "its beginning": (text) => `${text.slice(0, Math.max(8, text.length * 0.6))}...`,
  "its beginning, [truncated]": (text) => `${text.slice(0, Math.max(8, text.length * 0.7))} [truncated]`,
  "its beginning, with nothing after it": (text) => text.slice(0, Math.max(8, text.length * 0.8)),
  "its end": (text) => `...${text.slice(-Math.max(8, text.length * 0.6))}`,
  "beginning and end": (text) =>
    `${text.slice(0, Math.max(8, text.length / 3))}***${text.slice(-Math.max(8, text.length / 3))}`,
};

/** Everything that a reader may make of a text with common tools, as lower-case letters and digits. */
function readings(text: string): string[] {
  const unescaped = text
    .replace(/\\u([\da-f]{4})/gi, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_escape, code: string) => String.fromCharCode(Number(code)))
    .replace(/%([0-7][\da-f])/gi, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const decoded = (pattern: RegExp, encoding: "base64" | "hex") =>
    (unescaped.match(pattern) ?? []).flatMap((run) =>
      [0, 1, 2, 3].map((shift) => Buffer.from(run.slice(shift), encoding).toString("latin1")),
    );
  const numbers = (unescaped.match(/\d{1,3}(,\d{1,3})+/g) ?? []).map((list) =>
    Buffer.from(list.split(",").map(Number)).toString("latin1"),
  );
  const all = [text, unescaped, ...numbers, ...decoded(/[\w+/-]{8,}/g, "base64"), ...decoded(/[\da-f]{16,}/gi, "hex")];
  return all.map((reading) =>
    reading
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^a-z\d]/g, ""),
  );
}

/** Which runs of eight letters and digits of a secret a text shows. */
function leaks(text: string, secret: string): string[] {
  const bare = secret.toLowerCase().replace(/[^a-z\d]/g, "");
  const runs = Array.from({ length: Math.max(0, bare.length - 7) }, (_, start) => bare.slice(start, start + 8));
  return runs.filter((run) => readings(text).some((reading) => reading.includes(run)));
}

/** Without eight letters or three capitals in a row, which may be words of any message. */
const random = fc.stringMatching(/^([A-Za-z]{1,3}[0-9]){4,7}$/);
const urls = fc
  .tuple(random, random, random)
  .map(([path, id, key]) => ({ secret: `https://${HOST}/in/${path}/${id}?key=${key}`, parts: [path, id, key] }));
const drawn = fc.oneof(
  urls,
  random.map((token) => ({ secret: token, parts: [token] })),
  random.map((token) => ({ secret: `Bearer ${token}`, parts: [token] })),
  fc
    .tuple(random, random)
    .map(([user, password]) => ({ user, password, encoded: base64(`${user}:${password}`) }))
    .filter(({ encoded }) => !/[A-Z]{3}/.test(encoded))
    .map(({ user, password, encoded }) => ({ secret: `Basic ${encoded}`, parts: [user, password, encoded] })),
  fc.uuid().map((uuid) => ({ secret: uuid, parts: [uuid] })),
  random.map((token) => ({ secret: `"${token}\\' $&%`, parts: [token] })),
);

describe.each(Object.entries(spellings))("a secret %s", (_name, spelled) => {
  test.each(Object.entries(cuts))("is masked: %s", (_cut, cut) => {
    fc.assert(
      fc.property(drawn, fc.nat(10), ({ secret, parts }, which) => {
        const echoed = [secret, secret.replace(/^https:\/\//, ""), ...parts][which % (parts.length + 2)] ?? secret;
        // No secret that is drawn goes on in what is around it.
        const shown = redact(`Ω: ${spelled(cut(echoed))} (Ω)`, [secret]);
        expect(shown).toMatch(/^Ω: .* \(Ω\)$/);
        expect(parts.flatMap((part) => leaks(shown, part))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

/** Messages about secrets, and what has to be left of them. */
const echoes: readonly (readonly [message: string, masked: string])[] = [
  [`Could not reach ${URL}`, `Could not reach https://${HOST}/[secret]`],
  [`Max retries exceeded with url: /${PATH}?key=${KEY}&sig=${SIGNATURE}`, "Max retries exceeded with url: /[secret]"],
  [`no route for /${PATH}.`, "no route for /[secret]."],
  [`${HOST}/${PATH} answered 500`, `${HOST}/[secret] answered 500`],
  [`key ${KEY} is wrong`, "[secret] is wrong"],
  [`bad query: key=${KEY}&sig=${SIGNATURE}`, "bad query: [secret]"],
  [`https://${HOST}:443/${PATH}`, `https://${HOST}:443/[secret]`],
  [`https://${HOST}:8443/${PATH}`, `https://${HOST}:8443/[secret]`],
  [`HTTPS://${HOST.toUpperCase()}/${PATH}`, `HTTPS://${HOST.toUpperCase()}/[secret]`],
  [`${URL.slice(0, 60)}...`, `https://${HOST}/[secret]...`],
  [`https://${HOST}/serv…`, `https://${HOST}/[secret]…`],
  [`token ${BEARER} has expired`, "token [secret] has expired"],
  [`Authorization: Bearer ${BEARER}`, "Authorization: [secret]"],
  [`token ${TOKEN.slice(0, 4)}... is unknown`, "token [secret]... is unknown"],
  [`token ****${TOKEN.slice(-4)} is unknown`, "token ****[secret] is unknown"],
  [`token ${TOKEN.replaceAll("-", "")}`, "token [secret]"],
  [`login soc:${PASSWORD} failed`, "login [secret] failed"],
  ["p@ss/w0rd+(7) is too short", "[secret] is too short"],
  ["p%40ss%2Fw0rd%2B%287%29 is too short", "[secret] is too short"],
];

test.each(echoes)("of %j nothing is left but %j", (message, masked) => {
  expect(redact(message, secrets)).toBe(masked);
  expect(redact(masked, secrets)).toBe(masked);
});

/** Further ways to write the credentials that the README declares, by the tools and formats that its readers know. */
const fromReaders: Readonly<Record<string, string>> = {
  "a Go client's error": `Post "https://${HOST}/${PATH}": dial tcp: lookup ${HOST}: no such host`,
  "a defanged URL": `blocked: hxxps://${HOST.replaceAll(".", "[.]")}/${PATH}`,
  "a list of path segments": `no handler for ${JSON.stringify(PATH.split("/"))}`,
  "a table of query parameters": `key | ${KEY}\nsig | ${SIGNATURE}`,
  "a line that was broken in a mail": `https://${HOST}/${PATH.slice(0, 30)}=\r\n${PATH.slice(30)}`,
  "a header that a proxy logs": `authorization=[bearer ${BEARER.toLowerCase()}]`,
  "a request's body in base64": base64(JSON.stringify({ service_key: TOKEN, event: "trigger" })),
  "a token without its hyphens, in upper case": `HEC token ${TOKEN.replaceAll("-", "").toUpperCase()} is disabled`,
  "a hash of Ruby": `{:url=>"https:\\/\\/${HOST}\\/${PATH.replaceAll("/", "\\/")}"}`,
  "a slice of Go's": `token mismatch: got [${[...Buffer.from(TOKEN)].join(" ")}]`,
  "a page with soft hyphens": `<i>${PATH.replace(/.{9}/g, "$&&shy;")}</i>`,
  "an XML attribute": `<post href="https://${HOST}&#47;${PATH.replaceAll("/", "&#47;")}&#63;key&#61;${KEY}"/>`,
};

test.each(Object.entries(fromReaders))("is masked in %s", (_name, message) => {
  const shown = redact(printable(message), secrets);
  expect([PATH, KEY, SIGNATURE, BEARER, TOKEN].flatMap((secret) => leaks(shown, secret))).toEqual([]);
});

test("is masked where a message was cut within it, from its fourth character on", () => {
  const [, rest = ""] = URL.split(`${HOST}/`);
  for (const secret of [rest, TOKEN, BEARER, "abcdefghijklmnopqrstuvwxyz"]) {
    for (let length = 4; length < secret.length; length++) {
      const beginning = secret.slice(0, length);
      expect(redact(`failed: ${beginning}…`, [...secrets, secret])).not.toContain(beginning);
    }
  }
});

test("is masked whatever it is made of", () => {
  const written = fc.string({ unit: "grapheme", minLength: 4, maxLength: 80 }).filter((text) => {
    const solid = text.replace(/[\s\p{C}\p{M}+\\]/gu, "");
    return solid.length >= 8 && !/^[a-z]+$|[%&\\]|:\/\//.test(text);
  });
  fc.assert(
    fc.property(
      written,
      fc.constantFrom(encodeURIComponent, json, (text: string) => text),
      (secret, spelled) => {
        expect(redact(`before ${spelled(secret)} after`, [secret])).not.toContain(spelled(secret).trim());
      },
    ),
  );
});

test("is masked wherever it is, and however much it repeats itself", () => {
  const letters = fc.string({ unit: fc.constantFrom("7", "x", "Q"), minLength: 9, maxLength: 60 });
  fc.assert(
    fc.property(letters, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 5 }), (once, from, length, times) => {
      const secret = once.repeat(times);
      const start = from % (secret.length - 8);
      const part = secret.slice(start, start + 8 + (length % (secret.length - 8)));
      const text = `${part.slice(0, 6)} ${part} ${part.slice(-5)}${part}`;
      expect(redact(text, [secret])).not.toContain(part);
    }),
  );
});

describe("the rest of a message stays", () => {
  const CALL = "/api/v1/flock/settings/webhooks/generic/add";
  const words = ["token", "key", "secret", "webhook", "password", "alerts"];

  test.each([
    `POST ${CALL} failed (400: The token is not valid, or the key has expired).`,
    `GET ${CALL} of flock:default failed (503).`,
    "The services of the webhook are unavailable; see https://status.example.com/incidents.",
    `Could not resolve ${HOST}: ENOTFOUND (hooks.example.com:443)`,
    'integration_type_fields: "payload" must be a JSON object, not null',
    "It does not accept the token of alert-webhooks:canaryAuthToken (or CANARY_AUTH_TOKEN, or the Provider).",
    "Bearer authentication is required. Retry after 30 seconds, on 2026-01-01 at 12:00:00.",
  ])("%s", (message) => {
    const alike = [`https://${HOST}/webhooks/alerts/${KEY}`, "rotated-auth-token"];
    expect(redact(message, [...secrets, ...words, ...alike])).toBe(message);
  });

  test("also where a secret has much in common with what is shown in any case", () => {
    const secret = `https://${HOST}${CALL}/flock:a1b2c3d4e5/${KEY}`;
    const message = `POST ${CALL} of flock:a1b2c3d4e5 failed (400: ${secret}).`;
    expect(redact(message, [secret], [`POST ${CALL}`, "flock:a1b2c3d4e5"])).toBe(
      `POST ${CALL} of flock:a1b2c3d4e5 failed (400: https://${HOST}/[secret]).`,
    );
  });

  test("where there are no secrets, and where they are too short", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(redact(text, ["", "t", "abc", "\n\n\n\n"])).toBe(text);
      }),
    );
  });
});

test("of a message that is far too long, the beginning is left, without a secret", () => {
  const long = redact(`${"no ".repeat(100_000)}${URL}`, secrets);
  expect(long).toMatch(/^(no )+n?o?…$/);
  expect(long.length).toBeLessThan(5_000);
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

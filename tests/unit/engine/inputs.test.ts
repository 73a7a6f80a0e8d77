import { z } from "zod";

import { exactly, headers, hostOf, options, sameUrl, webhookUrl } from "../../../provider/engine/inputs";

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe("the address of a webhook", () => {
  const url = webhookUrl(z, ["http", "https"]);

  test.each([
    "https://hooks.example",
    "https://hooks.example/T0/B0?sig=a%20b#part",
    "http://192.0.2.7:8080/",
    "https://[2001:db8::1]/",
    "https://müller.example/ü",
    "HTTPS://HOOKS.EXAMPLE/",
  ])("%s", (text) => {
    expect(accepts(url, text)).toBe(true);
  });

  test.each([
    "",
    "hooks.example",
    "//hooks.example",
    "ftp://hooks.example",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://",
    "https://user@hooks.example",
    "https://:password@hooks.example",
    " https://hooks.example",
    "https://hooks.example/a b",
    "https://hooks.example/\r\nX-Injected: 1",
    "https://hooks.example:99999",
    7,
    null,
    undefined,
    ["https://hooks.example"],
    { href: "https://hooks.example" },
  ])("not %j", (value) => {
    expect(accepts(url, value)).toBe(false);
  });

  test("https alone where the destination offers no other", () => {
    const secure = webhookUrl(z, ["https"]);
    expect(accepts(secure, "https://hooks.example")).toBe(true);
    expect(accepts(secure, "http://hooks.example")).toBe(false);
    expect(secure.safeParse("http://hooks.example").error?.issues[0]?.message).toBe(
      "must be an https URL without a user name or password in it",
    );
  });
});

describe("headers", () => {
  test.each([
    [{}],
    [{ Authorization: "Bearer a.b-c", "x-y_z!#$%&'*+.^`|~": "" }],
    [{ A: "tab\tand \xe9" }],
    [{ constructor: "x" }],
  ])("%j", (value) => {
    expect(accepts(headers(z), value)).toBe(true);
  });

  test.each([
    [{ "": "x" }],
    [{ "a b": "x" }],
    [{ "a:": "x" }],
    [{ "a\n": "x" }],
    [{ ü: "x" }],
    [{ A: "line\nbreak" }],
    [{ A: "a\r\nX-Injected: 1" }],
    [{ A: "nul\0" }],
    [{ A: "\u2028" }],
    [{ A: "🐤" }],
    [{ A: 7 }],
    [{ A: null }],
    [{ A: ["x"] }],
    [{ A: "x", a: "y" }],
    [["A: x"]],
    ["A: x"],
    [null],
  ])("not %j", (value) => {
    expect(accepts(headers(z), value)).toBe(false);
  });
});

test("options are true or false", () => {
  const schema = z.object(options(z));
  expect(accepts(schema, {})).toBe(true);
  expect(accepts(schema, { adoptExisting: true, testOnCreate: false })).toBe(true);
  for (const value of ["true", 1, null]) {
    expect(accepts(schema, { adoptExisting: value })).toBe(false);
    expect(accepts(schema, { testOnCreate: value })).toBe(false);
  }
});

test("an unknown property is answered with the known ones", () => {
  const { error } = exactly(z, "a thing", { a: z.string(), b: z.string().optional() }).safeParse({ a: "x", c: 1 });
  expect(error?.issues.map(({ message }) => message)).toEqual(["is not allowed here: a thing takes a, b"]);
});

test.each([
  ["https://hooks.example/T0/secret", "hooks.example"],
  ["https://hooks.example:8443/secret", "hooks.example:8443"],
  ["https://user:secret@hooks.example/", "hooks.example"],
  ["https://[2001:db8::1]:8443/", "[2001:db8::1]:8443"],
  ["secret", undefined],
  ["", undefined],
  [7, undefined],
  [undefined, undefined],
])("what may be shown of %j is its host, %j", (url, host) => {
  expect(hostOf(url)).toBe(host);
});

test.each([
  ["https://a.example", "https://a.example/", true],
  ["https://A.example/x", "https://a.example/x", true],
  ["https://a.example:443/x", "https://a.example/x", true],
  ["https://a.example/x", "https://a.example/X", false],
  ["https://a.example/x", "http://a.example/x", false],
  ["https://a.example/x", "https://a.example/x/", false],
  ["https://a.example/?a=1&b=2", "https://a.example/?b=2&a=1", false],
  ["no url", "no url", true],
  ["no url", "https://a.example", false],
])("%s and %s are one URL: %s", (a, b, expected) => {
  expect(sameUrl(a, b)).toBe(expected);
  expect(sameUrl(b, a)).toBe(expected);
});

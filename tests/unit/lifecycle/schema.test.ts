import { z } from "zod";

import {
  adoptExisting,
  exactly,
  headerNames,
  headers,
  testableOptions,
  text,
  webhookUrl,
} from "../../../provider/lifecycle/schema";

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe("the address of a webhook", () => {
  const url = webhookUrl(["http", "https"]);

  test.each([
    "https://hooks.example",
    "https://hooks.example/T0/B0?sig=a%20b#part",
    "http://192.0.2.7:8080/",
    "https://[2001:db8::1]/",
    "https://müller.example/ü",
    "HTTPS://HOOKS.EXAMPLE/",
    "https://hooks.example/@team?to=a@b.example#@",
  ])("%s", (address) => {
    expect(accepts(url, address)).toBe(true);
  });

  test.each([
    "",
    "hooks.example",
    "//hooks.example",
    "ftp://hooks.example",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://",
    "https:hooks.example",
    "https:/hooks.example",
    "https:///hooks.example",
    "https:\\\\hooks.example",
    "https://hooks.example\\path",
    "https://hooks.example\\@evil.example",
    "https://user@hooks.example",
    "https://:password@hooks.example",
    "https://@hooks.example",
    "https://a@b@hooks.example",
    " https://hooks.example",
    "https://hooks.example/a b",
    "https://hooks.example/\r\nX-Injected: 1",
    "ht\ttps://hooks.example",
    "https://hooks.example/\0",
    "https://hooks.example/\x7f",
    "https://hooks.example\n",
    "https://hooks.example/\u00a0",
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
    const secure = webhookUrl(["https"]);
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
    expect(accepts(headers(), value)).toBe(true);
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
    expect(accepts(headers(), value)).toBe(false);
  });
});

describe("the names of headers", () => {
  test.each([[[]], [["Authorization", "X-Team"]]])("%j", (value) => {
    expect(accepts(headerNames(), value)).toBe(true);
  });

  test.each([[["A", "a"]], [["a b"]], [[""]], [["__proto__"]], [[7]], ["A"], [{ A: "x" }], [null]])(
    "not %j",
    (value) => {
      expect(accepts(headerNames(), value)).toBe(false);
    },
  );
});

describe("text", () => {
  const name = text("must be a name");
  const reason = (value: unknown) => name.safeParse(value).error?.issues.map(({ message }) => message);

  test.each(["a", "a b", "ü"])("%j", (value) => {
    expect(accepts(name, value)).toBe(true);
  });

  test.each([[""], [7], [null], [undefined]])("not %j", (value) => {
    expect(reason(value)).toEqual(["must be a name"]);
  });

  test.each([" ", " a", "a ", "a\n", "\u00a0a"])("not %j, for its blanks", (value) => {
    expect(reason(value)).toEqual(["must be a name, without blanks around it"]);
  });
});

test("options are true or false", () => {
  const schema = z.object(testableOptions);
  expect(accepts(schema, {})).toBe(true);
  expect(accepts(schema, { adoptExisting: true, testOnCreate: false })).toBe(true);
  for (const value of ["true", 1, null]) {
    expect(accepts(schema, { adoptExisting: value })).toBe(false);
    expect(accepts(schema, { testOnCreate: value })).toBe(false);
  }
  expect(Object.keys(adoptExisting)).toEqual(["adoptExisting"]);
});

test("an unknown property is answered with the known ones", () => {
  const { error } = exactly("a thing", { a: z.string(), b: z.string().optional() }).safeParse({ a: "x", c: 1 });
  expect(error?.issues.map(({ message }) => message)).toEqual(["is not allowed here: a thing takes a, b"]);
});

import { z } from "zod";

import { checkInputs } from "../../../provider/lifecycle/check";
import type { PropertyContracts } from "../../../provider/contract";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { nested } from "../adversarial";

const schema = z.strictObject({
  name: z.string("must be a name").min(2, "must be a name"),
  port: z.int("must be a port").optional(),
  tags: z.array(z.string("must be a tag"), "must be a list of tags").optional(),
  headers: z
    .record(z.string(), z.string("must be a string"))
    .refine((headers) => Object.keys(headers).length < 3, "must be at most two")
    .optional(),
  payload: z.record(z.string(), z.unknown(), "must be an object").optional(),
});

const properties: PropertyContracts = {
  name: {},
  length: { derived: { from: ["name"], compute: (name) => (typeof name === "string" ? name.length : undefined) } },
  tags: {},
};

const check = (news: Record<string, unknown>, by: z.ZodType = schema) => checkInputs(properties, by, news);
const failures = (news: Record<string, unknown>, by?: z.ZodType) =>
  check(news, by).failures.map(({ path, reason }) => `${path}: ${reason}`);

test("what fits passes, as it was given", () => {
  const news = { name: "ab", port: 1, tags: ["x"], headers: { a: "b" }, payload: { deep: { er: [null, 1, "x"] } } };
  expect(check(news)).toEqual({ inputs: { ...news, length: 2 }, failures: [] });
  expect(news).not.toHaveProperty("length");
});

describe("a failure names the path and says what is allowed there", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ["missing", {}, ["name: is missing: it must be a name"]],
    ["undefined", { name: undefined }, ["name: is missing: it must be a name"]],
    ["null", { name: null }, ["name: must be a name"]],
    ["wrong", { name: "a" }, ["name: must be a name"]],
    ["of a wrong kind", { name: { first: "a" } }, ["name: must be a name"]],
    ["in a list", { name: "ab", tags: ["x", 7] }, ["tags[1]: must be a tag"]],
    ["in an object", { name: "ab", headers: { a: 7 } }, ["headers.a: must be a string"]],
    ["under an odd name", { name: "ab", headers: { "a b": 7 } }, ['headers["a b"]: must be a string']],
    ["under a name that is not one line", { name: "ab", headers: { "a\n": 7 } }, ['headers["a\\n"]: must be a string']],
    ["about a whole", { name: "ab", headers: { a: "", b: "", c: "" } }, ["headers: must be at most two"]],
    [
      "several",
      { port: "x", tags: 7 },
      ["name: is missing: it must be a name", "port: must be a port", "tags: must be a list of tags"],
    ],
  ])("%s", (_case, news, expected) => {
    expect(failures(news)).toEqual(expected);
  });

  test("each unknown key", () => {
    const found = check({ name: "ab", nmae: 1, constructor: 2, toString: 3, "a.b": 4 }).failures;
    expect(found.map(({ path }) => path)).toEqual(["nmae", "constructor", "toString", '["a.b"]']);
  });

  test("an unknown key within", () => {
    const nested = z.strictObject({ outer: z.array(z.strictObject({})) });
    expect(check({ outer: [{}, { extra: 1 }] }, nested).failures[0]?.path).toBe("outer[1].extra");
  });
});

describe("what is not known yet is not refused", () => {
  test.each<[string, Record<string, unknown>]>([
    ["a value", { name: UNKNOWN, port: UNKNOWN }],
    ["a list", { name: "ab", tags: UNKNOWN }],
    ["in a list", { name: "ab", tags: [UNKNOWN, "x"] }],
    ["an object", { name: "ab", headers: UNKNOWN, payload: UNKNOWN }],
    ["in an object", { name: "ab", headers: { a: UNKNOWN }, payload: { deep: [{ er: UNKNOWN }] } }],
    ["in a whole that a rule is about", { name: "ab", headers: { a: UNKNOWN, b: "", c: "" } }],
  ])("%s", (_case, news) => {
    expect(failures(news)).toEqual([]);
  });

  test("a discriminator, and with it the rest", () => {
    const either = z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("a"), a: z.string() }),
      z.strictObject({ type: z.literal("b"), b: z.string() }),
    ]);
    expect(failures({ type: UNKNOWN, b: 7 }, either)).toEqual([]);
    expect(failures({ type: "a", a: UNKNOWN }, either)).toEqual([]);
  });

  test("while what is known is held against the schema all the same", () => {
    expect(failures({ name: UNKNOWN, tags: [UNKNOWN, 7], port: "x", extra: UNKNOWN })).toEqual([
      "port: must be a port",
      "tags[1]: must be a tag",
      expect.stringMatching(/^extra: /),
    ]);
  });
});

describe("derived properties", () => {
  test("are computed from what is known", () => {
    expect(check({ name: "abc" }).inputs).toEqual({ name: "abc", length: 3 });
    expect(check({}).inputs).toEqual({ length: undefined });
  });

  test("are as unknown as what they come from", () => {
    expect(check({ name: UNKNOWN }).inputs).toEqual({ name: UNKNOWN, length: UNKNOWN });
  });

  test("are the user's where the schema lets them be given", () => {
    const withLength = schema.extend({ length: z.int().optional() });
    expect(check({ name: "abc", length: 99 }, withLength)).toEqual({
      inputs: { name: "abc", length: 99 },
      failures: [],
    });
    expect(check({ name: "abc", length: UNKNOWN }, withLength).inputs).toEqual({ name: "abc", length: UNKNOWN });
  });

  test("can't be given where the schema does not name them", () => {
    expect(check({ name: "abc", length: 99 }).failures).toMatchObject([{ path: "length" }]);
  });

  test("are computed anew where they are another form of what is given", () => {
    const { inputs } = checkInputs({ port: { derived: { from: ["port"], compute: Number } } }, z.unknown(), {
      port: "1",
    });
    expect(inputs).toEqual({ port: 1 });
  });
});

describe("what no API could be sent", () => {
  test("a value that is nested too deeply", () => {
    expect(failures({ name: "ab", payload: nested(100_000) })).toEqual(["payload: is nested too deeply"]);
  });

  test('a member "__proto__", which JavaScript could take for something else', () => {
    const payload = JSON.parse('{"list":[{"__proto__":{"polluted":true}}]}') as unknown;
    expect(failures({ name: "ab", payload })).toEqual(['payload: must not have a member "__proto__"']);
    expect(check(JSON.parse('{"name":"ab","__proto__":1}') as Record<string, unknown>).failures).toHaveLength(1);
    expect({}).not.toHaveProperty("polluted");
  });
});

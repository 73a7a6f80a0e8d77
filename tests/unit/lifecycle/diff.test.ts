import type { PropertyContracts } from "../../../provider/contract";
import { changedProperties, replacements } from "../../../provider/lifecycle/diff";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";

const properties: PropertyContracts = {
  id: { replaceOnChanges: true },
  value: {},
  list: { unordered: true },
  uuid: { generated: true },
  host: { derived: { from: ["value"], compute: String } },
  port: { derived: { from: ["port"], compute: Number } },
  url: { url: true },
  shown: { computed: true },
  adoptExisting: { createOnly: true },
};
const changed = (olds: Record<string, unknown>, news: Record<string, unknown>) =>
  changedProperties(properties, olds, news);

const olds = {
  id: "a",
  value: { x: 1, y: [1, 2] },
  list: ["b", "a"],
  uuid: "u",
  host: "h",
  port: 1,
  url: "https://a.example",
  shown: "s",
};

test.each<[string, Record<string, unknown>, string[]]>([
  ["nothing", {}, []],
  ["the order of keys", { value: { y: [1, 2], x: 1 } }, []],
  ["the order of a list", { value: { x: 1, y: [2, 1] } }, ["value"]],
  ["the order of an unordered list", { list: ["a", "b"] }, []],
  ["an unordered list", { list: ["a", "a", "b"] }, ["list"]],
  ["a value", { id: "b", value: 1 }, ["id", "value"]],
  ["a value that is left out", { value: undefined }, ["value"]],
  ["a generated value that is left out", { uuid: undefined }, []],
  ["a generated value that is given", { uuid: "v" }, ["uuid"]],
  ["a derived value", { host: "i" }, ["host"]],
  ["another spelling of a URL", { url: "https://A.example:443/" }, []],
  ["another URL", { url: "https://b.example" }, ["url"]],
  ["a URL that is left out", { url: undefined }, ["url"]],
  ["a computed value", { shown: "t" }, []],
  ["an option of creation", { adoptExisting: true }, []],
  ["a key of no property", { other: 1 }, []],
  [
    "a value that is not known yet",
    { id: UNKNOWN, list: ["a", UNKNOWN], value: { x: { y: UNKNOWN } } },
    ["id", "value", "list"],
  ],
  ["a generated value that is not known yet", { uuid: UNKNOWN }, ["uuid"]],
  ["a computed value and an option of creation that are not known yet", { shown: UNKNOWN, adoptExisting: UNKNOWN }, []],
])("%s", (_case, change, expected) => {
  expect(changed(olds, { ...olds, ...change })).toEqual(expected);
});

test.each([[undefined], [null], [[]], [{}]])("%j is nothing, and nothing is not a change", (nothing) => {
  for (const other of [undefined, null, [], {}]) expect(changed({ value: nothing }, { value: other })).toEqual([]);
});

test("what follows from the rest may be missing in what is imported", () => {
  const { host, port, ...imported } = olds;
  expect(changed(imported, olds)).toEqual(["port"]);
  // A refresh compares with inputs that nothing has checked.
  expect(changed(olds, imported)).toEqual(["port"]);
});

test("only what the API can't change replaces", () => {
  expect(replacements(properties, ["id", "value", "toString"])).toEqual(["id"]);
  expect(replacements(properties, ["value", "list"])).toEqual([]);
  expect(replacements(properties, [])).toEqual([]);
});

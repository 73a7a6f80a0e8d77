import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";

import type { PropertyContracts } from "../../../provider/contract";
import { detailedDiff } from "../../../provider/hosts/plugin/detailed-diff";

const properties: PropertyContracts = {
  url: { replaceOnChanges: true },
  headers: {},
  list: {},
  emails: { unordered: true },
  hooks: {
    items: {
      keyOf: (item) => (item as { url: string }).url,
      contentOf: (item) => (item as { headers?: object }).headers,
    },
  },
};

/** The kinds of change in the words of the protocol, by path. */
function kinds(olds: Record<string, unknown>, news: Record<string, unknown>, changed = Object.keys(news)) {
  const replaces = changed.filter((name) => name === "url");
  const found = detailedDiff(properties, { changed, replaces, deleteBeforeReplace: false }, olds, news);
  const words = Object.entries(PropertyDiff.Kind);
  return Object.fromEntries(
    [...found].map(([path, diff]) => [path, words.find(([, kind]) => kind === diff.getKind())?.[0]]),
  );
}

test("a header is named, and what becomes of it", () => {
  const news = { headers: { "X-New": "1", Kept: "2", "a.b": "3" } };
  expect(kinds({ headers: { Gone: "1", Kept: "1" } }, news)).toEqual({
    "headers.Gone": "DELETE",
    "headers.Kept": "UPDATE",
    'headers["X-New"]': "ADD",
    'headers["a.b"]': "ADD",
  });
});

test("all that comes or goes is one change", () => {
  expect(kinds({}, { headers: { A: "1" } })).toEqual({ headers: "ADD" });
  expect(kinds({ headers: { A: "1" } }, { headers: undefined })).toEqual({ headers: "DELETE" });
});

test("an item has its place", () => {
  expect(kinds({ list: [1, { a: 1 }, 3] }, { list: [1, { a: 2 }] })).toEqual({
    "list[1].a": "UPDATE",
    "list[2]": "DELETE",
  });
});

test("of a list without an order, only what comes and goes is a change", () => {
  expect(kinds({ emails: ["a", "b"] }, { emails: ["b", "c", "d"] })).toEqual({
    "emails[0]": "DELETE",
    "emails[1]": "ADD",
    "emails[2]": "ADD",
  });
});

test("an item that is told by a key is followed wherever it is", () => {
  const [a, b, c] = ["a", "b", "c"].map((url) => ({ url, headers: { X: "1" } }));
  expect(kinds({ hooks: [a, b] }, { hooks: [b, a, c] })).toEqual({ "hooks[2]": "ADD" });
  expect(kinds({ hooks: [a, b] }, { hooks: [b] })).toEqual({ "hooks[0]": "DELETE" });
  expect(kinds({ hooks: [a, b] }, { hooks: [c, b] })).toEqual({ "hooks[0]": "UPDATE" });
  expect(kinds({ hooks: [a, b] }, { hooks: [{ ...b, headers: { X: "2" } }, a] })).toEqual({
    "hooks[0].headers.X": "UPDATE",
  });
});

test("a replacement says so", () => {
  expect(kinds({ url: "a" }, { url: "b" })).toEqual({ url: "UPDATE_REPLACE" });
  // Replaced for another reason than its value.
  expect(kinds({ url: "a" }, { url: "a" })).toEqual({ url: "UPDATE_REPLACE" });
});

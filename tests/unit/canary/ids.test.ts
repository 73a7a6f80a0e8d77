import fc from "fast-check";

import { digestOf, idOf, parseId } from "../../../provider/canary/ids";

const flockIds = fc.stringMatching(/^flock:[A-Za-z0-9_-]{1,128}$/);
const kinds = fc.constantFrom("generic", "ms_teams", "slack", "splunk", "settings");
const distinctions = fc.array(fc.string({ unit: "binary" }), { maxLength: 2 });

test("an id says where something is, and which of its kind, by a digest", () => {
  expect(idOf("flock:default", "splunk")).toBe("flock:default/splunk");
  expect(idOf("flock:default", "generic", "https://soc.example/x")).toBe("flock:default/generic/1baaff56eb5385bb");
  expect(parseId("flock:default/splunk", "splunk")).toEqual({ flockId: "flock:default", digest: undefined });
  expect(parseId("flock:default/generic/0123456789abcdef", "generic")).toEqual({
    flockId: "flock:default",
    digest: "0123456789abcdef",
  });
});

test.each([
  "",
  "/",
  "generic",
  "flock:default",
  "flock:default/slack/0123456789abcdef",
  "flock:default/generic/a/b",
  "1050",
])("%j is the id of no generic webhook", (id) => {
  expect(parseId(id, "generic")).toBeUndefined();
});

test("whatever it is of, an id is plain text of one form, and says again where it is", () => {
  fc.assert(
    fc.property(flockIds, kinds, distinctions, (flockId, kind, distinction) => {
      const id = idOf(flockId, kind, ...distinction);
      expect(id).toMatch(/^flock:[\w-]+\/[a-z_]+(\/[0-9a-f]{16})?$/);
      const digest = distinction.length === 0 ? undefined : digestOf(flockId, ...distinction);
      expect(parseId(id, kind)).toEqual({ flockId, digest });
    }),
  );
});

test("different things have different ids", () => {
  const things = fc.tuple(flockIds, kinds, distinctions);
  fc.assert(
    fc.property(things, things, ([flockA, kindA, a], [flockB, kindB, b]) => {
      fc.pre(JSON.stringify([flockA, kindA, a]) !== JSON.stringify([flockB, kindB, b]));
      expect(idOf(flockA, kindA, ...a)).not.toBe(idOf(flockB, kindB, ...b));
    }),
  );
  // Neither a flock nor a part can be taken for a piece of another.
  expect(digestOf("a", "b,c")).not.toBe(digestOf("a,b", "c"));
  expect(digestOf("ab", "c")).not.toBe(digestOf("a", "bc"));
});

import fc from "fast-check";

import { keyOf, namesFor } from "../../../../cli/discover/names";

const webhook = (id: string, ...nameParts: string[]) => ({ className: "CanaryMsTeamsWebhook", id, nameParts });
const namesOf = (...all: ReturnType<typeof webhook>[]) => [...namesFor(all).values()];

test.each([
  [["Head Office-soc.example.com"], "head-office-soc.example.com"],
  [["Größe & Söhne"], "größe-söhne"],
  [["日本語の通知"], "日本語の通知"],
  [["a/b::c ${x} \"quoted\" 'too'"], "a-b-c-x-quoted-too"],
  [["☎", "generic"], "generic"],
  [["...", "  ", "1050"], "1050"],
  [["x".repeat(200)], "x".repeat(80)],
])("%j makes the name %s", (parts, name) => {
  expect(namesOf(webhook("1", ...parts))).toEqual([name]);
});

test("what is called the same gets as many parts as tell it from the others, whatever the order", () => {
  const [first, second, third] = [
    webhook("1", "on-call", "slack", "1050"),
    webhook("2", "On call", "slack", "1051"),
    webhook("3", "on-call", "jira", "1052"),
  ];
  const expected = new Map([
    [keyOf(first), "on-call-slack-1050"],
    [keyOf(second), "on-call-slack-1051"],
    [keyOf(third), "on-call-jira"],
  ]);
  expect(namesFor([first, second, third])).toEqual(expected);
  expect(new Map([...namesFor([third, second, first])].sort())).toEqual(expected);
});

test("what had a name keeps it, and nothing else gets it", () => {
  const known = new Map([[keyOf(webhook("1")), "soc"]]);
  const names = namesFor([webhook("1", "other"), webhook("2", "soc", "generic")], known);
  expect([...names.values()]).toEqual(["soc", "soc-generic"]);
});

test("names are unique, say nothing that a URN or YAML takes for something else, and don't depend on the order", () => {
  const text = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }), fc.constantFrom("a", "A", "a b", "", "-"));
  const all = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z0-9]{1,6}$/), fc.array(text, { maxLength: 3 })), {
    selector: ([id]) => id,
    maxLength: 12,
  });
  fc.assert(
    fc.property(all, (given) => {
      const webhooks = given.map(([id, parts]) => webhook(id, ...parts));
      const names = namesFor(webhooks);
      expect(names.size).toBe(webhooks.length);
      expect(new Set(names.values()).size).toBe(webhooks.length);
      for (const name of names.values()) expect(name).toMatch(/^[\p{L}\p{N}.-]+$/u);
      expect(new Map([...namesFor([...webhooks].reverse())].sort())).toEqual(new Map([...names].sort()));
    }),
  );
});

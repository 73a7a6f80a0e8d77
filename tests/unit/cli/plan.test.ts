import { type Webhook, planOf } from "../../../cli/copy/plan";

interface One extends Webhook {
  readonly value: string;
}

/** `slack:chat=1` is a webhook of the type `slack` with the name `chat` and the value `1`. */
function webhook(text: string): One {
  const [, type = "", name = "", value = ""] = /^(\w+):(\w+)=(\w+)$/.exec(text) ?? [];
  return { type, name, value, host: "" };
}

/** What is done with each webhook of the source. */
function actions(sources: readonly string[], targets: readonly string[], isUpdating = false): string[] {
  const isCopy = (source: One, target: One) => source.value === target.value;
  return planOf(sources.map(webhook), targets.map(webhook), { isUpdating, isCopy }).map(
    ({ action, target }) => `${action}${target === undefined ? "" : ` ${target.value}`}`,
  );
}

test.each([
  ["what the target lacks is created", ["slack:chat=1"], [], ["create"], ["create"]],
  ["what is there is left", ["slack:chat=1"], ["slack:chat=1"], ["skip"], ["skip"]],
  ["what differs is updated if asked", ["slack:chat=1"], ["slack:chat=2"], ["skip"], ["update 2"]],
  ["another type is another webhook", ["slack:chat=1"], ["jira:chat=1"], ["create"], ["create"]],
  ["twins are two", ["slack:chat=1", "slack:chat=1"], ["slack:chat=1"], ["skip", "create"], ["skip", "create"]],
  [
    "a namesake that is another's copy does not count",
    ["slack:chat=1", "slack:chat=2"],
    ["slack:chat=2"],
    ["create", "skip"],
    ["create", "skip"],
  ],
  [
    "what a copy leaves over is told apart",
    ["slack:chat=1", "slack:chat=2"],
    ["slack:chat=2", "slack:chat=3"],
    ["skip", "skip"],
    ["update 3", "skip"],
  ],
  ["one of several can't be told", ["slack:chat=1"], ["slack:chat=2", "slack:chat=3"], ["skip"], ["refuse"]],
  ["nor which of several", ["slack:chat=1", "slack:chat=2"], ["slack:chat=3"], ["skip", "skip"], ["refuse", "refuse"]],
  ["what only the target has is left", [], ["slack:chat=1"], [], []],
])("%s", (_, sources, targets, skipping, updating) => {
  expect(actions(sources, targets)).toEqual(skipping);
  expect(actions(sources, targets, true)).toEqual(updating);
});

test("what can't be copied is refused, whatever the target has", () => {
  const source = { ...webhook("slack:chat=1"), obstacle: "it is odd" };
  const plan = planOf([source], [webhook("slack:chat=1")], { isUpdating: true, isCopy: () => true });
  expect(plan).toEqual([{ source, action: "refuse", reason: "it is odd" }]);
});

test("a copied plan has nothing left to do", () => {
  const names = ["slack:a=1", "slack:a=2", "slack:a=1", "jira:a=1", "slack:b=1"];
  expect(actions(names, names)).toEqual(names.map(() => "skip"));
});

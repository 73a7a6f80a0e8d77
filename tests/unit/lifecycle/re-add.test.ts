import { type ReAdd, reAdd } from "../../../provider/lifecycle/re-add";
import { IncompleteChange, LifecycleError } from "../../../provider/lifecycle/errors";
import { apiError, failureOf } from "./boxes";

const steps: string[] = [];

/** A change whose steps fail as told. */
function change(failures: Partial<Record<"remove" | "add" | "putBack", Error>> = {}): Promise<void> {
  const step = (name: "remove" | "add" | "putBack") => () => {
    steps.push(name);
    return failures[name] === undefined ? Promise.resolve() : Promise.reject(failures[name]);
  };
  const described: ReAdd = {
    what: "The box blue",
    remove: step("remove"),
    add: step("add"),
    putBack: step("putBack"),
  };
  return reAdd(described);
}

beforeEach(() => {
  steps.length = 0;
});

test("what can't be changed in place is removed and added", async () => {
  await change();
  expect(steps).toEqual(["remove", "add"]);
});

test("what can't be removed stays as it is", async () => {
  const error = apiError("refused");
  expect(await failureOf(change({ remove: error }))).toBe(error);
  expect(steps).toEqual(["remove"]);
});

test.each(["refused", "not sent", "read failed"] as const)(
  "what can't be added anew is put back: %s",
  async (outcome) => {
    const error = await failureOf(change({ add: apiError(outcome) }));
    expect(error).toBeInstanceOf(LifecycleError);
    expect(error).not.toBeInstanceOf(IncompleteChange);
    expect(error.message).toBe(`The box blue is as it was: adding it with the new values failed. failed: ${outcome}`);
    expect(steps).toEqual(["remove", "add", "putBack"]);
  },
);

test("where it is in doubt whether it was added, nothing more is done", async () => {
  const error = await failureOf(change({ add: apiError("unknown") }));
  expect(error).toBeInstanceOf(IncompleteChange);
  expect(error.message).toBe("The box blue may be absent now: failed: unknown");
  expect(steps).toEqual(["remove", "add"]);
});

test.each([
  ["refused", "is absent now"],
  ["unknown", "may be absent now"],
] as const)("what can't be put back %s leaves an incomplete change: it %s", async (outcome, absence) => {
  const error = await failureOf(change({ add: apiError("refused"), putBack: apiError(outcome) }));
  expect(error).toBeInstanceOf(IncompleteChange);
  expect(error.message).toBe(
    `The box blue ${absence}: it had to be removed to be changed, adding it failed (failed: refused), ` +
      `and so did putting it back (failed: ${outcome}).`,
  );
});

import { ConfigurationError } from "../../../provider/http/errors";
import {
  AlreadyExists,
  IncompleteChange,
  InitializationFailed,
  LifecycleError,
  NotFound,
} from "../../../provider/lifecycle/errors";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import {
  BoxApi,
  type BoxDefinition,
  type BoxInputs,
  type BoxState,
  apiError,
  failureOf,
  namedBox,
  numberedBox,
  start,
} from "./boxes";

const blue: BoxInputs = { name: "blue", value: "old-value" };
const BLUE = "box/blue";

let api: BoxApi;
beforeEach(() => {
  api = new BoxApi();
});

/** Lets a resource be in state, as an earlier run made it. */
async function made(inputs: BoxInputs = blue, definition?: BoxDefinition): Promise<{ id: string; state: BoxState }> {
  const existing = await start(api, definition).create("earlier", inputs);
  api.calls = [];
  return existing;
}

/** A run whose program declares this resource, which state has by this name, without a change. */
function runWith(caller: string, state: BoxState, id = BLUE) {
  const run = start(api);
  const { inputs } = run.check(caller, { ...blue });
  run.diff(caller, id, { ...state }, inputs);
  return run;
}

describe("create", () => {
  test("completes the inputs and makes what is not there", async () => {
    const { id, state } = await start(api).create("a", blue);
    expect(id).toBe(BLUE);
    expect(state).toEqual({ ...blue, serial: "generated" });
    expect(api.calls).toEqual(["find", "prepare", "create"]);
  });

  test("fails where it exists, and changes nothing", async () => {
    await made();
    const error = await failureOf(start(api).create("a", { ...blue, value: "new-value" }));
    expect(error).toBeInstanceOf(AlreadyExists);
    expect(error.message).toBe("The box blue exists already.");
    expect(api.calls).toEqual(["find"]);
  });

  test.each<[string, BoxInputs, boolean]>([
    ["the resource", { ...blue, value: "new-value", adoptExisting: true }, false],
    ["the whole run", { ...blue, value: "new-value" }, true],
  ])("takes over what exists where %s says so", async (_who, inputs, adoptExisting) => {
    await made();
    const { id, state } = await start(api, namedBox, { adoptExisting }).create("a", inputs);
    expect(id).toBe(BLUE);
    expect(state).toEqual(inputs);
    expect(api.held.get("blue")?.value).toBe("new-value");
    expect(api.calls).toEqual(["find", "update"]);
  });

  test("of what is only replaced since its provider is takes it over, and touches nothing that is as declared", async () => {
    await made();
    const run = start(api, namedBox, { siblings: { noteManaged: () => true, isManaged: () => false } });
    run.keep("a", { ...blue });
    const { id, state } = await run.create("a", blue);
    expect([id, state.value]).toEqual([BLUE, blue.value]);
    expect(api.calls).toEqual(["find"]);
  });

  test("of what is only replaced since its provider is fails where that one can't be told", async () => {
    await made();
    const run = start(api, namedBox, { siblings: { noteManaged: () => false, isManaged: () => false } });
    run.keep("a", { ...blue });
    expect((await failureOf(run.create("a", blue))).message).toContain("no room for a note");
  });

  test("of something else than its provider replaces fails where it exists", async () => {
    await made();
    const run = start(api);
    run.keep("a", { ...blue, name: "red" });
    expect(await failureOf(run.create("a", blue))).toBeInstanceOf(AlreadyExists);
  });

  test("of what is only replaced since its provider is says what would be forgotten", async () => {
    await made();
    const run = start(api, { ...namedBox, loss: () => undefined });
    run.keep("a", { ...blue });
    expect((await failureOf(run.create("a", blue))).message).toContain("Declare it as serial");
  });

  test("of what another resource of the program manages names that one, even with adoptExisting", async () => {
    const { state } = await made();
    const error = await failureOf(runWith("a", state).create("b", { ...blue, adoptExisting: true }));
    expect(error).toBeInstanceOf(LifecycleError);
    expect(error.message).toBe('The box blue is declared by the resource "a" as well.');
  });

  test("of one thing twice at once makes it once", async () => {
    const run = start(api);
    const [first, second] = await Promise.allSettled([run.create("a", blue), run.create("b", blue)]);
    expect(first.status).toBe("fulfilled");
    expect(second).toMatchObject({ reason: { message: 'The box blue is declared by the resource "a" as well.' } });
    expect(api.calls.filter((call) => call === "create")).toHaveLength(1);
  });
});

describe("check", () => {
  test("makes no request", () => {
    expect(start(api).check("a", { ...blue })).toEqual({ inputs: blue, failures: [] });
    expect(api.calls).toEqual([]);
  });

  test("refuses a duplicate in one program, and names the other resource", () => {
    const run = start(api);
    run.check("a", { ...blue });
    expect(run.check("b", { ...blue, value: "other" }).failures).toEqual([
      { path: "", reason: 'The box blue is declared by the resource "a" as well.' },
    ]);
    expect(run.check("c", { name: "red", value: "x" }).failures).toEqual([]);
  });

  test("of one resource again, as for its replacement, finds no duplicate", () => {
    const run = start(api);
    run.check("a", { ...blue });
    expect(run.check("a", { ...blue }).failures).toEqual([]);
  });

  test.each([
    ["is not known yet", { name: UNKNOWN, value: "x" }],
    ["is wrong", { name: "blue" }],
  ])("leaves a resource aside that %s", (_how, inputs) => {
    const run = start(api);
    run.check("a", inputs);
    expect(run.check("b", { ...blue }).failures).toEqual([]);
  });

  test("shows no secret, and reasons of one line", () => {
    const { failures } = start(api).check("a", { name: "blue", value: "bad secret" });
    expect(failures).toEqual([{ path: "value", reason: "must not be [secret]" }]);
  });
});

describe("diff", () => {
  test("tells what changes in place and what replaces", () => {
    const run = start(api);
    const diff = (news: Partial<BoxInputs>) => run.diff("a", BLUE, { ...blue }, { ...blue, ...news });
    expect(diff({})).toEqual({ changed: [], replaces: [], deleteBeforeReplace: false });
    expect(diff({ value: "new" })).toEqual({ changed: ["value"], replaces: [], deleteBeforeReplace: false });
    expect(diff({ name: "red" })).toEqual({ changed: ["name"], replaces: ["name"], deleteBeforeReplace: false });
    expect(api.calls).toEqual([]);
  });
});

describe("nothing is deleted that the program declares", () => {
  const isThere = () => api.held.has("blue");

  test("by a resource that leaves the program, where two in state are for one thing", async () => {
    const { state } = await made();
    await runWith("b", state).delete(BLUE, state);
    expect(isThere()).toBe(true);
  });

  test("nor where it is changed before", async () => {
    const { state } = await made();
    const run = runWith("b", state);
    await run.update("b", BLUE, state, { ...blue, value: "new-value" });
    await run.delete(BLUE, state);
    expect(isThere()).toBe(true);
  });

  test("nor where it is changed and no diff came before", async () => {
    const { state } = await made();
    const run = start(api);
    await run.update("b", BLUE, state, { ...blue, value: "new-value" });
    await run.delete(BLUE, state);
    expect(isThere()).toBe(true);
  });

  test("when nothing declares it, it goes", async () => {
    const { state } = await made();
    const run = start(api);
    await run.delete(BLUE, state);
    await run.delete(BLUE, state);
    expect(isThere()).toBe(false);
  });

  test("what is deleted has no owner, if others make it again", async () => {
    const { state } = await made();
    const run = start(api);
    await run.delete(BLUE, state);
    api.put(blue);
    expect(await failureOf(run.create("b", blue))).toBeInstanceOf(AlreadyExists);
  });

  test("a resource under a new name takes the thing over, and the old name takes nothing away", async () => {
    const { state } = await made();
    const run = start(api);
    run.check("new", { ...blue, adoptExisting: true });
    await run.create("new", { ...blue, adoptExisting: true });
    await run.delete(BLUE, state);
    expect(isThere()).toBe(true);
  });

  test("a resource that the engine replaces for a reason of its own keeps what it has", async () => {
    const { state } = await made();
    const run = runWith("a", state);
    await run.delete(BLUE, state);
    expect(isThere()).toBe(true);
    await run.create("a", { ...blue, value: "new-value" });
    expect(api.held.get("blue")?.value).toBe("new-value");
  });

  test("a resource that is replaced by another thing takes the old thing away", async () => {
    const { state } = await made();
    const run = start(api);
    run.check("a", { name: "red", value: "x" });
    run.diff("a", BLUE, { ...state }, { name: "red", value: "x" });
    await run.create("a", { name: "red", value: "x" });
    await run.delete(BLUE, state);
    expect([...api.held.keys()]).toEqual(["red"]);
  });

  test("a refresh before the program says nothing of what the program declares", async () => {
    const { state } = await made();
    const run = start(api);
    run.diff("b", BLUE, { ...state }, { ...blue });
    await run.delete(BLUE, state);
    expect(isThere()).toBe(false);
  });

  test("a thing that has another id, as in an import file, is the same thing", async () => {
    const { state } = await made();
    await runWith("b", state, "imported").delete(BLUE, state);
    expect(isThere()).toBe(true);
  });
});

describe("what another resource gives up in the run", () => {
  /** A run whose program declares what state has as "blue" otherwise, and "blue" under another name. */
  async function moving(): Promise<{ run: ReturnType<typeof start>; state: BoxState; moveOn: () => void }> {
    const { state } = await made();
    const run = start(api);
    run.check("a", { ...blue });
    const red = { name: "red", value: "x" };
    return {
      run,
      state,
      moveOn: () => {
        run.check("b", red);
        run.diff("b", BLUE, { ...state }, red);
      },
    };
  }

  test("is taken over, and stays when the old one is deleted", async () => {
    const { run, state, moveOn } = await moving();
    moveOn();
    await run.create("a", { ...blue, value: "new-value" });
    await run.create("b", { name: "red", value: "x" });
    await run.delete(BLUE, state);
    expect([...api.held].map(([name, { value }]) => [name, value])).toEqual([
      ["blue", "new-value"],
      ["red", "x"],
    ]);
  });

  test("is taken over also where the engine asks about that one a moment later", async () => {
    const { run, moveOn } = await moving();
    const created = run.create("a", blue);
    setImmediate(moveOn);
    expect((await created).id).toBe(BLUE);
  });

  test("is not taken over where it keeps it: that one is named", async () => {
    const { run, state } = await moving();
    const created = failureOf(run.create("a", blue));
    setImmediate(() => {
      run.check("b", { ...blue });
      run.diff("b", BLUE, { ...state }, { ...blue });
    });
    expect((await created).message).toBe('The box blue is declared by the resource "b" as well.');
  });

  test("is made beside the old one where that one only changes, under the id that the API gave it", async () => {
    const { id, state } = await made(blue, numberedBox);
    const run = start(api, { ...numberedBox, contract: renamable });
    run.check("a", { ...blue });
    run.check("b", { name: "red", value: "x" });
    run.diff("b", id, { ...state }, { name: "red", value: "x" });
    api.calls = [];
    await run.create("a", blue);
    expect(api.calls).toEqual(["find", "prepare", "create"]);
  });
});

/** A box whose name the API can change. */
const renamable: BoxDefinition["contract"] = {
  ...numberedBox.contract,
  properties: { ...numberedBox.contract.properties, name: {} },
};

test.each([
  ["is new to the engine", false],
  ["is replaced", true],
])("what exists already is refused to a resource that %s, and the error tells", async (_how, isReplacement) => {
  await made();
  const run = start(api);
  run.check("a", { ...blue });
  if (isReplacement) run.diff("a", "box/red", { name: "red", value: "x" }, { ...blue });
  expect(await failureOf(run.create("a", blue))).toMatchObject({ name: "AlreadyExists", isReplacement });
});

describe("a change that may have happened keeps the resource", () => {
  const declared: BoxInputs = { ...blue, pin: "new-pin", testOnCreate: true };

  test("a create, with what was sent and without a test", async () => {
    api.fail("create", apiError("unknown"), true);
    const error = await failureOf<InitializationFailed>(start(api).create("a", declared));
    expect(error).toBeInstanceOf(InitializationFailed);
    expect(error.message).toBe("The box blue may or may not be in place: failed: unknown");
    expect(error.id).toBe(BLUE);
    expect(error.state).toEqual({ ...blue, pin: "new-pin", serial: "generated" });
    expect(error.cause).toMatchObject({ outcome: "unknown" });
    expect(api.calls).not.toContain("test");
  });

  test("a create where the API gives the ids, with an id that says so", async () => {
    api.fail("create", apiError("unknown"), true);
    const error = await failureOf<InitializationFailed>(start(api, numberedBox).create("a", declared));
    expect(error.id).toMatch(/^unconfirmed-[0-9a-f]{8}$/);
  });

  test("a create that was left incomplete, in the words of the definition", async () => {
    api.fail("create", new IncompleteChange("The box blue is half open."), true);
    const error = await failureOf(start(api).create("a", blue));
    expect(error).toBeInstanceOf(InitializationFailed);
    expect(error.message).toBe("The box blue is half open.");
  });

  test("an update, with the old state, without what no read could tell", async () => {
    const { id, state } = await made({ ...blue, pin: "old-pin" });
    api.fail("update", apiError("unknown"));
    const error = await failureOf<InitializationFailed>(start(api).update("a", id, state, declared));
    expect(error.message).toBe("The box blue may or may not have changed: failed: unknown");
    expect(error.id).toBe(id);
    expect(error.state).toEqual({ ...blue, serial: "generated" });
  });

  test("an update that leaves such a property as it was, with that property", async () => {
    const { id, state } = await made({ ...blue, pin: "old-pin" });
    api.fail("update", apiError("unknown"));
    const news = { ...blue, value: "new-value", pin: "old-pin" };
    const error = await failureOf<InitializationFailed>(start(api).update("a", id, state, news));
    expect(error.state).toEqual(state);
  });

  test("an adoption, with what was found", async () => {
    await made();
    api.fail("update", apiError("unknown"));
    const run = start(api);
    const news = { ...declared, value: "new-value", adoptExisting: true };
    const error = await failureOf<InitializationFailed>(run.create("new", news));
    expect(error.message).toBe("The box blue may or may not have changed: failed: unknown");
    expect(error.id).toBe(BLUE);
    expect(error.state).toEqual({ ...blue, pin: "new-pin", adoptExisting: true });
    await run.delete(BLUE, blue);
    expect(api.held.has("blue")).toBe(true);
  });

  test("the next run finishes it", async () => {
    api.fail("create", apiError("unknown"));
    const { id, state } = await failureOf<InitializationFailed>(start(api).create("a", declared));
    const next = start(api);
    await expect(next.update("a", id, state as BoxState, declared)).resolves.toEqual({
      ...declared,
      serial: "generated",
    });
    expect(api.held.get("blue")?.value).toBe("old-value");
    expect(api.calls.at(-1)).toBe("test");
  });

  test("what may have been made stays in this run, and is the resource's own in the next", async () => {
    api.fail("create", apiError("unknown"), true);
    const run = start(api);
    await failureOf(run.create("a", blue));
    await run.delete(BLUE, blue);
    await run.delete(BLUE, blue);
    expect(api.held.has("blue")).toBe(true);
    await start(api).delete(BLUE, blue);
    expect(api.held.has("blue")).toBe(false);
  });
});

describe("a change that has surely not happened keeps nothing", () => {
  test.each(["not sent", "refused", "read failed"] as const)("a create: %s", async (outcome) => {
    const error = apiError(outcome);
    api.fail("create", error);
    expect(await failureOf(start(api).create("a", blue))).toBe(error);
  });

  test.each(["not sent", "refused", "read failed"] as const)("an update: %s", async (outcome) => {
    const { id, state } = await made();
    const error = apiError(outcome);
    api.fail("update", error);
    expect(await failureOf(start(api).update("a", id, state, { ...blue, value: "new" }))).toBe(error);
  });

  test.each(["not sent", "refused", "read failed"] as const)("an adoption: %s", async (outcome) => {
    const { state } = await made();
    const error = apiError(outcome);
    api.fail("update", error);
    const run = start(api);
    expect(await failureOf(run.create("new", { ...blue, adoptExisting: true }))).toBe(error);
    await run.delete(BLUE, state);
    expect(api.held.has("blue")).toBe(false);
  });

  test.each(["find", "prepare"])("a read before it: %s", async (call) => {
    const error = apiError("read failed");
    api.fail(call, error);
    expect(await failureOf(start(api).create("a", blue))).toBe(error);
    expect(api.calls).not.toContain("create");
  });

  test("a defect", async () => {
    const error = new TypeError("defect");
    api.fail("create", error);
    expect(await failureOf(start(api).create("a", blue))).toBe(error);
  });
});

describe("where a create is in doubt and the API gives the ids", () => {
  const state: BoxState = { ...blue, serial: "ours" };
  const id = "unconfirmed-0123abcd";
  let run: ReturnType<typeof start>;
  beforeEach(() => {
    run = start(api, numberedBox);
  });

  test("the resource is replaced, and deleted before", () => {
    expect(run.diff("a", id, { ...state }, { ...blue })).toEqual({
      changed: ["name"],
      replaces: ["name"],
      deleteBeforeReplace: true,
    });
  });

  test("what was made is found by a read, under its own id", async () => {
    const real = api.put(state);
    await expect(run.read(id, state)).resolves.toMatchObject({ id: real, state: { ...state, size: 9 } });
    expect(api.calls).toEqual(["confirm", "read"]);
  });

  test("where nothing was made, it is gone", async () => {
    await expect(run.read(id, state)).resolves.toBeUndefined();
    await run.delete(id, state);
    expect(api.calls).toEqual(["confirm", "confirm"]);
  });

  test("what others made under the same name is not it", async () => {
    api.put({ ...state, serial: "theirs" });
    await run.delete(id, state);
    expect(api.held.size).toBe(1);
  });

  test("what was made is deleted", async () => {
    api.put(state);
    await run.delete(id, state);
    expect(api.held.size).toBe(0);
    expect(api.calls).toEqual(["confirm", "delete"]);
  });
});

describe("the test call", () => {
  const tested: BoxInputs = { ...blue, testOnCreate: true };
  const tests = () => api.calls.filter((call) => call === "test").length;

  test("is made once the resource exists, and state says that it has succeeded", async () => {
    const { state } = await start(api).create("a", tested);
    expect(state).toMatchObject({ testOnCreate: true });
    expect(api.calls).toEqual(["find", "prepare", "create", "test"]);
    expect(start(api).diff("a", BLUE, { ...state }, { ...tested }).changed).toEqual([]);
  });

  test("is made of what is taken over", async () => {
    await made();
    await start(api).create("a", { ...tested, adoptExisting: true });
    expect(api.calls).toEqual(["find", "update", "test"]);
  });

  test("that fails keeps the resource, and is due until it has succeeded", async () => {
    api.fail("test", apiError("refused"));
    const error = await failureOf<InitializationFailed>(start(api).create("a", tested));
    expect(error).toBeInstanceOf(InitializationFailed);
    expect(error.message).toBe("The box blue is in place, but its test failed: failed: refused");
    expect(error.id).toBe(BLUE);
    expect(error.state).toEqual({ ...blue, serial: "generated" });

    const state = error.state as BoxState;
    api.fail("test", apiError("unknown"));
    const again = start(api);
    expect(again.diff("a", BLUE, { ...state }, { ...tested }).changed).toEqual(["testOnCreate"]);
    await expect(again.update("a", BLUE, state, tested)).rejects.toThrow(InitializationFailed);
    await expect(start(api).update("a", BLUE, state, tested)).resolves.toMatchObject({ testOnCreate: true });
    expect(tests()).toBe(3);
  });

  test("that is switched on later is made once", async () => {
    const { id, state } = await made();
    const run = start(api);
    expect(run.diff("a", id, { ...state }, { ...tested }).changed).toEqual(["testOnCreate"]);
    const updated = await run.update("a", id, state, tested);
    await run.update("a", id, updated, { ...tested, value: "new-value" });
    expect(tests()).toBe(1);
  });

  test("that is switched off is not a change", async () => {
    const { id, state } = await made(tested);
    expect(start(api).diff("a", id, { ...state }, { ...blue }).changed).toEqual([]);
  });

  test("is not made where the API has none", async () => {
    const untestable = { ...namedBox };
    delete untestable.test;
    const run = start(api, untestable);
    await run.create("a", tested);
    expect(run.diff("a", BLUE, { ...blue }, { ...tested }).changed).toEqual([]);
    expect(tests()).toBe(0);
  });
});

describe("read", () => {
  test("shows what the API holds, with the inputs that would declare it", async () => {
    const { id, state } = await made({ ...blue, pin: "old-pin" });
    api.put({ ...state, value: "drifted" });
    await expect(start(api).read(id, state)).resolves.toEqual({
      id,
      state: { ...state, value: "drifted", size: 7 },
      inputs: { ...blue, value: "drifted", pin: "old-pin" },
    });
  });

  test("has what is generated among the inputs where it is no longer ours", async () => {
    const { id, state } = await made();
    api.put({ ...state, serial: "theirs" });
    await expect(start(api).read(id, state)).resolves.toMatchObject({ inputs: { serial: "theirs" } });
  });

  test("of what is gone shows nothing", async () => {
    await expect(start(api).read(BLUE, blue)).resolves.toBeUndefined();
  });

  test("by the id alone finds what is there", async () => {
    await made();
    await expect(start(api).read(BLUE, {})).resolves.toMatchObject({ id: BLUE, state: { name: "blue" } });
  });

  test("by the id alone fails where nothing is there", async () => {
    const error = await failureOf(start(api).read("box/red", {}));
    expect(error).toBeInstanceOf(NotFound);
    expect(error.message).toBe("There is no Box with the id box/red.");
  });

  test("gives the id that follows from what is there, whatever id an import file has", async () => {
    const { state } = await made();
    await expect(start(api).read("imported", state)).resolves.toMatchObject({ id: BLUE });
  });

  test("that fails shows nothing where its place is gone", async () => {
    api.fail("read", apiError("refused", { status: 404, apiMessage: "no such shelf" }));
    const place = { absence: () => "There is no shelf.", isGone: () => Promise.resolve(true) };
    await expect(start(api, { ...namedBox, place }).read(BLUE, blue)).resolves.toBeUndefined();
  });

  test.each([{ status: 404 }, { status: 404, apiMessage: "no such box" }, { status: 500, apiMessage: "down" }])(
    "that fails with %j fails",
    async (answer) => {
      api.fail("read", apiError("read failed", answer));
      await expect(start(api).read(BLUE, blue)).rejects.toThrow("failed: read failed");
    },
  );
});

describe("delete", () => {
  test("that fails succeeds where its place is gone", async () => {
    const isGone = jest.fn<Promise<boolean>, []>();
    const gone = start(api, { ...namedBox, place: { absence: () => "There is no shelf.", isGone } });
    for (const answer of [Promise.resolve(false), Promise.reject(new Error("down"))]) {
      isGone.mockReturnValue(answer);
      api.fail("delete", apiError("refused", { status: 404, apiMessage: "no such shelf" }));
      await expect(gone.delete(BLUE, blue)).rejects.toThrow("failed: refused");
    }
    isGone.mockResolvedValue(true);
    api.fail("delete", apiError("refused", { status: 404, apiMessage: "no such shelf" }));
    await expect(gone.delete(BLUE, blue)).resolves.toBeUndefined();
  });

  test("that fails fails, and can be tried again", async () => {
    const { state } = await made();
    const run = start(api);
    api.fail("delete", apiError("unknown"));
    expect(await failureOf(run.delete(BLUE, state))).toMatchObject({
      name: "ApiError",
      message: "failed: unknown",
    });
    await run.delete(BLUE, state);
    expect(api.held.size).toBe(0);
  });
});

describe("no message holds a secret", () => {
  const leak = "token api-token, old old-value, new new-value, pin old-pin.";
  const olds: BoxState = { name: "blue", value: "old-value", pin: "old-pin" };
  const news: BoxInputs = { name: "blue", value: "new-value" };

  type Run = ReturnType<typeof start>;
  const both = "token [secret], old [secret], new [secret], pin [secret].";
  const known = "token [secret], old [secret], new new-value, pin [secret].";

  test.each<[string, string, (run: Run) => Promise<unknown>, string]>([
    ["find", "create", (run) => run.create("a", olds), known],
    ["create", "create", (run) => run.create("a", olds), known],
    ["read", "read", (run) => run.read(BLUE, olds), known],
    ["update", "update", (run) => run.update("a", BLUE, olds, news), both],
    ["delete", "delete", (run) => run.delete(BLUE, olds), known],
  ])("a failed %s in %s", async (call, _operation, operate, message) => {
    api.fail(call, apiError("refused", { text: leak }));
    expect(await failureOf(operate(start(api)))).toMatchObject({ name: "ApiError", message });
    api.fail(call, leak);
    expect(await failureOf(operate(start(api)))).toMatchObject({ name: "LifecycleError", message });
  });

  test("a change in doubt", async () => {
    api.fail("update", apiError("unknown", { text: leak }));
    const error = await failureOf(start(api).update("a", BLUE, olds, news));
    expect(error.message).toBe(`The box blue may or may not have changed: ${both}`);
  });

  test("a failed test call", async () => {
    api.fail("test", apiError("refused", { text: leak }));
    const error = await failureOf(start(api).update("a", BLUE, olds, { ...news, testOnCreate: true }));
    expect(error.message).toBe(`The box blue is in place, but its test failed: ${both}`);
  });
});

describe("a message shows what is not secret", () => {
  const shared = "Sh4redW0rdX9";

  test("though a secret has it too: the values in plain text, and the calls", async () => {
    api.secrets.push("POST /boxes");
    const olds: BoxState = { name: shared, value: `prefix-${shared}-suffix` };
    const error = await failureOf(
      failing(`${shared}: POST /boxes`).update("a", BLUE, olds, { ...olds, value: "new-value" }),
    );
    expect(error.message).toBe(`${shared}: POST /boxes`);
  });

  test("as a URL's host, unless the URL is inside of a secret", async () => {
    const url = "https://hooks.example.com/4f9Kp2Lq8Zx1";
    const text = "hooks.example.com has no 4f9Kp2Lq8Zx1";
    const alone = await failureOf(failing(text).read(BLUE, { name: "blue", value: url }));
    expect(alone.message).toBe("hooks.example.com has no [secret]");
    const inside = await failureOf(failing(text).read(BLUE, { name: "blue", value: { url } as unknown as string }));
    expect(inside.message).toBe("[secret] has no [secret]");
  });

  /** A run in which every call fails with a text. */
  function failing(text: string) {
    const fails = () => Promise.reject(apiError("refused", { text }));
    return start(api, { ...namedBox, read: fails, update: fails });
  }
});

test("an API that can't be reached for the configuration says so before anything is done", async () => {
  const missing = new ConfigurationError("boxToken is missing.");
  const run = start(api, namedBox, {
    connect: () => {
      throw missing;
    },
  });
  expect(() => run.connect()).toThrow(missing);
  for (const operation of [
    run.create("a", blue),
    run.read(BLUE, blue),
    run.update("a", BLUE, blue, blue),
    run.delete(BLUE, blue),
  ]) {
    expect(await failureOf(operation)).toBe(missing);
  }
  expect(run.check("a", { ...blue }).failures).toEqual([]);
});

describe("review", () => {
  const warn = jest.fn();
  const review = jest.fn<ReturnType<NonNullable<BoxDefinition["review"]>>, [BoxState, BoxInputs]>();
  const diff = (news: Partial<BoxInputs>) => declaring(news).diff("a", BLUE, { ...blue }, { ...blue, ...news });
  const declaring = (news: Partial<BoxInputs>) => {
    const run = start(api, { ...namedBox, review }, { warn });
    run.check("a", { ...blue, ...news });
    return run;
  };
  beforeEach(() => {
    jest.resetAllMocks();
    review.mockReturnValue({});
  });

  test("of a change says nothing, or what it brings with it", () => {
    expect(diff({ value: "new" }).changed).toEqual(["value"]);
    expect(warn).not.toHaveBeenCalled();
    review.mockReturnValue({ warning: "The box will be open for a moment." });
    expect(diff({ value: "new" }).changed).toEqual(["value"]);
    expect(warn.mock.calls).toEqual([["The box will be open for a moment."]]);
    expect(review).toHaveBeenLastCalledWith(blue, { ...blue, value: "new" });
  });

  test("says nothing of what a refresh has read", () => {
    review.mockReturnValue({ refusal: "The box can't be changed." });
    const run = start(api, { ...namedBox, review }, { warn });
    expect(run.diff("a", BLUE, { ...blue }, { ...blue, value: "new" }).changed).toEqual(["value"]);
  });

  test("refuses a change that can't be made", () => {
    review.mockReturnValue({ refusal: "The box can't be changed." });
    expect(() => diff({ value: "new" })).toThrow(new LifecycleError("The box can't be changed."));
  });

  test.each<[string, Partial<BoxInputs>]>([
    ["there is no change", {}],
    ["the resource is replaced", { name: "red", value: "new" }],
    ["not all of it is known yet", { value: UNKNOWN }],
  ])("is not asked for where %s", (_case, news) => {
    diff(news);
    expect(review).not.toHaveBeenCalled();
  });
});

describe("the account that a resource lives in", () => {
  const here = { ...blue, shelf: "here" };

  test("is recorded by whatever leaves a resource in state", async () => {
    api.shelf = "here";
    const { state } = await start(api).create("a", blue);
    expect(state).toMatchObject({ shelf: "here" });
    expect(await start(api).update("a", BLUE, { ...blue }, { ...blue, value: "new" })).toMatchObject({ shelf: "here" });
    expect((await start(api).read(BLUE, blue))?.state).toMatchObject({ shelf: "here" });
    api.fail("test", apiError("refused"));
    const error = await failureOf<InitializationFailed>(
      start(api).update("a", BLUE, { ...blue }, { ...blue, testOnCreate: true }),
    );
    expect(error.state).toMatchObject({ shelf: "here" });
  });

  test("is kept where the API does not show it", async () => {
    await made();
    expect((await start(api).read(BLUE, here))?.state).toMatchObject({ shelf: "here" });
    expect(await start(api).update("a", BLUE, here, blue)).toMatchObject({ shelf: "here" });
    await expect(start(api).isHomeRenamed(here, BLUE)).resolves.toBe(false);
  });

  test("must be the one that is configured", async () => {
    await made();
    api.shelf = "there";
    const run = start(api);
    const message = "The box blue is in the shelf here, and the configuration leads to the shelf there.";
    for (const refused of [
      run.isHomeRenamed(here, BLUE),
      run.read(BLUE, here),
      run.update("a", BLUE, here, blue),
      run.delete(BLUE, here),
    ]) {
      await expect(refused).rejects.toThrow(message);
    }
    expect(api.calls).toEqual([]);
  });

  test("may have been renamed", async () => {
    await made();
    api.shelf = "there";
    const former = { ...blue, shelf: "former" };
    await expect(start(api).isHomeRenamed(former, BLUE)).resolves.toBe(true);
    expect(await start(api).update("a", BLUE, former, blue)).toMatchObject({ shelf: "there" });
    await expect(start(api).isHomeRenamed({ ...blue, shelf: "there" }, BLUE)).resolves.toBe(false);
  });

  test("is not asked for in vain where the API does not answer", async () => {
    const silent = { ...namedBox.home, of: () => Promise.reject(apiError("read failed")) };
    await expect(start(api, { ...namedBox, home: silent }).isHomeRenamed(here, BLUE)).resolves.toBe(false);
  });
});

describe("what had to be removed to be changed", () => {
  test("keeps the resource, without what can't be read, until the API shows it", async () => {
    const run = start(api, { ...namedBox, isShown: () => Promise.resolve(false) });
    const news = { ...blue, pin: "new" };
    const error = await failureOf<InitializationFailed>(run.update("a", BLUE, { ...blue, pin: "old" }, news));
    expect(error).toBeInstanceOf(InitializationFailed);
    expect(error.message).toBe("The box blue had to be removed and added again, and the API does not show it yet.");
    expect(error.state).toMatchObject(blue);
    expect(error.state).not.toHaveProperty("pin");
  });

  test("is waited for without the lock", async () => {
    let show: (isShown: boolean) => void = () => undefined;
    const shown = new Promise<boolean>((resolve) => (show = resolve));
    const run = start(api, { ...namedBox, isShown: () => shown });
    const first = run.update("a", BLUE, { ...blue }, { ...blue, value: "first" });
    const second = run.update("a", BLUE, { ...blue }, { ...blue, value: "second" });
    while (api.calls.length < 2) await Promise.resolve();
    show(true);
    await Promise.all([first, second]);
    expect(api.calls).toEqual(["update", "update"]);
  });
});

describe("what keeps a resource from doing its work", () => {
  const warn = jest.fn();
  const closed = "The lid is closed.";
  const isOpened = new Set<string>();
  const definition: BoxDefinition = {
    ...namedBox,
    caution: (_api, { name }) => (isOpened.has(name) ? undefined : closed),
    declared: (_api, { name, serial }) => {
      if (serial === "opener") isOpened.add(name.replace("opener of ", ""));
    },
  };
  beforeEach(() => {
    warn.mockClear();
    isOpened.clear();
  });

  test("is warned of once, by a create or an update", async () => {
    const run = start(api, definition, { warn });
    const { id, state } = await run.create("a", blue);
    await run.update("a", id, state, { ...blue, value: "new-value" });
    expect(warn.mock.calls).toEqual([[closed]]);
  });

  test("is not warned of where the program sees to it, be it a moment later", async () => {
    const run = start(api, definition, { warn });
    run.check("a", { ...blue });
    const created = run.create("a", blue);
    await new Promise((resolve) => setTimeout(resolve, 20));
    run.check("opener", { name: "opener of blue", value: "v", serial: "opener" });
    await created;
    expect(warn).not.toHaveBeenCalled();
  });

  test("says nothing of what is configured wrong", () => {
    const connect = () => {
      throw new ConfigurationError("canaryConsoleUrl is missing.");
    };
    expect(start(api, definition, { connect }).check("a", { ...blue }).failures).toEqual([]);
  });
});

describe("what leaves state to another resource", () => {
  const definition: BoxDefinition = {
    ...namedBox,
    loss: ({ serial }, managing, declared) =>
      declared.serial === undefined && serial !== managing.serial ? `Declare serial: "${serial ?? ""}".` : undefined,
  };

  async function leftTo(inputs: BoxInputs): Promise<void> {
    const { id, state } = await made();
    const run = start(api, definition);
    run.check("b", { ...inputs });
    run.diff("b", id, { ...state, serial: "other" }, { ...inputs });
    await run.delete(id, state);
  }

  test("stays where that one would have to know something of it, and says how to tell it", async () => {
    const error = await failureOf(leftTo(blue));
    expect(error).toBeInstanceOf(LifecycleError);
    expect(error.message).toBe('The resource "b" manages it now. Declare serial: "generated".');
    expect(api.held.size).toBe(1);
  });

  test("leaves where that one was told", async () => {
    await leftTo({ ...blue, serial: "generated" });
    expect(api.held.size).toBe(1);
  });
});

test("a create that is refused since something is there by now says that it exists", async () => {
  const find = jest.fn<ReturnType<NonNullable<BoxDefinition["find"]>>, []>();
  find.mockResolvedValueOnce(undefined).mockResolvedValueOnce({ id: BLUE, state: blue });
  api.fail("create", apiError("refused"));
  const error = await failureOf(start(api, { ...namedBox, find }).create("a", blue));
  expect(error).toBeInstanceOf(AlreadyExists);
  expect(error.cause).toMatchObject({ outcome: "refused" });
});

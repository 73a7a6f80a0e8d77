import type { Siblings } from "../../../provider/lifecycle/lifecycle";
import { BoxApi, type BoxInputs, failureOf, namedBox, start } from "./boxes";

const blue: BoxInputs = { name: "blue", value: "value", pin: "pin" };

let api: BoxApi;
let noted: Set<string>;
let siblings: Siblings;
beforeEach(() => {
  api = new BoxApi();
  noted = new Set();
  siblings = { noteManaged: (key) => noted.add(key).has(key), isManaged: (key) => noted.has(key) };
});

const run = () => start(api, namedBox, { siblings });

test("what another process has taken over is not deleted, and what it has not is", async () => {
  const made = await start(api).create("a", blue);
  const red = await start(api).create("b", { ...blue, name: "red" });
  await run().update("a", made.id, made.state, blue);
  await run().delete(made.id, made.state);
  await run().delete(red.id, red.state);
  expect([...api.held.keys()]).toEqual(["blue"]);
});

test("the same in another account is another thing", async () => {
  const { id, state } = await start(api).create("a", blue);
  api.shelf = "top";
  await run().update("a", id, { ...state, shelf: "top" }, blue);
  api.shelf = "bottom";
  await run().delete(id, { ...state, shelf: "bottom" });
  expect(api.held.size).toBe(0);
});

test("no note holds anything of what it is about", async () => {
  await run().create("a", blue);
  expect([...noted]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

test("what is only replaced since its provider is keeps what the API never shows", async () => {
  await start(api).create("a", blue);
  const next = run();
  next.keep("a", { ...blue });
  await expect(next.create("a", blue)).resolves.toMatchObject({ state: { pin: "pin" } });
  expect(api.calls.filter((call) => call === "update")).toEqual([]);
});

test("what is replaced and declared otherwise is changed", async () => {
  await start(api).create("a", blue);
  const next = run();
  next.keep("a", { ...blue });
  await next.create("a", { ...blue, value: "new-value" });
  expect(api.held.get("blue")?.value).toBe("new-value");
});

test("what would be forgotten is named with the resource", async () => {
  await start(api).create("a", blue);
  const next = start(api, { ...namedBox, loss: () => undefined }, { siblings });
  next.keep("a", { ...blue });
  expect((await failureOf(next.create("a", blue))).message).toBe(
    "The box blue can't go over to the replaced provider, which does not know what was there before. Declare it as serial, " +
      "or give the resource a Provider of its own.",
  );
  await expect(next.create("a", { ...blue, serial: "generated" })).resolves.toMatchObject({ id: "box/blue" });
});

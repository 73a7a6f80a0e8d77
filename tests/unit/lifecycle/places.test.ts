import { ApiError } from "../../../provider/http/errors";
import { LifecycleError } from "../../../provider/lifecycle/errors";
import { BoxApi, type BoxInputs, apiError, failureOf, namedBox, start } from "./boxes";

const blue: BoxInputs = { name: "blue", value: "value" };
const BLUE = "box/blue";

let api: BoxApi;
beforeEach(() => {
  api = new BoxApi();
});

/** A run in which boxes are on a shelf that is there, gone, or can't be asked for. */
function on(shelf: "there" | "gone" | "unknown") {
  const isGone = () => (shelf === "unknown" ? Promise.reject(new Error("down")) : Promise.resolve(shelf === "gone"));
  return start(api, { ...namedBox, place: { absence: () => "There is no such shelf.", isGone } });
}

const transient = new ApiError("failed: busy", { call: "POST /boxes", outcome: "refused", transient: true });
const limited = new ApiError("failed: slow down", {
  call: "POST /boxes",
  outcome: "refused",
  transient: false,
  rejectedUnprocessed: true,
});

describe("a create that fails", () => {
  test("says so where there is no such place", async () => {
    const refused = apiError("refused");
    api.fail("create", refused);
    const error = await failureOf(on("gone").create("a", blue));
    expect(error).toBeInstanceOf(LifecycleError);
    expect(error.message).toBe("The box blue can't be created. There is no such shelf.");
    expect(error.cause).toBe(refused);
  });

  test.each<[string, Parameters<typeof on>[0], Error]>([
    ["the place is there", "there", apiError("refused")],
    ["the place can't be asked for", "unknown", apiError("refused")],
    ["the API is busy", "gone", transient],
    ["the API limits calls", "gone", limited],
    ["something else is wrong", "gone", new LifecycleError("failed: defect")],
  ])("is as it was where %s", async (_why, shelf, failure) => {
    api.fail("create", failure);
    expect(await failureOf(on(shelf).create("a", blue))).toBe(failure);
  });
});

describe("a read or a delete that fails", () => {
  test.each<[string, Error]>([
    ["the API is busy", transient],
    ["the API limits calls", limited],
    ["something else is wrong", new LifecycleError("failed: defect")],
  ])("is as it was where %s", async (_why, failure) => {
    api.fail("read", failure);
    expect(await failureOf(on("gone").read(BLUE, blue))).toBe(failure);
    api.fail("delete", failure);
    expect(await failureOf(on("gone").delete(BLUE, blue))).toBe(failure);
  });
});

test("what an API still shows of a place that is gone is gone", async () => {
  const { id, state } = await on("there").create("a", blue);
  await expect(on("gone").read(id, state)).resolves.toBeUndefined();
  await expect(on("unknown").read(id, state)).resolves.toMatchObject({ id });
});

import { Fixture, declare } from "./fixture";
import { SECRET, flock, specimenOf } from "../specimens";

const generic = specimenOf("CanaryGenericWebhook");
const headers = { "X-Source": "console", Authorization: `Bearer ${SECRET}` };

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
  flock(fixture.emulator).generic.push({ url: generic.inputs.url as string, headers, webhook_id: "from-the-console" });
});
afterAll(() => fixture.stop());

/** A webhook whose header values are not known. */
function named(headerNames: string[], urn?: string) {
  return declare(generic, { headers: undefined, headerNames, adoptExisting: true }, urn);
}

function changingCalls(): string[] {
  return fixture.emulator.requests.filter(({ method }) => method !== "GET").map(({ call }) => call);
}

describe("headerNames instead of headers", () => {
  test("take over what is there without a change", async () => {
    await fixture.up([named(["authorization", "X-Source"])], "create");
    expect(changingCalls()).toEqual([]);
    expect(fixture.resource.outputs).not.toHaveProperty("headers");
    await fixture.stack.refresh();
    expect(await fixture.stack.preview([named(["authorization", "X-Source"])])).toEqual([]);
    await fixture.up([], "delete");
    expect(flock(fixture.emulator).generic).toEqual([]);
  });

  test("can't create what is not there, unless there are none", async () => {
    flock(fixture.emulator).generic = [];
    expect(await fixture.failingUp([named(["X-Source"])])).toContain("Give them as headers instead of headerNames");
    expect(fixture.stack.resources.size).toBe(0);
    expect(changingCalls()).toEqual([]);
    await fixture.up([named([])], "create");
    expect(flock(fixture.emulator).generic).toMatchObject([{ headers: {} }]);
  });

  test("ask for values when other names are declared, in a preview already", async () => {
    await fixture.up([named(["Authorization", "X-Source"])], "create");
    await expect(fixture.stack.preview([named(["Authorization", "X-Other"])])).rejects.toThrow(
      "Give them as headers instead of headerNames",
    );
    expect(changingCalls()).toEqual([]);
  });

  test("ask for values when the console has other names", async () => {
    await fixture.up([named(["Authorization", "X-Source"])], "create");
    for (const webhook of flock(fixture.emulator).generic) webhook.headers = { "X-Other": "1" };
    await fixture.stack.refresh();
    await expect(fixture.stack.up([named(["Authorization", "X-Source"])])).rejects.toThrow("Give them as headers");
    expect(changingCalls()).toEqual([]);
  });

  test("give way to headers, which removes and adds the webhook", async () => {
    await fixture.up([named(["Authorization", "X-Source"])], "create");
    const declared = [declare(generic, { adoptExisting: true })];
    expect(await fixture.stack.preview(declared)).toEqual([{ urn: "it", operation: "update" }]);
    await fixture.up(declared, "update");
    expect(changingCalls()).toEqual(["generic/remove", "generic/add"]);
    expect(generic.held(fixture.emulator)).toEqual(generic.expected);
    expect(await fixture.stack.preview(declared)).toEqual([]);
  });

  test("are sent never, not even where the values can't be put back", async () => {
    await fixture.up([named(["Authorization", "X-Source"])], "create");
    fixture.emulator.addFault({ call: "generic/add", fault: { kind: "status", status: 400 } });
    expect(await fixture.failingUp([declare(generic)])).toContain("is absent now");
    await fixture.up([declare(generic)], "update");
    expect(generic.held(fixture.emulator)).toEqual(generic.expected);
  });
});

import { Fixture, declare } from "./fixture";
import { flock, specimenOf } from "../specimens";
import type { Host } from "./host";
import { Stack } from "./engine";

const generic = specimenOf("CanaryGenericWebhook");
const splunk = specimenOf("CanarySplunkWebhook");
const integration = specimenOf("CoralogixIntegration");
const other = { headers: { "X-Source": "soc-sensor", Authorization: "Bearer another" } };
const otherNames = { headers: { "X-Other": "value" } };

let fixture: Fixture;
let patient: Host;
beforeAll(async () => {
  fixture = await Fixture.start();
  // Long enough for everything that is only late here.
  patient = await fixture.hostWith({ "alert-webhooks:listLagSeconds": "10" });
});
beforeEach(() => {
  fixture.reset();
  fixture.emulator.listLagMs = 0;
});
afterAll(async () => {
  await patient.stop();
  await fixture.stop();
});

/** Has this in state, with a list that lags from now on. */
async function made(specimen: typeof generic, lagMs = 300): Promise<void> {
  fixture.stack = new Stack(patient);
  await fixture.up([declare(specimen)], "create");
  fixture.emulator.listLagMs = lagMs;
}

const headersHeld = () => flock(fixture.emulator).generic.map(({ headers }) => headers);

describe.each([
  ["values", other],
  ["names", otherNames],
])("a generic webhook whose header %s change", (_what, change) => {
  const changed = declare(generic, change);

  test("is seen with its new headers by a list that lags, before the change counts as done", async () => {
    await made(generic);
    await fixture.up([changed], "update");
    expect(headersHeld()).toEqual([change.headers]);
    expect(await fixture.stack.preview([changed])).toEqual([]);
  });

  test("is put back where the API refuses the new headers, although a lagging list still shows the old", async () => {
    await made(generic);
    fixture.emulator.addFault({ call: "generic/add", times: 2, fault: { kind: "status", status: 400 } });
    expect(await fixture.failingUp([changed])).toContain("as it was");
    expect(headersHeld()).toEqual([generic.inputs.headers]);
    fixture.emulator.listLagMs = 0;
    await fixture.up([changed], "update");
    expect(headersHeld()).toEqual([change.headers]);
  });

  test("is added once a removal that takes effect after its answer has done so", async () => {
    await made(generic, 0);
    fixture.emulator.addFault({ call: "generic/remove", fault: { kind: "late", delayMs: 300, answer: 200 } });
    await fixture.up([changed], "update");
    expect(headersHeld()).toEqual([change.headers]);
  });

  test("is not added while a removal that was not answered may still come", async () => {
    const hasty = await fixture.hostWith({ "alert-webhooks:callTimeoutSeconds": "1" });
    try {
      await made(generic, 0);
      fixture.stack = fixture.stackOn(hasty);
      fixture.emulator.addFault({ call: "generic/remove", fault: { kind: "late", delayMs: 1_500 } });
      fixture.emulator.clearRequests();
      expect(await fixture.failingUp([changed])).toContain("may be absent now");
      expect(fixture.count("generic/add")).toBe(0);
      while (flock(fixture.emulator).generic.length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
      await fixture.up([changed], "update");
      expect(headersHeld()).toEqual([change.headers]);
    } finally {
      await hasty.stop();
    }
  });

  test("is changed once, where the removal takes effect without an answer and the list lags", async () => {
    await made(generic);
    fixture.emulator.addFault({ call: "generic/remove", fault: { kind: "status", status: 503, effect: "after" } });
    await fixture.up([changed], "update");
    expect(headersHeld()).toEqual([change.headers]);
  });

  test("stays due where the list does not show it in time", async () => {
    await made(generic, 600_000);
    fixture.stack = fixture.stackOn(fixture.host);
    expect(await fixture.failingUp([changed])).toContain("the API does not show it yet");
    fixture.emulator.listLagMs = 0;
    await fixture.up([changed], "update");
    expect(headersHeld()).toEqual([change.headers]);
    expect(await fixture.stack.preview([changed])).toEqual([]);
  });

  test("stays due where the list can't be read", async () => {
    await made(generic, 0);
    const fault = { kind: "html", status: 404 } as const;
    fixture.emulator.addFault({ call: "generic/list", skip: 1, times: Infinity, fault });
    fixture.stack = fixture.stackOn(fixture.host);
    expect(await fixture.failingUp([changed])).toContain("Whether it took effect could not be read");
    expect(headersHeld()).toEqual([change.headers]);
    fixture.emulator.clearFaults();
    await fixture.up([declare(generic)], "update");
    expect(headersHeld()).toEqual([generic.inputs.headers]);
  });
});

test("a webhook that is re-added and lost again is not taken for the one that was removed", async () => {
  await made(generic, 0);
  fixture.emulator.behaviour.duplicateAdd = "ignored";
  fixture.emulator.addFault({ call: "generic/remove", fault: { kind: "late", delayMs: 200, answer: 200 } });
  fixture.stack = fixture.stackOn(fixture.host);
  const changed = declare(generic, other);
  expect(await fixture.failingUp([changed])).toContain("does not show it yet");
  while (flock(fixture.emulator).generic.length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await fixture.up([changed], "update");
  expect(headersHeld()).toEqual([other.headers]);
});

describe("a Splunk webhook in a flock whose list lags", () => {
  test("is created", async () => {
    fixture.stack = new Stack(patient);
    fixture.emulator.listLagMs = 300;
    await fixture.up([declare(splunk)], "create");
    expect(splunk.held(fixture.emulator)).toEqual(splunk.expected);
  });

  test("is created, where its add took effect and was answered by something else than the API", async () => {
    fixture.stack = new Stack(patient);
    fixture.emulator.listLagMs = 300;
    fixture.emulator.addFault({ call: "splunk/add", fault: { kind: "html", status: 404, effect: "after" } });
    await fixture.up([declare(splunk)], "create");
    expect(splunk.held(fixture.emulator)).toEqual(splunk.expected);
  });

  test("is changed by one call", async () => {
    await made(splunk);
    fixture.emulator.clearRequests();
    const [change = {}] = splunk.changes;
    await fixture.up([declare(splunk, change)], "update");
    expect(fixture.count("splunk/add")).toBe(1);
    expect(fixture.count("splunk/remove")).toBe(0);
    expect(flock(fixture.emulator).splunk).toMatchObject(change);
  });
});

test("a Splunk webhook whose first add came late, and makes the API refuse the second, is created", async () => {
  fixture.stack = new Stack(patient);
  fixture.emulator.behaviour.splunkPresent = "error";
  fixture.emulator.listLagMs = 300;
  fixture.emulator.addFault({ call: "splunk/add", fault: { kind: "status", status: 503, effect: "after" } });
  await fixture.up([declare(splunk)], "create");
  expect(splunk.held(fixture.emulator)).toEqual(splunk.expected);
});

describe("an integration in an account whose list lags", () => {
  test("is updated by one call", async () => {
    await made(integration);
    fixture.emulator.clearRequests();
    await fixture.up([declare(integration, integration.changes[0])], "update");
    expect(fixture.count("integrations update")).toBe(1);
  });

  test("is created once, where the first attempt took effect without an answer", async () => {
    fixture.stack = new Stack(patient);
    fixture.emulator.listLagMs = 300;
    fixture.emulator.addFault({ call: "integrations create", fault: { kind: "status", status: 503, effect: "after" } });
    await fixture.up([declare(integration)], "create");
    expect(integration.held(fixture.emulator)).toEqual(integration.expected);
  });

  test("is created once, where the first attempt took effect after its time was up", async () => {
    const hasty = await fixture.hostWith({ "alert-webhooks:callTimeoutSeconds": "1" });
    try {
      fixture.stack = new Stack(hasty);
      fixture.emulator.addFault({ call: "integrations create", fault: { kind: "late", delayMs: 1_500 } });
      expect(await fixture.failingUp([declare(integration)])).toContain("may or may not be in place");
      const isThere = () => (integration.held(fixture.emulator) as unknown[]).length > 0;
      while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 50));
      await fixture.stack.up([declare(integration)]);
      expect(integration.held(fixture.emulator)).toEqual(integration.expected);
    } finally {
      await hasty.stop();
    }
  });
});

describe("what two stacks create at once", () => {
  const kinds = ["CanaryGenericWebhook", "CanaryMsTeamsWebhook"] as const;
  test.each(kinds)("fails in one of them: %s", async (className) => {
    const specimen = specimenOf(className);
    const ours = new Stack(fixture.host);
    const theirs = new Stack(patient);
    const results = await Promise.all([ours, theirs].map((stack) => stack.up([declare(specimen)])));
    const failures = results.flat().flatMap(({ failure }) => failure ?? []);
    expect(failures).toEqual([
      expect.objectContaining({ message: expect.stringContaining("exists already") as string }),
    ]);
    expect(specimen.held(fixture.emulator)).toEqual(specimen.expected);
  });

  test("is not taken over where others added it since an earlier read", async () => {
    await fixture.up([declare(specimenOf("CanaryMsTeamsWebhook"), {}, "other")], "create");
    await fixture.up([declare(generic, { url: "https://soc.example.com/first" }, "first")], "create", "delete");
    flock(fixture.emulator).generic.push({ url: String(generic.inputs.url), headers: {}, webhook_id: "theirs" });
    const before = fixture.holdings();
    fixture.emulator.behaviour.duplicateAdd = "replaced";
    expect(
      await fixture.failingUp([declare(generic, { url: "https://soc.example.com/first" }, "first"), declare(generic)]),
    ).toContain("exists already");
    expect(fixture.holdings()).toEqual(before);
  });
});

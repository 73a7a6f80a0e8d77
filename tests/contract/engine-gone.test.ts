import { setTimeout as sleep } from "node:timers/promises";

import type { Fault } from "../../emulator";
import { Stack } from "./engine";
import { Fixture, declare } from "./fixture";
import type { Host, HostKind } from "./host";
import { flock, specimenOf } from "../specimens";

const generic = specimenOf("CanaryGenericWebhook");
const splunk = specimenOf("CanarySplunkWebhook");
const other = { headers: { "X-Other": "value" } };
const unavailable: Fault = { kind: "status", status: 503 };

describe.each<HostKind>(["dynamic provider", "plugin"])("the %s", (kind) => {
  let fixture: Fixture;
  let host: Host;
  beforeAll(async () => {
    fixture = await Fixture.start();
  });
  beforeEach(async () => {
    fixture.reset();
    // It repeats for as long as a test takes.
    host = await fixture.hostWith(
      {
        "alert-webhooks:backoffSeconds": "0.2",
        "alert-webhooks:maxWaitSeconds": "0.2",
        "alert-webhooks:maxAttempts": "1000",
      },
      undefined,
      kind,
    );
    fixture.stack = new Stack(host);
  });
  afterEach(() => host.stop());
  afterAll(() => fixture.stop());

  /** Starts a run, and lets the engine be gone once a call has been made; then the API heals. */
  async function loseEngineAt(call: string, program: Parameters<Stack["up"]>[0]): Promise<void> {
    fixture.emulator.clearRequests();
    const run = fixture.stack.up(program).catch(() => undefined);
    while (fixture.count(call) === 0) await sleep(5);
    const ended = host.loseEngine();
    fixture.emulator.clearFaults();
    await ended;
    await run;
  }

  test.each([
    ["a change", "generic/remove", () => [declare(generic, other)]],
    ["a deletion", "generic/remove", () => []],
    ["a creation", "splunk/add", () => [declare(generic), declare(splunk, {}, "splunk")]],
  ])("%s that is being repeated is not sent again once the engine is gone", async (_what, call, program) => {
    await fixture.up([declare(generic)], "create");
    const before = fixture.holdings();
    fixture.emulator.addFault({ call, times: Infinity, fault: unavailable });
    await loseEngineAt(call, program());
    expect(fixture.count(call)).toBe(1);
    expect(fixture.holdings()).toEqual(before);
  });

  test("a webhook that was just removed is added, once", async () => {
    await fixture.up([declare(generic)], "create");
    fixture.emulator.addFault({ call: "generic/remove", fault: { kind: "delay", delayMs: 500 } });
    await loseEngineAt("generic/remove", [declare(generic, other)]);
    expect(fixture.count("generic/add")).toBe(1);
    expect(flock(fixture.emulator).generic).toMatchObject([other]);
  });

  test("a webhook that was just removed does not wait for a rate limit to be added", async () => {
    await fixture.up([declare(generic)], "create");
    const throttled: Fault = { kind: "status", status: 429, retryAfter: 60 };
    fixture.emulator.addFault({ call: "generic/add", fault: throttled });
    await loseEngineAt("generic/add", [declare(generic, other)]);
    expect(fixture.count("generic/add")).toBe(2);
    expect(flock(fixture.emulator).generic).toMatchObject([other]);
  });

  test("a Splunk webhook that was just removed is added, once", async () => {
    await fixture.up([declare(splunk)], "create");
    const [change = {}] = splunk.changes;
    fixture.emulator.behaviour.splunkPresent = "error";
    fixture.emulator.addFault({ call: "splunk/remove", fault: { kind: "delay", delayMs: 500 } });
    await loseEngineAt("splunk/remove", [declare(splunk, change)]);
    expect(fixture.count("splunk/add")).toBe(2);
    expect(flock(fixture.emulator).splunk).toMatchObject(change);
  });

  test("a host without anything under way ends with its engine", async () => {
    await fixture.up([declare(generic)], "create");
    await host.loseEngine();
  });
});

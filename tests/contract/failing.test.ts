import type { Fault } from "../../emulator";
import { CanaryConsole } from "../../provider/canary/console";
import { DEFAULT_LIMITS } from "../../provider/http/limits";
import { freePort } from "../ports";
import { AUTH_TOKEN, FLOCK, OTHER_FLOCK } from "../specimens";
import { type Declared, Stack, type Step } from "./engine";
import { Fixture } from "./fixture";
import type { Host } from "./host";

const RESOURCES = 30;
const ATTEMPTS = 10;

let fixture: Fixture;
let host: Host;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(async () => {
  fixture.reset();
  host = await fixture.hostWith({
    "alert-webhooks:maxAttempts": String(ATTEMPTS),
    "alert-webhooks:backoffSeconds": "0.05",
    "alert-webhooks:maxWaitSeconds": "0.05",
    "alert-webhooks:callTimeoutSeconds": "0.3",
  });
  fixture.stack = new Stack(host);
});
afterEach(() => host.stop());
afterAll(() => fixture.stop());

const webhook = (index: number, flockId: string): Declared => ({
  urn: `webhook-${String(index)}`,
  className: "CanaryGenericWebhook",
  inputs: { flockId, url: `https://soc.example/${String(index)}` },
});
const integration = (index: number): Declared => ({
  urn: `integration-${String(index)}`,
  className: "CoralogixIntegration",
  inputs: { type: "pager_duty", alias: `integration-${String(index)}`, serviceKey: "key" },
});
const programs: readonly (readonly [string, (index: number) => Declared])[] = [
  ["webhooks of one flock", (index) => webhook(index, FLOCK)],
  ["webhooks of as many flocks", (index) => webhook(index, `flock:${String(index)}`)],
  ["integrations", integration],
];

const declared = (of: (index: number) => Declared) => Array.from({ length: RESOURCES }, (_, index) => of(index));
const failuresOf = (steps: readonly Step[]) => steps.flatMap(({ failure }) => failure?.message ?? []);

/** Does what has to succeed by a host that gives each call the usual time, however busy the machine is. */
async function patiently(command: (calm: Stack) => Promise<readonly Step[]>): Promise<void> {
  const calm = fixture.stackOn(fixture.host);
  expect(failuresOf(await command(calm))).toEqual([]);
  fixture.stack.resources.clear();
  for (const [urn, resource] of calm.resources) fixture.stack.resources.set(urn, resource);
}

const faults: readonly (readonly [string, Fault, number])[] = [
  // One that is answered at once may be sent once for each of the others, as a probe.
  ["answers 500", { kind: "status", status: 500 }, RESOURCES],
  ["breaks each connection", { kind: "reset" }, RESOURCES],
  // A probe takes as long as a call may take, so there are few.
  ["never answers", { kind: "hang" }, 10],
];

describe.each(faults)("an API that %s", (_how, fault, probes) => {
  test.each(programs)(`fails ${String(RESOURCES)} %s together, in each command`, async (_what, of) => {
    const { emulator, stack } = fixture;
    const { [FLOCK]: empty } = emulator.state.flocks;
    if (empty === undefined) throw new Error("the flock is missing");
    for (let index = 0; index < RESOURCES; index++) {
      emulator.state.flocks[`flock:${String(index)}`] = structuredClone(empty);
    }
    const commands = [
      () => stack.up(declared(of), { continueOnError: true }),
      () => stack.refresh(),
      () => stack.destroy({ continueOnError: true }),
    ];
    for (const command of commands) {
      emulator.addFault({ times: Infinity, fault });
      emulator.clearRequests();
      const failures = failuresOf(await command());
      expect(failures).toHaveLength(RESOURCES);
      for (const failure of failures) expect(failure).toContain(new URL(emulator.url).host);
      // Eight are under way when the first one fails for good.
      expect(emulator.requests.length).toBeLessThanOrEqual(8 * ATTEMPTS + probes);
      emulator.clearFaults();
      if (stack.resources.size === 0) await patiently((calm) => calm.up(declared(of)));
    }
    await patiently((calm) => calm.destroy());
  });
});

test.each([false, true])("the webhooks of one flock ask once together, going on after errors: %s", async (goOn) => {
  const { emulator, stack } = fixture;
  emulator.addFault({ times: Infinity, fault: { kind: "hang" } });
  const of = (index: number) => webhook(index, FLOCK);
  expect(failuresOf(await stack.up(declared(of), { continueOnError: goOn })).length).toBeGreaterThan(0);
  expect(emulator.requests.length).toBeLessThanOrEqual(ATTEMPTS + 10);
});

test("a flock whose list always fails takes no other with it", async () => {
  const { emulator, stack } = fixture;
  emulator.intercept = ({ call, params }) => {
    if (call === "generic/list" && params.flock_id === FLOCK) throw new Error("This flock is broken.");
  };
  const of = (index: number) => webhook(index, index % 2 === 0 ? FLOCK : OTHER_FLOCK);
  const failures = failuresOf(await stack.up(declared(of), { continueOnError: true }));
  expect(failures).toHaveLength(RESOURCES / 2);
  expect(emulator.state.flocks[OTHER_FLOCK]?.generic).toHaveLength(RESOURCES / 2);
});

describe("an address that is wrong", () => {
  test.each([
    ["refuses connections", async () => `http://127.0.0.1:${String(await freePort())}`, /ECONNREFUSED/],
    ["has no name", () => Promise.resolve("https://console.invalid"), /ENOTFOUND|EAI_AGAIN/],
  ])("%s: it fails at once, by its name and that of its setting", async (_how, address, code) => {
    const consoleUrl = await address();
    // Where it were repeated, the test would be.
    const patient = await fixture.hostWith({
      "alert-webhooks:canaryConsoleUrl": consoleUrl,
      "alert-webhooks:backoffSeconds": "3600",
      "alert-webhooks:maxWaitSeconds": "3600",
      "alert-webhooks:totalTimeoutSeconds": "7200",
      "alert-webhooks:maxAttempts": "2",
    });
    try {
      const stack = new Stack(patient);
      const failures = failuresOf(await stack.up([webhook(1, FLOCK), webhook(2, FLOCK)], { continueOnError: true }));
      expect(failures).toHaveLength(2);
      for (const failure of failures) {
        expect(failure).toMatch(code);
        expect(failure).toContain(`GET ${new URL(consoleUrl).host}/api/`);
        expect(failure).toContain("The address is that of alert-webhooks:canaryConsoleUrl.");
      }
    } finally {
      await patient.stop();
    }
  });
});

test("what takes long is reported", async () => {
  const { emulator } = fixture;
  emulator.addFault({ fault: { kind: "hang" } });
  const reports: string[] = [];
  const limits = { ...DEFAULT_LIMITS, callTimeoutSeconds: 6, backoffSeconds: 0.001 };
  const options = { consoleUrl: emulator.url, authToken: AUTH_TOKEN, limits };
  const console = new CanaryConsole({ ...options, notify: (message) => reports.push(message) });
  await expect(console.flock(FLOCK).generic.find("https://soc.example/")).resolves.toBeUndefined();
  const call = `GET ${new URL(emulator.url).host}/api/v1/flock/settings/webhooks/generic/list`;
  const report = (seconds: number) => `${call} has no answer yet. Waiting for ${String(seconds)} s more at most.`;
  // It comes between the fifth second and the sixth, which ends the call.
  expect([302, 301, 300].map(report)).toContain(reports[0]);
  expect(reports).toHaveLength(1);
});

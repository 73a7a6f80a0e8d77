import { setTimeout as sleep } from "node:timers/promises";

import type { InterceptedCall } from "../../emulator";
import { type Declared, Stack } from "./engine";
import { Fixture, declare } from "./fixture";
import type { Host } from "./host";
import { FLOCK, OTHER_FLOCK, SECRET, type Specimen, specimenOf } from "../specimens";

let fixture: Fixture;
let otherHost: Host;
beforeAll(async () => {
  fixture = await Fixture.start();
  otherHost = await fixture.hostWith({});
});
beforeEach(() => {
  fixture.reset();
});
afterAll(async () => {
  await otherHost.stop();
  await fixture.stop();
});

const generic = specimenOf("CanaryGenericWebhook");
const msTeams = specimenOf("CanaryMsTeamsWebhook");
const integration = specimenOf("CoralogixIntegration");

/** Six of a kind in a flock, which differ in their URL. */
function six(specimen: Specimen, flockId: string, who: string, headers?: object): Declared[] {
  return Array.from({ length: 6 }, (_, index) => {
    const url = `https://${who}.example.com/${index}/${SECRET}`;
    return declare(specimen, { flockId, url, headers }, `${who} ${specimen.title} ${flockId} ${index}`);
  });
}

/** Runs `up` and expects that nothing fails. */
async function up(stack: Stack, program: readonly Declared[]): Promise<void> {
  expect((await stack.up(program)).flatMap(({ failure }) => failure ?? [])).toEqual([]);
}

/** The flock and the kind of webhook that a call changes, and no more than that of a call that changes nothing. */
function placeOf({ method, call, params }: InterceptedCall): string | undefined {
  return method === "POST" ? `${String(params.flock_id)} ${call.split("/")[0] ?? ""}` : undefined;
}

describe("the changes of one stack", () => {
  const everywhere = [FLOCK, OTHER_FLOCK].flatMap((flockId) => [
    ...six(generic, flockId, "it", { Authorization: SECRET }),
    ...six(msTeams, flockId, "it"),
  ]);

  it("to one flock's webhooks of a kind never overlap", async () => {
    const underWay = new Map<string, number>();
    const most = new Map<string, number>();
    fixture.emulator.intercept = async (call) => {
      const place = placeOf(call);
      if (place === undefined) return;
      const now = (underWay.get(place) ?? 0) + (call.phase === "before" ? 1 : -1);
      underWay.set(place, now);
      most.set(place, Math.max(most.get(place) ?? 0, now));
      // Leaves the others the time to come in.
      if (call.phase === "before") await sleep(10);
    };
    await up(fixture.stack, everywhere);
    await fixture.stack.destroy();
    expect(Object.fromEntries(most)).toEqual({
      [`${FLOCK} generic`]: 1,
      [`${FLOCK} ms_teams`]: 1,
      [`${OTHER_FLOCK} generic`]: 1,
      [`${OTHER_FLOCK} ms_teams`]: 1,
    });
  });

  it("to different flocks run side by side", async () => {
    const waiting = new Map<string, () => void>();
    // No change is let through before one to the other flock has come in as well.
    fixture.emulator.intercept = async (call) => {
      const flock = placeOf(call)?.replace(/ .*/, "");
      if (flock === undefined || call.phase === "after" || waiting.size === 2) return;
      await new Promise<void>((resolve) => {
        waiting.set(flock, resolve);
        if (waiting.size === 2) for (const release of waiting.values()) release();
      });
    };
    await up(
      fixture.stack,
      [FLOCK, OTHER_FLOCK].map((flockId) => declare(generic, { flockId }, flockId)),
    );
    expect([...waiting.keys()].sort()).toEqual([FLOCK, OTHER_FLOCK].sort());
  });

  it("of headers keep each removal together with the addition that follows it", async () => {
    await up(fixture.stack, six(generic, FLOCK, "it", { Authorization: SECRET }));
    fixture.emulator.clearRequests();
    await up(fixture.stack, six(generic, FLOCK, "it", { Authorization: `other ${SECRET}` }));
    const sent = fixture.emulator.requests
      .filter(({ method }) => method === "POST")
      .map(({ call, body }) => ({ call, url: (body as { url: string }).url }));
    const urls = sent.filter((_, index) => index % 2 === 0).map(({ url }) => url);
    expect(new Set(urls).size).toBe(6);
    expect(sent).toEqual(
      urls.flatMap((url) => [
        { call: "generic/remove", url },
        { call: "generic/add", url },
      ]),
    );
  });
});

describe("what is under way at once in a flock", () => {
  const many = (header: string) =>
    Array.from({ length: 40 }, (_, index) =>
      declare(generic, { url: `https://it.example.com/${index}`, headers: { Authorization: header } }, String(index)),
    );

  it("shares the reads that it needs", async () => {
    await up(fixture.stack, many("first"));
    expect(fixture.count("generic/add")).toBe(40);
    expect(fixture.count("generic/list")).toBeLessThan(20);
    fixture.emulator.clearRequests();
    await up(fixture.stack, many("second"));
    expect(fixture.count("generic/remove") + fixture.count("generic/add")).toBe(80);
    expect(fixture.count("generic/list")).toBeLessThanOrEqual(41);
    fixture.emulator.clearRequests();
    await fixture.stack.refresh();
    expect(fixture.emulator.requests.map(({ call }) => call).sort()).toEqual(["flocks/summary", "generic/list"]);
  });
});

describe("two stacks that change one flock at once", () => {
  const programOf = (who: string, header: string): Declared[] => [
    ...six(generic, FLOCK, who, { Authorization: `${header} ${SECRET}` }),
    ...six(msTeams, FLOCK, who),
    ...Array.from({ length: 6 }, (_, index) =>
      declare(integration, { alias: `${who} ${index}` }, `${who} integration ${index}`),
    ),
  ];

  it("lose nothing of each other's", async () => {
    const ours = fixture.stack;
    const theirs = new Stack(otherHost);
    const both = (header: string) =>
      Promise.all([up(ours, programOf("ours", header)), up(theirs, programOf("theirs", header))]);

    await both("first");
    await both("second");
    for (const [stack, who] of [
      [ours, "ours"],
      [theirs, "theirs"],
    ] as const) {
      expect(await stack.refresh()).toEqual([]);
      expect(stack.resources.size).toBe(18);
      expect(await stack.preview(programOf(who, "second"))).toEqual([]);
    }
    const held = fixture.holdings();

    await Promise.all([theirs.destroy(), up(ours, programOf("ours", "third"))]);
    await both("second");
    expect(fixture.holdings()).toEqual(held);
  });
});

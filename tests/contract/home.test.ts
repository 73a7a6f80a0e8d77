import { Emulator } from "../../emulator";
import type { Stack, Step } from "./engine";
import { Fixture, declare, settingsFor } from "./fixture";
import { Host } from "./host";
import { API_KEY, AUTH_TOKEN, FLOCK, FLOCKS, specimenOf, specimens } from "../specimens";

/** Their account, and ours, hold the very same. */
const THEIR_COMPANY = 4711;

let fixture: Fixture;
let theirs: Emulator;
let theirHost: Host;
beforeAll(async () => {
  fixture = await Fixture.start();
  theirs = await Emulator.start({ authTokens: [AUTH_TOKEN], apiKeys: [API_KEY], flocks: FLOCKS });
  theirHost = await Host.start(settingsFor(theirs));
});
beforeEach(() => {
  fixture.reset();
});
afterAll(async () => {
  await theirHost.stop();
  await theirs.stop();
  await fixture.stop();
});

/** Lets their account hold what ours does, under the same numbers. */
function copyToThem(): void {
  const { state } = fixture.emulator;
  theirs.state.flocks = structuredClone(state.flocks);
  for (const [key, account] of Object.entries(state.accounts)) {
    theirs.state.accounts[key] = { ...structuredClone(account), companyId: THEIR_COMPANY };
  }
  theirs.clearRequests();
}

const failuresOf = (steps: readonly Step[]) => steps.flatMap(({ failure }) => failure?.message ?? []);

/** What a run says that has to fail. A change that can't even be compared ends it. */
const refusalsOf = (run: Promise<Step[]>) => run.then(failuresOf, (error: unknown) => [(error as Error).message]);
const hostOf = ({ url }: Emulator) => new URL(url).host;

/** One of each class, and how messages name where it lives. */
const every = [...specimens.filter(({ vendor }) => vendor === "canary"), specimenOf("CoralogixIntegration")].map(
  (specimen) => [specimen.className, specimen] as const,
);

describe.each(every)("a %s whose configuration leads to a look-alike", (_name, specimen) => {
  const declared = declare(specimen);
  const named = () =>
    specimen.vendor === "canary"
      ? [hostOf(fixture.emulator), hostOf(theirs)]
      : [String(fixture.emulator.state.accounts[API_KEY]?.companyId), String(THEIR_COMPANY)];
  let stack: Stack;
  beforeEach(async () => {
    fixture.prepare(specimen, ...specimen.changes, ...specimen.replaces);
    await fixture.up([declared], "create");
    copyToThem();
    stack = fixture.stackOn(theirHost);
  });
  afterEach(() => {
    expect(theirs.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(stack.resources.size).toBe(1);
  });

  it.each([
    ["a preview without a change", () => stack.preview([declared])],
    ["a preview of a replacement", () => stack.preview([declare(specimen, specimen.replaces[0] ?? {})])],
    ["an up with a change", () => stack.up([declare(specimen, specimen.changes[0] ?? { adoptExisting: true })])],
    ["a refresh", () => stack.refresh()],
    ["a deletion", () => stack.up([])],
  ])("is refused by %s, which names both", async (_command, run) => {
    const [message = "", ...others] = await refusalsOf(run());
    expect(others).toEqual([]);
    for (const name of named()) expect(message).toContain(name);
    expect(message).toMatch(/To move it on purpose/);
  });
});

test("a resource that failed half-way is not touched in another console", async () => {
  const generic = specimenOf("CanaryGenericWebhook");
  fixture.emulator.addFault({ call: "generic/add", fault: { kind: "reset", effect: "after" } });
  fixture.emulator.addFault({ call: "generic/list", skip: 1, times: 3, fault: { kind: "reset" } });
  await fixture.failingUp([declare(generic)]);
  copyToThem();
  const stack = fixture.stackOn(theirHost);
  for (const run of [() => stack.up([declare(generic)]), () => stack.refresh(), () => stack.up([])]) {
    expect(await refusalsOf(run())).toEqual([expect.stringContaining(hostOf(fixture.emulator))]);
  }
  expect(theirs.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("a renamed console is declared by one setting, and the next up records its new name", async () => {
  const generic = specimenOf("CanaryGenericWebhook");
  await fixture.up([declare(generic)], "create");
  copyToThem();
  const host = await Host.start({
    ...settingsFor(theirs),
    "alert-webhooks:canaryFormerConsoleUrl": fixture.emulator.url,
  });
  try {
    expect(failuresOf(await fixture.stackOn(host).refresh())).toEqual([]);
    const stack = fixture.stackOn(host);
    const steps = await stack.up([declare(generic)]);
    expect(steps).toEqual([{ urn: "it", operation: "update" }]);
    expect(theirs.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(await stack.preview([declare(generic)])).toEqual([]);
    expect([...stack.resources.values()][0]?.outputs).toMatchObject({ consoleHost: hostOf(theirs) });
    expect(failuresOf(await stack.up([]))).toEqual([]);
    expect(theirs.state.flocks[FLOCK]?.generic).toEqual([]);
  } finally {
    await host.stop();
  }
});

describe("an integration's number", () => {
  const integration = specimenOf("CoralogixIntegration");
  const inAccount = (emulator: Emulator) => emulator.state.accounts[API_KEY]?.integrations[0];
  const changed = () => declare(integration, { ...integration.changes[0] });

  test.each([true, false])(
    "that another type has by now is neither overwritten nor deleted (company shown: %s)",
    async (shown) => {
      fixture.emulator.behaviour.companyShown = shown;
      await fixture.up([declare(integration)], "create");
      Object.assign(inAccount(fixture.emulator) ?? {}, { integration_type_id: 3, integration_type_fields: "[]" });
      const before = fixture.emulator.snapshot();
      for (const program of [[changed()], []]) {
        expect(await fixture.failingUp(program)).toContain("of another type");
      }
      expect(fixture.emulator.snapshot()).toEqual(before);
    },
  );

  test("that has another name and no uuid of ours, where no company is shown, is not ours", async () => {
    fixture.emulator.behaviour.companyShown = false;
    await fixture.up([declare(integration)], "create");
    Object.assign(inAccount(fixture.emulator) ?? {}, { alias: "theirs", integration_type_fields: "[]" });
    const before = fixture.emulator.snapshot();
    for (const program of [[changed()], []]) {
      expect(await fixture.failingUp(program)).toContain('but "theirs"');
    }
    expect(fixture.emulator.snapshot()).toEqual(before);
  });

  test("that was renamed in the console is still ours", async () => {
    await fixture.up([declare(integration)], "create");
    Object.assign(inAccount(fixture.emulator) ?? {}, { alias: "renamed" });
    await fixture.up([], "delete");
    expect(fixture.emulator.state.accounts[API_KEY]?.integrations).toEqual([]);
  });

  test("says nothing in an account without integrations", async () => {
    await fixture.up([declare(integration)], "create");
    theirs.state.accounts[API_KEY] = { companyId: THEIR_COMPANY, integrations: [] };
    expect(failuresOf(await fixture.stackOn(theirHost).preview([declare(integration)]))).toEqual([]);
  });
});

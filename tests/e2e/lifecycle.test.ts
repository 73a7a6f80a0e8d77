import type { CommandResult } from "../../scripts/stack";
import {
  BY_HAND,
  FLOCK,
  OTHER_FLOCK,
  type Properties,
  type Specimen,
  account,
  flock,
  specimenOf,
  specimens,
} from "../specimens";
import { addByHand, everyResource, markers, prepareAll, secrets, withArgs } from "./every-resource";
import { Scenario, withoutUuids } from "./scenario";

const resources = everyResource();
const names = (of: readonly Specimen[] = specimens) => of.map(({ name }) => name).sort();

let scenario: Scenario;
let before: unknown;

beforeAll(async () => {
  scenario = await Scenario.start({ secrets });
  addByHand(scenario.emulator);
  before = scenario.held();
  prepareAll(scenario.emulator);
});

afterAll(() => scenario.close());

/** What a command did, as it tells the user: the names of the resources, by verb. */
function done({ stdout }: CommandResult): Record<string, string[]> {
  const lines = stdout.matchAll(/:\w+ (?<name>\S+) (?<verb>created|updated|replaced|deleted)\b/g);
  const byVerb: Record<string, string[]> = {};
  for (const { groups: { name = "", verb = "" } = {} } of lines) (byVerb[verb] ??= []).push(name);
  for (const list of Object.values(byVerb)) list.sort();
  return byVerb;
}

async function ids(): Promise<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(await scenario.resources()).map(([name, { id }]) => [name, id]));
}

/** The arguments of all resources, with a change of each. */
const changedBy = (changeOf: (specimen: Specimen) => Properties) =>
  withArgs(resources, Object.fromEntries(specimens.map((specimen) => [specimen.name, changeOf(specimen)])));

/** All that can be changed in place, at once. */
const inPlace = ({ changes }: Specimen): Properties =>
  Object.fromEntries(changes.flatMap(Object.entries).filter(([, value]) => value !== undefined));
/** All but the last of what replaces, at once, and the last. */
const otherReplacements = ({ replaces }: Specimen): Properties =>
  Object.assign({}, ...replaces.slice(0, -1)) as Properties;
const replacement = ({ replaces }: Specimen): Properties => replaces.at(-1) ?? {};

const heldOf = ({ held }: Specimen) => withoutUuids(held(scenario.emulator));

/** What others have made by hand, in the order in which it shows. */
function byHand(): string[] {
  const { generic, ms_teams, slack } = flock(scenario.emulator);
  const all = [...generic, ...ms_teams, ...slack, ...account(scenario.emulator).integrations];
  return all.map((entry) => JSON.stringify(entry)).filter((text) => text.includes(BY_HAND));
}

describe("The life of every resource", () => {
  let declared: unknown;
  let left: string[];

  test("preview plans to create each, shows hosts and header names, and makes no call", async () => {
    left = byHand();
    scenario.declare(resources);
    const { stdout } = await scenario.preview(["--diff"]);
    expect(stdout).toContain(`+ ${resources.length + 1} to create`);
    const urls = specimens.flatMap(({ inputs }) => (inputs.url === undefined ? [] : [inputs.url as string]));
    for (const url of urls) expect(stdout).toContain(new URL(url).host);
    expect(stdout).toContain('[0]: "Authorization"');
    expect(stdout).toMatch(/url +: \[secret\]/);
    expect(markers.filter((marker) => stdout.includes(marker))).toEqual([]);
    expect(scenario.calls()).toEqual([]);
  });

  test("up makes the APIs hold what is declared, and nothing else", async () => {
    const result = await scenario.up();
    expect(done(result)).toEqual({ created: [...names(), "declared-dev"].sort() });
    expect(specimens.map(heldOf)).toEqual(specimens.map(({ expected }) => withoutUuids(expected)));
    expect(byHand()).toEqual(left);
    // The uuid of a sendlog integration is in its payload as well.
    const sendlog = JSON.stringify(specimenOf("CoralogixIntegration", "sendlog").held(scenario.emulator));
    const uuids = sendlog.match(/[\da-f]{8}-[-\da-f]{27}/g);
    expect([uuids?.length, new Set(uuids).size]).toEqual([2, 1]);
    declared = scenario.held();
  });

  test("neither preview nor refresh sees a change, and neither makes one", async () => {
    const preview = await scenario.preview(["--expect-no-changes"]);
    const refresh = await scenario.refresh(["--expect-no-changes"]);
    for (const { stdout } of [preview, refresh]) expect(stdout).toContain(`${resources.length + 1} unchanged`);
    expect(scenario.held()).toEqual(declared);
  });

  test("refresh sees what others changed, and up repairs it in place", async () => {
    const idsBefore = await ids();
    // Nobody can change an MS Teams webhook, and a Slack one only in Slack: they are removed below.
    const changeable = specimens.filter(({ drifts, shownOnly = [] }) =>
      Object.keys(drifts).some((property) => !shownOnly.includes(property)),
    );
    for (const { drifts, shownOnly = [] } of changeable) {
      // What is generated and not declared is as good as any other.
      const seen = Object.entries(drifts).filter(([property]) => property !== "uuid" && !shownOnly.includes(property));
      for (const [, drift] of seen) drift(scenario.emulator);
    }
    expect(done(await scenario.refresh())).toEqual({ updated: names(changeable) });
    expect(done(await scenario.up())).toEqual({ updated: names(changeable) });
    expect(scenario.held()).toEqual(declared);
    expect(await ids()).toEqual(idsBefore);
  });

  test("refresh sees what others removed, and up adds it again", async () => {
    const removable = specimens.filter(({ remove }) => remove !== undefined);
    for (const { remove } of removable) remove?.(scenario.emulator);
    expect(done(await scenario.refresh())).toEqual({ deleted: names(removable) });
    const up = await scenario.up([], { expectSuccess: false });
    // All but Slack's: that takes a person.
    expect(up.code).not.toBe(0);
    expect(up.output).toContain("does not exist, and the API can't add it. Add it in the Canary console");
    prepareAll(scenario.emulator);
    await scenario.up();
    expect(scenario.held()).toEqual(declared);
    await scenario.preview(["--expect-no-changes"]);
  });

  test("what the APIs can change is changed in place", async () => {
    const idsBefore = await ids();
    const changeable = specimens.filter(({ changes }) => changes.length > 0);
    scenario.declare(changedBy(inPlace));
    const plan = await scenario.plan();
    expect(Object.keys(plan).sort()).toEqual(names(changeable));
    expect(new Set(Object.values(plan).flatMap((steps) => steps.map(({ op }) => op)))).toEqual(new Set(["update"]));

    scenario.calls();
    expect(done(await scenario.up())).toEqual({ updated: names(changeable) });
    expect(await ids()).toEqual(idsBefore);
    expect(scenario.calls().filter((call) => /^(integrations|webhooks) create$/.test(call))).toEqual([]);
    for (const specimen of changeable) {
      const { mode, headers, host, port, token, alias, name, url, generic, msTeams, splunk } = inPlace(specimen);
      const expected: Record<string, unknown> = {
        CanaryFlockWebhookSettings: mode,
        CanaryFlockWebhooks: [generic, msTeams, splunk],
        CanaryGenericWebhook: [{ headers }],
        CanarySplunkWebhook: { host, port, token },
        CoralogixIntegration: [{ alias, url: url ?? "" }],
        CoralogixOutboundWebhook: [{ alias: name, url: url ?? "" }],
      };
      expect({ held: heldOf(specimen) }).toMatchObject({ held: expected[specimen.className] });
    }
  });

  test("what they can't is replaced, the new one first", async () => {
    scenario.declare(changedBy(replacement));
    prepareAll(scenario.emulator, replacement);
    scenario.calls();
    expect(done(await scenario.up()).replaced).toEqual(names());

    const calls = scenario.calls();
    for (const [added, removed] of [
      ["generic/add", "generic/remove"],
      ["ms_teams/add", "ms_teams/remove"],
      ["splunk/add", "splunk/remove"],
      ["slack", "slack/remove"],
      ["integrations create", "integrations delete"],
      ["webhooks create", "webhooks delete"],
    ] as const) {
      expect(calls).toEqual(expect.arrayContaining([added, removed]));
      expect(calls.indexOf(added)).toBeLessThan(calls.indexOf(removed));
    }
    const { state } = scenario.emulator;
    const [generic, teams, splunk, slack] = specimens.map((specimen) => ({
      ...specimen.inputs,
      ...replacement(specimen),
    }));
    expect(state.flocks[FLOCK]).toMatchObject({
      mode: "global",
      splunk: null,
      generic: [{}, { url: generic?.url, headers: generic?.headers }],
      ms_teams: [expect.stringContaining(BY_HAND), teams?.url],
      slack: [{}, { channel: slack?.channel }],
    });
    expect(state.flocks[OTHER_FLOCK]).toMatchObject({ mode: "disabled", splunk: { host: splunk?.host } });
    const integrations = specimens.filter(({ vendor }) => vendor === "coralogix").map(replacement);
    expect(
      account(scenario.emulator)
        .integrations.map(({ alias }) => alias)
        .sort(),
    ).toEqual([BY_HAND, ...integrations.map(({ alias, name }) => (alias ?? name) as string)].sort());
    expect(byHand()).toEqual(left);
  });

  test("so does every other property that the API has no call for", async () => {
    const others = specimens.filter(({ replaces }) => replaces.length > 1);
    scenario.declare(changedBy(otherReplacements));
    const plan = await scenario.plan();
    for (const specimen of others) {
      expect(plan[specimen.name]).toMatchObject([{ op: "replace" }]);
      const reasons = plan[specimen.name]?.[0]?.replaceReasons;
      expect(reasons).toEqual(expect.arrayContaining(Object.keys(otherReplacements(specimen))));
    }
  });

  test("destroy leaves what was there before", async () => {
    await scenario.destroy();
    expect(scenario.held()).toEqual(before);
    expect(await scenario.resources()).toEqual({});
  });
});

import { DEFAULT_API_KEY } from "../../emulator";
import type { CommandResult } from "../../scripts/stack";
import { FLOCK, SLACK, addWhatWasThere, everyResource, hostOf, markers, secrets, withArgs } from "./every-resource";
import { Scenario } from "./scenario";

const OTHER_FLOCK = "flock:0a1b2c";
const CANARY = ["settings", "soc", "teams", "splunk", "slack"];
const resources = everyResource();
const names = resources.map(({ name }) => name);

let scenario: Scenario;
let before: unknown;

beforeAll(async () => {
  scenario = await Scenario.start({ emulator: { flocks: [FLOCK, OTHER_FLOCK] }, secrets });
  addWhatWasThere(scenario.emulator);
  before = scenario.held();
});

afterAll(() => scenario.close());

function flock(id = FLOCK) {
  const found = scenario.emulator.state.flocks[id];
  if (found === undefined) throw new Error(`The emulator has no ${id}.`);
  return found;
}

function integration(alias: string) {
  const found = scenario.emulator.state.accounts[DEFAULT_API_KEY]?.integrations.find((other) => other.alias === alias);
  if (found === undefined) throw new Error(`The emulator has no integration ${alias}.`);
  return found;
}

function fields(alias: string): Record<string, unknown> {
  const list = JSON.parse(integration(alias).integration_type_fields ?? "[]") as { name: string; value: unknown }[];
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

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

function except<T>(list: readonly T[], ...left: readonly T[]): T[] {
  return list.filter((item) => !left.includes(item)).sort();
}

describe("The life of every resource", () => {
  let declared: unknown;

  test("preview plans to create each, shows hosts and header names, and makes no call", async () => {
    scenario.declare(resources);
    const { stdout } = await scenario.preview(["--diff"]);
    expect(stdout).toContain(`+ ${resources.length + 1} to create`);
    for (const name of ["socUrl", "teamsUrl", "webhookUrl", "jiraUrl"] as const) expect(stdout).toContain(hostOf(name));
    expect(stdout).toContain('[0]: "Authorization"');
    expect(stdout).toMatch(/url +: \[secret\]/);
    expect(Object.values(markers).filter((marker) => stdout.includes(marker))).toEqual([]);
    expect(scenario.calls()).toEqual([]);
  });

  test("up makes the APIs hold what is declared, and nothing else", async () => {
    const result = await scenario.up();
    expect(done(result)).toEqual({ created: except([...names, "declared-dev"]) });
    expect(flock()).toMatchObject({
      mode: "enabled",
      generic: [
        { url: "https://by-hand.example/generic", headers: { "X-By": "hand" } },
        { url: secrets.socUrl, headers: { Authorization: secrets.socAuthorization, "X-Source": "canary" } },
      ],
      ms_teams: ["https://by-hand.example/teams", secrets.teamsUrl],
      splunk: { host: "hec.example", port: "8088", token: secrets.splunkToken },
      slack: [{ ...SLACK, url: secrets.slackUrl }, { channel: "#by-hand" }],
    });
    expect(integration("slack-channel")).toMatchObject({ integration_type_id: 0, url: secrets.slackUrl });
    expect(integration("webhook")).toMatchObject({ integration_type_id: 1, url: secrets.webhookUrl });
    expect(fields("webhook")).toMatchObject({
      method: "post",
      headers: { Authorization: secrets.webhookHeader },
      payload: { title: "$ALERT_NAME", key: secrets.webhookPayload },
    });
    expect(integration("pager-duty")).toMatchObject({ integration_type_id: 2, url: "" });
    expect(fields("pager-duty")).toEqual({ serviceKey: secrets.pagerDutyKey });
    const { uuid, payload } = fields("sendlog");
    expect(payload).toEqual({ privateKey: secrets.sendlogPayload, logEntries: [{ severity: 3 }], uuid });
    expect(fields("email-group")).toEqual({ payload: ["soc@acme.example", "cto@acme.example"] });
    expect(integration("microsoft-teams")).toMatchObject({ integration_type_id: 5, url: secrets.microsoftTeamsUrl });
    expect(fields("jira")).toEqual({ apiToken: secrets.jiraToken, email: "soc@acme.example", projectKey: "SOC" });
    expect(integration("opsgenie")).toMatchObject({ integration_type_id: 7, url: secrets.opsgenieUrl });
    expect(fields("demisto")).toMatchObject({ method: "put", headers: { "X-Key": secrets.demistoHeader } });
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
    flock().mode = "disabled";
    const soc = flock().generic.find(({ url }) => url === secrets.socUrl);
    if (soc !== undefined) soc.headers = { "X-Source": "others" };
    flock().splunk = { host: "hec.elsewhere.example", port: "8089", token: "other" };
    const elsewhere = "https://elsewhere.example/";
    for (const alias of ["slack-channel", "microsoft-teams", "opsgenie"]) integration(alias).url = elsewhere;
    for (const alias of ["webhook", "demisto"]) {
      const changed = { ...fields(alias), method: "get", headers: {}, payload: { by: "others" } };
      integration(alias).integration_type_fields = JSON.stringify(
        Object.entries(changed).map(([name, value]) => ({ name, value })),
      );
    }
    integration("pager-duty").integration_type_fields = JSON.stringify([{ name: "serviceKey", value: "other" }]);
    integration("email-group").integration_type_fields = JSON.stringify([
      { name: "payload", value: ["x@acme.example"] },
    ]);
    integration("jira").integration_type_fields = "[]";
    integration("sendlog").alias = "renamed";

    // Nobody can change an MS Teams webhook, and a Slack one only in Slack: they are removed below.
    const drifted = except(names, "teams", "slack");
    expect(done(await scenario.refresh())).toEqual({ updated: drifted });
    expect(done(await scenario.up())).toEqual({ updated: drifted });
    expect(scenario.held()).toEqual(declared);
    expect(await ids()).toEqual(idsBefore);
  });

  test("refresh sees what others removed, and up adds it again", async () => {
    const hand = flock().slack;
    Object.assign(flock(), { generic: flock().generic.slice(0, 1), ms_teams: flock().ms_teams.slice(0, 1) });
    Object.assign(flock(), { splunk: null, slack: hand.slice(1) });
    const account = scenario.emulator.state.accounts[DEFAULT_API_KEY];
    if (account !== undefined) account.integrations = account.integrations.slice(0, 1);

    expect(done(await scenario.refresh())).toEqual({ deleted: except(names, "settings") });
    const up = await scenario.up([], { expectSuccess: false });
    // All but Slack's: that takes a person.
    expect(up.code).not.toBe(0);
    expect(up.output).toContain("does not exist, and the API can't add it. Add it in the Canary console");
    flock().slack = hand;
    await scenario.up();
    expect(scenario.held()).toEqual(declared);
    await scenario.preview(["--expect-no-changes"]);
  });

  test("what the APIs can change is changed in place", async () => {
    const idsBefore = await ids();
    const urls = Object.fromEntries(
      ["slack-channel", "webhook", "sendlog", "microsoft-teams", "jira", "opsgenie", "demisto"].map((name) => [
        name,
        { url: "https://new.example/", alias: `${name} 2` },
      ]),
    );
    scenario.declare(
      withArgs(resources, {
        settings: { mode: "disabled" },
        soc: { headers: { Authorization: "new" } },
        splunk: { host: "hec2.example", port: "8089", token: "new" },
        "pager-duty": { serviceKey: "new" },
        "email-group": { emails: ["new@acme.example"] },
        ...urls,
      }),
    );
    const plan = await scenario.plan();
    const changed = except(names, "teams", "slack");
    expect(Object.keys(plan).sort()).toEqual(changed);
    expect(new Set(Object.values(plan).flatMap((steps) => steps.map(({ op }) => op)))).toEqual(new Set(["update"]));

    scenario.calls();
    expect(done(await scenario.up())).toEqual({ updated: changed });
    expect(await ids()).toEqual(idsBefore);
    expect(flock()).toMatchObject({
      mode: "disabled",
      splunk: { host: "hec2.example", port: "8089", token: "new" },
      generic: [{}, { url: secrets.socUrl, headers: { Authorization: "new" } }],
    });
    expect(integration("jira 2").url).toBe("https://new.example/");
    expect(fields("pager-duty")).toEqual({ serviceKey: "new" });
    expect(scenario.calls()).not.toContain("integrations create");
  });

  test("what they can't is replaced, the new one first", async () => {
    const replacing: Record<string, Record<string, unknown>> = {
      settings: { flockId: OTHER_FLOCK },
      soc: { url: "https://new.example/soc" },
      teams: { url: "https://new.example/teams" },
      splunk: { flockId: OTHER_FLOCK },
      slack: { channel: "#by-hand" },
      opsgenie: { type: "microsoft_teams" },
    };
    scenario.declare(withArgs(resources, replacing));
    scenario.calls();
    const result = await scenario.up();
    expect(done(result).replaced).toEqual(Object.keys(replacing).sort());
    expect(done(result).updated).toEqual(except(names, ...CANARY, "opsgenie"));

    const calls = scenario.calls();
    for (const [added, removed] of [
      ["generic/add", "generic/remove"],
      ["ms_teams/add", "ms_teams/remove"],
      ["splunk/add", "splunk/remove"],
      ["slack", "slack/remove"],
      ["integrations create", "integrations delete"],
    ] as const) {
      expect(calls).toEqual(expect.arrayContaining([added, removed]));
      expect(calls.indexOf(added)).toBeLessThan(calls.indexOf(removed));
    }
    expect(flock()).toMatchObject({ mode: "global", splunk: null, slack: [{ channel: "#by-hand" }] });
    expect(flock().generic.map(({ url }) => url)).toEqual([
      "https://by-hand.example/generic",
      "https://new.example/soc",
    ]);
    expect(flock().ms_teams).toEqual(["https://by-hand.example/teams", "https://new.example/teams"]);
    expect(flock(OTHER_FLOCK)).toMatchObject({ mode: "enabled", splunk: { host: "hec.example" } });
    expect(integration("opsgenie").integration_type_id).toBe(5);
  });

  test.each([
    ["flockId", { soc: {}, teams: {}, slack: {} }, { flockId: OTHER_FLOCK }],
    ["team", { slack: {} }, { team: "Elsewhere" }],
  ])("%s replaces too", async (property, which, args) => {
    const changes = Object.fromEntries(Object.keys(which).map((name) => [name, args]));
    scenario.declare(withArgs(resources, changes));
    const plan = await scenario.plan();
    for (const name of Object.keys(which)) {
      expect(plan[name]).toMatchObject([{ op: "replace" }]);
      expect(plan[name]?.[0]?.replaceReasons).toContain(property);
    }
  });

  test("destroy leaves what was there before", async () => {
    await scenario.destroy();
    // The Slack webhook that was declared last is the one that goes; what was declared before went with the replacement.
    flock().slack.push(
      { ...SLACK, configuration_url: "https://slack.example/1", url: secrets.slackUrl },
      {
        team: "Acme",
        channel: "#by-hand",
        configuration_url: "https://slack.example/2",
        url: "https://slack.example/h",
      },
    );
    expect(scenario.held()).toEqual(before);
    expect(await scenario.resources()).toEqual({});
  });
});

import { Semaphore } from "async-mutex";

import type { CommandResult } from "../../scripts/stack";
import { FLOCK, addWhatWasThere, everyResource, markers, secrets } from "./every-resource";
import { type Declared, Scenario, output, secret } from "./scenario";

type ClassName = Declared["className"];

const flockId = 'must be the id of a flock, such as "flock:default"';
const url = "must be an http or https URL without a user name or password in it";
const request = { method: "post", headers: {}, payload: {} };

/** Bad arguments, and what must be said of them, by path. */
const refused: [ClassName, Record<string, unknown>, Record<string, string>][] = [
  [
    "CanaryGenericWebhook",
    { flockId: "default", url: "ftp://soc.example/", headers: { "X Y": "1" }, colour: "red" },
    {
      flockId,
      url,
      'headers["X Y"]': "must be an HTTP header name",
      colour:
        "is not allowed here: a generic webhook takes flockId, url, headers, headerNames, adoptExisting, testOnCreate",
    },
  ],
  [
    "CanaryMsTeamsWebhook",
    { url: "http://teams.example/", testOnCreate: "yes" },
    {
      flockId: `is missing: it ${flockId}`,
      url: "must be an https URL without a user name or password in it",
      testOnCreate: "must be true or false",
    },
  ],
  [
    "CanarySplunkWebhook",
    { flockId: FLOCK, host: "https://hec.example", port: 65536 },
    {
      host: "must be a domain or an IP address, without scheme, port or path",
      port: "must be a port number, 1 to 65535",
      token: "is missing: it must be the HEC token",
    },
  ],
  [
    "CanarySlackWebhook",
    { flockId: FLOCK, team: "", url: "https://hooks.slack.example/" },
    {
      team: "must be the name that the console shows",
      channel: "is missing: it must be the name that the console shows",
      url: "is not allowed here: a Slack webhook takes flockId, team, channel, adoptExisting, testOnCreate",
    },
  ],
  [
    "CanaryFlockWebhookSettings",
    { flockId: FLOCK, mode: "on", testOnCreate: true },
    { mode: 'must be "enabled", "disabled" or "global"', testOnCreate: "is not allowed here" },
  ],
  [
    "CoralogixIntegration",
    { type: "teams", alias: "a" },
    { type: 'must be one of "slack", "webhook", "pager_duty", "sendlog"' },
  ],
  [
    "CoralogixIntegration",
    { type: "slack", alias: "a", serviceKey: "foreign" },
    {
      url: `is missing: it ${url}`,
      serviceKey: 'is not allowed here: an integration of type "slack" takes type, alias, url',
    },
  ],
  [
    "CoralogixIntegration",
    {
      type: "webhook",
      url: "https://hook.example/",
      ...request,
      method: "delete",
      payload: "{}",
      uuid: "1",
      apiToken: "x",
    },
    {
      alias: "is missing: it must be the integration's name",
      method: 'must be "get", "post" or "put"',
      payload: "must be a JSON object",
      uuid: "must be a UUID",
      apiToken: "is not allowed here",
    },
  ],
  [
    "CoralogixIntegration",
    { type: "pager_duty", alias: "a", url: "https://foreign.example/" },
    { serviceKey: "is missing: it must be the service's integration key", url: "is not allowed here" },
  ],
  [
    "CoralogixIntegration",
    { type: "sendlog", alias: "a", url: "https://hook.example/", method: "post", headers: { A: 1 }, emails: [] },
    { payload: "is missing: it must be a JSON object", "headers.A": "must be a string", emails: "is not allowed here" },
  ],
  [
    "CoralogixIntegration",
    { type: "email_group", alias: "a", emails: ["soc@acme.example", "nobody"], payload: {} },
    { "emails[1]": "must be an e-mail address", payload: "is not allowed here" },
  ],
  [
    "CoralogixIntegration",
    { type: "microsoft_teams", alias: "a", url: "https://user:password@teams.example/", method: "post" },
    { url, method: "is not allowed here" },
  ],
  [
    "CoralogixIntegration",
    { type: "jira", alias: "a", url: "https://jira.example/", apiToken: "", headers: {} },
    {
      apiToken: "must be the API token of the Jira user",
      email: "is missing: it must be an e-mail address",
      projectKey: "is missing: it must be the key of the Jira project",
      headers: "is not allowed here",
    },
  ],
  [
    "CoralogixIntegration",
    { type: "opsgenie", alias: "", projectKey: "x" },
    { alias: "must be", url: "is missing", projectKey: "is not allowed here" },
  ],
  [
    "CoralogixIntegration",
    { type: "demisto", alias: "a", ...request, url: "demisto", headers: { a: "1", A: "2" }, email: "x@y.example" },
    { url, headers: "must name each header once", email: "is not allowed here" },
  ],
];

describe("Bad input", () => {
  let scenario: Scenario;
  let results: CommandResult[];

  beforeAll(async () => {
    scenario = await Scenario.start({ secrets });
    // A preview ends with the first resource that is refused, so each has one of its own. They leave no trace.
    const slots = new Semaphore(2);
    results = await Promise.all(
      refused.map(([className, args]) =>
        slots.runExclusive(() => {
          scenario.declare([{ className, name: "bad", args }]);
          return scenario.preview([], { expectSuccess: false });
        }),
      ),
    );
  });

  afterAll(() => scenario.close());

  test.each(refused.map(([className, args, reasons], index) => ({ className, type: args.type ?? "", reasons, index })))(
    "of $className $type is refused in preview, with its path and what is allowed",
    ({ reasons, index }) => {
      const { code, stdout = "" } = results[index] ?? {};
      expect(code).not.toBe(0);
      for (const [path, reason] of Object.entries(reasons)) {
        expect(stdout).toContain(`resource 'bad' has a problem: ${path}: ${reason}`);
      }
      expect(stdout).toContain(`bad  ${Object.keys(reasons).length} error`);
    },
  );

  test("is refused before any call is made, also by up", async () => {
    scenario.declare([{ className: "CanarySplunkWebhook", name: "bad", args: { flockId: FLOCK } }]);
    const { code } = await scenario.up([], { expectSuccess: false });
    expect(code).not.toBe(0);
    expect(scenario.calls()).toEqual([]);
  });

  test("is not shown, since it may be a secret in the wrong place", async () => {
    scenario.declare([
      {
        className: "CanarySplunkWebhook",
        name: "bad",
        args: { flockId: FLOCK, host: "hec.example", port: 8088, token: [secret("splunkToken")] },
      },
    ]);
    const { code, stdout } = await scenario.preview(["--diff"], { expectSuccess: false });
    expect(code).not.toBe(0);
    expect(stdout).not.toContain(markers.splunkToken);
  });
});

describe("A value that is not known yet", () => {
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await Scenario.start({ secrets });
    addWhatWasThere(scenario.emulator);
  });

  afterAll(() => scenario.close());

  test("passes wherever it is, and is there in up", async () => {
    const [settings] = everyResource();
    if (settings === undefined) throw new Error("There is no resource.");
    const hook = { type: "webhook", ...request, url: secret("webhookUrl") };
    scenario.declare([
      { className: "CoralogixIntegration", name: "first", args: { ...hook, alias: "first" } },
      { className: "CanarySlackWebhook", name: "slack", args: { flockId: FLOCK, team: "Acme", channel: "#alerts" } },
      settings,
      {
        className: "CanaryGenericWebhook",
        name: "generic",
        args: {
          flockId: output("settings", "flockId"),
          url: output("slack", "url"),
          headers: { A: output("first", "id") },
        },
      },
      {
        className: "CanaryMsTeamsWebhook",
        name: "teams",
        args: { flockId: output("slack", "flockId"), url: output("slack", "url") },
      },
      {
        className: "CanarySplunkWebhook",
        name: "splunk",
        args: { flockId: FLOCK, host: output("slack", "host"), port: 8088, token: output("slack", "id") },
      },
      {
        className: "CoralogixIntegration",
        name: "second",
        args: {
          ...hook,
          alias: output("first", "uuid"),
          url: output("slack", "url"),
          payload: { a: [output("slack", "id")] },
        },
      },
      {
        className: "CoralogixIntegration",
        name: "third",
        args: { type: "email_group", alias: "third", emails: ["a@b.example"] },
      },
    ]);
    const preview = await scenario.preview();
    expect(preview.stdout).toContain("+ 9 to create");
    expect(scenario.calls()).toEqual([]);

    await scenario.up();
    const { generic, ms_teams, splunk } = scenario.emulator.state.flocks[FLOCK] ?? {};
    const resources = await scenario.resources();
    expect(generic?.at(-1)).toMatchObject({ url: secrets.slackUrl, headers: { A: resources.first?.id } });
    expect(ms_teams).toContain(secrets.slackUrl);
    expect(splunk).toMatchObject({ host: "slackurl.example", token: resources.slack?.id });
    await scenario.preview(["--expect-no-changes"]);
  });
});

import { Semaphore } from "async-mutex";

import type { CommandResult } from "../../scripts/stack";
import { SECRET, type Specimen, classNames, flock, specimenOf } from "../specimens";
import { addByHand, declare, prepareAll, secrets } from "./every-resource";
import { Scenario, output } from "./scenario";

/** One of each class, and something of each kind that is wrong. The unit tests check every rejected input. */
const refused = classNames.map((className) => {
  // Of the Coralogix, the one whose arguments are nested.
  const specimen = specimenOf(className, className === "CoralogixIntegration" ? "webhook" : undefined);
  return { specimen, ...wrong(specimen) };
});

/** Arguments of which one is missing, one is wrong and some are foreign, and what must be said of them, by path. */
function wrong({ required, refused, foreign, calledWhenRefused, ...specimen }: Specimen) {
  const [missing = "", reason = ""] = Object.entries(required).at(-1) ?? [];
  const bad = refused.findLast(({ path }) => !path.startsWith(missing) && path.startsWith("headers"));
  const { path, change, reason: why } = bad ?? refused.find((it) => it.path !== missing) ?? { path: "", reason: "" };
  const all = { ...foreign, unheardOf: "1" };
  return {
    declared: declare(
      { ...specimen, required, refused, foreign, calledWhenRefused },
      { ...change, ...all, [missing]: undefined },
    ),
    reasons: {
      [missing]: `is missing: it ${reason}`,
      [path]: why,
      ...Object.fromEntries(Object.keys(all).map((name) => [name, `is not allowed here: ${calledWhenRefused} takes `])),
    },
  };
}

describe("Bad input", () => {
  let scenario: Scenario;
  let results: CommandResult[];

  beforeAll(async () => {
    scenario = await Scenario.start({ secrets });
    // A preview ends with the first resource that is refused, so each has one of its own. They leave no trace.
    const slots = new Semaphore(2);
    results = await Promise.all(
      refused.map(({ declared }) =>
        slots.runExclusive(() => {
          scenario.declare([declared]);
          return scenario.preview([], { expectSuccess: false });
        }),
      ),
    );
  });

  afterAll(() => scenario.close());

  test.each(refused.map(({ specimen: { title, name }, reasons }, index) => ({ title, name, reasons, index })))(
    "of a $title is refused in preview, with its path and what is allowed",
    ({ name, reasons, index }) => {
      const { code, stdout = "" } = results[index] ?? {};
      expect(code).not.toBe(0);
      for (const [path, reason] of Object.entries(reasons)) {
        expect(stdout).toContain(`resource '${name}' has a problem: ${path}: ${reason}`);
      }
      expect(stdout).toContain(`${name}  ${Object.keys(reasons).length} error`);
      expect(stdout).not.toContain(SECRET);
    },
  );

  test("is refused before any call is made, also by up", async () => {
    scenario.declare([declare(specimenOf("CanarySplunkWebhook"), { token: undefined })]);
    const { code } = await scenario.up([], { expectSuccess: false });
    expect(code).not.toBe(0);
    expect(scenario.calls()).toEqual([]);
  });

  test("is not shown, since it may be a secret in the wrong place", async () => {
    const splunk = specimenOf("CanarySplunkWebhook");
    scenario.declare([declare(splunk, { token: [splunk.inputs.token] })]);
    const { code, stdout } = await scenario.preview(["--diff"], { expectSuccess: false });
    expect(code).not.toBe(0);
    expect(stdout).not.toContain(SECRET);
  });
});

describe("A value that is not known yet", () => {
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await Scenario.start({ secrets });
    addByHand(scenario.emulator);
    prepareAll(scenario.emulator);
  });

  afterAll(() => scenario.close());

  test("passes wherever it is, and is there in up", async () => {
    const slack = specimenOf("CanarySlackWebhook");
    const hook = specimenOf("CoralogixIntegration", "webhook");
    const named = (name: string, specimen: Specimen, args: Record<string, unknown>) => ({
      ...declare(specimen, { uuid: undefined, ...args }),
      name,
    });
    scenario.declare([
      named("first", hook, {}),
      declare(slack),
      declare(specimenOf("CanaryFlockWebhookSettings")),
      declare(specimenOf("CanaryGenericWebhook"), {
        flockId: output("settings", "flockId"),
        url: output("slack", "url"),
        headers: { A: output("first", "id") },
      }),
      declare(specimenOf("CanaryMsTeamsWebhook"), {
        flockId: output("slack", "flockId"),
        url: output("slack", "url"),
      }),
      declare(specimenOf("CanarySplunkWebhook"), { host: output("slack", "host"), token: output("slack", "id") }),
      named("second", hook, {
        alias: output("first", "uuid"),
        url: output("slack", "url"),
        payload: { a: [output("slack", "id")] },
      }),
      declare(specimenOf("CoralogixIntegration", "email_group")),
    ]);
    const preview = await scenario.preview();
    expect(preview.stdout).toContain("+ 9 to create");
    expect(scenario.calls()).toEqual([]);

    await scenario.up();
    const { generic, ms_teams, splunk } = flock(scenario.emulator);
    const resources = await scenario.resources();
    const [shown] = slack.held(scenario.emulator) as [{ url: string }];
    expect(generic.at(-1)).toMatchObject({ url: shown.url, headers: { A: resources.first?.id } });
    expect(ms_teams).toContain(shown.url);
    expect(splunk).toMatchObject({ host: "slackurl.example", token: resources.slack?.id });
    await scenario.preview(["--expect-no-changes"]);
  });
});

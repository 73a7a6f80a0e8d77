import { FLOCK, SECRET, type Specimen, account, flock, specimenOf, specimens } from "../specimens";
import { declare, prepareAll, secrets } from "./every-resource";
import { Scenario } from "./scenario";

const generic = specimenOf("CanaryGenericWebhook");
const teams = specimenOf("CanaryMsTeamsWebhook");

let scenario: Scenario;

/** Makes every resource, once for all tests. */
beforeAll(async () => {
  scenario = await Scenario.start({ secrets });
  prepareAll(scenario.emulator);
  scenario.declare({ host: "plugin", resources: specimens.map((specimen) => declare(specimen)) });
  await scenario.up();
});

/** Forgets them: state has nothing of them any more. */
beforeEach(async () => {
  const { deployment, ...rest } = await scenario.stack.export();
  await scenario.stack.replaceState(scenario.write("state", { ...rest, deployment: { ...deployment, resources: [] } }));
  scenario.emulator.clearRequests();
});

afterAll(() => scenario.close());

/** What a user would type: something short where that is clear. */
function shortIdOf({ className, inputs, name }: Specimen): string {
  switch (className) {
    case "CoralogixIntegration":
      return String(account(scenario.emulator).integrations.find(({ alias }) => alias === inputs.alias)?.id);
    case "CoralogixOutboundWebhook":
      return String(account(scenario.emulator).integrations.find(({ alias }) => alias === inputs.name)?.id);
    case "CanaryMsTeamsWebhook":
      return `${FLOCK}/ms_teams/teamsurl.example`;
    case "CanaryFlockWebhooks":
      return inputs.flockId as string;
    default:
      return `${FLOCK}/${name}`;
  }
}

/** What a program declares of what was imported: header values are not known. */
function declareImported(specimen: Specimen) {
  const headerNames = ["Authorization", "X-Source"];
  if (specimen === generic) return declare(generic, { headers: undefined, headerNames });
  if (specimen.className !== "CanaryFlockWebhooks") return declare(specimen);
  const webhooks = specimen.inputs.generic as { url: string }[];
  return declare(specimen, { generic: webhooks.map(({ url }) => ({ url, headerNames })) });
}

const type = ({ className }: Specimen) => `alert-webhooks:index:${className}`;

test("every resource is imported by a short id, by reads alone, and a program with the same values changes nothing", async () => {
  const before = scenario.emulator.snapshot();
  const entries = specimens.map((each) => ({ type: type(each), name: each.name, id: shortIdOf(each) }));
  const { stdout } = await scenario.stack.import(scenario.write("import", { resources: entries }));
  expect(stdout).not.toMatch(/warning|failed/i);
  expect(scenario.emulator.snapshot()).toEqual(before);
  expect(scenario.emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);

  const state = JSON.stringify(await scenario.stack.export());
  expect(Object.values(secrets).filter((value) => state.includes(value))).toEqual([]);
  expect(state).not.toContain(SECRET);
  scenario.declare({ host: "plugin", resources: specimens.map(declareImported) });
  await scenario.preview(["--expect-no-changes"]);
  await scenario.refresh(["--expect-no-changes"]);
  await scenario.preview(["--expect-no-changes"]);
  const { [teams.name]: imported } = await scenario.resources();
  expect(imported?.id).toMatch(/^flock:default\/ms_teams\/[0-9a-f]{16}$/);
});

test("a resource is imported by the option, and by the command, which protects it", async () => {
  const declared = { ...declare(teams), options: { import: shortIdOf(teams) } };
  scenario.declare({ host: "plugin", resources: [declared] });
  await scenario.preview();
  await scenario.up();
  await scenario.preview(["--expect-no-changes"]);
  expect(scenario.emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);

  const jira = specimenOf("CoralogixIntegration", "jira");
  await scenario.stack.run(["import", type(jira), jira.name, shortIdOf(jira), "--yes", "--generate-code=false"]);
  scenario.declare({ host: "plugin", resources: [declared, { ...declare(jira), options: { protect: true } }] });
  await scenario.preview(["--expect-no-changes"]);
});

test("what is imported and declared otherwise is changed at once, and what would be replaced is refused", async () => {
  const before = flock(scenario.emulator).splunk;
  const splunk = specimenOf("CanarySplunkWebhook");
  const options = { import: shortIdOf(splunk) };
  scenario.declare({ host: "plugin", resources: [{ ...declare(splunk, { host: "other.example" }), options }] });
  const { [splunk.name]: steps } = await scenario.plan();
  expect(steps?.map(({ op }) => op)).toEqual(["import", "update"]);
  await scenario.up();
  expect(splunk.held(scenario.emulator)).toMatchObject({ host: "other.example" });
  flock(scenario.emulator).splunk = before;

  const other = { ...declare(teams, { url: "https://other.example/" }), options: { import: shortIdOf(teams) } };
  scenario.declare({ host: "plugin", resources: [other] });
  const { stdout } = await scenario.up([], { expectSuccess: false });
  expect(stdout).toContain("previously-imported resources that still specify an ID may not be replaced");
  expect(stdout).not.toContain(SECRET);
});

test("an id that is not clear, or unknown, fails and lists the candidates", async () => {
  const { ms_teams: urls } = flock(scenario.emulator);
  urls.push(`https://other.example/${SECRET}`);
  const ids = [
    [
      teams,
      `${FLOCK}/ms_teams`,
      /The short id flock:default\/ms_teams may be any of 2 resources of the class CanaryMsTeamsWebhook: .*teamsurl\.example/,
    ],
    [
      teams,
      `${FLOCK}/ms_teams/x.example`,
      /There is no CanaryMsTeamsWebhook with the id .* There are: .*other\.example/,
    ],
    [
      specimenOf("CoralogixIntegration"),
      "1",
      /There is no CoralogixIntegration with the id 1\. There are: \d+ \(".* alerts"/,
    ],
    [
      specimenOf("CoralogixOutboundWebhook"),
      "1",
      /There is no CoralogixOutboundWebhook with the id 1\. There are: [-0-9a-f]{36} \(".* alerts" of type \w+/,
    ],
  ] as const;
  for (const [specimen, id, message] of ids) {
    const args = ["import", type(specimen), "it", id, "--yes", "--generate-code=false"];
    const { code, output } = await scenario.stack.run(args, { expectSuccess: false });
    expect(code).not.toBe(0);
    expect(output.replaceAll(/\s+/g, " ")).toMatch(message);
    expect(output).not.toContain(SECRET);
  }
  urls.pop();
});

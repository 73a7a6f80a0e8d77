import { FLOCK, SECRET, type Specimen, account, specimenOf, specimens } from "../specimens";
import { declare, prepareAll, secrets } from "./every-resource";
import { Scenario } from "./scenario";

const generic = specimenOf("CanaryGenericWebhook");
const teams = specimenOf("CanaryMsTeamsWebhook");

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.start({ secrets });
  prepareAll(scenario.emulator);
});

afterEach(() => scenario.close());

/** Makes every resource, and forgets it: state has nothing of it any more. */
async function makeAll(): Promise<void> {
  scenario.declare({ host: "plugin", resources: specimens.map((specimen) => declare(specimen)) });
  await scenario.up();
  const { deployment, ...rest } = await scenario.stack.export();
  await scenario.stack.replaceState(scenario.write("state", { ...rest, deployment: { ...deployment, resources: [] } }));
  scenario.calls();
}

/** What a user would type: something short where that is clear. */
function shortIdOf({ className, inputs, name }: Specimen): string {
  switch (className) {
    case "CoralogixIntegration":
      return String(account(scenario.emulator).integrations.find(({ alias }) => alias === inputs.alias)?.id);
    case "CanaryMsTeamsWebhook":
      return `${FLOCK}/ms_teams/teamsurl.example`;
    default:
      return `${FLOCK}/${name}`;
  }
}

/** What a program declares of what was imported: header values are not known. */
function declareImported(specimen: Specimen) {
  return specimen === generic
    ? declare(generic, { headers: undefined, headerNames: ["Authorization", "X-Source"] })
    : declare(specimen);
}

const type = ({ className }: Specimen) => `alert-webhooks:index:${className}`;

test("every resource is imported by a short id, by reads alone, and a program with the same values changes nothing", async () => {
  await makeAll();
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
  await makeAll();
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
  await makeAll();
  const splunk = specimenOf("CanarySplunkWebhook");
  const options = { import: shortIdOf(splunk) };
  scenario.declare({ host: "plugin", resources: [{ ...declare(splunk, { host: "other.example" }), options }] });
  const { [splunk.name]: steps } = await scenario.plan();
  expect(steps?.map(({ op }) => op)).toEqual(["import", "update"]);
  await scenario.up();
  expect(splunk.held(scenario.emulator)).toMatchObject({ host: "other.example" });

  const other = { ...declare(teams, { url: "https://other.example/" }), options: { import: shortIdOf(teams) } };
  scenario.declare({ host: "plugin", resources: [other] });
  const { stdout } = await scenario.up([], { expectSuccess: false });
  expect(stdout).toContain("previously-imported resources that still specify an ID may not be replaced");
  expect(stdout).not.toContain(SECRET);
});

test.each([
  {
    specimen: teams,
    id: `${FLOCK}/ms_teams`,
    message:
      /The short id flock:default\/ms_teams may be any of 2 resources of the class CanaryMsTeamsWebhook: .*teamsurl\.example/,
  },
  {
    specimen: teams,
    id: `${FLOCK}/ms_teams/x.example`,
    message: /There is no CanaryMsTeamsWebhook with the id .* There are: .*other\.example/,
  },
  {
    specimen: specimenOf("CoralogixIntegration"),
    id: "1",
    message: /There is no CoralogixIntegration with the id 1\. There are: 1050 \(".* alerts"/,
  },
])("the id $id is not clear, and the candidates are listed", async ({ specimen, id, message }) => {
  await makeAll();
  scenario.emulator.state.flocks[FLOCK]?.ms_teams.push(`https://other.example/${SECRET}`);
  const args = ["import", type(specimen), "it", id, "--yes", "--generate-code=false"];
  const { code, output } = await scenario.stack.run(args, { expectSuccess: false });
  expect(code).not.toBe(0);
  expect(output.replaceAll(/\s+/g, " ")).toMatch(message);
  expect(output).not.toContain(SECRET);
});

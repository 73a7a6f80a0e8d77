import { FLOCK, SLACK } from "./every-resource";
import { type Declared, Scenario } from "./scenario";

const options = { flockId: FLOCK, testOnCreate: true };
const resources: Declared[] = [
  { className: "CanaryGenericWebhook", name: "soc", args: { ...options, url: "https://soc.example/" } },
  { className: "CanaryMsTeamsWebhook", name: "teams", args: { ...options, url: "https://teams.example/" } },
  { className: "CanarySplunkWebhook", name: "splunk", args: { ...options, host: "hec", port: 8088, token: "token" } },
  { className: "CanarySlackWebhook", name: "slack", args: { ...options, ...SLACK } },
];
const tests = ["generic/test", "ms_teams/test", "slack/test", "splunk/test"];

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.start();
  scenario.emulator.addSlackWebhook(FLOCK, SLACK);
  scenario.declare(resources);
});

afterAll(() => scenario.close());

function testCalls(): string[] {
  return scenario
    .calls()
    .filter((call) => call.endsWith("/test"))
    .sort();
}

async function failed(): Promise<string[]> {
  const inState = Object.entries(await scenario.resources());
  return inState.filter(([, { initErrors }]) => initErrors !== undefined).map(([name]) => name);
}

describe("testOnCreate", () => {
  test("keeps a resource whose test fails, and reports it", async () => {
    scenario.emulator.behaviour.testResult = "error";
    const { code, stdout } = await scenario.up(["--continue-on-error"], { expectSuccess: false });
    expect(code).not.toBe(0);
    const diagnostics = stdout.slice(stdout.indexOf("Diagnostics:"));
    expect(diagnostics).toContain(`The generic webhook to soc.example of ${FLOCK} is in place, but its test failed`);
    expect(testCalls()).toEqual(tests);
    expect((await failed()).sort()).toEqual(["slack", "soc", "splunk", "teams"]);
    const flock = scenario.emulator.state.flocks[FLOCK];
    expect(flock).toMatchObject({ generic: [{ url: "https://soc.example/" }], splunk: { host: "hec" } });
  });

  test("tests again in the next up, until it succeeds", async () => {
    await scenario.up(["--continue-on-error"], { expectSuccess: false });
    expect(testCalls()).toEqual(tests);
    expect(await failed()).toHaveLength(4);

    scenario.emulator.behaviour.testResult = "success";
    await scenario.up();
    expect(testCalls()).toEqual(tests);
    expect(await failed()).toEqual([]);
  });

  test("does not test what was tested", async () => {
    await scenario.up(["--expect-no-changes"]);
    expect(testCalls()).toEqual([]);
  });
});

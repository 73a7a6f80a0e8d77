import { FLOCK, specimens } from "../specimens";
import { declare, prepareAll, secrets } from "./every-resource";
import { Scenario } from "./scenario";

const tested = specimens.filter(({ testCall }) => testCall !== undefined);
const names = tested.map(({ name }) => name).sort();
const tests = tested.map(({ testCall }) => testCall).sort();

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.start({ secrets });
  prepareAll(scenario.emulator);
  scenario.declare(tested.map((specimen) => declare(specimen, { testOnCreate: true })));
});

afterAll(() => scenario.close());

function testCalls(): string[] {
  return scenario
    .calls()
    .filter((call) => tests.includes(call))
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
    expect(diagnostics).toContain(
      `The generic webhook to genericurl.example of ${FLOCK} is in place, but its test failed`,
    );
    expect(testCalls()).toEqual(tests);
    expect((await failed()).sort()).toEqual(names);
    expect(tested.map(({ held }) => held(scenario.emulator))).toEqual(tested.map(({ expected }) => expected));
  });

  test("tests again in the next up, until it succeeds", async () => {
    await scenario.up(["--continue-on-error"], { expectSuccess: false });
    expect(testCalls()).toEqual(tests);
    expect(await failed()).toHaveLength(tested.length);

    scenario.emulator.behaviour.testResult = "success";
    await scenario.up();
    // A set has gone no further than the first of its webhooks so far.
    expect(testCalls()).toEqual([...tests, "ms_teams/test", "splunk/test"].sort());
    expect(await failed()).toEqual([]);
  });

  test("does not test what was tested", async () => {
    await scenario.up(["--expect-no-changes"]);
    expect(testCalls()).toEqual([]);
  });
});

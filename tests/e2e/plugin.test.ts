import { declare, prepareAll, secrets } from "./every-resource";
import { type Declared, Scenario } from "./scenario";
import { specimens } from "../specimens";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.start({ secrets });
});

afterEach(() => scenario.close());

function declareOnPlugin(resources: Declared[]): void {
  scenario.declare({ host: "plugin", resources });
}

test("every resource is created, found again and deleted", async () => {
  const before = scenario.held();
  prepareAll(scenario.emulator);
  declareOnPlugin(specimens.map((specimen) => declare(specimen)));
  await scenario.preview();
  expect(scenario.calls()).toEqual([]);
  await scenario.up();
  for (const { held, expected } of specimens) expect(held(scenario.emulator)).toEqual(expected);
  const state = JSON.stringify(await scenario.stack.export());
  expect(Object.values(secrets).filter((value) => state.includes(value))).toEqual([]);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.refresh(["--expect-no-changes"]);
  await scenario.destroy();
  expect(scenario.held()).toEqual(before);
});

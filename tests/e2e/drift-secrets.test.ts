import { DEFAULT_API_KEY } from "../../emulator";
import { Scenario } from "./scenario";

const MARK = "MARKaddedInTheConsole";

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.start();
});

afterAll(() => scenario.close());

test("a secret that a refresh has found, and that was not declared, is encrypted in inputs and outputs", async () => {
  const url = "https://soc.example/hook";
  scenario.declare([
    { className: "CoralogixIntegration", name: "soc", args: { type: "webhook", alias: "soc", url, payload: { a: 1 } } },
  ]);
  await scenario.up();
  for (const integration of scenario.emulator.state.accounts[DEFAULT_API_KEY]?.integrations ?? []) {
    integration.integration_type_fields = (integration.integration_type_fields ?? "").replace(
      '"headers","value":{}',
      `"headers","value":{"Authorization":"${MARK}"}`,
    );
  }
  await scenario.refresh();
  const shown = await scenario.stack.export({ showSecrets: true });
  expect(JSON.stringify(shown).split(MARK)).toHaveLength(3);
  expect(JSON.stringify(await scenario.stack.export())).not.toContain(MARK);
  await scenario.up();
  expect(JSON.stringify(scenario.emulator.snapshot())).not.toContain(MARK);
});

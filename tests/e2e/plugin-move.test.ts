import { everyResource, prepareAll, secrets } from "./every-resource";
import { type Declared, type Program, Scenario, connectionTo } from "./scenario";

const credentials = { token: "emea-token", key: "emea-key" };
const resources = everyResource();

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.start({
    secrets: { ...secrets, ...credentials },
    emulator: { authTokens: [credentials.token], apiKeys: [credentials.key] },
  });
  prepareAll(scenario.emulator);
});

afterEach(() => scenario.close());

/** The same resources, with what the plugin served told by its type. */
function withAliases(program: readonly Declared[]): Declared[] {
  return program.map(({ options, ...resource }) => {
    return { ...resource, options: { ...options, aliases: [{ type: `alert-webhooks:index:${resource.className}` }] } };
  });
}

async function types(): Promise<string[]> {
  const { deployment } = await scenario.stack.export();
  return [...new Set((deployment.resources ?? []).map(({ type }) => type.split(/[:/]/)[0] ?? ""))];
}

test("from dynamic to plugin and back, by the default and by an explicit provider, nothing is touched", async () => {
  const connection = connectionTo(scenario.emulator, { authToken: "token", apiKey: "key", limits: { maxAttempts: 3 } });
  const program: Program = {
    providers: { emea: connection },
    resources: resources.map((resource, index) =>
      index % 2 === 0 ? resource : { ...resource, options: { provider: "emea" } },
    ),
  };
  scenario.declare(program);
  await scenario.up();
  const before = scenario.emulator.snapshot();
  scenario.calls();

  scenario.declare({ ...program, host: "plugin" });
  const { stdout } = await scenario.preview();
  expect(stdout).toContain(` ${resources.length + 1} unchanged`);
  await scenario.up();
  expect(scenario.calls()).toEqual([]);
  expect(await types()).toContain("alert-webhooks");
  await scenario.refresh(["--expect-no-changes"]);
  await scenario.preview(["--expect-no-changes"]);

  scenario.declare({ ...program, resources: withAliases(program.resources) });
  const plan = await scenario.plan();
  for (const { name } of resources) expect(plan[name]?.map(({ op }) => op)).toEqual(["update"]);
  await scenario.up();
  expect(scenario.emulator.snapshot()).toEqual(before);
  expect(await types()).not.toContain("alert-webhooks");
  scenario.declare(program);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.refresh(["--expect-no-changes"]);
  await scenario.destroy();
});

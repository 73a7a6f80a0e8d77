import { Emulator } from "../../emulator";
import { specimenOf } from "../specimens";
import { declare } from "./every-resource";
import { type Declared, type Program, Scenario, connectionTo } from "./scenario";

const credentials = {
  emeaToken: "emea-console-token",
  emeaKey: "emea-coralogix-key",
  apacToken: "apac-console-token",
  apacKey: "apac-coralogix-key",
};
const rotated = "apac-console-token-rotated";

let scenario: Scenario;
let apac: Emulator;

beforeAll(async () => {
  apac = await Emulator.start({ authTokens: [credentials.apacToken], apiKeys: [credentials.apacKey] });
  scenario = await Scenario.start({
    connected: false,
    emulator: { authTokens: [credentials.emeaToken], apiKeys: [credentials.emeaKey] },
    secrets: credentials,
  });
  const limits = { parallelCalls: 4 };
  const pair = (provider: string): Declared[] => [
    {
      ...declare(specimenOf("CanaryMsTeamsWebhook"), { url: `https://${provider}.example/teams` }),
      name: `${provider}-teams`,
      options: { provider },
    },
    {
      ...declare(specimenOf("CoralogixIntegration", "email_group"), { alias: provider }),
      name: `${provider}-mail`,
      options: { provider },
    },
  ];
  const program: Program = {
    providers: {
      emea: connectionTo(scenario.emulator, { authToken: "emeaToken", apiKey: "emeaKey", limits }),
      apac: connectionTo(apac, { authToken: "apacToken", apiKey: "apacKey", limits }),
    },
    resources: [...pair("emea"), ...pair("apac")],
  };
  scenario.declare(program);
});

afterAll(async () => {
  await scenario.close();
  await apac.stop();
});

/** What an emulator holds, as addresses and names. */
function holdings({ state }: Emulator): string[] {
  const webhooks = Object.values(state.flocks).flatMap(({ ms_teams }) => ms_teams);
  const integrations = Object.values(state.accounts).flatMap((account) => account.integrations);
  return [...webhooks, ...integrations.map(({ alias }) => alias)];
}

describe("Two explicit providers in one program", () => {
  test("put each resource where it belongs", async () => {
    await scenario.up();
    expect(holdings(scenario.emulator)).toEqual(["https://emea.example/teams", "emea"]);
    expect(holdings(apac)).toEqual(["https://apac.example/teams", "apac"]);
    await scenario.preview(["--expect-no-changes"]);
  });

  test("keep their credentials, encrypted, to themselves", async () => {
    const { deployment } = await scenario.stack.export({ showSecrets: true });
    const providers = (deployment.resources ?? []).filter(({ type }) => type === "pulumi:providers:pulumi-nodejs");
    const others = (deployment.resources ?? []).filter((resource) => !providers.includes(resource));
    const values = Object.values(credentials);
    for (const value of values) {
      // Also beside a provider, such as in its outputs, only as a decrypted secret.
      expect(JSON.stringify(providers)).toContain(`"plaintext":${JSON.stringify(JSON.stringify(value))}`);
      expect(JSON.stringify(others)).not.toContain(value);
    }
    const encrypted = JSON.stringify(await scenario.stack.export());
    expect(values.filter((value) => encrypted.includes(value))).toEqual([]);
  });

  test("take a rotated credential without touching a resource", async () => {
    apac.authTokens.clear();
    apac.authTokens.add(rotated);
    await scenario.stack.setConfig("apacToken", rotated, { secret: true });
    const plan = await scenario.plan();
    expect(Object.entries(plan).map(([name, steps]) => [name, ...steps.map(({ op }) => op)])).toEqual([
      ["apac", "update"],
    ]);
    await scenario.up();
    await scenario.refresh(["--expect-no-changes"]);
  });

  test("reach their own API in destroy", async () => {
    await scenario.destroy();
    expect(holdings(scenario.emulator)).toEqual([]);
    expect(holdings(apac)).toEqual([]);
  });
});

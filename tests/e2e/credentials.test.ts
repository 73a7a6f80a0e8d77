import { FLOCK, specimenOf } from "../specimens";
import { declare } from "./every-resource";
import { type Declared, Scenario } from "./scenario";

const mail = declare(specimenOf("CoralogixIntegration", "email_group"));
const teams = declare(specimenOf("CanaryMsTeamsWebhook"), { url: "https://teams.example/" });

describe("Without stack configuration", () => {
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await Scenario.start({ connected: false });
  });

  afterAll(() => scenario.close());

  const console = { CANARY_CONSOLE_URL: "https://abc.canary.tools" };
  const account = { CORALOGIX_REGION: "eu1" };

  test.each<[string, string, Declared, Record<string, string>, string]>([
    ["alert-webhooks:canaryConsoleUrl", "CANARY_CONSOLE_URL", teams, {}, ""],
    ["alert-webhooks:canaryAuthToken", "CANARY_AUTH_TOKEN", teams, console, "--secret "],
    ["alert-webhooks:coralogixRegion", "CORALOGIX_REGION", mail, {}, ""],
    ["alert-webhooks:coralogixApiKey", "CORALOGIX_API_KEY", mail, account, "--secret "],
  ])("a missing %s is said once, with the variable %s", async (key, variable, declared, env, flag) => {
    scenario.declare(Array.from({ length: 10 }, (_, index) => ({ ...declared, name: `${declared.name}-${index}` })));
    const { code, stdout } = await scenario.preview([], { env, expectSuccess: false });
    expect(code).not.toBe(0);
    const diagnostics = stdout.slice(stdout.indexOf("Diagnostics:"));
    const name = key.slice("alert-webhooks:".length);
    const said = `${name} is missing. Set it with "pulumi config set ${flag}${key}", or set all of this vendor's settings in the environment, this one as ${variable}.`;
    expect(diagnostics.split(said)).toHaveLength(2);
    expect(diagnostics.match(/error:/g)).toHaveLength(1);
  });

  test.each([
    [
      "alert-webhooks:canaryConsoleUrl must be an https address",
      teams,
      { CANARY_CONSOLE_URL: "http://abc.canary.tools" },
    ],
    [
      "alert-webhooks:canaryAuthToken must be one word of printable ASCII",
      teams,
      { ...console, CANARY_AUTH_TOKEN: "a\nb" },
    ],
    [
      "alert-webhooks:coralogixRegion must be one of eu1, eu2, us1, us2, us3, ap1, ap2, ap3, gov1",
      mail,
      { CORALOGIX_REGION: "eu9" },
    ],
    [
      "alert-webhooks:coralogixBaseUrl must be an https address",
      mail,
      { CORALOGIX_BASE_URL: "https://api.x.example/v1" },
    ],
  ])("a bad one is refused: %s", async (said, declared, variables) => {
    scenario.declare([declared]);
    const env = { CANARY_AUTH_TOKEN: "token", CORALOGIX_API_KEY: "key", ...variables };
    const { code, stdout } = await scenario.preview([], { env, expectSuccess: false });
    expect(code).not.toBe(0);
    expect(stdout).toContain(said);
  });

  test("the environment serves, and a credential that is rotated there needs nothing else", async () => {
    const { emulator } = scenario;
    const env = {
      CANARY_CONSOLE_URL: emulator.url,
      CANARY_AUTH_TOKEN: "emulator-auth-token",
      CORALOGIX_BASE_URL: emulator.url,
      CORALOGIX_API_KEY: "emulator-api-key",
    };
    scenario.declare([teams, mail]);
    await scenario.up([], { env });
    expect(emulator.state.flocks[FLOCK]?.ms_teams).toEqual(["https://teams.example/"]);

    emulator.authTokens.clear();
    emulator.authTokens.add("rotated");
    emulator.renameApiKey("emulator-api-key", "rotated");
    const rotated = { ...env, CANARY_AUTH_TOKEN: "rotated", CORALOGIX_API_KEY: "rotated" };
    await scenario.refresh(["--expect-no-changes"], { env: rotated });
    await scenario.destroy([], { env: rotated });
    expect(emulator.state.flocks[FLOCK]?.ms_teams).toEqual([]);
    expect(emulator.state.accounts.rotated?.integrations).toEqual([]);
  });
});

describe("A credential of the stack configuration that is rotated", () => {
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await Scenario.start();
  });

  afterAll(() => scenario.close());

  async function rotate(to: string): Promise<void> {
    const { emulator, stack } = scenario;
    const [oldKey = ""] = Object.keys(emulator.state.accounts);
    emulator.authTokens.clear();
    emulator.authTokens.add(`token-${to}`);
    emulator.renameApiKey(oldKey, `key-${to}`);
    await stack.setConfig("alert-webhooks:canaryAuthToken", `token-${to}`, { secret: true });
    await stack.setConfig("alert-webhooks:coralogixApiKey", `key-${to}`, { secret: true });
  }

  test.each([
    ["alert-webhooks:canaryAuthToken", teams],
    ["alert-webhooks:coralogixApiKey", mail],
  ])("%s is asked for by name in refresh and destroy, and known with --run-program", async (key, resource) => {
    scenario.declare([resource]);
    await scenario.up();
    await rotate(resource.name);
    for (const command of ["refresh", "destroy"] as const) {
      const { code, output } = await scenario[command]([], { expectSuccess: false });
      expect(code).not.toBe(0);
      expect(output).toMatch(new RegExp(`was refused \\(401.*${key}.*after a rotation run them with --run-program`));
    }
    await scenario.destroy(["--run-program"]);
    expect(await scenario.resources()).toEqual({});
  });

  test("is saved by refresh --run-program and by up, which change nothing else", async () => {
    scenario.declare([teams, mail]);
    await scenario.up();
    await rotate("second");
    await scenario.refresh(["--run-program", "--expect-no-changes"]);
    await scenario.refresh(["--expect-no-changes"]);
    await rotate("third");
    await scenario.up(["--expect-no-changes"]);
    await scenario.destroy();
    expect(scenario.emulator.state.flocks[FLOCK]?.ms_teams).toEqual([]);
  });
});

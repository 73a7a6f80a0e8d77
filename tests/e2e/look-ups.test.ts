import { Emulator } from "../../emulator";
import type { HostKind } from "../contract/host";
import { FLOCK, SECRET, flock, specimenOf } from "../specimens";
import { declare, secrets } from "./every-resource";
import { type Program, Scenario, connectionTo, output } from "./scenario";

const pagerDuty = specimenOf("CoralogixOutboundWebhook", "pager_duty");

/** The number that the emulator gives the first webhook that is made. */
const MADE_NUMBER = "1050";

test.each<HostKind>(["dynamic provider", "plugin"])(
  "look-ups beside the %s see what the program makes, and keep secrets",
  async (host) => {
    const emea = await Emulator.start({ authTokens: ["emea-token", MADE_NUMBER], apiKeys: ["emea-key"] });
    const scenario = await Scenario.start({ secrets: { ...secrets, emeaToken: "emea-token", emeaKey: "emea-key" } });
    try {
      flock(scenario.emulator).ms_teams.push(`https://teams.example/${SECRET}`);
      flock(emea).ms_teams.push(`https://emea.example/${SECRET}`);
      const declared = declare(pagerDuty);
      const program: Program = {
        host,
        providers: {
          emea: connectionTo(emea, { authToken: "emeaToken", apiKey: "emeaKey", limits: {} }),
          // What it takes is known only once the program's webhook is made.
          late: { canaryConsoleUrl: emea.url, canaryAuthToken: output(declared.name, "externalId") },
        },
        resources: [declared],
        lookUps: {
          made: { of: "getCoralogixOutboundWebhook", args: { id: output(declared.name, "id") } },
          flocks: { of: "getCanaryFlocks", args: {} },
          ours: { of: "getCanaryFlockWebhooks", args: { flockId: FLOCK } },
          theirs: { of: "getCanaryFlockWebhooks", args: { flockId: FLOCK }, provider: "emea" },
          laterOnes: { of: "getCanaryFlockWebhooks", args: { flockId: FLOCK }, provider: "late" },
        },
      };
      scenario.declare(program);
      const { output: planned } = await scenario.preview();
      expect(planned).toMatch(/laterOnes *: (\[unknown\]|output<string>)/);
      await scenario.up();
      const outputs = await scenario.stack.outputs();
      expect(outputs).toMatchObject({
        made: { name: pagerDuty.inputs.name, serviceKey: expect.stringContaining(SECRET) as string },
        flocks: {
          flocks: Object.keys(scenario.emulator.state.flocks).map((id) => ({
            id,
            name: id === FLOCK ? "Default Flock" : id,
            mode: "enabled",
          })),
        },
        ours: { webhooks: [{ kind: "ms_teams", host: "teams.example", url: `https://teams.example/${SECRET}` }] },
        theirs: { webhooks: [{ kind: "ms_teams", host: "emea.example", url: `https://emea.example/${SECRET}` }] },
        laterOnes: { webhooks: [{ kind: "ms_teams", host: "emea.example" }] },
      });
      const state = JSON.stringify(await scenario.stack.export());
      expect(state).not.toContain(SECRET);
      expect(state).toContain("Default Flock");
      await scenario.preview(["--expect-no-changes"]);

      scenario.declare({ ...program, lookUps: { none: { of: "getCoralogixIntegration", args: { alias: "none" } } } });
      const { code, output: shown } = await scenario.preview([], { expectSuccess: false });
      expect(code).not.toBe(0);
      expect(shown).toContain('There is no Coralogix integration with the alias "none". There are: 1050 ("');
      expect(shown).not.toContain(SECRET);
    } finally {
      await scenario.close();
      await emea.stop();
    }
  },
);

import { FLOCK, SECRET } from "../specimens";
import { type Declared, Scenario } from "./scenario";

const connector = `https://acme.webhook.office.com/webhookb2/${SECRET}`;
const retired: Declared[] = [
  { className: "CanaryMsTeamsWebhook", name: "teams", args: { flockId: FLOCK, url: connector } },
  {
    className: "CoralogixIntegration",
    name: "older",
    args: { type: "microsoft_teams", alias: "older", url: connector },
  },
  {
    className: "CoralogixOutboundWebhook",
    name: "logs",
    args: {
      type: "send_log",
      name: "logs",
      url: "https://api.eu2.coralogix.com/api/v1/logs",
      payload: { key: SECRET },
    },
  },
];
const kept: Declared = {
  className: "CoralogixOutboundWebhook",
  name: "workflow",
  args: {
    type: "ms_teams_workflow",
    name: "workflow",
    url: `https://prod-7.westus.logic.azure.com/workflows/${SECRET}`,
  },
};

let scenario: Scenario;
beforeAll(async () => {
  scenario = await Scenario.start();
});
afterAll(() => scenario.close());

test.each(["dynamic provider", "plugin"] as const)(
  "a preview through the %s warns of destinations that are retired, and fails none",
  async (host) => {
    scenario.declare({ host, resources: [...retired, kept] });
    const { code, output } = await scenario.preview();
    expect(code).toBe(0);
    // The CLI shows each when it comes, and again in the end.
    const warnings = [...new Set(output.match(/warning: The .*/g))];
    expect(warnings.map((line) => /warning: (.*?): (Microsoft|Coralogix)/.exec(line)?.slice(1).join()).sort()).toEqual([
      'The Coralogix integration "older" of type microsoft_teams,Microsoft',
      'The Coralogix outbound webhook "logs" of type send_log,Coralogix',
      "The MS Teams webhook to acme.webhook.office.com of flock:default,Microsoft",
    ]);
    expect(warnings.filter((line) => /ms_teams_workflow\.|ingress\.<region>\.coralogix\.com/.test(line))).toHaveLength(
      3,
    );
    expect(output).not.toContain(SECRET);
    expect(scenario.emulator.requests).toEqual([]);
  },
);

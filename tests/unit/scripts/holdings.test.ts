import type { EmulatorState } from "../../../emulator";
import { holdingsOf, linesOf } from "../../../scripts/holdings";

function state(): EmulatorState {
  return {
    flocks: {
      "flock:a": {
        name: "A",
        mode: "enabled",
        generic: [{ url: "https://siem.example/SECRET", headers: { "X-Key": "SECRET" }, webhook_id: "1" }],
        ms_teams: ["https://teams.example/SECRET"],
        slack: [
          {
            team: "Acme",
            channel: "#soc",
            configuration_url: "https://slack.example/SECRET",
            url: "https://hooks.slack.example/SECRET",
          },
        ],
        splunk: { host: "splunk.example", port: "8088", token: "SECRET" },
      },
      "flock:b": { name: "B", mode: "global", generic: [], ms_teams: [], slack: [], splunk: null },
    },
    accounts: {
      SECRET: {
        companyId: 1,
        integrations: [
          {
            id: 7,
            alias: "on call",
            url: "",
            integration_type_id: 2,
            integration_type_fields: '[{"name":"serviceKey","value":"SECRET"}]',
            created_at: "",
            updated_at: "",
          },
        ],
      },
    },
  };
}

const view = (now: EmulatorState, before = now) =>
  linesOf(holdingsOf(now), holdingsOf(before)).map(({ mark, text }) => `${mark} ${text}`);

it("shows what is there, and no secret", () => {
  expect(view(state())).toEqual([
    '  Canary flock:a "A", webhooks: enabled',
    "    generic      siem.example/****  X-Key: ****",
    "    ms_teams     teams.example/****",
    "    slack        hooks.slack.example/****  Acme, #soc",
    "    splunk       splunk.example:8088  token: ****",
    '  Canary flock:b "B", webhooks: global',
    "  Coralogix account 1",
    '    integration  7 "on call"  serviceKey: ****',
  ]);
});

it("marks what is new, what has changed and what is gone", () => {
  const now = state();
  const [a, b] = Object.values(now.flocks);
  if (a === undefined || b === undefined) throw new Error("no flocks");
  a.ms_teams = [];
  if (a.splunk !== null) a.splunk.token = "ANOTHER";
  b.mode = "disabled";
  b.ms_teams = ["https://teams.example/2"];
  expect(view(now, state()).filter((line) => !line.startsWith(" "))).toEqual([
    "-   ms_teams     teams.example/****",
    "~   splunk       splunk.example:8088  token: ****",
    '~ Canary flock:b "B", webhooks: disabled',
    "+   ms_teams     teams.example/****",
  ]);
});

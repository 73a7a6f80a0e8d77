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

it("shows what is there in columns, and no secret", () => {
  expect(linesOf(holdingsOf(state())).map(({ mark, text }) => `${mark}${text}`)).toEqual([
    ' Canary flock:a "A", webhooks: enabled',
    "   generic          siem.example/****         X-Key: ****",
    "   ms_teams         teams.example/****",
    "   slack            hooks.slack.example/****  Acme, #soc",
    "   splunk           splunk.example:8088       token: ****",
    ' Canary flock:b "B", webhooks: global',
    "   (nothing)",
    " Coralogix account 1",
    '   pager_duty       7 "on call"  serviceKey: ****',
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
  const marked = linesOf(holdingsOf(now), holdingsOf(state())).filter(({ mark }) => mark !== " ");
  expect(marked.map(({ mark, text }) => `${mark}${text}`)).toEqual([
    "~  splunk           splunk.example:8088       token: ****",
    "-  ms_teams         teams.example/****",
    '~Canary flock:b "B", webhooks: disabled',
    "+  ms_teams         teams.example/****",
  ]);
});

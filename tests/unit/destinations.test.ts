import { retirementOf } from "../../provider/destinations";

test.each([
  ["https://acme.webhook.office.com/webhookb2/x", /ms_teams_workflow/],
  ["https://ACME.Webhook.Office.com:443/webhookb2/x", /logic\.azure\.com/],
  ["https://outlook.office.com/webhook/x", /powerplatform\.com/],
  ["https://api.coralogix.com/api/v1/logs", /ingress\.<region>\.coralogix\.com/],
  ["https://api.coralogix.us/api/v1/logs/", /2026-09-30/],
  ["https://api.app.coralogix.in/api/v1/logs?a=b", /2026-09-30/],
  ["https://api.eu2.coralogix.com/api/v1/logs", /2026-09-30/],
  ["https://api.coralogixsg.com/api/v1/logs", /2026-09-30/],
])("%s is warned of, with what to use instead", (url, notice) => {
  expect(retirementOf(url)).toMatch(notice);
});

test.each([
  undefined,
  5,
  "no URL",
  "https://outlook.office.com/mail",
  "https://webhook.office.com.evil.example/x",
  "https://mywebhook.office.com/x",
  "https://prod-1.westeurope.logic.azure.com/workflows/x",
  "https://ingress.eu1.coralogix.com/logs/v1/singles",
  "https://api.coralogix.com/api/v1/logs/other",
  "https://api.notcoralogix.com/api/v1/logs",
])("%s is not", (url) => {
  expect(retirementOf(url)).toBeUndefined();
});

import type { Emulator } from "../../emulator";
import { type Declared, secret } from "./scenario";

/** The flock that {@link everyResource} works on. */
export const FLOCK = "flock:default";

/** The Slack webhook that {@link everyResource} declares. It must be there before: the API can't add it. */
export const SLACK = { team: "Acme", channel: "#alerts" };

/** What marks each secret in any text: letters and digits alone, which no encoding but base64 changes. */
export const markers = {
  socUrl: "MARKsocUrl1a9",
  socAuthorization: "MARKsocAuthorization2b8",
  teamsUrl: "MARKteamsUrl3c7",
  splunkToken: "MARKsplunkToken4d6",
  slackUrl: "MARKslackUrl5e5",
  webhookUrl: "MARKwebhookUrl6f4",
  webhookHeader: "MARKwebhookHeader7g3",
  webhookPayload: "MARKwebhookPayload8h2",
  sendlogUrl: "MARKsendlogUrl9i1",
  sendlogHeader: "MARKsendlogHeader1j0",
  sendlogPayload: "MARKsendlogPayload2k9",
  demistoUrl: "MARKdemistoUrl3l8",
  demistoHeader: "MARKdemistoHeader4m7",
  demistoPayload: "MARKdemistoPayload5n6",
  microsoftTeamsUrl: "MARKmicrosoftTeamsUrl6o5",
  opsgenieUrl: "MARKopsgenieUrl7p4",
  jiraUrl: "MARKjiraUrl8q3",
  jiraToken: "MARKjiraToken9r2",
  pagerDutyKey: "MARKpagerDutyKey1s1",
};

/** The host of a secret URL, which may be shown. */
export function hostOf(name: keyof typeof markers): string {
  return `${name.toLowerCase()}.example`;
}

/** The stack's secret configuration: values whose JSON, URL and shell forms all differ from the plain one. */
export const secrets = Object.fromEntries(
  Object.entries(markers).map(([name, marker]) => [
    name,
    name.endsWith("Url")
      ? `https://${hostOf(name as keyof typeof markers)}/a%20b/${marker}?c=d+e&f='g'`
      : name.endsWith("Token")
        ? `"${marker}\\'$&%`
        : `"${marker}\\' $&%`,
  ]),
) as typeof markers;

function integration(name: string, args: Record<string, unknown>): Declared {
  return { className: "CoralogixIntegration", name, args: { alias: name, ...args } };
}

/** One resource of each class, and of the Coralogix one each type; every secret is another one. */
export function everyResource(): Declared[] {
  return [
    { className: "CanaryFlockWebhookSettings", name: "settings", args: { flockId: FLOCK, mode: "enabled" } },
    {
      className: "CanaryGenericWebhook",
      name: "soc",
      args: {
        flockId: FLOCK,
        url: secret("socUrl"),
        headers: { Authorization: secret("socAuthorization"), "X-Source": "canary" },
      },
    },
    { className: "CanaryMsTeamsWebhook", name: "teams", args: { flockId: FLOCK, url: secret("teamsUrl") } },
    {
      className: "CanarySplunkWebhook",
      name: "splunk",
      args: { flockId: FLOCK, host: "hec.example", port: 8088, token: secret("splunkToken") },
    },
    { className: "CanarySlackWebhook", name: "slack", args: { flockId: FLOCK, ...SLACK } },
    integration("slack-channel", { type: "slack", url: secret("slackUrl") }),
    integration("webhook", {
      type: "webhook",
      url: secret("webhookUrl"),
      method: "post",
      headers: { Authorization: secret("webhookHeader") },
      payload: { title: "$ALERT_NAME", key: secret("webhookPayload") },
    }),
    integration("pager-duty", { type: "pager_duty", serviceKey: secret("pagerDutyKey") }),
    integration("sendlog", {
      type: "sendlog",
      url: secret("sendlogUrl"),
      method: "post",
      headers: { "X-Key": secret("sendlogHeader") },
      payload: { privateKey: secret("sendlogPayload"), logEntries: [{ severity: 3 }] },
    }),
    integration("email-group", { type: "email_group", emails: ["soc@acme.example", "cto@acme.example"] }),
    integration("microsoft-teams", { type: "microsoft_teams", url: secret("microsoftTeamsUrl") }),
    integration("jira", {
      type: "jira",
      url: secret("jiraUrl"),
      apiToken: secret("jiraToken"),
      email: "soc@acme.example",
      projectKey: "SOC",
    }),
    integration("opsgenie", { type: "opsgenie", url: secret("opsgenieUrl") }),
    integration("demisto", {
      type: "demisto",
      url: secret("demistoUrl"),
      method: "put",
      headers: { "X-Key": secret("demistoHeader") },
      payload: { key: secret("demistoPayload") },
    }),
  ];
}

/** The same resources, some of them with other arguments. */
export function withArgs(resources: Declared[], changes: Record<string, Record<string, unknown>>): Declared[] {
  return resources.map((resource) => ({ ...resource, args: { ...resource.args, ...changes[resource.name] } }));
}

/** What other people have set up before, of which nothing may be touched, and the Slack webhook to declare. */
export function addWhatWasThere({ state }: Emulator): void {
  const flock = state.flocks[FLOCK];
  const [account] = Object.values(state.accounts);
  if (flock === undefined || account === undefined) throw new Error("The emulator lacks the flock or the account.");
  flock.mode = "global";
  flock.generic.push({ url: "https://by-hand.example/generic", headers: { "X-By": "hand" }, webhook_id: "by-hand" });
  flock.ms_teams.push("https://by-hand.example/teams");
  flock.slack.push(
    { ...SLACK, configuration_url: "https://slack.example/1", url: secrets.slackUrl },
    { team: "Acme", channel: "#by-hand", configuration_url: "https://slack.example/2", url: "https://slack.example/h" },
  );
  const at = "2026-01-01T00:00:00.000Z";
  account.integrations.push({
    id: 1000,
    alias: "by hand",
    url: "https://by-hand.example/slack",
    integration_type_fields: "[]",
    integration_type_id: 0,
    created_at: at,
    updated_at: at,
  });
}

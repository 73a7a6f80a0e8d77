import { genericList, msTeamsList, slackList, splunkAnswer } from "../../../provider/canary/wire";

const URL = "https://hooks.example.com/a";

describe("a list is empty", () => {
  test.each([{}, { generic_webhooks: null }, { generic_webhooks: {} }, { generic_webhooks: [] }])("%j", (answer) => {
    expect(genericList.parse(answer)).toStrictEqual({ entries: [], webhooksEnabled: undefined });
  });
});

test("generic webhooks are read entry by entry", () => {
  const answer = {
    generic_webhooks: [
      { url: URL, header_names: ["A"], webhook_id: "1" },
      { url: URL, header_names: null, webhook_id: 2 },
      { url: URL, header_names: "A" },
      { header_names: ["A"] },
    ],
    webhooks_enabled: true,
  };
  expect(genericList.parse(answer)).toStrictEqual({
    entries: [
      { url: URL, headerNames: ["A"], webhookId: "1" },
      { url: URL, headerNames: [], webhookId: undefined },
      { url: URL, headerNames: [], flaw: "header_names" },
    ],
    webhooksEnabled: true,
  });
});

test("MS Teams webhooks are URLs", () => {
  const answer = { ms_teams_webhooks: [URL, { url: URL }], webhooks_enabled: "yes" };
  expect(msTeamsList.parse(answer)).toStrictEqual({ entries: [{ url: URL }], webhooksEnabled: undefined });
});

test("Slack webhooks are read entry by entry", () => {
  const webhook = { team: "SOC", channel: "#alerts", url: URL };
  const answer = {
    slack_webhooks: [
      { ...webhook, configuration_url: "https://soc.slack.com/services/B1" },
      webhook,
      { ...webhook, url: null },
      { team: "SOC" },
    ],
  };
  expect(slackList.parse(answer).entries).toStrictEqual([
    { ...webhook, configurationUrl: "https://soc.slack.com/services/B1" },
    { ...webhook, configurationUrl: undefined },
    { ...webhook, url: "", configurationUrl: undefined, flaw: "url" },
  ]);
});

describe("the Splunk webhook", () => {
  const webhook = { host: "splunk.example.com", port: 8088, token: "token" };

  test.each([webhook, { ...webhook, port: "8088" }])("%j", (splunk_webhook) => {
    expect(splunkAnswer.parse({ splunk_webhook }).entries).toStrictEqual([webhook]);
  });

  test.each([undefined, null, {}, "", false, [], { host: "", port: null, token: "" }])("is missing: %j", (nothing) => {
    expect(splunkAnswer.parse({ splunk_webhook: nothing }).entries).toStrictEqual([]);
  });
});

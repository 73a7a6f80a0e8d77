import fc from "fast-check";

import { flockWebhookSettings } from "../../../provider/canary/flock-webhook-settings.resource";
import { genericWebhook } from "../../../provider/canary/generic-webhook.resource";
import { msTeamsWebhook } from "../../../provider/canary/ms-teams-webhook.resource";
import { slackWebhook } from "../../../provider/canary/slack-webhook.resource";
import { splunkWebhook } from "../../../provider/canary/splunk-webhook.resource";
import { integration } from "../../../provider/coralogix/integration.resource";

const flockId = "flock:default";
const SECRET = "https://hooks.example/T0/s3cret";
const generic = (url: string, flock = flockId) =>
  genericWebhook.idOf?.({ flockId: flock, url, host: "hooks.example", headerNames: [] });
const msTeams = (url: string) => msTeamsWebhook.idOf?.({ flockId, url, host: "hooks.example" });

test("each kind has ids of its own", () => {
  expect(generic(SECRET)).toMatch(/^flock:default\/generic\/[0-9a-f]{16}$/);
  expect(msTeams(SECRET)).toMatch(/^flock:default\/ms_teams\/[0-9a-f]{16}$/);
  expect(slackWebhook.idOf?.({ flockId, team: "Example", channel: "#alerts" })).toMatch(
    /^flock:default\/slack\/[0-9a-f]{16}$/,
  );
  expect(splunkWebhook.idOf?.({ flockId, host: "hec.example", port: 8088, token: "t" })).toBe("flock:default/splunk");
  expect(flockWebhookSettings.idOf?.({ flockId, mode: "enabled" })).toBe("flock:default/settings");
  expect(integration).not.toHaveProperty("idOf");
});

test("the ids of one URL in two flocks differ", () => {
  expect(generic(SECRET)?.split("/").at(-1)).not.toBe(generic(SECRET, "flock:other")?.split("/").at(-1));
});

test("the id of a webhook is that of every spelling of its URL", () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true }), (url) => {
      const { href, origin, pathname, search, host } = new URL(url);
      for (const spelled of [href.replace(host, host.toUpperCase()), `${origin}${pathname}${search}#other`]) {
        expect(generic(spelled)).toBe(generic(url));
        expect(msTeams(spelled)).toBe(msTeams(url));
      }
      expect(generic(`${origin}/other${pathname}${search}`)).not.toBe(generic(url));
    }),
  );
});

test("two integrations of one alias differ by their types, and of one type by their aliases", () => {
  const key = (alias: string, type: "slack" | "opsgenie") => integration.naturalKey({ alias, type });
  expect(key("a", "slack")).toBe(key("a", "slack"));
  expect(key("a", "slack")).not.toBe(key("a", "opsgenie"));
  expect(key("a", "slack")).not.toBe(key("b", "slack"));
});

import fc from "fast-check";

import { type Properties, classNames, specimenOf } from "../../specimens";
import { definitionOf } from "../definitions";

const idOf = (className: (typeof classNames)[number], change: Properties = {}) =>
  definitionOf(className).idOf?.({ ...specimenOf(className).inputs, ...change });
const generic = (url: string) => idOf("CanaryGenericWebhook", { url });
const msTeams = (url: string) => idOf("CanaryMsTeamsWebhook", { url });

test("each kind has ids of its own", () => {
  const digest = (kind: string) => expect.stringMatching(new RegExp(`^flock:default/${kind}/[0-9a-f]{16}$`)) as string;
  expect(Object.fromEntries(classNames.map((className) => [className, idOf(className)]))).toEqual({
    CanaryGenericWebhook: digest("generic"),
    CanaryMsTeamsWebhook: digest("ms_teams"),
    CanarySlackWebhook: digest("slack"),
    CanarySplunkWebhook: "flock:default/splunk",
    CanaryFlockWebhookSettings: "flock:default/settings",
    CanaryFlockWebhooks: "flock:5e75",
    CoralogixIntegration: undefined,
    CoralogixOutboundWebhook: undefined,
  });
});

test("the ids of one URL in two flocks differ", () => {
  const digestIn = (flockId: string) => idOf("CanaryGenericWebhook", { flockId })?.split("/").at(-1);
  expect(digestIn("flock:default")).not.toBe(digestIn("flock:other"));
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
  const key = (alias: string, type: "slack" | "opsgenie") =>
    definitionOf("CoralogixIntegration").naturalKey({ alias, type } as object);
  expect(key("a", "slack")).toBe(key("a", "slack"));
  expect(key("a", "slack")).not.toBe(key("a", "opsgenie"));
  expect(key("a", "slack")).not.toBe(key("b", "slack"));
});

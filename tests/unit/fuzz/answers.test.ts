import fc from "fast-check";

import { CanaryConsole } from "../../../provider/canary/console";
import { CoralogixAccount } from "../../../provider/coralogix/account";
import { fieldsOf, integrationTypes, typeNames } from "../../../provider/coralogix/integration-types";
import { OutboundWebhooks } from "../../../provider/coralogix/outbound-webhooks";
import { fromWire, isAsSent } from "../../../provider/coralogix/wire";
import { Client } from "../../../provider/http/client";
import { ApiError } from "../../../provider/http/errors";
import { DEFAULT_LIMITS } from "../../../provider/http/limits";
import { inherited, json, nested, objectWith } from "../adversarial";

const limits = { ...DEFAULT_LIMITS, maxAttempts: 1 };
const send = jest.spyOn(Client.prototype, "send");
const newConsole = () => new CanaryConsole({ consoleUrl: "https://abc.canary.tools", authToken: "token", limits });
const newAccount = () => new CoralogixAccount({ baseUrl: "https://api.coralogix.com", apiKey: "key", limits });
const newOutboundWebhooks = () => new OutboundWebhooks({ baseUrl: "https://api.coralogix.com", apiKey: "key", limits });
const everything = () => true;

const before = inherited();
afterEach(() => {
  expect(inherited()).toEqual(before);
});

const entry = objectWith(["url", "header_names", "webhook_id", "team", "channel", "configuration_url"]);
const integration = objectWith(["id", "alias", "url", "integration_type_id", "integration_type_fields"]);

describe.each<[string, () => Promise<unknown>, fc.Arbitrary<unknown>]>([
  [
    "generic webhooks",
    () => newConsole().flock("flock:default").generic.filter(everything),
    fc.record({ generic_webhooks: fc.oneof(json, fc.array(entry)) }),
  ],
  [
    "MS Teams webhooks",
    () => newConsole().flock("flock:default").msTeams.filter(everything),
    fc.record({ ms_teams_webhooks: fc.oneof(json, fc.array(json)) }),
  ],
  [
    "Slack webhooks",
    () => newConsole().flock("flock:default").slack.filter(everything),
    fc.record({ slack_webhooks: fc.oneof(json, fc.array(entry)) }),
  ],
  [
    "the Splunk webhook",
    () => newConsole().flock("flock:default").splunk.get(),
    fc.record({ splunk_webhook: fc.oneof(json, objectWith(["host", "port", "token"])) }),
  ],
  [
    "settings",
    () => newConsole().flock("flock:default").setting.get(),
    fc.record({ is_global: fc.oneof(fc.boolean(), json), is_enabled: fc.oneof(fc.boolean(), json) }),
  ],
  ["integrations", () => newAccount().filter(everything), fc.array(integration)],
  [
    "outbound webhooks",
    () => newOutboundWebhooks().filter(everything),
    fc.record({ deployed: fc.oneof(json, fc.array(objectWith(["id", "name", "type", "url", "externalId"]))) }),
  ],
  [
    "an outbound webhook",
    () => newOutboundWebhooks().get("a"),
    fc.record({ webhook: fc.oneof(json, objectWith(["id", "name", "type", "url", "slack", "genericWebhook"])) }),
  ],
])("an answer about %s", (_what, read, likely) => {
  test("of any form is read, or fails with an ApiError that shows nothing of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(likely, json), async (answer) => {
        send.mockResolvedValue(answer);
        const error = await read().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error === undefined) return;
        expect(error).toBeInstanceOf(ApiError);
        expect((error as Error).message).toMatch(
          /^GET (abc\.canary\.tools|api\.coralogix\.com)\/(api\/v1|mgmt\/openapi\/5)\/[\w/]+ was answered in another form than documented \(at ".*"\)\.$/,
        );
      }),
    );
  });

  test("that is nested in thousands of levels is answered at once", async () => {
    for (const name of ["generic_webhooks", "ms_teams_webhooks", "slack_webhooks", "splunk_webhook", "is_global"]) {
      send.mockResolvedValue({ [name]: nested(100_000) });
      await read().catch((error: unknown) => {
        expect(error).toBeInstanceOf(ApiError);
      });
    }
  });
});

test("a list of a hundred thousand is read", async () => {
  const urls = Array.from({ length: 100_000 }, (_, index) => `https://hooks.example/${String(index)}`);
  send.mockResolvedValue({ ms_teams_webhooks: urls });
  await expect(newConsole().flock("flock:default").msTeams.filter(everything)).resolves.toHaveLength(100_000);
});

/** What Table B calls a property. */
const wireName = (property: string) => (property === "emails" ? "payload" : property);

describe("the fields of an integration", () => {
  const names = typeNames.flatMap(fieldsOf).map(wireName);
  const fields = fc.array(fc.oneof(json, fc.record({ name: fc.constantFrom(...names, "__proto__"), value: json })));
  const anyFields = fc.oneof(
    json,
    fields,
    fc.oneof(fields, json).map((value) => JSON.stringify(value)),
    fc.string(),
  );

  test.each(typeNames)("of type %s are read, whatever they are", (type) => {
    fc.assert(
      fc.property(anyFields, json, objectWith(names), (integration_type_fields, url, known) => {
        const { id } = integrationTypes[type];
        const wire = { id: 1, alias: "a", integration_type_id: id, integration_type_fields, url: url as string };
        const shown = fromWire(wire, known);
        expect(shown).toMatchObject({ type, alias: "a" });
        expect(Object.keys(shown ?? {}).sort()).toEqual(["alias", "type", ...fieldsOf(type)].sort());
        expect(typeof isAsSent(wire, { ...known, type, alias: "a" })).toBe("boolean");
      }),
    );
  });

  test.each(typeNames)("of type %s that are nested too deeply are nothing", (type) => {
    const list = fieldsOf(type).map((field) => ({ name: wireName(field), value: nested(100_000) }));
    const deepText = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const texts = fieldsOf(type).map((field) => ({ name: wireName(field), value: deepText }));
    for (const integration_type_fields of [list, nested(100_000), deepText, JSON.stringify(texts)]) {
      const wire = { id: 1, alias: "a", integration_type_id: integrationTypes[type].id, integration_type_fields };
      expect(isAsSent(wire, { type, alias: "a", url: "https://a.example", payload: { a: 1 }, serviceKey: "k" })).toBe(
        false,
      );
    }
  });
});

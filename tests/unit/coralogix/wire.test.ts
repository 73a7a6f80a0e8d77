import fc from "fast-check";

import type { Integration } from "../../../provider/coralogix/integration.contract";
import { type IntegrationType, fieldsOf, integrationTypes } from "../../../provider/coralogix/integration-types";
import {
  type WireIntegration,
  fromWire,
  isAsSent,
  secretsOf,
  toWire,
  wireIntegration,
} from "../../../provider/coralogix/wire";
import { specimens } from "../../specimens";
import { reversed } from "../adversarial";

/** A specimen of each type, and the fields that it has to go out with. */
const coralogix = specimens.filter(({ className }) => className === "CoralogixIntegration");
const examples = Object.fromEntries(coralogix.map(({ inputs }) => [inputs.type, inputs])) as Readonly<
  Record<IntegrationType, Integration>
>;
const { type: _type, ...request } = examples.webhook as Integration & { type: "webhook" };

/** What the API shows of what it was sent. */
const shown = (integration: Integration, change: Partial<WireIntegration> = {}): WireIntegration => ({
  ...(toWire(integration) as unknown as WireIntegration),
  id: 1050,
  ...change,
});
const sentFields = (integration: Integration) =>
  JSON.parse(toWire(integration).integration_type_fields as string) as { name: string; value: unknown }[];
const withFields = (integration: Integration, fields: unknown): WireIntegration =>
  shown(integration, { integration_type_fields: fields });

describe.each(coralogix)("$inputs.type", ({ inputs, expected }) => {
  const integration = inputs as unknown as Integration;
  const [held] = expected as [{ url: string; integration_type_fields: { name: string; value: unknown }[] }];
  const { id, name: label, icon } = integrationTypes[integration.type];
  const hasUrl = fieldsOf(integration.type).includes("url");
  const names = held.integration_type_fields.map(({ name }) => name);

  test("goes out as Table A and Table B have it", () => {
    expect(toWire(integration)).toStrictEqual({
      alias: integration.alias,
      url: held.url,
      integration_type_id: id,
      integration_type: { id, icon, name: label, label },
      integration_type_fields: expect.any(String) as string,
    });
    expect(sentFields(integration)).toEqual(held.integration_type_fields);
    expect(toWire(integration, 1050)).toMatchObject({ id: 1050, alias: integration.alias });
  });

  test("comes back as it was sent", () => {
    expect(fromWire(shown(integration), integration)).toEqual(integration);
    expect(isAsSent(shown(integration), integration)).toBe(true);
  });

  test("comes back to who knows nothing of it, but for the page's default", () => {
    const { method, ...others } = integration;
    expect(fromWire(shown(integration), {})).toEqual(method === "post" ? others : integration);
  });

  test.each<[string, (wire: WireIntegration) => WireIntegration]>([
    ["the fields as an array", (wire) => ({ ...wire, integration_type_fields: sentFields(integration) })],
    [
      "the fields in another order",
      (wire) => ({ ...wire, integration_type_fields: sentFields(integration).reverse() }),
    ],
    [
      "the fields spaced otherwise",
      (wire) => ({ ...wire, integration_type_fields: JSON.stringify(sentFields(integration), null, 2) }),
    ],
    [
      "objects and lists as JSON text",
      (wire) => ({
        ...wire,
        integration_type_fields: sentFields(integration).map(({ name, value }) => ({
          name,
          value: typeof value === "object" ? JSON.stringify(value) : value,
        })),
      }),
    ],
    ["the keys in another order", (wire) => ({ ...wire, integration_type_fields: reversed(sentFields(integration)) })],
    [
      "more than the page has",
      (wire) => ({ ...wire, integrationTypeId: 0, integration_type: { id: 99 }, company_id: 1 }),
    ],
    [
      "a field that the page does not have",
      (wire) => ({ ...wire, integration_type_fields: [...sentFields(integration), { name: "new", value: 1 }] }),
    ],
  ])("means the same with %s", (_case, spelled) => {
    const wire = spelled(shown(integration));
    expect(fromWire(wire, integration)).toEqual(integration);
    expect(isAsSent(wire, integration)).toBe(true);
  });

  test.each([null, undefined, "[]", [], "", "null", "{}"])("without fields: %j", (nothing) => {
    const wire = withFields(integration, nothing);
    expect(isAsSent(wire, integration)).toBe(names.length === 0);
    expect(fromWire(wire, integration)).toMatchObject({ type: integration.type, alias: integration.alias });
  });

  test("any other value is not as it was sent", () => {
    expect(isAsSent(shown(integration, { alias: "b" }), integration)).toBe(false);
    expect(isAsSent(shown(integration, { integration_type_id: (id + 1) % 9 }), integration)).toBe(false);
    expect(isAsSent(shown(integration, { url: "https://y.example" }), integration)).toBe(!hasUrl);
    for (const name of names) {
      const changed = sentFields(integration).map((field) => (field.name === name ? { name, value: "other" } : field));
      expect(isAsSent(withFields(integration, changed), integration)).toBe(false);
    }
  });
});

test("a type that this package does not know is not shown", () => {
  const unheardOf = { id: 1, alias: "a", integration_type_id: 9, integration_type_fields: "[]" };
  expect(fromWire(unheardOf, {})).toBeUndefined();
  expect(isAsSent(unheardOf, examples.slack)).toBe(false);
});

test("the order of e-mail addresses says nothing", () => {
  const wire = withFields(examples.email_group, [
    { name: "payload", value: examples.email_group.emails?.toReversed() },
  ]);
  expect(fromWire(wire, examples.email_group)).toEqual(examples.email_group);
});

describe("the secrets of what the API shows", () => {
  const { jira, email_group } = examples;

  test("are those of its type", () => {
    const { url, apiToken } = jira as Integration & { type: "jira" };
    expect(secretsOf(shown(jira)).sort()).toEqual([url, apiToken].sort());
    expect(secretsOf(shown(email_group))).toEqual([]);
  });

  test("are all that there is where the type is unknown", () => {
    const fields = [
      { name: "key", value: "k" },
      { name: "payload", value: '{"inner":["p"]}' },
      { name: "count", value: 1 },
    ];
    const unknown = shown(jira, { url: "u", integration_type_id: 99, integration_type_fields: fields });
    expect(secretsOf(unknown).sort()).toEqual(["1", "k", "p", "u"]);
  });
});

test("fields that are no list are none", () => {
  for (const fields of [undefined, null, "text", '{"name":"url"}', 7, "[", [null, 1]]) {
    expect(fromWire(withFields(examples.pager_duty, fields), {})).toEqual({
      type: "pager_duty",
      alias: examples.pager_duty.alias,
    });
  }
});

test("an integration without an alias is read as one with an empty one", () => {
  for (const alias of [null, undefined])
    expect(wireIntegration.parse({ ...shown(examples.jira), alias }).alias).toBe("");
});

test("the order of a list in a payload says something", () => {
  const webhook: Integration = { ...request, type: "webhook", payload: { list: ["a", "b"] } };
  expect(isAsSent(shown({ ...webhook, payload: { list: ["b", "a"] } }), webhook)).toBe(false);
});

test("a type without a URL may show null, or leave it out", () => {
  for (const url of [null, undefined, ""])
    expect(isAsSent(shown(examples.pager_duty, { url }), examples.pager_duty)).toBe(true);
  expect(fromWire(shown(examples.slack, { url: null }), examples.slack)).toHaveProperty("url", "");
});

describe.each(["webhook", "sendlog", "demisto"] as const)("a %s without method and headers", (type) => {
  const { method: _method, headers = {}, ...rest } = request;
  const method = "put";
  const least: Integration = { ...rest, type };

  test("has the page's defaults", () => {
    expect(sentFields(least)).toContainEqual({ name: "method", value: "post" });
    expect(sentFields(least)).toContainEqual({ name: "headers", value: {} });
  });

  test("is shown without them, as long as the API has the defaults", () => {
    expect(fromWire(shown(least), least)).toEqual(least);
    expect(isAsSent(shown(least), least)).toBe(true);
    expect(fromWire(shown({ ...least, method }), least)).toEqual({ ...least, method });
    expect(isAsSent(shown({ ...least, method }), least)).toBe(false);
    expect(isAsSent(shown({ ...least, headers }), least)).toBe(false);
  });

  test("is the same as one with the defaults", () => {
    expect(isAsSent(shown(least), { ...least, method: "post", headers: {} })).toBe(true);
    expect(isAsSent(shown({ ...least, method: "post", headers: {} }), least)).toBe(true);
  });
});

describe("text that looks like JSON is text all the same", () => {
  test.each(["[1]", "{}", '{"a":1}', " [", "[]"])("%j", (text) => {
    const pagerDuty: Integration = { type: "pager_duty", alias: "a", serviceKey: text };
    expect(fromWire(shown(pagerDuty), {})).toEqual(pagerDuty);
    const jira: Integration = { ...examples.jira, apiToken: text };
    expect(isAsSent(shown(jira), jira)).toBe(true);
  });
});

describe("the uuid of a sendlog integration", () => {
  const { payload: declared, uuid } = examples.sendlog;

  test("is put into the payload, and does not show where the user did not", () => {
    expect(sentFields(examples.sendlog)).toContainEqual({ name: "payload", value: { ...declared, uuid } });
    expect(fromWire(shown(examples.sendlog), examples.sendlog)?.payload).toEqual(declared);
  });

  test("shows where the user put it into the payload", () => {
    const sent: Integration = { ...examples.sendlog, payload: { ...declared, uuid } };
    expect(fromWire(shown(sent), sent)).toEqual(sent);
  });

  test("shows where it is another one than ours", () => {
    const other = sentFields(examples.sendlog).map((field) =>
      field.name === "payload" ? { name: "payload", value: { ...declared, uuid: "other" } } : field,
    );
    const wire = withFields(examples.sendlog, other);
    expect(fromWire(wire, examples.sendlog)?.payload).toEqual({ ...declared, uuid: "other" });
    expect(isAsSent(wire, examples.sendlog)).toBe(false);
  });
});

describe("whatever is sent", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 });
  // Of JSON alone, in which there is no -0, and without the one name that never reaches the wire.
  const object = fc
    .dictionary(text, fc.jsonValue(), { noNullPrototype: true })
    .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>)
    .filter((value) => !JSON.stringify(value).includes("__proto__"));
  const record = <Shape>(shape: { [Name in keyof Shape]: fc.Arbitrary<Shape[Name]> }) =>
    fc.record(shape, { noNullPrototype: true });
  const common = { alias: text, url: fc.webUrl() };
  const requested = {
    ...common,
    uuid: fc.uuid(),
    method: fc.constantFrom("get", "post", "put"),
    headers: fc.dictionary(fc.stringMatching(/^[A-Za-z-]+$/), fc.string(), { noNullPrototype: true }),
    payload: object.map(({ uuid: _given, ...payload }) => payload),
  };
  const anyIntegration = fc.oneof(
    ...(["slack", "microsoft_teams", "opsgenie"] as const).map((type) =>
      record({ type: fc.constant(type), ...common }),
    ),
    ...(["webhook", "sendlog", "demisto"] as const).map((type) => record({ type: fc.constant(type), ...requested })),
    record({ type: fc.constant("pager_duty"), alias: text, serviceKey: text }),
    record({ type: fc.constant("email_group"), alias: text, emails: fc.array(fc.emailAddress(), { minLength: 1 }) }),
    record({ type: fc.constant("jira"), ...common, apiToken: text, email: fc.emailAddress(), projectKey: text }),
  ) as fc.Arbitrary<Integration>;
  /** How an account stores and shows what it was sent: as the string, as the array, with the keys in some order. */
  const storage = fc.constantFrom<(fields: string) => unknown>(
    (fields) => fields,
    (fields) => JSON.parse(fields) as unknown,
    (fields) => reversed(JSON.parse(fields)),
    (fields) => JSON.stringify(reversed(JSON.parse(fields))),
    (fields) => (fields === "[]" ? null : fields),
  );

  test("comes back the same", () => {
    fc.assert(
      fc.property(anyIntegration, storage, (integration, stored) => {
        const wire = withFields(integration, stored(toWire(integration).integration_type_fields as string));
        expect(fromWire(wire, integration)).toEqual(integration);
        expect(isAsSent(wire, integration)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("is told from anything else", () => {
    fc.assert(
      fc.property(anyIntegration, anyIntegration, (one, other) => {
        fc.pre(JSON.stringify(toWire(one)) !== JSON.stringify(toWire(other)));
        fc.pre(one.type !== other.type || one.alias !== other.alias);
        expect(isAsSent(shown(one), other)).toBe(false);
      }),
    );
  });
});

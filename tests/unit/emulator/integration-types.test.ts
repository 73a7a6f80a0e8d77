import { integrationTypes } from "../../../emulator/coralogix/integration-types";
import { parseIntegration } from "../../../emulator/coralogix/parse-integration";
import { specimens } from "../../specimens";

interface Held {
  readonly integration_type_id: number;
  readonly integration_type_fields: readonly { name: string; value: unknown }[];
}

/** The fields of each type, by its id. */
const fieldsOf = Object.fromEntries(
  specimens
    .filter(({ className }) => className === "CoralogixIntegration")
    .map(({ expected }) => (expected as [Held])[0])
    .map(({ integration_type_id: id, integration_type_fields: fields }) => [id, fields]),
);
const request = fieldsOf[1] ?? [];

function bodyOf(id: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const type = integrationTypes[id];
  if (!type) throw new Error(`there is no type ${id}`);
  return {
    alias: "a",
    url: type.hasUrl ? "https://x.example" : "",
    integration_type_id: id,
    integration_type: { id, label: type.name, icon: type.icon },
    integration_type_fields: JSON.stringify(fieldsOf[id] ?? []),
    ...changes,
  };
}

const accepts = (body: unknown) => parseIntegration(body, { fieldsAs: "string", strictness: "strict" });

test("Table A's ids are the positions in the list", () => {
  expect(integrationTypes.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

describe.each(integrationTypes)("$name", ({ id, name, icon, hasUrl, fields }) => {
  const sent = fieldsOf[id] ?? [];

  test("what the tables show is accepted as it is, with label, name or both", () => {
    const { alias, url, integration_type_fields, integration_type_id } = bodyOf(id);
    const values = { alias, url, integration_type_fields, integration_type_id };
    for (const spelling of [{ label: name }, { name }, { label: name, name }]) {
      expect(accepts(bodyOf(id, { integration_type: { ...spelling, icon, id } }))).toEqual(values);
    }
  });

  test("the type's block must be complete and its own", () => {
    for (const block of [undefined, {}, { id }, { id, label: name }, { id, icon }, { id, icon, label: "Other" }]) {
      expect(() => accepts(bodyOf(id, { integration_type: block }))).toThrow("integration_type");
    }
    const other = (id + 1) % integrationTypes.length;
    expect(() => accepts(bodyOf(id, { integration_type_id: other }))).toThrow("integration_type_id");
    expect(() => accepts(bodyOf(id, { integration_type_id: String(id) }))).toThrow("integration_type_id");
  });

  test(hasUrl ? "the URL is required" : "there must be no URL", () => {
    for (const url of hasUrl ? ["", undefined, null] : ["https://x.example", null]) {
      expect(() => accepts(bodyOf(id, { url }))).toThrow("url");
    }
    if (!hasUrl) expect(accepts(bodyOf(id, { url: undefined }))).toMatchObject({ url: "" });
  });

  test("each field is required once, and no other", () => {
    const withFields = (list: unknown[]) => accepts(bodyOf(id, { integration_type_fields: JSON.stringify(list) }));
    expect(() => withFields([...sent, { name: "other", value: "" }])).toThrow("unexpected other");
    for (const field of sent) {
      expect(() => withFields([...sent, field])).toThrow(`unexpected ${field.name}`);
      const rest = sent.filter((other) => other !== field);
      if (field.name === "uuid") expect(withFields(rest).integration_type_fields).toMatch(/^\[{"name":"uuid"/);
      else expect(() => withFields(rest)).toThrow(`${field.name} must be`);
      const wrong = sent.map((other) => (other === field ? { ...field, value: 1 } : other));
      expect(() => withFields(wrong)).toThrow(`${field.name} must be ${fields[field.name]?.[0] ?? ""}`);
    }
  });

  test(sent.length > 0 ? "the fields must not be left out" : "the fields may be left out, or null", () => {
    for (const integration_type_fields of [undefined, null]) {
      const parse = () => accepts(bodyOf(id, { integration_type_fields }));
      if (sent.length > 0) expect(parse).toThrow("is required");
      else expect(parse().integration_type_fields).toBeNull();
    }
  });
});

test.each([
  ["uuid", "17a3b9e3"],
  ["method", "patch"],
  ["method", "POST"],
  ["headers", ["A"]],
  ["payload", "text"],
])("%s must not be %j", (name, value) => {
  const fields = request.map((field) => (field.name === name ? { name, value } : field));
  expect(() => accepts(bodyOf(1, { integration_type_fields: JSON.stringify(fields) }))).toThrow(`${name} must be`);
});

test.each(["{}", "", "[", "[1]", '[{"name": "uuid"}]', '[{"name": "uuid", "value": "", "more": 1}]', 5, []])(
  "integration_type_fields must not be %j",
  (integration_type_fields) => {
    expect(() => accepts(bodyOf(1, { integration_type_fields }))).toThrow("integration_type_fields");
  },
);

test("the array itself is accepted where that is allowed", () => {
  const body = bodyOf(1, { integration_type_fields: request });
  expect(parseIntegration(body, { fieldsAs: "array", strictness: "strict" }).integration_type_fields).toBe(
    JSON.stringify(request),
  );
});

test('Example 2\'s "Send Log" is accepted besides Table A\'s "SendLog"', () => {
  const block = { icon: "/assets/invite.png", id: 3, name: "Send Log" };
  expect(accepts(bodyOf(3, { integration_type: block }))).toMatchObject({ integration_type_id: 3 });
});

test.each([null, [], "text", 1, undefined])("the body must not be %j", (body) => {
  expect(() => accepts(body)).toThrow("expected a JSON object");
});

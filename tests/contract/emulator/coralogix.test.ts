import { DEFAULT_API_KEY, Emulator } from "../../../emulator";
import { accountOf, coralogix, KEY_HEADERS, send, slackBody } from "./client";

const webhookBody = {
  alias: "hook",
  url: "https://hooks.example/generic",
  integration_type_fields: JSON.stringify([
    { name: "method", value: "post" },
    { name: "headers", value: { "X-Key": "1" } },
    { name: "payload", value: {} },
  ]),
  integration_type_id: 1,
  integration_type: { name: "WebHook", icon: "/assets/webhook.png", id: 1 },
};

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const path = "/api/v1/external/integrations";
const fieldsOf = (body: unknown): unknown => (body as { integration_type_fields: unknown }).integration_type_fields;

test("a key opens its own account only", async () => {
  const accounts = await Emulator.start({ apiKeys: ["one", "two"] });
  const as = (key: string, init: RequestInit = {}) =>
    send(`${accounts.url}${path}`, { ...init, headers: { ...KEY_HEADERS, Authorization: `Bearer ${key}` } });
  const created = await as("two", { method: "POST", body: JSON.stringify(slackBody) });
  expect(created.body).toMatchObject({ company_id: 12346, companyId: 12346 });
  expect((await as("one")).body).toEqual([]);
  expect((await as("two")).body).toHaveLength(1);
  accounts.renameApiKey("two", "three");
  expect((await as("three")).body).toHaveLength(1);
  expect(await as("two")).toMatchObject({ status: 401, body: { message: "Unauthorized" } });
  expect(() => {
    accounts.renameApiKey("two", "four");
  }).toThrow("no account");
  await accounts.stop();
});

test.each([undefined, "Bearer wrong", "Bearer ", `Basic ${DEFAULT_API_KEY}`, "Bearer constructor"])(
  "authorization %p is rejected",
  async (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect(await send(`${emulator.url}${path}`, { headers })).toMatchObject({ status: 401 });
  },
);

test("a webhook lives: create, get, update, delete", async () => {
  const { status, body } = await coralogix(emulator, "POST", "/", slackBody);
  expect({ status, body }).toMatchObject({ status: 200, body: { id: 1050, alias: "alerts" } });
  const updated = await coralogix(emulator, "POST", "/", { ...slackBody, id: 1050, alias: "renamed" });
  expect(updated).toMatchObject({ status: 200, body: { id: 1050, alias: "renamed" } });
  expect((await coralogix(emulator, "GET", "/1050")).body).toMatchObject({
    id: 1050,
    alias: "renamed",
    company_id: 12345,
    integration_type: { label: "Slack", icon: "/assets/settings/slack-48.png", id: 0 },
    created_at: (body as { created_at: string }).created_at,
  });
  expect((await coralogix(emulator, "DELETE", "/1050")).status).toBe(200);
  expect((await coralogix(emulator, "GET")).body).toEqual([]);
});

test("an id is not given twice", async () => {
  await coralogix(emulator, "POST", "", slackBody);
  await coralogix(emulator, "DELETE", "/1050");
  accountOf(emulator).integrations.push({
    id: 1051,
    alias: "out of band",
    url: "https://hooks.example/2",
    integration_type_fields: null,
    integration_type_id: 0,
    created_at: "",
    updated_at: "",
  });
  expect((await coralogix(emulator, "POST", "", slackBody)).body).toMatchObject({ id: 1052 });
});

test.each([
  ["GET", "/1", undefined],
  ["GET", "/none", undefined],
  ["DELETE", "/1", undefined],
  ["POST", "", { ...slackBody, id: 1 }],
  ["POST", "-bulk", [{ ...slackBody, id: 1 }]],
])("%s %s of an unknown id is answered with 404", async (method, rest, body) => {
  expect(await coralogix(emulator, method, rest, body)).toMatchObject({
    status: 404,
    body: { message: /was not found/ },
  });
});

test.each([
  ["", undefined],
  ["", []],
  ["", { ...slackBody, alias: undefined }],
  ["", { ...slackBody, id: "1050" }],
  ["", { ...slackBody, integration_type_fields: [] }],
  ["-bulk", slackBody],
  ["-bulk", [slackBody, {}]],
])("POST %s %j is answered with 400 and changes nothing", async (rest, body) => {
  const reply = await coralogix(emulator, "POST", rest, body);
  expect(reply).toMatchObject({ status: 400, body: { message: expect.any(String) as string } });
  expect(accountOf(emulator).integrations).toEqual([]);
});

test.each(["{", '"text"', "null", "1"])("the body %s is answered with 400", async (body) => {
  expect(await send(`${emulator.url}${path}`, { method: "POST", headers: KEY_HEADERS, body })).toMatchObject({
    status: 400,
  });
});

test("fields stay the string that was sent; a uuid that was not sent is filled in", async () => {
  const fields = JSON.stringify([{ name: "serviceKey", value: "key" }], null, 2);
  const pagerDuty = {
    alias: "pager",
    integration_type_fields: fields,
    integration_type_id: 2,
    integration_type: { label: "PagerDuty", icon: "/assets/settings/pagerDuty.png", id: 2 },
  };
  const created = await coralogix(emulator, "POST", "", pagerDuty);
  expect(created.body).toMatchObject({ integration_type_fields: fields, url: "" });
  const webhook = await coralogix(emulator, "POST", "", webhookBody);
  expect(JSON.parse(fieldsOf(webhook.body) as string)).toEqual([
    { name: "uuid", value: expect.stringMatching(/^[\da-f-]{36}$/) as string },
    ...(JSON.parse(webhookBody.integration_type_fields) as unknown[]),
  ]);
});

test("a bulk call creates and updates, all or nothing", async () => {
  await coralogix(emulator, "POST", "", slackBody);
  const { status, body } = await coralogix(emulator, "POST", "-bulk/", [
    { ...slackBody, id: 1050, alias: "renamed" },
    webhookBody,
  ]);
  expect(status).toBe(200);
  expect(body).toMatchObject([
    { id: 1050, alias: "renamed" },
    { id: 1051, alias: "hook" },
  ]);
  expect(emulator.requests.map(({ call }) => call)).toEqual(["integrations create", "integrations-bulk"]);
});

test.each([
  ["all or nothing", []],
  ["until one is refused", ["alerts"]],
] as const)("bulkEffect %p", async (bulkEffect, written) => {
  emulator.behaviour.bulkEffect = bulkEffect;
  const reply = await coralogix(emulator, "POST", "-bulk", [slackBody, { ...webhookBody, url: "" }, webhookBody]);
  expect(reply).toMatchObject({ status: 400, body: { message: "url is required for WebHook" } });
  expect(accountOf(emulator).integrations.map(({ alias }) => alias)).toEqual(written);
});

test.each([{}, { typeSpelling: "name" }, { emptyFields: "null" }, { fieldsAs: "array" }] as const)(
  'what GET answers can be copied to another account ("Copying Webhooks between accounts") with %j',
  async (behaviour) => {
    const accounts = await Emulator.start({ apiKeys: [DEFAULT_API_KEY, "destination"], behaviour });
    await coralogix(accounts, "POST", "-bulk", [slackBody, webhookBody]);
    const { body } = await coralogix(accounts, "GET");
    const copies = (body as Record<string, unknown>[]).map((webhook) => ({ ...webhook, id: undefined }));
    const reply = await send(`${accounts.url}${path}-bulk`, {
      method: "POST",
      headers: { ...KEY_HEADERS, Authorization: "Bearer destination" },
      body: JSON.stringify(copies),
    });
    expect(reply).toMatchObject({ status: 200, body: [{ company_id: 12346 }, { company_id: 12346 }] });
    await accounts.stop();
  },
);

describe("what the page leaves open", () => {
  test.each([
    ["label", { label: "Slack" }],
    ["name", { name: "Slack" }],
    ["both", { label: "Slack", name: "Slack" }],
  ] as const)("typeSpelling %p", async (typeSpelling, spelling) => {
    emulator.behaviour.typeSpelling = typeSpelling;
    await coralogix(emulator, "POST", "", slackBody);
    const { body } = await coralogix(emulator, "GET", "/1050");
    expect(body).toHaveProperty("integration_type", { ...spelling, icon: "/assets/settings/slack-48.png", id: 0 });
  });

  test.each([
    ["as sent", "[]", "[]"],
    ["as sent", undefined, null],
    ["as sent", null, null],
    ["null", "[]", null],
    ["[]", undefined, "[]"],
  ] as const)("emptyFields %p: %p shows as %p", async (emptyFields, sent, shown) => {
    emulator.behaviour.emptyFields = emptyFields;
    await coralogix(emulator, "POST", "", { ...slackBody, integration_type_fields: sent });
    expect(fieldsOf((await coralogix(emulator, "GET", "/1050")).body)).toEqual(shown);
  });

  test.each(["string", "array"] as const)("fieldsAs %p", async (fieldsAs) => {
    emulator.behaviour.fieldsAs = fieldsAs;
    const { body } = await coralogix(emulator, "POST", "", webhookBody);
    const sent = fieldsOf(body) as string;
    const shown = fieldsOf((await coralogix(emulator, "GET", "/1050")).body);
    expect(shown).toEqual(fieldsAs === "string" ? sent : JSON.parse(sent));
  });

  test.each([200, 201] as const)("createStatus %i, for one and in bulk, not for an update", async (createStatus) => {
    emulator.behaviour.createStatus = createStatus;
    expect((await coralogix(emulator, "POST", "", slackBody)).status).toBe(createStatus);
    expect((await coralogix(emulator, "POST", "-bulk", [slackBody])).status).toBe(createStatus);
    expect((await coralogix(emulator, "POST", "", { ...slackBody, id: 1050 })).status).toBe(200);
  });

  test.each([
    ["webhook", { alias: "renamed" }],
    ["stale", { alias: "alerts" }],
    ["empty object", {}],
  ] as const)("updateAnswer %p", async (updateAnswer, answer) => {
    emulator.behaviour.updateAnswer = updateAnswer;
    await coralogix(emulator, "POST", "", slackBody);
    const { body } = await coralogix(emulator, "POST", "", { ...slackBody, id: 1050, alias: "renamed" });
    expect(body).toMatchObject(answer);
    expect(Object.keys(body as object)).toHaveLength(updateAnswer === "empty object" ? 0 : 10);
    expect(accountOf(emulator).integrations).toMatchObject([{ alias: "renamed" }]);
  });

  test.each([
    ["allowed", 200],
    ["error", 400],
  ] as const)("duplicateAlias %p", async (duplicateAlias, status) => {
    emulator.behaviour.duplicateAlias = duplicateAlias;
    await coralogix(emulator, "POST", "", slackBody);
    expect((await coralogix(emulator, "POST", "", slackBody)).status).toBe(status);
    expect((await coralogix(emulator, "POST", "", { ...slackBody, id: 1050 })).status).toBe(200);
    const twins = [webhookBody, webhookBody];
    expect((await coralogix(emulator, "POST", "-bulk", twins)).status).toBe(status);
  });

  test.each([true, false])("companyShown %p, in list, get, create, update and bulk", async (companyShown) => {
    emulator.behaviour.companyShown = companyShown;
    const created = await coralogix(emulator, "POST", "", slackBody);
    const answers = [
      created.body,
      (await coralogix(emulator, "POST", "", { ...slackBody, id: 1050 })).body,
      (await coralogix(emulator, "POST", "-bulk", [slackBody])).body,
      (await coralogix(emulator, "GET")).body,
      (await coralogix(emulator, "GET", "/1050")).body,
    ].flat() as object[];
    expect(answers).toHaveLength(6);
    for (const answer of answers) expect("company_id" in answer).toBe(companyShown);
    expect("companyId" in (created.body as object)).toBe(companyShown);
  });

  const older = {
    "an email group with PagerDuty's icon": {
      alias: "email",
      integration_type_fields: JSON.stringify([{ name: "payload", value: ["a@x.example"] }]),
      integration_type_id: 4,
      integration_type: { id: 4, name: "Email Group", icon: "/assets/settings/pagerDuty.png" },
    },
    "a sendlog with its payload alone": {
      alias: "sendlog",
      url: "https://logs.example",
      integration_type_fields: JSON.stringify([{ name: "payload", value: {} }]),
      integration_type_id: 3,
      integration_type: { id: 3, name: "SendLog", icon: "/assets/invite.png" },
    },
    "a demisto with its payload alone": {
      alias: "demisto",
      url: "https://demisto.example",
      integration_type_fields: JSON.stringify([{ name: "payload", value: {} }]),
      integration_type_id: 8,
      integration_type: { id: 8, name: "Demisto", icon: "/assets/settings/demisto.png" },
    },
  };
  const strictnesses = [
    ["lenient", 200],
    ["strict", 400],
  ] as const;
  test.each(
    Object.entries(older).flatMap(([title, body]) =>
      strictnesses.map((strictness) => [title, body, ...strictness] as const),
    ),
  )("%s, %j, where Coralogix is %s: %i", async (_title, body, strictness, status) => {
    emulator.behaviour.strictness = strictness;
    expect((await coralogix(emulator, "POST", "", body)).status).toBe(status);
  });

  test.each([
    { ...older["an email group with PagerDuty's icon"], integration_type_id: 3 },
    { ...webhookBody, integration_type_fields: JSON.stringify([{ name: "payload", value: {} }]) },
    { ...older["a demisto with its payload alone"], integration_type_fields: JSON.stringify([{ name: "payload" }]) },
    { ...older["a demisto with its payload alone"], integration_type_fields: "[]" },
    { ...older["a demisto with its payload alone"], url: "" },
  ])("lenient is not anything: %j", async (body) => {
    expect((await coralogix(emulator, "POST", "", body)).status).toBe(400);
  });

  test.each(["strict", "lenient"] as const)(
    "what the types don't have may be left out, %s or not",
    async (strictness) => {
      emulator.behaviour.strictness = strictness;
      const { integration_type_fields, ...withoutFields } = slackBody;
      const { body } = await coralogix(emulator, "POST", "", withoutFields);
      expect(body).toMatchObject({ integration_type_fields: null });
    },
  );
});

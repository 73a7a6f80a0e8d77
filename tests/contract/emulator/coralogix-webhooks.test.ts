import { Emulator } from "../../../emulator";
import { accountOf, coralogix, KEY_HEADERS, type Reply, slackBody } from "./client";
import { flawsOf } from "./openapi";

const URL = "https://hooks.example/alerts";
const WORKFLOW = "https://prod-7.westus.logic.azure.com:443/workflows/a1/triggers/manual/run?sp=%2Ftriggers&sig=x";

/** A webhook of each type, as it is sent. */
const webhooks: readonly Record<string, unknown>[] = [
  { type: "GENERIC", url: URL, genericWebhook: { method: "POST", headers: { "X-Key": "1" }, payload: "$ALERT_NAME" } },
  { type: "SLACK", url: URL, slack: {} },
  { type: "PAGERDUTY", pagerDuty: { serviceKey: "key" } },
  { type: "SEND_LOG", sendLog: { payload: "{}" } },
  { type: "EMAIL_GROUP", emailGroup: { emailAddresses: ["soc@example.com"] } },
  { type: "MICROSOFT_TEAMS", url: URL, microsoftTeams: {} },
  { type: "JIRA", url: URL, jira: { apiToken: "token", email: "soc@example.com", projectKey: "SOC" } },
  { type: "OPSGENIE", url: URL, opsgenie: {} },
  { type: "DEMISTO", url: URL, demisto: { payload: "{}" } },
  {
    type: "AWS_EVENT_BRIDGE",
    awsEventBridge: { eventBusArn: "arn", detail: "{}", detailType: "alert", source: "coralogix", roleName: "role" },
  },
  {
    type: "IBM_EVENT_NOTIFICATIONS",
    ibmEventNotifications: { eventNotificationsInstanceId: "i", regionId: "r", sourceId: "s", sourceName: "n" },
  },
  { type: "MS_TEAMS_WORKFLOW", url: WORKFLOW, msTeamsWorkflow: {} },
].map((data) => ({ name: `our ${data.type}`, ...data }));

const dataOf = (type: string) => webhooks.find((data) => data.type === type) ?? {};

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

/** Calls today's API. Request and answer are as the document has them. */
async function call(method: string, path: string, body?: unknown): Promise<Reply> {
  const url = `/mgmt/openapi/5/integrations/${path}`;
  const response = await fetch(`${emulator.url}${url}`, {
    method,
    headers: KEY_HEADERS,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const reply = { status: response.status, headers: response.headers, body: await response.json() };
  // A request that is to be refused says nothing against the emulator.
  const sent = reply.status === 400 ? {} : { body };
  const flaws = flawsOf({ method, url, ...sent, answer: reply });
  expect(reply.status === 400 ? flaws.filter((flaw) => !flaw.includes("must be object")) : flaws).toEqual([]);
  return reply;
}

async function made(data: object): Promise<string> {
  const { body } = await call("POST", "webhooks/v1", { data });
  return (body as { id: string }).id;
}

async function shown(id: string): Promise<Record<string, unknown>> {
  return ((await call("GET", `webhooks/v1/${id}`)).body as { webhook: Record<string, unknown> }).webhook;
}

test.each(webhooks.map((data) => [data.type as string, data] as const))(
  "a %s webhook lives: as the document has it, it is tried, made, shown, tested, changed and removed",
  async (_type, data) => {
    expect((await call("POST", "webhooks-test/v1", { data })).body).toEqual({ success: {} });
    const id = await made(data);
    const webhook = await shown(id);
    const { url, ...asSent } = data;
    expect(webhook).toMatchObject({ ...asSent, id, externalId: 1050 });
    expect((await call("GET", "webhooks/v1")).body).toMatchObject({ deployed: [{ id, type: data.type }] });
    expect((await call("GET", "webhooks/v1/list/summaries")).body).toMatchObject({
      outboundWebhookSummaries: [{ id }],
    });
    const byType = await call("GET", `webhooks/v1/list/by-types?type=${data.type as string}`);
    expect(byType.body).toMatchObject({ deployed: [{ id }] });
    expect((await call("GET", `webhooks/v1/${id}/test`)).body).toEqual({ success: {} });
    expect((await call("PUT", "webhooks/v1", { id, data: { ...data, name: "renamed" } })).body).toEqual({});
    const renamed = await shown(id);
    expect(renamed).toEqual({ ...webhook, name: "renamed", updatedAt: renamed.updatedAt, ...uuidOf(data, renamed) });
    expect((await call("DELETE", `webhooks/v1/${id}`)).body).toEqual({});
    expect((await call("GET", "webhooks/v1")).body).toEqual({ deployed: [] });
    for (const path of [`webhooks/v1/${id}`, `webhooks/v1/${id}/test`]) {
      const { status, body } = await call("GET", path);
      expect({ status, body }).toMatchObject({ status: 404, body: { code: 404 } });
      expect((body as { message: string }).message).toMatch(/^Not Found: there is no/);
    }
  },
);

/** What a webhook gets anew where it is sent without: nobody has said that it stays. */
function uuidOf({ type }: Record<string, unknown>, webhook: Record<string, unknown>): object {
  const name = { GENERIC: "genericWebhook", SEND_LOG: "sendLog", DEMISTO: "demisto" }[type as string];
  return name === undefined ? {} : { [name]: webhook[name] };
}

test.each<[string, Parameters<typeof flawsOf>[0]]>([
  ["path", { method: "GET", url: "/mgmt/openapi/5/integrations/webhooks" }],
  ["method", { method: "PATCH", url: "/mgmt/openapi/5/integrations/webhooks/v1" }],
  ["body", { method: "POST", url: "/mgmt/openapi/5/integrations/webhooks/v1", body: { data: { type: "PAGER" } } }],
  ["member", { method: "POST", url: "/mgmt/openapi/5/integrations/webhooks/v1", body: { data: { alias: "a" } } }],
  [
    "two configurations",
    { method: "PUT", url: "/mgmt/openapi/5/integrations/webhooks/v1", body: { data: { slack: {}, jira: {} } } },
  ],
  ["body of a read", { method: "GET", url: "/mgmt/openapi/5/integrations/webhooks/v1", body: {} }],
  [
    "answer",
    {
      method: "GET",
      url: "/mgmt/openapi/5/integrations/webhooks/v1",
      answer: { status: 200, body: { deployed: [{ externalId: "1" }] } },
    },
  ],
  [
    "error",
    { method: "GET", url: "/mgmt/openapi/5/integrations/webhooks/v1", answer: { status: 404, body: { message: 5 } } },
  ],
])("the document does not allow any %s", (_what, exchange) => {
  expect(flawsOf(exchange)).not.toEqual([]);
});

test("there are twelve types, with how many webhooks each has", async () => {
  await made(dataOf("SLACK"));
  const { body } = await call("GET", "webhook-types/v1");
  const { webhooks: types } = body as { webhooks: { type: string; count: number }[] };
  expect(types.map(({ type }) => type).sort()).toEqual(webhooks.map(({ type }) => type).sort());
  expect(types.filter(({ count }) => count > 0)).toMatchObject([{ type: "SLACK", count: 1 }]);
  expect((await call("GET", "webhook-types/v1/JIRA")).body).toEqual({ details: { type: "JIRA", label: "Jira" } });
});

test.each<[string, object, RegExp]>([
  ["no type", { type: "PAGER" }, /^type must be one of/],
  ["no name", { name: "" }, /^name must be/],
  ["no URL", { url: "" }, /^url is required/],
  ["another configuration", { pagerDuty: { serviceKey: "key" } }, /must have slack and no other/],
  ["no word of the document", { slack: { digests: [{ type: "ALL", isActive: true }] } }, /^slack.digests must be/],
])("what has %s is refused", async (_what, change, message) => {
  const { status, body } = await call("POST", "webhooks/v1", { data: { ...dataOf("SLACK"), ...change } });
  expect({ status, body }).toEqual({
    status: 400,
    body: { code: 400, message: expect.stringMatching(message) as string },
  });
  expect(accountOf(emulator).integrations).toEqual([]);
});

test("an Opsgenie host that has no address is refused", async () => {
  const data = { ...dataOf("OPSGENIE"), url: "https://api.opsgenie.invalid/" };
  expect(await call("POST", "webhooks/v1", { data })).toMatchObject({ status: 400 });
});

test("the type of a webhook stays", async () => {
  const id = await made(dataOf("SLACK"));
  expect(await call("PUT", "webhooks/v1", { id, data: dataOf("OPSGENIE") })).toMatchObject({ status: 400 });
});

describe("what the document does not say", () => {
  test.each([
    ["on unless switched off", [true, true, true], [false, true, true]],
    ["as sent", [false, false, false], [false, false, false]],
    ["insisted", [true, true, true], [true, true, true]],
  ] as const)("Slack attachments: %s", async (slackAttachments, unsent, off) => {
    emulator.behaviour.slackAttachments = slackAttachments;
    const active = async (attachments: object) => {
      const { slack } = await shown(await made({ ...dataOf("SLACK"), slack: attachments }));
      return (slack as { attachments: { isActive: boolean }[] }).attachments.map(({ isActive }) => isActive);
    };
    expect(await active({})).toEqual(unsent);
    expect(await active({ attachments: [{ type: "EMPTY", isActive: false }] })).toEqual(off);
  });

  test.each([
    ["respelled", WORKFLOW.replace(":443", "").replaceAll("%2F", "/")],
    ["as sent", WORKFLOW],
    ["rewritten", WORKFLOW.replace(":443", "/cu/24")],
  ] as const)("the URL of a workflow: %s", async (workflowUrl, expected) => {
    emulator.behaviour.workflowUrl = workflowUrl;
    const id = await made(dataOf("MS_TEAMS_WORKFLOW"));
    expect((await shown(id)).url).toBe(expected);
    expect((await call("GET", "webhooks/v1")).body).toMatchObject({ deployed: [{ url: expected }] });
  });

  test("errors may be plain text", async () => {
    emulator.behaviour.errorForm = "text";
    const response = await fetch(`${emulator.url}/mgmt/openapi/5/integrations/webhooks/v1/none`, {
      headers: KEY_HEADERS,
    });
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(await response.text()).toMatch(/^Not Found: there is no outgoing webhook/);
  });

  test("a failed test says why", async () => {
    emulator.behaviour.testResult = "error";
    const { body } = await call("POST", "webhooks-test/v1", { data: dataOf("SLACK") });
    expect(body).toMatchObject({ failure: { statusCode: 500 } });
  });

  test.each(["/mgmt/openapi/5/integrations/webhook/v1", "/mgmt/openapi/3/integrations/webhooks/v1", "/mgmt"])(
    "%s is not a route",
    async (path) => {
      const response = await fetch(`${emulator.url}${path}`, { headers: KEY_HEADERS });
      expect(response.status).toBe(404);
      if (path !== "/mgmt") expect(await response.json()).toEqual({ code: 404, message: "Not Found: Not Found" });
    },
  );

  test("a name may be taken only once", async () => {
    emulator.behaviour.duplicateAlias = "error";
    await made(dataOf("SLACK"));
    expect(await call("POST", "webhooks/v1", { data: dataOf("SLACK") })).toMatchObject({ status: 400 });
  });
});

describe("both APIs have one store", () => {
  test("what the older one has made is shown by today's, with its number", async () => {
    await coralogix(emulator, "POST", "", slackBody);
    const { body } = await call("GET", "webhooks/v1");
    const { deployed } = body as { deployed: { id: string }[] };
    expect(deployed).toMatchObject([{ externalId: 1050, name: "alerts", type: "SLACK", url: slackBody.url }]);
    expect(await shown(deployed[0]?.id ?? "")).toMatchObject({ externalId: 1050, name: "alerts" });
  });

  test("what today's has made is shown by the older one, as far as it has the type", async () => {
    for (const data of webhooks) await made(data);
    const { body } = await coralogix(emulator, "GET");
    const all = body as { alias: string; id: number; integration_type_fields: string | null }[];
    expect(all.map(({ alias }) => alias)).toEqual(webhooks.map(({ name }) => name).filter((name) => !isNew(name)));
    const fields = JSON.parse(all[0]?.integration_type_fields ?? "[]") as { name: string; value: unknown }[];
    expect(fields).toContainEqual({ name: "method", value: "post" });
    expect(fields).toContainEqual({ name: "payload", value: "$ALERT_NAME" });
    expect((await coralogix(emulator, "GET", "/1059")).status).toBe(404);
    expect((await coralogix(emulator, "DELETE", "/1059")).status).toBe(404);
  });

  test("what one changes or removes, the other shows so", async () => {
    const id = await made(dataOf("SLACK"));
    await coralogix(emulator, "POST", "", { ...slackBody, id: 1050, alias: "renamed" });
    expect(await shown(id)).toMatchObject({ name: "renamed" });
    await coralogix(emulator, "DELETE", "/1050");
    expect((await call("GET", "webhooks/v1")).body).toEqual({ deployed: [] });
  });

  test("what today's API does not know of a webhook stays when it changes it", async () => {
    const fields = [
      { name: "uuid", value: "17a3b9e3-b0bc-4bc0-9e06-98d2a4c54ecb" },
      { name: "method", value: "put" },
      { name: "headers", value: { "X-Key": "1" } },
      { name: "payload", value: { a: 1 } },
    ];
    const integration_type = { id: 8, name: "Demisto", icon: "/assets/settings/demisto.png" };
    const sent = { alias: "soar", url: URL, integration_type_id: 8, integration_type };
    await coralogix(emulator, "POST", "", { ...sent, integration_type_fields: JSON.stringify(fields) });
    const [summary] = ((await call("GET", "webhooks/v1")).body as { deployed: { id: string }[] }).deployed;
    const id = summary?.id ?? "";
    const { demisto } = await shown(id);
    expect(demisto).toEqual({ uuid: fields[0]?.value, payload: '{"a":1}' });
    await call("PUT", "webhooks/v1", { id, data: { ...dataOf("DEMISTO"), demisto: { payload: "text" } } });
    const { body } = await coralogix(emulator, "GET", "/1050");
    const kept = JSON.parse((body as { integration_type_fields: string }).integration_type_fields) as object[];
    expect(kept).toEqual(expect.arrayContaining([fields[1], fields[2], { name: "payload", value: "text" }]));
  });
});

/** Whether the older API has no such type. */
function isNew(name: unknown): boolean {
  return /EVENT|WORKFLOW/.test(String(name));
}

test.each([
  ["webhooks list", { kind: "status", status: 429, retryAfter: 3 }, 429],
  ["webhooks list", { kind: "status", status: 403, message: "no permission" }, 403],
  ["webhooks list", { kind: "status", status: 500 }, 500],
] as const)("the faults of the other calls strike these as well: %s %j", async (name, fault, status) => {
  emulator.addFault({ call: name, fault });
  const { body } = await call("GET", "webhooks/v1").then((reply) => {
    expect(reply.status).toBe(status);
    return reply;
  });
  expect(body).toMatchObject({ code: status });
});

test("what reads show may lag what was changed", async () => {
  emulator.listLagMs = 60_000;
  const id = await made(dataOf("SLACK"));
  expect((await call("GET", "webhooks/v1")).body).toEqual({ deployed: [] });
  expect((await call("GET", `webhooks/v1/${id}`)).status).toBe(404);
  expect((await call("DELETE", `webhooks/v1/${id}`)).status).toBe(200);
});

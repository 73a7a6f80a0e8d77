import type { OutboundWebhook } from "../../../provider/coralogix/outbound-webhook.contract";
import { outboundWebhookTypes } from "../../../provider/coralogix/outbound-webhook-types";
import {
  type WireWebhook,
  fromWire,
  isAsDeclared,
  isAsSent,
  madeOf,
  secretsOf,
  testAnswer,
  toWire,
  wireSummaries,
  wireWebhook,
} from "../../../provider/coralogix/outbound-webhook-wire";
import { SECRET, specimens } from "../../specimens";

const outbound = specimens
  .filter(({ className }) => className === "CoralogixOutboundWebhook")
  .map(({ inputs }) => inputs as unknown as OutboundWebhook);

/** What the API shows of what it was sent. */
const shown = (webhook: OutboundWebhook, change: object = {}): WireWebhook =>
  ({ id: "a", externalId: 7, ...toWire(webhook), ...change }) as unknown as WireWebhook;

const workflow: OutboundWebhook = { type: "ms_teams_workflow", name: "w", url: "https://a.example/x?sig=1" };
const slack: OutboundWebhook = { type: "slack", name: "s", url: "https://a.example/", attachments: ["LOGS"] };

describe.each(outbound.map((webhook) => [webhook.type, webhook] as const))("%s", (type, webhook) => {
  const { word, configuration } = outboundWebhookTypes[type];

  test("goes out as the document has it, and comes back as it was sent", () => {
    const sent = toWire(webhook);
    expect(sent).toMatchObject({ type: word, name: webhook.name, [configuration]: expect.any(Object) as object });
    expect(sent.url).toBe(webhook.url);
    expect(fromWire(shown(webhook), webhook)).toEqual(webhook);
    expect(isAsDeclared(shown(webhook), webhook)).toBe(true);
    expect(isAsSent(shown(webhook), webhook)).toBe(true);
  });

  test("comes back to who knows nothing of it", () => {
    const { method, headers, endpointType, ...others } = webhook;
    expect(fromWire(shown(webhook), {})).toMatchObject(others);
  });

  test("is not as sent where any value is another one", () => {
    for (const name of Object.keys(webhook).filter((each) => each !== "type")) {
      const other = { ...webhook, [name]: typeof webhook[name as "name"] === "string" ? "https://b.example/" : [] };
      if (name === "digests" || name === "attachments") continue;
      expect([name, isAsSent(shown(other), webhook)]).toEqual([name, false]);
    }
    expect(isAsSent(shown({ ...workflow, type: type === "opsgenie" ? "slack" : "opsgenie" }), webhook)).toBe(false);
  });

  test("has its secrets masked as the list and its own call show them", () => {
    const secrets = secretsOf(shown(webhook)).filter((text) => text.includes(SECRET));
    const declared = JSON.stringify(webhook).split(SECRET).length - 1;
    expect(secrets).toHaveLength(declared);
  });
});

test("what the program leaves out may be filled in", () => {
  const generic: OutboundWebhook = { type: "generic", name: "g", url: "https://a.example/", uuid: "u" };
  const genericWebhook = { uuid: "u", method: "POST", headers: {}, payload: "filled in" };
  expect(isAsDeclared(shown(generic, { genericWebhook }), generic)).toBe(true);
  expect(isAsDeclared(shown(generic, { genericWebhook: { ...genericWebhook, method: "PUT" } }), generic)).toBe(false);
});

test("a list of a Slack webhook says all that is to be on, and what the API insists on is noted", () => {
  const insisted = shown({ ...slack, attachments: ["EMPTY", "LOGS"] });
  expect(isAsDeclared(insisted, slack)).toBe(false);
  expect(isAsSent(insisted, slack)).toBe(true);
  expect(isAsSent(shown({ ...slack, attachments: ["EMPTY"] }), slack)).toBe(false);
  expect(madeOf(insisted, slack)).toEqual({ externalId: 7, shownAs: { attachments: ["EMPTY", "LOGS"] } });
  expect(isAsDeclared(insisted, { ...slack, shownAs: { attachments: ["EMPTY", "LOGS"] } })).toBe(true);
});

test("that nothing is switched on is known, where the program does not say what is to be", () => {
  const { attachments: _attachments, ...undeclared } = slack;
  const off = shown({ ...slack, attachments: [] });
  expect(fromWire(off, {})).toMatchObject({ attachments: [] });
  expect(madeOf(off, undeclared)).toEqual({ externalId: 7, attachments: [] });
  expect(isAsDeclared(off, undeclared)).toBe(true);
});

test("the URL of a workflow may come back otherwise, on the same host, unless it is the one before", () => {
  const rewritten = shown(workflow, { url: "https://a.example/other" });
  expect(isAsSent(rewritten, workflow)).toBe(true);
  expect(isAsSent(rewritten, workflow, rewritten)).toBe(false);
  expect(isAsSent(shown(workflow, { url: "https://b.example/x?sig=1" }), workflow)).toBe(false);
  expect(madeOf(rewritten, workflow).shownAs).toEqual({ url: "https://a.example/other" });
  expect(isAsSent(shown({ ...slack, url: "https://a.example/other" }), slack)).toBe(false);
});

test.each([{}, { deployed: null }, { deployed: [] }])("%j is an empty list", (answer) => {
  expect(wireSummaries.parse(answer)).toEqual([]);
});

test.each([[[]], [{ message: "ok" }], [{ deployed: {} }], [{ deployed: null, status: "ok" }], ["text"]])(
  "%j is none",
  (answer) => {
    expect(wireSummaries.safeParse(answer).success).toBe(false);
  },
);

test("an odd entry does not get in the way of the others", () => {
  const entries = [null, { id: "" }, { id: "odd", type: 5 }, { id: "a", type: "SLACK", name: null, externalId: "7" }];
  expect(wireSummaries.parse({ deployed: entries })).toEqual([
    { id: "odd", name: "", type: "", flaw: "type" },
    { id: "a", type: "SLACK", name: "", externalId: 7 },
  ]);
});

test("an answer about another webhook is none", () => {
  expect(wireWebhook("a").safeParse({ webhook: shown(slack) }).success).toBe(true);
  expect(wireWebhook("b").safeParse({ webhook: shown(slack) }).success).toBe(false);
});

test.each([
  [{ success: {} }, undefined],
  [{ failure: {} }, "no reason given"],
  [{ failure: { errorMessage: "a", displayMessage: "b", statusCode: 500 } }, "b: a (500)"],
  [{ failure: { errorMessage: "a", displayMessage: "" } }, "a"],
])("the answer to a test %j says %j", (answer, reason) => {
  expect(testAnswer.parse(answer)).toBe(reason);
});

test.each([{}, { success: {}, failure: {} }, { ok: true }])("the answer to a test %j says nothing", (answer) => {
  expect(testAnswer.safeParse(answer).success).toBe(false);
});

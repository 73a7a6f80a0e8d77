import { randomUUID } from "node:crypto";
import { DEFAULT_API_KEY, Emulator } from "../../../emulator";
import { accountOf } from "./client";
import { readPage, shapeOf } from "./page";

const examples = readPage("coralogix-page.txt");
const uuid = randomUUID();

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

/** Sends an example with host and values put in, with the headers of "Request Headers". */
async function run(
  title: string,
  values: Record<string, string> = {},
): Promise<{ body: unknown; documented: unknown }> {
  const example = examples.find((other) => other.title === title);
  if (!example) throw new Error(`the page has no example ${title}`);
  const fill = (text: string): string =>
    Object.entries({
      "https://api.coralogix.com": emulator.url,
      "<uuid>": uuid,
      "<same-uuid>": uuid,
      "<slack-webhook-url>": "https://hooks.example/slack",
      "<send-your-logs-privatekey>": "5ef4a0d1-7e1f-47b2-ac0a-1282002aa2a1",
      "<Insert your desired integration description>": "Insert your desired integration description",
      "17a3b9e3-b0bc-4bc0-9e06-98d2a4c54ecb": uuid,
      ...values,
    }).reduce((filled, [placeholder, value]) => filled.replaceAll(placeholder, value), text);
  const [method = "", url = ""] = fill(example.line).split(" ");
  const response = await fetch(url, {
    method,
    headers: { Authorization: `bearer ${DEFAULT_API_KEY}`, "Content-Type": "application/json" },
    ...(example.parts.body && { body: fill(example.parts.body) }),
  });
  expect(response.status).toBe(200);
  return { body: await response.json(), documented: parseDocumented(fill(example.parts.answer ?? "null")) };
}

/** The page writes `number`, alternatives and a comment where a result has values. */
function parseDocumented(text: string): unknown {
  const json = text
    .replaceAll(": number", ": 0")
    .replaceAll('"escaped json" or null', '"escaped json"')
    .replace("}, // array of webhooks", "}");
  return JSON.parse(json) as unknown;
}

const withoutTimes = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body, (name, value: unknown) => (/^(created|updated)_at$/.test(name) ? "time" : value)));

test("Create Slack Webhook", async () => {
  const { body, documented } = await run("Create Slack Webhook");
  expect(withoutTimes(body)).toEqual(withoutTimes(documented));
});

test("Create 'sendlog' Webhook", async () => {
  const { body, documented } = await run("Create 'sendlog' Webhook");
  expect(withoutTimes({ ...(body as object), id: 1051 })).toEqual(withoutTimes(documented));
});

test("Create 2 Webhooks in the same request", async () => {
  const { body, documented } = await run("Create 2 Webhooks in the same request");
  expect(withoutTimes(body)).toEqual(withoutTimes(documented));
});

test("Get all webhooks", async () => {
  await run("Create Slack Webhook");
  const { body, documented } = await run("Get all webhooks");
  expect(shapeOf(body)).toEqual(shapeOf(documented));
});

test("Get a specific webhook", async () => {
  await run("Create Slack Webhook");
  const { body, documented } = await run("Get a specific webhook", { "<webhook-id>": "1050" });
  expect(shapeOf(body)).toEqual(shapeOf(documented));
});

test("Delete Webhook", async () => {
  await run("Create Slack Webhook");
  await run("Delete Webhook", { "<webhook-id>": "1050" });
  expect(accountOf(emulator).integrations).toEqual([]);
});

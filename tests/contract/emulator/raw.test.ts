import { DEFAULT_API_KEY, DEFAULT_FLOCK, Emulator } from "../../../emulator";
import { accountOf, canary, coralogix, flockOf, send, slackBody } from "./client";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const url = "https://alerts.example/hook";

test.each([
  ["generic/list", "generic_webhooks", { header_names: [], webhook_id: "1" }],
  ["generic", "generic_webhooks", null],
  ["ms_teams", "ms_teams_webhooks", 5],
  ["slack", "slack_webhooks", { team: "blue", channel: null }],
] as const)("%s shows raw entries after its own, as they are", async (list, member, entry) => {
  flockOf(emulator).raw = { [list]: [entry] };
  await canary(emulator, "POST", "generic/add", { url });
  const { body } = await canary(emulator, "GET", list);
  const entries = (body as Record<string, unknown[]>)[member];
  expect(entries?.at(-1)).toEqual(entry);
  expect(entries).toHaveLength(list.startsWith("generic") ? 2 : 1);
});

const odd = [
  { id: 7, alias: "no fields", url: "", integration_type_id: 0 },
  { id: "8", alias: null },
  { id: 2 ** 63, alias: "large" },
  { id: 9, integration_type_id: 99, integration_type: { label: "Unheard of", icon: "", id: 99 } },
  null,
];

test("Coralogix shows raw webhooks after its own, as they are, alone too", async () => {
  await coralogix(emulator, "POST", "", slackBody);
  accountOf(emulator).raw = odd;
  expect((await coralogix(emulator, "GET")).body).toEqual([expect.objectContaining({ id: 1050 }), ...odd]);
  expect((await coralogix(emulator, "GET", "/8")).body).toEqual({ id: "8", alias: null });
});

test("Coralogix deletes a raw webhook and updates none", async () => {
  accountOf(emulator).raw = odd;
  expect((await coralogix(emulator, "POST", "", { ...slackBody, id: 7 })).status).toBe(404);
  expect((await coralogix(emulator, "DELETE", "/7")).status).toBe(200);
  expect(accountOf(emulator).raw).toEqual(odd.slice(1));
});

test("they are set over HTTP, and a snapshot has them", async () => {
  const before = emulator.snapshot();
  const raw = { slack: [{ channel: null }] };
  const init = (body: unknown) => ({
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const state = `${emulator.url}/admin/state`;
  await send(state, init({ flocks: { [DEFAULT_FLOCK]: { raw } }, accounts: { [DEFAULT_API_KEY]: { raw: odd } } }));
  expect(flockOf(emulator).raw).toEqual(raw);
  expect(accountOf(emulator).raw).toEqual(odd);
  expect(emulator.snapshot()).not.toEqual(before);
  const reply = await send(state, init({ flocks: { [DEFAULT_FLOCK]: { raw: { splunk: [] } } } }));
  expect(reply.status).toBe(400);
});

import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_API_KEY, DEFAULT_FLOCK, Emulator } from "../../../emulator";
import { accountOf, canary, coralogix, flockOf, send, slackBody, TOKEN_HEADER } from "./client";

/** More than a test takes. */
const LAG_MS = 600_000;
const url = "https://alerts.example/hook";
const splunk = { host: "h", port: "1", token: "t" };

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start({ listLagMs: LAG_MS });
});
afterEach(() => emulator.stop());

/** Lets the lag pass: what was changed before is old enough for a shorter one. */
async function later(): Promise<void> {
  await sleep(20);
  emulator.listLagMs = 10;
  expect(await read("is_enabled")).toMatchObject({ result: "success" });
  emulator.listLagMs = LAG_MS;
}

const read = async (call: string): Promise<unknown> => (await canary(emulator, "GET", call)).body;

const changes: [string, () => unknown, string, object, object][] = [
  [
    "generic/add",
    () => canary(emulator, "POST", "generic/add", { url }),
    "generic/list",
    { generic_webhooks: [] },
    { generic_webhooks: [{ url }] },
  ],
  [
    "ms_teams/add",
    () => canary(emulator, "POST", "ms_teams/add", { url }),
    "ms_teams",
    { ms_teams_webhooks: [] },
    { ms_teams_webhooks: [url] },
  ],
  [
    "splunk/add",
    () => canary(emulator, "POST", "splunk/add", splunk),
    "splunk",
    { splunk_webhook: null },
    { splunk_webhook: splunk },
  ],
  ["use_global", () => canary(emulator, "POST", "use_global"), "is_global", { is_global: false }, { is_global: true }],
  ["disable", () => canary(emulator, "POST", "disable"), "is_enabled", { is_enabled: true }, { is_enabled: false }],
  [
    "an edit out of band",
    () => flockOf(emulator).ms_teams.push(url),
    "ms_teams",
    { ms_teams_webhooks: [] },
    { ms_teams_webhooks: [url] },
  ],
];
test.each(changes)("what %s changed is shown after the lag", async (_change, make, call, before, after) => {
  await make();
  expect(await read(call)).toMatchObject(before);
  await later();
  expect(await read(call)).toMatchObject(after);
});

test("an edit that nobody looked at for as long as the lag is shown at once", async () => {
  emulator.listLagMs = 50;
  flockOf(emulator).ms_teams.push(url);
  await sleep(200);
  expect(await read("ms_teams")).toMatchObject({ ms_teams_webhooks: [url] });
});

test("changes see each other without a lag", async () => {
  await canary(emulator, "POST", "ms_teams/add", { url });
  expect((await canary(emulator, "POST", "ms_teams/add", { url })).status).toBe(400);
  expect((await canary(emulator, "POST", "ms_teams/remove", { url })).status).toBe(200);
  expect((await canary(emulator, "POST", "ms_teams/remove", { url })).status).toBe(400);
});

test("a Coralogix webhook is listed and got, updated and gone, after the lag", async () => {
  await coralogix(emulator, "POST", "", slackBody);
  expect((await coralogix(emulator, "GET")).body).toEqual([]);
  expect((await coralogix(emulator, "GET", "/1050")).status).toBe(404);
  await later();
  expect((await coralogix(emulator, "GET")).body).toMatchObject([{ id: 1050 }]);

  await coralogix(emulator, "POST", "", { ...slackBody, id: 1050, alias: "renamed" });
  expect((await coralogix(emulator, "GET", "/1050")).body).toMatchObject({ alias: "alerts" });
  expect((await coralogix(emulator, "DELETE", "/1050")).status).toBe(200);
  expect((await coralogix(emulator, "DELETE", "/1050")).status).toBe(404);
  expect((await coralogix(emulator, "GET", "/1050")).status).toBe(200);
  await later();
  expect((await coralogix(emulator, "GET", "/1050")).status).toBe(404);
});

test("flocks, accounts and keys that are new are there at once", async () => {
  emulator.state.flocks["flock:new"] = { ...flockOf(emulator), name: "New" };
  expect((await canary(emulator, "GET", "is_enabled", { flock_id: "flock:new" })).status).toBe(200);
  accountOf(emulator).companyId = 7;
  emulator.renameApiKey(DEFAULT_API_KEY, "rotated");
  const reply = await send(`${emulator.url}/api/v1/external/integrations`, {
    headers: { Authorization: "Bearer rotated" },
  });
  expect(reply).toMatchObject({ status: 200, body: [] });
  const summary = await send(`${emulator.url}/api/v1/flocks/summary`, { headers: TOKEN_HEADER });
  expect(summary.body).toMatchObject({ flocks_summary: { [DEFAULT_FLOCK]: {}, "flock:new": { name: "New" } } });
});

test("the lag changes while it runs, over HTTP too", async () => {
  flockOf(emulator).ms_teams.push(url);
  emulator.listLagMs = 0;
  expect(await read("ms_teams")).toMatchObject({ ms_teams_webhooks: [url] });
  const init = {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ listLagMs: 60_000 }),
  };
  expect((await send(`${emulator.url}/admin/settings`, init)).body).toMatchObject({ listLagMs: 60_000 });
  expect(emulator.listLagMs).toBe(60_000);
  flockOf(emulator).ms_teams = [];
  expect(await read("ms_teams")).toMatchObject({ ms_teams_webhooks: [url] });
});

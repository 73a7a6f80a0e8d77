import { behaviourChoices, DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator } from "../../../emulator";
import { accountOf, canary, coralogix, flockOf, send, type Reply } from "./client";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const admin = (method: string, call: string, body?: unknown): Promise<Reply> =>
  send(`${emulator.url}/admin/${call}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });

describe("state", () => {
  test("it is shown as it is", async () => {
    emulator.addSlackWebhook(DEFAULT_FLOCK, { team: "blue", channel: "#alerts" });
    expect((await admin("GET", "state")).body).toEqual(emulator.state);
  });

  test("PUT replaces it, with the usual values for what is left out", async () => {
    const { state } = emulator;
    const { status } = await admin("PUT", "state", {
      flocks: {
        "flock:new": { generic: [{ url: "https://x.example" }], splunk: { host: "h", port: "1", token: "t" } },
      },
      accounts: { key: { companyId: 1, integrations: [{ id: 7, alias: "a", integration_type_id: 0 }] } },
    });
    expect(status).toBe(200);
    expect(emulator.state).toBe(state);
    expect(state).toMatchObject({
      flocks: { "flock:new": { name: "Flock", mode: "enabled", generic: [{ headers: {} }], ms_teams: [], slack: [] } },
      accounts: { key: { integrations: [{ url: "", integration_type_fields: null }] } },
    });
    expect(Object.keys(state.flocks)).toEqual(["flock:new"]);
    expect((await canary(emulator, "GET", "is_enabled", { flock_id: "flock:new" })).status).toBe(200);
  });

  test("PATCH merges into it", async () => {
    flockOf(emulator).ms_teams = ["https://teams.example"];
    await admin("PATCH", "state", { flocks: { [DEFAULT_FLOCK]: { mode: "global", splunk: null } } });
    expect(flockOf(emulator)).toMatchObject({ mode: "global", ms_teams: ["https://teams.example"] });
    await admin("PATCH", "state", {
      accounts: { [DEFAULT_API_KEY]: { integrations: [{ id: 5, alias: "a", integration_type_id: 7 }] } },
    });
    expect(accountOf(emulator)).toMatchObject({ companyId: 12345, integrations: [{ id: 5 }] });
    expect((await coralogix(emulator, "GET", "/5")).body).toMatchObject({ integration_type: { label: "Opsgenie" } });
  });

  test.each([
    ["PUT", {}, "flocks"],
    ["PUT", { flocks: {}, accounts: {}, tokens: [] }, "tokens"],
    ["PATCH", { flocks: { [DEFAULT_FLOCK]: { mode: "off" } } }, "mode"],
    ["PATCH", { flocks: { [DEFAULT_FLOCK]: { ms_teams: "https://x" } } }, "ms_teams"],
    ["PATCH", [], "expected object"],
  ])("%s %j is answered with 400 and changes nothing", async (method, body, word) => {
    const before = structuredClone(emulator.state);
    const reply = await admin(method, "state", body);
    expect(reply).toMatchObject({ status: 400, body: { message: expect.stringContaining(word) as string } });
    expect(emulator.state).toEqual(before);
  });
});

test("requests are shown and forgotten; the admin's own are not among them", async () => {
  await canary(emulator, "GET", "slack");
  expect((await admin("GET", "requests")).body).toMatchObject([{ call: "slack", status: 200 }]);
  expect((await admin("DELETE", "requests")).body).toEqual([]);
  expect(emulator.requests).toEqual([]);
});

describe("behaviour", () => {
  test("the default is the first choice of each", async () => {
    const firsts = Object.entries(behaviourChoices).map(([name, choices]) => [name, choices[0]]);
    expect((await admin("GET", "behaviour")).body).toEqual(Object.fromEntries(firsts));
  });

  const choices = Object.entries(behaviourChoices).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  test.each(choices)("%s can be %p", async (name, value) => {
    expect((await admin("PATCH", "behaviour", { [name]: value })).body).toHaveProperty(name, value);
    expect(emulator.behaviour).toHaveProperty(name, value);
  });

  test.each([{ duplicateAdd: "maybe" }, { unheardOf: true }, [], "text"])("%j is answered with 400", async (body) => {
    expect((await admin("PATCH", "behaviour", body)).status).toBe(400);
  });
});

describe("faults", () => {
  test("they are added, shown with what is left of them, and dropped", async () => {
    const rule = { call: "generic/.*", times: 3, fault: { kind: "status", status: 503, retryAfter: 1 } };
    expect((await admin("POST", "faults", rule)).body).toEqual([{ ...rule, skip: 0 }]);
    expect((await canary(emulator, "GET", "generic/list")).status).toBe(503);
    expect((await admin("GET", "faults")).body).toMatchObject([{ times: 2 }]);
    expect((await admin("DELETE", "faults")).body).toEqual([]);
    expect((await canary(emulator, "GET", "generic/list")).status).toBe(200);
  });

  test.each([
    [{}, "fault"],
    [{ fault: { kind: "unheard of" } }, "kind"],
    [{ fault: { kind: "status" } }, "status"],
    [{ call: "(", fault: { kind: "reset" } }, "regular expression"],
    [{ times: 0, fault: { kind: "reset" } }, "times"],
    [{ fault: { kind: "oversized", bytes: 1 } }, "bytes"],
    [{ fault: { kind: "late" } }, "delayMs"],
    [{ fault: { kind: "gateway", form: "unheard of" } }, "form"],
  ])("%j is answered with 400", async (body, word) => {
    const message = expect.stringContaining(word) as string;
    expect(await admin("POST", "faults", body)).toMatchObject({ status: 400, body: { message } });
  });

  test("a body that is not JSON is answered with 400", async () => {
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{" };
    expect(await send(`${emulator.url}/admin/faults`, init)).toMatchObject({ status: 400, body: { message: /JSON/ } });
  });
});

test("settings are shown and changed", async () => {
  const settings = { latencyMs: 0, listLagMs: 0, rateLimit: null, authTokens: [DEFAULT_AUTH_TOKEN] };
  expect((await admin("GET", "settings")).body).toEqual(settings);
  const changed = { latencyMs: 1, listLagMs: 2, rateLimit: { perSecond: 9 }, authTokens: ["rotated"] };
  expect((await admin("PATCH", "settings", changed)).body).toEqual(changed);
  expect(emulator).toMatchObject({
    latencyMs: 1,
    listLagMs: 2,
    rateLimit: { perSecond: 9 },
    authTokens: new Set(["rotated"]),
  });
  expect((await admin("PATCH", "settings", { rateLimit: null })).body).toMatchObject({ rateLimit: null, latencyMs: 1 });
  expect((await admin("PATCH", "settings", { latencyMs: -1 })).status).toBe(400);
});

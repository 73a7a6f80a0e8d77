import { DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator, type Behaviour } from "../../../emulator";
import { canary, error, flockOf, send, TOKEN_HEADER } from "./client";

const url = "https://alerts.example/hook";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start({ flocks: [DEFAULT_FLOCK, "flock:0a1b"], readOnlyAuthTokens: ["reading"] });
});
afterEach(() => emulator.stop());

const get = (path: string) => send(`${emulator.url}/api/v1/${path}`, { headers: TOKEN_HEADER });

describe("the console's calls", () => {
  test("flocks/summary shows every flock with its webhooks, not Splunk's", async () => {
    const flock = flockOf(emulator);
    flock.generic = [{ url, headers: { "X-Key": "secret" }, webhook_id: "1" }];
    flock.ms_teams = ["https://teams.example/1"];
    flock.splunk = { host: "h", port: "8088", token: "t" };
    flock.mode = "global";
    const slack = emulator.addSlackWebhook(DEFAULT_FLOCK, { team: "blue", channel: "#alerts" });
    const { body } = await get("flocks/summary");
    expect(body).toMatchObject({ result: "success", flocks_summary: { "flock:0a1b": { name: "flock:0a1b" } } });
    expect(body).toHaveProperty(["flocks_summary", DEFAULT_FLOCK], {
      name: "Default Flock",
      note: null,
      devices: [],
      online_devices: 0,
      offline_devices: 0,
      settings: {
        notification_info: {
          emails: { addresses: "", enabled: "Global" },
          sms: { enabled: "Global", numbers: "" },
          summary_email: { addresses: "", enabled: "Global" },
        },
        webhooks: {
          generic_webhooks: [url],
          hipchat_webhooks: [],
          ms_teams: ["https://teams.example/1"],
          slack_webhooks: [slack],
          webhooks_enabled: "Global",
        },
      },
      global_settings: { email_notifications: true, sms_notifications: false, webhook_notifications: true },
    });
  });

  test("flocks/list shows the names of a user's flocks", async () => {
    const flocks = { [DEFAULT_FLOCK]: "Default Flock", "flock:0a1b": "flock:0a1b" };
    expect((await get("flocks/list?email=a@x.example")).body).toEqual({ flocks, result: "success" });
    expect(await get("flocks/list")).toMatchObject({ status: 400, body: error("Missing required parameter: email") });
  });

  test("flocks/filter shows the flocks that match", async () => {
    const flocks = [{ flock_id: DEFAULT_FLOCK, name: "Default Flock", note: "" }];
    expect((await get("flocks/filter?filter_str=DEFAULT")).body).toEqual({ flocks, result: "success" });
    expect((await get("flocks/filter?filter_str=none")).body).toEqual({ flocks: [], result: "success" });
  });

  test("flock/summary counts the tokens of one flock", async () => {
    expect((await get(`flock/summary?flock_id=${DEFAULT_FLOCK}`)).body).toMatchObject({
      total_tokens: 0,
      top_tokens: [],
      result: "success",
    });
    expect((await get("flock/summary?flock_id=flock:other")).status).toBe(404);
  });

  test("auth_token/list shows the tokens with what they may do", async () => {
    const tokens = [
      { auth_token: DEFAULT_AUTH_TOKEN, auth_token_type: "Admin", key_id: "00000000" },
      { auth_token: "reading", auth_token_type: "Read-Only", key_id: "00000001" },
    ];
    expect((await get("auth_token/list")).body).toMatchObject({ result: "success", global_api_keys: tokens });
  });

  test("a read-only token opens what reads, and nothing else", async () => {
    const headers = { "X-Canary-Auth-Token": "reading" };
    const call = `${emulator.url}/api/v1/flock/settings/webhooks`;
    expect(await send(`${call}/generic/list?flock_id=${DEFAULT_FLOCK}`, { headers })).toMatchObject({ status: 200 });
    const body = new URLSearchParams({ flock_id: DEFAULT_FLOCK, url });
    expect(await send(`${call}/generic/add`, { method: "POST", headers, body })).toMatchObject({
      status: 403,
      body: error("The auth_token is read-only"),
    });
    expect(flockOf(emulator).generic).toEqual([]);
  });

  test("a call that the API does not have is answered in its own way", async () => {
    expect(await get("flocks/unheard-of")).toMatchObject({ status: 404, body: error("Unknown API endpoint") });
    expect(await get("external/alerts")).toMatchObject({ status: 404, body: { message: "Not Found" } });
    expect((await send(`${emulator.url}/elsewhere`)).status).toBe(404);
    expect(emulator.requests.map(({ call, status }) => [call, status])).toEqual(Array(3).fill(["unknown", 404]));
  });
});

describe("a flock that is gone", () => {
  beforeEach(() => {
    emulator.state.flocks = { "flock:0a1b": flockOf(emulator) };
  });

  const gone = error("Invalid flock_id");
  const list = { generic_webhooks: [], webhooks_enabled: true, result: "success" };
  const success = { result: "success" };
  const cases: [Behaviour["missingFlock"], number, unknown, unknown][] = [
    ["404", 404, gone, gone],
    ["400", 400, gone, gone],
    ["200 empty", 200, list, success],
    ["200 error", 200, gone, gone],
  ];
  test.each(cases)("missingFlock %p", async (missingFlock, status, read, changed) => {
    emulator.behaviour.missingFlock = missingFlock;
    expect(await canary(emulator, "GET", "generic/list")).toMatchObject({ status, body: read });
    for (const call of ["generic/add", "generic/remove", "splunk/test", "disable"]) {
      expect(await canary(emulator, "POST", call, { url })).toMatchObject({ status, body: changed });
    }
    expect(Object.keys(emulator.state.flocks)).toEqual(["flock:0a1b"]);
    const { body } = await get("flocks/summary");
    expect(body).not.toHaveProperty(["flocks_summary", DEFAULT_FLOCK]);
  });
});

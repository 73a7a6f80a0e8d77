import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator, type InterceptedCall } from "../../../emulator";
import { canary, coralogix, error, flockOf, slackBody } from "./client";

const url = "https://alerts.example/hook";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await emulator.stop();
});

test("it listens on a free loopback port, and not where another does", async () => {
  expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`);
  await expect(Emulator.start({ port: emulator.port })).rejects.toThrow("EADDRINUSE");
});

test("it keeps connections open between calls", async () => {
  const { headers } = await canary(emulator, "GET", "is_enabled");
  expect(headers.get("connection")).toBe("keep-alive");
  expect(headers.get("keep-alive")).toBe("timeout=120");
});

test("it records the calls", async () => {
  await canary(emulator, "POST", "ms_teams/add", { url });
  await coralogix(emulator, "POST", "/", slackBody);
  await coralogix(emulator, "GET", "/1050?verbose=1");
  expect(emulator.requests).toEqual([
    {
      method: "POST",
      path: "/api/v1/flock/settings/webhooks/ms_teams/add",
      url: "/api/v1/flock/settings/webhooks/ms_teams/add",
      call: "ms_teams/add",
      credential: DEFAULT_AUTH_TOKEN,
      status: 200,
      time: expect.any(Number) as number,
      body: { flock_id: DEFAULT_FLOCK, url },
    },
    expect.objectContaining({ call: "integrations create", credential: DEFAULT_API_KEY, body: slackBody }),
    expect.objectContaining({
      call: "integrations get",
      path: "/api/v1/external/integrations/1050",
      url: "/api/v1/external/integrations/1050?verbose=1",
    }),
  ]);
  emulator.clearRequests();
  expect(emulator.requests).toEqual([]);
});

test("it keeps the last 100,000 calls", async () => {
  await canary(emulator, "GET", "slack");
  const [call] = emulator.requests;
  if (call) for (let index = 0; index < 110_000; index++) emulator.requests.push(call);
  await canary(emulator, "GET", "splunk");
  expect(emulator.requests).toHaveLength(100_000);
  expect(emulator.requests.at(-1)).toMatchObject({ call: "splunk" });
});

test("interception comes before and after the effect, and before the answer", async () => {
  const seen: unknown[] = [];
  emulator.intercept = async ({ phase, call, params }: InterceptedCall) => {
    await new Promise(setImmediate);
    seen.push([phase, call, params, flockOf(emulator).ms_teams.length]);
  };
  await canary(emulator, "POST", "ms_teams/add", { url });
  const params = { flock_id: DEFAULT_FLOCK, url };
  expect(seen).toEqual([
    ["before", "ms_teams/add", params, 0],
    ["after", "ms_teams/add", params, 1],
  ]);
});

test("interception can change the state under a call, or fail it", async () => {
  emulator.intercept = ({ phase }) => {
    if (phase === "before") emulator.state.flocks = {};
  };
  expect((await canary(emulator, "GET", "is_enabled")).status).toBe(404);
  emulator.intercept = () => {
    throw new Error("intercepted");
  };
  expect(await coralogix(emulator, "GET")).toMatchObject({ status: 500, body: { message: "intercepted" } });
});

test("interception sees a Coralogix call's body", async () => {
  const seen: unknown[] = [];
  emulator.intercept = ({ phase, params }) => {
    if (phase === "before") seen.push(params);
  };
  await coralogix(emulator, "POST", "", slackBody);
  await coralogix(emulator, "POST", "-bulk", [slackBody]);
  await coralogix(emulator, "DELETE", "/1050");
  expect(seen).toEqual([slackBody, { integrations: [slackBody] }, { id: "1050" }]);
});

test("a call takes as long as the latency", async () => {
  emulator.latencyMs = 25;
  const start = performance.now();
  await canary(emulator, "GET", "is_enabled");
  // A timer may fire up to a millisecond early.
  expect(performance.now() - start).toBeGreaterThanOrEqual(24);
});

test("a call that waits when the emulator stops has no effect", async () => {
  emulator.latencyMs = 20;
  const waiting = expect(canary(emulator, "POST", "disable")).rejects.toThrow("fetch failed");
  while (emulator.requests.length === 0) await new Promise(setImmediate);
  await emulator.stop();
  await waiting;
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(flockOf(emulator).mode).toBe("enabled");
});

test("over the rate limit a credential is answered with 429 and Retry-After, and has no effect", async () => {
  jest.spyOn(performance, "now").mockReturnValue(1000);
  emulator.rateLimit = { perSecond: 2 };
  emulator.authTokens.add("other");
  const statuses = [];
  for (let index = 0; index < 3; index++)
    statuses.push((await canary(emulator, "POST", "ms_teams/add", { url: `${url}${index}` })).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect(flockOf(emulator).ms_teams).toHaveLength(2);
  const { status, headers, body } = await canary(emulator, "GET", "ms_teams");
  expect([status, headers.get("retry-after"), body]).toEqual([429, "1", error("Too many requests")]);
  expect((await canary(emulator, "GET", "ms_teams", { auth_token: "other" })).status).toBe(200);
  expect((await coralogix(emulator, "GET")).status).toBe(200);
});

test("a snapshot compares before and after: order and times don't count, ids do", async () => {
  const create = (alias: string) => coralogix(emulator, "POST", "", { ...slackBody, alias });
  await canary(emulator, "POST", "ms_teams/add", { url: `${url}/1` });
  await canary(emulator, "POST", "ms_teams/add", { url: `${url}/2` });
  await create("kept");
  const before = emulator.snapshot();
  expect(JSON.parse(JSON.stringify(before))).toEqual(before);

  await canary(emulator, "POST", "ms_teams/remove", { url: `${url}/1` });
  expect(emulator.snapshot()).not.toEqual(before);
  await canary(emulator, "POST", "ms_teams/add", { url: `${url}/1` });
  await coralogix(emulator, "POST", "", { ...slackBody, id: 1050, alias: "kept" });
  expect(emulator.snapshot()).toEqual(before);

  await coralogix(emulator, "DELETE", "/1050");
  await create("kept");
  expect(emulator.snapshot()).not.toEqual(before);
});

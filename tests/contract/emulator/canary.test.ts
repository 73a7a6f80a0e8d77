import { DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator, type Behaviour, type FlockState } from "../../../emulator";
import { canary, error, flockOf, send, TOKEN_HEADER } from "./client";

const url = "https://alerts.example/hook";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const success = (members: object = {}) => ({ status: 200, body: { ...members, result: "success" } });

describe("credentials and parameters", () => {
  const ping = (init: RequestInit = {}, query = "") => send(`${emulator.url}/api/v1/ping${query}`, init);

  test("the token is a header or a parameter", async () => {
    expect(await ping({ headers: TOKEN_HEADER })).toMatchObject(success());
    expect(await ping({}, `?auth_token=${DEFAULT_AUTH_TOKEN}`)).toMatchObject(success());
  });

  test("a missing or wrong token is rejected", async () => {
    const rejected = { status: 401, body: error("Invalid auth_token") };
    expect(await ping()).toMatchObject(rejected);
    expect(await ping({ headers: { "X-Canary-Auth-Token": "wrong" } })).toMatchObject(rejected);
  });

  test("tokens rotate while it runs", async () => {
    emulator.authTokens.delete(DEFAULT_AUTH_TOKEN);
    emulator.authTokens.add("rotated");
    expect((await ping({ headers: TOKEN_HEADER })).status).toBe(401);
    expect((await ping({ headers: { "X-Canary-Auth-Token": "rotated" } })).status).toBe(200);
  });

  test("a POST takes its parameters from the query too, and a trailing slash does no harm", async () => {
    const query = new URLSearchParams({ flock_id: DEFAULT_FLOCK, url, auth_token: DEFAULT_AUTH_TOKEN }).toString();
    const reply = await send(`${emulator.url}/api/v1/flock/settings/webhooks/generic/add/?${query}`, {
      method: "POST",
    });
    expect(reply).toMatchObject(success());
    expect(flockOf(emulator).generic).toMatchObject([{ url }]);
  });

  test("a body that is not a form carries no parameters", async () => {
    const reply = await send(`${emulator.url}/api/v1/flock/settings/webhooks/enable`, {
      method: "POST",
      headers: { ...TOKEN_HEADER, "Content-Type": "application/json" },
      body: JSON.stringify({ flock_id: DEFAULT_FLOCK }),
    });
    expect(reply).toMatchObject({ status: 400, body: error("Missing required parameter: flock_id") });
  });

  test("a parameter that is sent twice counts once", async () => {
    const query = `flock_id=${DEFAULT_FLOCK}&flock_id=flock:other&auth_token=${DEFAULT_AUTH_TOKEN}`;
    expect(await send(`${emulator.url}/api/v1/flock/settings/webhooks/is_enabled?${query}`)).toMatchObject(success());
  });

  test.each([
    ["GET", "is_enabled", { flock_id: "flock:other" }, 404, "Invalid flock_id"],
    ["GET", "is_enabled", { flock_id: "constructor" }, 404, "Invalid flock_id"],
    ["GET", "generic/list", { flock_id: "" }, 400, "Missing required parameter: flock_id"],
    ["POST", "generic/add", {}, 400, "Missing required parameter: url"],
    ["POST", "generic/add", { url: "no url" }, 400, "Invalid url"],
    ["POST", "generic/add", { url: "ftp://x.example" }, 400, "Invalid url"],
    ["POST", "generic/add", { url, headers: "{" }, 400, 'Invalid headers: expected a JSON object of "Name": "Value"'],
    [
      "POST",
      "generic/add",
      { url, headers: '{"A":1}' },
      400,
      'Invalid headers: expected a JSON object of "Name": "Value"',
    ],
    ["POST", "ms_teams/add", { url: "no url" }, 400, "Invalid url"],
    ["POST", "ms_teams/test", {}, 400, "Missing required parameter: url"],
    ["POST", "slack/remove", { team: "t" }, 400, "Missing required parameter: channel"],
    ["POST", "splunk/add", { host: "h", port: "1" }, 400, "Missing required parameter: token"],
    ["POST", "splunk/add", { host: "h", port: "HEC", token: "t" }, 400, "Invalid port"],
    ["POST", "splunk/test", {}, 400, "No Splunk webhook is configured"],
  ] as const)("%s %s %j is answered with %i", async (method, call, parameters, status, message) => {
    expect(await canary(emulator, method, call, parameters)).toMatchObject({ status, body: error(message) });
  });

  test("a call that no page has is answered with 404", async () => {
    expect(await canary(emulator, "GET", "generic/add")).toMatchObject({ status: 404, body: { result: "error" } });
    expect(emulator.requests.at(-1)).toMatchObject({ call: "unknown", status: 404 });
  });
});

describe("the flock's settings", () => {
  test.each([
    ["enable", { enabled: true, global: false, summary: true }],
    ["disable", { enabled: false, global: false, summary: false }],
    ["use_global", { enabled: true, global: true, summary: "Global" }],
  ])("%s shows everywhere", async (call, { enabled, global, summary }) => {
    expect(await canary(emulator, "POST", call)).toMatchObject(success());
    expect(await canary(emulator, "GET", "is_enabled")).toMatchObject(success({ is_enabled: enabled }));
    expect(await canary(emulator, "GET", "is_global")).toMatchObject(success({ is_global: global }));
    expect(await canary(emulator, "GET", "generic/list")).toMatchObject(success({ webhooks_enabled: enabled }));
    expect(await canary(emulator, "GET", "info")).toMatchObject({
      body: { webhook_info: { webhooks_enabled: summary } },
    });
  });

  test.each([true, false, "Global"] as const)(
    "a flock on the global settings can show %p",
    async (enabledWhenGlobal) => {
      emulator.behaviour.enabledWhenGlobal = enabledWhenGlobal;
      flockOf(emulator).mode = "global";
      expect(await canary(emulator, "GET", "is_enabled")).toMatchObject(success({ is_enabled: enabledWhenGlobal }));
    },
  );

  test("info shows the webhooks of a flock", async () => {
    const flock = flockOf(emulator);
    flock.generic = [{ url, headers: { "X-Key": "secret" }, webhook_id: "1" }];
    flock.ms_teams = ["https://teams.example/1"];
    flock.splunk = { host: "h", port: "8088", token: "t" };
    const slack = emulator.addSlackWebhook(DEFAULT_FLOCK, { team: "blue", channel: "#alerts" });
    const webhooks = {
      generic_webhooks: [url],
      ms_teams: ["https://teams.example/1"],
      slack_webhooks: [slack],
      webhooks_enabled: true,
    };
    const info = await canary(emulator, "GET", "info");
    expect(info.body).toEqual({ webhook_info: { ...webhooks, splunk_webhook: flock.splunk }, result: "success" });
  });
});

describe("webhooks", () => {
  test("a generic webhook is added, listed without header values, tested and removed", async () => {
    await canary(emulator, "POST", "generic/add", { url, headers: '{"X-Key": "secret", "X-Other": "value"}' });
    const [webhook] = flockOf(emulator).generic;
    expect(webhook).toMatchObject({ url, headers: { "X-Key": "secret", "X-Other": "value" } });
    const entry = { header_names: ["X-Key", "X-Other"], url, webhook_id: webhook?.webhook_id };
    const list = await canary(emulator, "GET", "generic/list");
    expect(list.body).toEqual({ generic_webhooks: [entry], result: "success", webhooks_enabled: true });
    expect((await canary(emulator, "GET", "generic")).body).toMatchObject({ generic_webhooks: [url] });
    expect((await canary(emulator, "POST", "generic/test", { url })).body).toEqual({ result: "success", webhook: url });
    expect(await canary(emulator, "POST", "generic/remove", { url })).toMatchObject(success());
    expect(flockOf(emulator).generic).toEqual([]);
  });

  test("an MS Teams webhook is added, listed and removed", async () => {
    await canary(emulator, "POST", "ms_teams/add", { url });
    expect(await canary(emulator, "GET", "ms_teams")).toMatchObject(success({ ms_teams_webhooks: [url] }));
    await canary(emulator, "POST", "ms_teams/remove", { url });
    expect(await canary(emulator, "GET", "ms_teams")).toMatchObject(success({ ms_teams_webhooks: [] }));
  });

  test("a Slack webhook of the console is removed by team and channel, or by URL as in the page's example", async () => {
    const channels = ["#one", "#two", "#three"];
    const [, two] = channels.map((channel) => emulator.addSlackWebhook(DEFAULT_FLOCK, { team: "blue", channel }));
    await canary(emulator, "POST", "slack/remove", { team: "blue", channel: "#one" });
    await canary(emulator, "POST", "slack/remove", { url: two?.url ?? "" });
    expect(await canary(emulator, "GET", "slack")).toMatchObject(success({ slack_webhooks: [{ channel: "#three" }] }));
    expect(() => emulator.addSlackWebhook("flock:other", { team: "blue", channel: "#one" })).toThrow("flock:other");
  });

  test("a Splunk webhook is added, listed with its port as a string, tested and removed", async () => {
    const splunk = { host: "splunk.example", port: "8088", token: "hec" };
    await canary(emulator, "POST", "splunk/add", splunk);
    expect(await canary(emulator, "GET", "splunk")).toMatchObject(success({ splunk_webhook: splunk }));
    expect(await canary(emulator, "POST", "splunk/test")).toMatchObject(success());
    await canary(emulator, "POST", "splunk/remove");
    expect(flockOf(emulator).splunk).toBeNull();
  });

  test("flocks don't see each other's webhooks", async () => {
    const other = await Emulator.start({ flocks: [DEFAULT_FLOCK, "flock:0a1b"] });
    await canary(other, "POST", "ms_teams/add", { url, flock_id: "flock:0a1b" });
    expect(flockOf(other).ms_teams).toEqual([]);
    expect(other.state.flocks["flock:0a1b"]?.ms_teams).toEqual([url]);
    await other.stop();
  });
});

describe("what the page leaves open", () => {
  interface Case {
    behaviour: Partial<Behaviour>;
    given?: Partial<FlockState>;
    call: string;
    parameters?: Record<string, string>;
    answers: object;
    then?: Partial<FlockState> | Record<string, unknown>;
  }
  const generic = [{ url, headers: { Old: "1" }, webhook_id: "old" }];
  const add = { call: "generic/add", parameters: { url, headers: '{"New": "2"}' }, given: { generic } };
  const added = { url, headers: { New: "2" } };
  const splunk = { host: "old", port: "1", token: "old" };
  const addSplunk = {
    call: "splunk/add",
    parameters: { host: "new", port: "2", token: "new" },
    given: { splunk },
  };
  const failed = (message: string) => ({ status: 400, body: error(message) });
  const absent = failed("Webhook does not exist");

  const cases: Case[] = [
    { ...add, behaviour: { duplicateAdd: "error" }, answers: failed("Webhook already exists"), then: { generic } },
    { ...add, behaviour: { duplicateAdd: "ignored" }, answers: success(), then: { generic } },
    { ...add, behaviour: { duplicateAdd: "replaced" }, answers: success(), then: { generic: [added] } },
    { ...add, behaviour: { duplicateAdd: "duplicated" }, answers: success(), then: { generic: [...generic, added] } },
    {
      call: "ms_teams/add",
      parameters: { url },
      given: { ms_teams: [url] },
      behaviour: { duplicateAdd: "duplicated" },
      answers: success(),
      then: { ms_teams: [url, url] },
    },
    ...["generic/remove", "ms_teams/remove", "slack/remove", "splunk/remove"].flatMap((call): Case[] => [
      { call, parameters: { url }, behaviour: { absentRemove: "error" }, answers: absent },
      { call, parameters: { url }, behaviour: { absentRemove: "success" }, answers: success() },
    ]),
    {
      ...addSplunk,
      behaviour: { splunkPresent: "overwritten" },
      answers: success(),
      then: { splunk: addSplunk.parameters },
    },
    {
      ...addSplunk,
      behaviour: { splunkPresent: "error" },
      answers: failed("Splunk webhook already exists"),
      then: { splunk },
    },
    { ...addSplunk, behaviour: { splunkPresent: "ignored" }, answers: success(), then: { splunk } },
    ...[{ call: "generic/add" }, { call: "ms_teams/add" }, addSplunk].map((given): Case => ({
      parameters: { url },
      ...given,
      behaviour: { addTestEventFails: true },
      answers: failed("Could not post a test event to the webhook"),
      then: { generic: [], ms_teams: [] },
    })),
    ...["generic/test", "ms_teams/test", "slack/test", "splunk/test"].map((call): Case => ({
      call,
      parameters: { url },
      given: { splunk },
      behaviour: { testResult: "error" },
      answers: failed("Could not post the test event to the webhook"),
    })),
    {
      call: "generic/add",
      parameters: { url: "no url" },
      behaviour: { canaryErrorStatus: "200" },
      answers: { status: 200, body: error("Invalid url") },
    },
  ];
  test.each(cases)("$behaviour: $call", async ({ behaviour, given, call, parameters, answers, then }) => {
    Object.assign(emulator.behaviour, behaviour);
    Object.assign(flockOf(emulator), structuredClone(given));
    expect(await canary(emulator, "POST", call, parameters)).toMatchObject(answers);
    expect(flockOf(emulator)).toMatchObject(then ?? {});
  });

  test.each([
    ["as sent", ["X-B", "X-A"]],
    ["lower case", ["x-b", "x-a"]],
    ["reversed order", ["X-A", "X-B"]],
  ] as const)("headerNames %p", async (headerNames, names) => {
    emulator.behaviour.headerNames = headerNames;
    flockOf(emulator).generic = [{ url, headers: { "X-B": "1", "X-A": "2" }, webhook_id: "1" }];
    const { body } = await canary(emulator, "GET", "generic/list");
    expect(body).toMatchObject({ generic_webhooks: [{ header_names: names }] });
  });

  test.each([
    ["null", { splunk_webhook: null }],
    ["empty object", { splunk_webhook: {} }],
    ["missing", {}],
    ["empty list", { splunk_webhook: [] }],
    ["empty text", { splunk_webhook: "" }],
    ["false", { splunk_webhook: false }],
    ["members null", { splunk_webhook: { host: null, port: null, token: null } }],
    ["members empty", { splunk_webhook: { host: "", port: "", token: "" } }],
  ] as const)("listNotConfiguredSplunk %p", async (listNotConfiguredSplunk, members) => {
    emulator.behaviour.listNotConfiguredSplunk = listNotConfiguredSplunk;
    const { body } = await canary(emulator, "GET", "splunk");
    expect(body).toEqual({ ...members, result: "success", webhooks_enabled: true });
  });

  const lists = [
    ["generic", "generic_webhooks"],
    ["generic/list", "generic_webhooks"],
    ["ms_teams", "ms_teams_webhooks"],
    ["slack", "slack_webhooks"],
  ] as const;
  const shapes = [
    ["empty list", { value: [] }],
    ["null", { value: null }],
    ["empty object", { value: {} }],
    ["missing", {}],
  ] as const;
  test.each(lists.flatMap((list) => shapes.map((shape) => [...list, ...shape] as const)))(
    "%s shows %s as emptyShape %p where it has none",
    async (call, member, emptyShape, shown) => {
      emulator.behaviour.emptyShape = emptyShape;
      const expected = Object.fromEntries(Object.values(shown).map((value: unknown) => [member, value]));
      const { body } = await canary(emulator, "GET", call);
      expect(body).toEqual({ ...expected, result: "success", webhooks_enabled: true });
      Object.assign(flockOf(emulator), { generic: [{ url, headers: {}, webhook_id: "1" }], ms_teams: [url] });
      emulator.addSlackWebhook(DEFAULT_FLOCK, { team: "blue", channel: "#alerts" });
      expect((await canary(emulator, "GET", call)).body).toHaveProperty(`${member}.length`, 1);
    },
  );
});

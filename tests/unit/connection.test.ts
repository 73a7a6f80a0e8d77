import { Connection } from "../../provider/connection";
import { ConfigurationError } from "../../provider/http/errors";
import { Client } from "../../provider/http/client";
import { DEFAULT_LIMITS } from "../../provider/http/limits";

jest.mock("../../provider/http/client");

const VARIABLES = [
  "CANARY_CONSOLE_URL",
  "CANARY_AUTH_TOKEN",
  "CORALOGIX_REGION",
  "CORALOGIX_BASE_URL",
  "CORALOGIX_API_KEY",
] as const;

const canary = { "alert-webhooks:canaryConsoleUrl": "https://abc.canary.tools", "alert-webhooks:canaryAuthToken": "token" };
const coralogix = { "alert-webhooks:coralogixRegion": "eu1", "alert-webhooks:coralogixApiKey": "key" };

const environment = { ...process.env };
beforeEach(() => {
  for (const variable of VARIABLES) Reflect.deleteProperty(process.env, variable);
  jest.clearAllMocks();
});
afterAll(() => {
  process.env = environment;
});

const connection = (settings: Readonly<Record<string, string>> = {}) => new Connection((key) => settings[key]);

/** What the client of an API is told. */
function clientOf(api: "console" | "account", settings: Readonly<Record<string, string>>) {
  expect(connection(settings)[api]).toBeDefined();
  const [options] = jest.mocked(Client).mock.lastCall ?? [];
  if (options === undefined) throw new Error("there is no client");
  return options;
}

test("a console is reached at its address with its token, in a header", () => {
  const { baseUrl, headers, limits } = clientOf("console", canary);
  expect(baseUrl).toBe("https://abc.canary.tools");
  expect(headers).toEqual({ "X-Canary-Auth-Token": "token" });
  expect(limits).toEqual(DEFAULT_LIMITS);
});

test.each([
  ["eu1", "https://api.coralogix.com"],
  ["eu2", "https://api.eu2.coralogix.com"],
  ["us1", "https://api.coralogix.us"],
  ["ap1", "https://api.app.coralogix.in"],
  ["ap2", "https://api.coralogixsg.com"],
])("an account in %s is reached at %s", (region, address) => {
  const { baseUrl, headers } = clientOf("account", { ...coralogix, "alert-webhooks:coralogixRegion": region });
  expect(baseUrl).toBe(address);
  expect(headers).toEqual({ Authorization: "Bearer key" });
});

test("the base URL counts before the region", () => {
  const settings = { ...coralogix, "alert-webhooks:coralogixBaseUrl": "https://api.eu3.example" };
  expect(clientOf("account", settings).baseUrl).toBe("https://api.eu3.example");
});

test("a region in the configuration counts before a base URL in the environment", () => {
  process.env.CORALOGIX_BASE_URL = "https://elsewhere.example";
  expect(clientOf("account", coralogix).baseUrl).toBe("https://api.coralogix.com");
});

describe("the environment", () => {
  beforeEach(() => {
    process.env.CANARY_CONSOLE_URL = "https://environment.canary.tools";
    process.env.CANARY_AUTH_TOKEN = "environment-token";
    process.env.CORALOGIX_REGION = "us1";
    process.env.CORALOGIX_API_KEY = "environment-key";
  });

  test("serves where the configuration says nothing", () => {
    expect(clientOf("console", {})).toMatchObject({
      baseUrl: "https://environment.canary.tools",
      headers: { "X-Canary-Auth-Token": "environment-token" },
    });
    expect(clientOf("account", { "alert-webhooks:coralogixRegion": "", "alert-webhooks:coralogixApiKey": "" })).toMatchObject({
      baseUrl: "https://api.coralogix.us",
      headers: { Authorization: "Bearer environment-key" },
    });
    process.env.CORALOGIX_BASE_URL = "https://api.eu3.example";
    expect(clientOf("account", {}).baseUrl).toBe("https://api.eu3.example");
  });

  test("counts less than the configuration, setting by setting", () => {
    expect(clientOf("console", { "alert-webhooks:canaryConsoleUrl": "https://abc.canary.tools" })).toMatchObject({
      baseUrl: "https://abc.canary.tools",
      headers: { "X-Canary-Auth-Token": "environment-token" },
    });
    expect(clientOf("account", coralogix)).toMatchObject({
      baseUrl: "https://api.coralogix.com",
      headers: { Authorization: "Bearer key" },
    });
  });
});

describe("what is missing is named, with every place where it can stand", () => {
  test.each([
    ["console", {}, "alert-webhooks:canaryConsoleUrl", "", "CANARY_CONSOLE_URL"],
    ["console", { ...canary, "alert-webhooks:canaryAuthToken": "" }, "alert-webhooks:canaryAuthToken", "--secret ", "CANARY_AUTH_TOKEN"],
    ["account", {}, "alert-webhooks:coralogixRegion", "", "CORALOGIX_REGION"],
    ["account", { "alert-webhooks:coralogixRegion": "eu1" }, "alert-webhooks:coralogixApiKey", "--secret ", "CORALOGIX_API_KEY"],
  ] as const)("%s with %j", (api, settings, key, flag, variable) => {
    expect(() => connection(settings)[api]).toThrow(
      new ConfigurationError(
        `${key} is missing. Set it with "pulumi config set ${flag}${key}", in the environment as ${variable}, or in an explicit Provider.`,
      ),
    );
  });
});

describe("what is wrong is named, and not repeated", () => {
  test.each<["console" | "account", Record<string, string>, RegExp]>([
    [
      "console",
      { ...canary, "alert-webhooks:canaryConsoleUrl": "http://sentinel.example" },
      /^alert-webhooks:canaryConsoleUrl must be an https address/,
    ],
    ["console", { ...canary, "alert-webhooks:canaryAuthToken": "sentinel value" }, /^alert-webhooks:canaryAuthToken must be one word/],
    [
      "account",
      { ...coralogix, "alert-webhooks:coralogixRegion": "sentinel" },
      /^alert-webhooks:coralogixRegion must be one of eu1, eu2, us1, ap1, ap2/,
    ],
    ["account", { ...coralogix, "alert-webhooks:coralogixBaseUrl": "sentinel" }, /^alert-webhooks:coralogixBaseUrl must be an https address/],
    ["account", { ...coralogix, "alert-webhooks:coralogixApiKey": "sentinel\n" }, /^alert-webhooks:coralogixApiKey must be one word/],
    [
      "console",
      { ...canary, "alert-webhooks:maxAttempts": "sentinel" },
      /^alert-webhooks:maxAttempts must be a whole number/,
    ],
    [
      "console",
      { ...canary, "alert-webhooks:parallelCalls": "1.5" },
      /^alert-webhooks:parallelCalls must be a whole number/,
    ],
    ["account", { ...coralogix, "alert-webhooks:coralogixRegion": "constructor" }, /^alert-webhooks:coralogixRegion must be one of eu1, /],
  ])("%s with %j", (api, settings, message) => {
    const failing = () => connection(settings)[api];
    expect(failing).toThrow(ConfigurationError);
    expect(failing).toThrow(message);
    expect(failing).not.toThrow(/sentinel/);
  });

  test("one API's settings are no concern of the other's", () => {
    expect(() => connection(canary).console).not.toThrow();
    expect(() => connection(coralogix).account).not.toThrow();
  });
});

describe("limits", () => {
  test.each(Object.keys(DEFAULT_LIMITS))("%s can be set for both APIs", (limit) => {
    const set = { [`alert-webhooks:${limit}`]: "7" };
    expect(clientOf("console", { ...canary, ...set }).limits).toEqual({ ...DEFAULT_LIMITS, [limit]: 7 });
    expect(clientOf("account", { ...coralogix, ...set }).limits).toEqual({ ...DEFAULT_LIMITS, [limit]: 7 });
  });

  test.each(["0", "-1", "86401", "1e99", "Infinity", "NaN", "seven", "7s", "null", " "])("can't be %j", (value) => {
    expect(() => connection({ ...canary, "alert-webhooks:callTimeoutSeconds": value }).console).toThrow(
      new ConfigurationError("alert-webhooks:callTimeoutSeconds must be a number above 0 and at most 86400."),
    );
  });

  test("that are empty are the defaults", () => {
    expect(clientOf("console", { ...canary, "alert-webhooks:maxAttempts": "" }).limits).toEqual(DEFAULT_LIMITS);
  });
});

test("a connection is made once", () => {
  const one = connection({ ...canary, ...coralogix });
  expect(one.console).toBe(one.console);
  expect(one.account).toBe(one.account);
  expect(Client).toHaveBeenCalledTimes(2);
});

test("only what belongs to a connection tells it from another", () => {
  const settings: Record<string, string> = { ...canary, ...coralogix };
  const is = (other: Readonly<Record<string, string>>) => connection(settings).isConfiguredAs((key) => other[key]);
  expect(is(settings)).toBe(true);
  expect(is({ ...settings, "pulumi:tags": "x" })).toBe(true);
  for (const key of Object.keys(settings)) expect(is({ ...settings, [key]: "other" })).toBe(false);
  for (const limit of Object.keys(DEFAULT_LIMITS))
    expect(is({ ...settings, [`alert-webhooks:${limit}`]: "7" })).toBe(false);
});

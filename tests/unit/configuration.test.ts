import { Configuration } from "../../provider/configuration";
import { Client } from "../../provider/http/client";
import { ConfigurationError } from "../../provider/http/errors";
import { DEFAULT_LIMITS } from "../../provider/http/limits";
import { PROVIDER_NAME, keyOf } from "../../provider/settings";

jest.mock("../../provider/http/client");

/** Settings by their names, without the namespace. */
type Named = Readonly<Record<string, string>>;

const VARIABLES = {
  CANARY_CONSOLE_URL: "https://environment.canary.tools",
  CANARY_AUTH_TOKEN: "environment-token",
  CORALOGIX_REGION: "us1",
  CORALOGIX_BASE_URL: "https://api.environment.example",
  CORALOGIX_API_KEY: "environment-key",
} as const;

const canary = { canaryConsoleUrl: "https://abc.canary.tools", canaryAuthToken: "token" };
const coralogix = { coralogixRegion: "eu1", coralogixApiKey: "key" };

const environment = { ...process.env };
beforeEach(() => {
  for (const variable of Object.keys(VARIABLES)) Reflect.deleteProperty(process.env, variable);
  jest.clearAllMocks();
});
afterAll(() => {
  process.env = environment;
});

const settingsOf = (named: Named) => {
  const settings = Object.fromEntries(Object.entries(named).map(([name, value]) => [keyOf(name), value]));
  return (key: string) => settings[key];
};
const configurationOf = (named: Named = {}) => new Configuration(settingsOf(named));

function setEnvironment(...names: (keyof typeof VARIABLES)[]): void {
  for (const name of names) process.env[name] = VARIABLES[name];
}

type Api = "console" | "account" | "outboundWebhooks";

/** What the client of an API is told. */
function clientOf(api: Api, named: Named = {}) {
  expect(configurationOf(named)[api]).toBeDefined();
  const [options] = jest.mocked(Client).mock.lastCall ?? [];
  if (options === undefined) throw new Error("there is no client");
  return options;
}

/** What is thrown where the settings of an API are wrong. */
function errorOf(api: Api, settings: (key: string) => string | undefined): ConfigurationError {
  try {
    return new Configuration(settings)[api] as never;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return error as ConfigurationError;
  }
}

test("every key is in one namespace", () => {
  expect(keyOf("canaryConsoleUrl")).toBe("alert-webhooks:canaryConsoleUrl");
  expect(PROVIDER_NAME).toBe("alert-webhooks:provider");
});

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
])("an account in %s is reached at %s", (coralogixRegion, address) => {
  const { baseUrl, headers } = clientOf("account", { ...coralogix, coralogixRegion });
  expect(baseUrl).toBe(address);
  expect(headers).toEqual({ Authorization: "Bearer key" });
});

test.each([
  ["eu1", "https://api.eu1.coralogix.com"],
  ["eu2", "https://api.eu2.coralogix.com"],
  ["us1", "https://api.us1.coralogix.com"],
  ["us2", "https://api.us2.coralogix.com"],
  ["us3", "https://api.us3.coralogix.com"],
  ["ap1", "https://api.ap1.coralogix.com"],
  ["ap2", "https://api.ap2.coralogix.com"],
  ["ap3", "https://api.ap3.coralogix.com"],
  ["gov1", "https://api.gov1.coralogixgov.us"],
])("today's API of an account in %s is reached at %s", (coralogixRegion, address) => {
  const { baseUrl, headers } = clientOf("outboundWebhooks", { ...coralogix, coralogixRegion });
  expect(baseUrl).toBe(address);
  expect(headers).toEqual({ Authorization: "Bearer key" });
});

test.each(["us2", "us3", "ap3", "gov1"])("the older API has no region %s, and the error says what has", (region) => {
  const settings = { ...coralogix, coralogixRegion: region };
  const { message, missing } = errorOf("account", settingsOf(settings));
  expect(message).toMatch(
    /has eu1, eu2, us1, ap1, ap2: use CoralogixOutboundWebhook,.* set alert-webhooks:coralogixBaseUrl\.$/,
  );
  expect(missing).toBeUndefined();
  expect(configurationOf(settings).flaws()).toEqual([]);
});

test("the base URL counts before the region", () => {
  const privateLink = { ...coralogix, coralogixBaseUrl: "https://api.private.eu2.coralogix.com" };
  expect(clientOf("outboundWebhooks", privateLink).baseUrl).toBe("https://api.private.eu2.coralogix.com");
  const settings = { ...coralogix, coralogixBaseUrl: "https://api.eu3.example" };
  expect(clientOf("account", settings).baseUrl).toBe("https://api.eu3.example");
});

test("the credentials are what messages are cleaned of", () => {
  const configuration = configurationOf({ ...canary, ...coralogix });
  expect(configuration.console.secrets).toEqual(["token"]);
  expect(configuration.account.secrets).toEqual(["key"]);
});

describe("address and credential come from one source", () => {
  test("the environment, where nothing is configured", () => {
    setEnvironment("CANARY_CONSOLE_URL", "CANARY_AUTH_TOKEN", "CORALOGIX_REGION", "CORALOGIX_API_KEY");
    expect(clientOf("console")).toMatchObject({
      baseUrl: "https://environment.canary.tools",
      headers: { "X-Canary-Auth-Token": "environment-token" },
    });
    expect(clientOf("account", { coralogixRegion: "", coralogixApiKey: "" })).toMatchObject({
      baseUrl: "https://api.coralogix.us",
      headers: { Authorization: "Bearer environment-key" },
    });
    setEnvironment("CORALOGIX_BASE_URL");
    expect(clientOf("account").baseUrl).toBe("https://api.environment.example");
  });

  test("the configuration, where it has both", () => {
    setEnvironment("CANARY_CONSOLE_URL", "CANARY_AUTH_TOKEN", "CORALOGIX_BASE_URL", "CORALOGIX_API_KEY");
    expect(clientOf("console", canary)).toMatchObject({
      baseUrl: "https://abc.canary.tools",
      headers: { "X-Canary-Auth-Token": "token" },
    });
    expect(clientOf("account", coralogix)).toMatchObject({
      baseUrl: "https://api.coralogix.com",
      headers: { Authorization: "Bearer key" },
    });
  });

  test("each vendor's from its own", () => {
    setEnvironment("CORALOGIX_REGION", "CORALOGIX_API_KEY");
    expect(clientOf("console", canary).baseUrl).toBe("https://abc.canary.tools");
    expect(clientOf("account", canary).baseUrl).toBe("https://api.coralogix.us");
  });

  test("an explicit Provider without settings of a vendor leaves that one to the environment", () => {
    setEnvironment("CANARY_CONSOLE_URL", "CANARY_AUTH_TOKEN");
    expect(clientOf("console", { provider: "emea" }).baseUrl).toBe("https://environment.canary.tools");
  });

  test.each([
    ["console", "canaryConsoleUrl", "canaryAuthToken", "CANARY_AUTH_TOKEN"],
    ["console", "canaryAuthToken", "canaryConsoleUrl", "CANARY_CONSOLE_URL"],
    ["account", "coralogixRegion", "coralogixApiKey", "CORALOGIX_API_KEY"],
    ["account", "coralogixBaseUrl", "coralogixApiKey", "CORALOGIX_API_KEY"],
    ["account", "coralogixApiKey", "coralogixRegion", "CORALOGIX_REGION"],
  ] as const)("a configured %s with only %s is not filled up from the environment", (api, given, missing, variable) => {
    setEnvironment("CANARY_CONSOLE_URL", "CANARY_AUTH_TOKEN", "CORALOGIX_REGION", "CORALOGIX_API_KEY");
    const named = { [given]: { ...canary, ...coralogix, coralogixBaseUrl: "https://a.example" }[given] };
    const hint = ` ${variable} is set, but address and credential are taken from one place only.`;
    expect(errorOf(api, settingsOf(named)).message).toBe(`${missing} is missing.${hint}`);
    expect(errorOf(api, settingsOf({ ...named, provider: "emea" })).message).toBe(
      `${missing} is missing in the Provider "emea".${hint}`,
    );
    expect(Client).not.toHaveBeenCalled();
  });
});

describe("what is missing is named, with what is needed to say where it can be set", () => {
  test.each([
    ["console", {}, "canaryConsoleUrl", "CANARY_CONSOLE_URL", false],
    ["console", { ...canary, canaryAuthToken: "" }, "canaryAuthToken", "CANARY_AUTH_TOKEN", true],
    ["account", {}, "coralogixRegion", "CORALOGIX_REGION", false],
    ["account", { coralogixRegion: "eu1" }, "coralogixApiKey", "CORALOGIX_API_KEY", true],
  ] as const)("%s with %j", (api, named, name, variable, isSecret) => {
    const missing = { name, variable, isSecret };
    const error = errorOf(api, settingsOf(named));
    expect(error.message).toBe(`${name} is missing.`);
    expect(error.missing).toEqual({ ...missing, provider: undefined });
    const explicit = errorOf(api, settingsOf({ ...named, provider: "emea" }));
    expect(explicit.message).toBe(`${name} is missing in the Provider "emea".`);
    expect(explicit.missing).toEqual({ ...missing, provider: "emea" });
  });
});

describe("what is wrong is named, and not repeated", () => {
  test.each<["console" | "account", Named, RegExp]>([
    [
      "console",
      { ...canary, canaryConsoleUrl: "http://sentinel.example" },
      /^alert-webhooks:canaryConsoleUrl must be an https address/,
    ],
    ["console", { ...canary, canaryAuthToken: "sentinel value" }, /^alert-webhooks:canaryAuthToken must be one word/],
    [
      "account",
      { ...coralogix, coralogixRegion: "sentinel" },
      /^alert-webhooks:coralogixRegion must be one of eu1, eu2, us1, us2, us3, ap1, ap2, ap3, gov1;.* alert-webhooks:coralogixBaseUrl\.$/,
    ],
    [
      "account",
      { ...coralogix, coralogixRegion: "constructor" },
      /^alert-webhooks:coralogixRegion must be one of eu1, /,
    ],
    [
      "account",
      { ...coralogix, coralogixBaseUrl: "sentinel" },
      /^alert-webhooks:coralogixBaseUrl must be an https address/,
    ],
    ["account", { ...coralogix, coralogixApiKey: "sentinel\n" }, /^alert-webhooks:coralogixApiKey must be one word/],
    ["console", { ...canary, maxAttempts: "sentinel" }, /^alert-webhooks:maxAttempts must be a whole number/],
    ["console", { ...canary, parallelCalls: "1.5" }, /^alert-webhooks:parallelCalls must be a whole number/],
  ])("%s with %j", (api, named, message) => {
    const error = errorOf(api, settingsOf(named));
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("sentinel");
    expect(error.missing).toBeUndefined();
  });

  test("one API's settings are no concern of the other's", () => {
    expect(() => configurationOf(canary).console).not.toThrow();
    expect(() => configurationOf(coralogix).account).not.toThrow();
  });
});

describe("limits", () => {
  test.each(Object.keys(DEFAULT_LIMITS))("%s can be set for both APIs", (limit) => {
    expect(clientOf("console", { ...canary, [limit]: "7" }).limits).toEqual({ ...DEFAULT_LIMITS, [limit]: 7 });
    expect(clientOf("account", { ...coralogix, [limit]: "7" }).limits).toEqual({ ...DEFAULT_LIMITS, [limit]: 7 });
  });

  test("are no source of an address", () => {
    setEnvironment("CANARY_CONSOLE_URL", "CANARY_AUTH_TOKEN");
    const { baseUrl, limits } = clientOf("console", { callTimeoutSeconds: "0.5" });
    expect(baseUrl).toBe("https://environment.canary.tools");
    expect(limits.callTimeoutSeconds).toBe(0.5);
  });

  test.each(["0", "-1", "86401", "1e99", "Infinity", "NaN", "seven", "7s", "null", " "])("can't be %j", (value) => {
    expect(errorOf("console", settingsOf({ ...canary, callTimeoutSeconds: value })).message).toBe(
      "alert-webhooks:callTimeoutSeconds must be a number above 0 and at most 86400.",
    );
  });

  test("that are empty are the defaults", () => {
    expect(clientOf("console", { ...canary, maxAttempts: "" }).limits).toEqual(DEFAULT_LIMITS);
  });
});

test("each API has one client", () => {
  const configuration = configurationOf({ ...canary, ...coralogix });
  expect(configuration.console).toBe(configuration.console);
  expect(configuration.account).toBe(configuration.account);
  expect(Client).toHaveBeenCalledTimes(2);
});

test("a new run trusts nothing that was read before", () => {
  const configuration = configurationOf({ ...canary, ...coralogix });
  expect(() => {
    configuration.forgetReads();
  }).not.toThrow();
  const forgotten = [
    jest.spyOn(configuration.console, "forgetReads"),
    jest.spyOn(configuration.account, "forgetReads"),
  ];
  configuration.forgetReads();
  for (const forget of forgotten) expect(forget).toHaveBeenCalledTimes(1);
});

test("only its own settings tell one configuration from another", () => {
  const named: Named = { ...canary, ...coralogix, provider: "emea" };
  const configuration = configurationOf(named);
  const isSame = (other: Named) => configuration.isConfiguredAs(settingsOf(other));
  expect(isSame(named)).toBe(true);
  expect(isSame({ ...named, unheardOf: "x" })).toBe(true);
  for (const name of [...Object.keys(named), "coralogixBaseUrl"])
    expect(isSame({ ...named, [name]: "other" })).toBe(false);
  for (const limit of Object.keys(DEFAULT_LIMITS)) expect(isSame({ ...named, [limit]: "7" })).toBe(false);
});

test.each<["console" | "account", Named, (keyof typeof VARIABLES)[], string]>([
  ["console", canary, [], "alert-webhooks:canaryConsoleUrl"],
  ["console", { ...canary, provider: "emea" }, [], 'canaryConsoleUrl of the Provider "emea"'],
  ["console", {}, ["CANARY_CONSOLE_URL", "CANARY_AUTH_TOKEN"], "the environment variable CANARY_CONSOLE_URL"],
  ["account", coralogix, [], "alert-webhooks:coralogixRegion"],
  [
    "account",
    { ...coralogix, coralogixBaseUrl: "https://api.example" },
    ["CORALOGIX_BASE_URL"],
    "alert-webhooks:coralogixBaseUrl",
  ],
  ["account", { ...coralogix, provider: "emea" }, [], 'coralogixRegion of the Provider "emea"'],
  ["account", {}, ["CORALOGIX_REGION", "CORALOGIX_API_KEY"], "the environment variable CORALOGIX_REGION"],
  ["account", {}, ["CORALOGIX_BASE_URL", "CORALOGIX_API_KEY"], "the environment variable CORALOGIX_BASE_URL"],
])("the address of the %s in %j and %j is named as %s", (api, named, variables, name) => {
  setEnvironment(...variables);
  expect(clientOf(api, named).addressSource).toBe(name);
});

test("what a call waits for is told", () => {
  const notify = jest.fn();
  expect(new Configuration(settingsOf({ ...canary, ...coralogix }), notify).console).toBeDefined();
  expect(jest.mocked(Client).mock.lastCall?.[0].notify).toBe(notify);
});

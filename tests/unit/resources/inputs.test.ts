import { flockWebhookSettings } from "../../../provider/canary/flock-webhook-settings.resource";
import { genericWebhook } from "../../../provider/canary/generic-webhook.resource";
import { msTeamsWebhook } from "../../../provider/canary/ms-teams-webhook.resource";
import { slackWebhook } from "../../../provider/canary/slack-webhook.resource";
import { splunkWebhook } from "../../../provider/canary/splunk-webhook.resource";
import type { Property } from "../../../provider/contract";
import { integration } from "../../../provider/coralogix/integration.resource";
import { checkInputs } from "../../../provider/lifecycle/check";
import type { ResourceDefinition } from "../../../provider/lifecycle/definition";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";

type Inputs = Readonly<Record<string, unknown>>;
type AnyDefinition = Pick<ResourceDefinition<never, never, never>, "schema"> & {
  readonly contract: { readonly name: string; readonly properties: Readonly<Record<string, Property>> };
};

/** A value that is refused: where, the value (nothing for a missing one), and the reason. */
type Refusal = readonly [property: string, value: unknown, failure: string];

const FLOCK = 'must be the id of a flock, such as "flock:default"';
const URL = "must be an http or https URL without a user name or password in it";
const SECURE_URL = "must be an https URL without a user name or password in it";
const HEADERS = "must be an object of header names and values";

const uuid = "17a3b9e3-b0bc-4bc0-9e06-98d2a4c54ecb";
const url = "https://hooks.example/T0";

const flockId: readonly Refusal[] = [
  ["flockId", undefined, `flockId: is missing: it ${FLOCK}`],
  ["flockId", null, `flockId: ${FLOCK}`],
  ["flockId", "default", `flockId: ${FLOCK}`],
  ["flockId", "flock:", `flockId: ${FLOCK}`],
  ["flockId", "flock:a/b", `flockId: ${FLOCK}`],
  ["flockId", `flock:${"a".repeat(129)}`, `flockId: ${FLOCK}`],
  ["flockId", "flock:../../ping", `flockId: ${FLOCK}`],
  ["flockId", "flock:a&auth_token=b", `flockId: ${FLOCK}`],
  ["flockId", "flock:a\n", `flockId: ${FLOCK}`],
  ["flockId", ` flock:default`, `flockId: ${FLOCK}`],
  ["flockId", ["flock:default"], `flockId: ${FLOCK}`],
];
const adoptExisting: readonly Refusal[] = [["adoptExisting", "true", "adoptExisting: must be true or false"]];
const options: readonly Refusal[] = [...adoptExisting, ["testOnCreate", 1, "testOnCreate: must be true or false"]];
const anyUrl: readonly Refusal[] = [
  ["url", undefined, `url: is missing: it ${URL}`],
  ["url", "hooks.example", `url: ${URL}`],
  ["url", "https://user:password@hooks.example", `url: ${URL}`],
  ["url", "javascript:alert(1)", `url: ${URL}`],
  ["url", "https:hooks.example", `url: ${URL}`],
  ["url", "https://hooks.example\\x", `url: ${URL}`],
];
const request: readonly Refusal[] = [
  ...anyUrl,
  ["method", "POST", 'method: must be "get", "post" or "put"'],
  ["headers", { "a b": "x" }, 'headers["a b"]: must be an HTTP header name'],
  ["headers", { A: 1 }, "headers.A: must be a string"],
  ["payload", undefined, "payload: is missing: it must be a JSON object"],
  ["payload", [], "payload: must be a JSON object"],
  ["payload", "{}", "payload: must be a JSON object"],
  ["uuid", "17a3b9e3", "uuid: must be a UUID"],
];
const alias: readonly Refusal[] = [
  ["alias", undefined, "alias: is missing: it must be the integration's name"],
  ["alias", "", "alias: must be the integration's name"],
  ...[" ", " a", "a ", "a\n"].map((given): Refusal => [
    "alias",
    given,
    "alias: must be the integration's name, without blanks around it",
  ]),
];

const cases: readonly {
  readonly definition: AnyDefinition;
  readonly least: Inputs;
  readonly most: Inputs;
  readonly takes: string;
  readonly refused: readonly Refusal[];
}[] = [
  {
    definition: genericWebhook,
    least: { flockId: "flock:default", url },
    most: {
      flockId: "flock:c0ffee",
      url: "http://192.0.2.7/",
      headers: { A: "b" },
      adoptExisting: true,
      testOnCreate: true,
    },
    takes: "a generic webhook takes flockId, url, headers, headerNames, adoptExisting, testOnCreate",
    refused: [
      ...flockId,
      ...options,
      ...anyUrl,
      ["headers", [], `headers: ${HEADERS}`],
      ["headers", { "": "x" }, 'headers[""]: must be an HTTP header name'],
      ["headers", { A: "x\r\nB: y" }, "headers.A: must be an HTTP header value: one line of text"],
      ["headers", { A: "x", a: "y" }, "headers: must name each header once: names are compared without regard to case"],
    ],
  },
  {
    definition: msTeamsWebhook,
    least: { flockId: "flock:default", url },
    most: { flockId: "flock:default", url, adoptExisting: false, testOnCreate: false },
    takes: "an MS Teams webhook takes flockId, url, adoptExisting, testOnCreate",
    refused: [
      ...flockId,
      ...options,
      ["url", undefined, `url: is missing: it ${SECURE_URL}`],
      ["url", "http://hooks.example", `url: ${SECURE_URL}`],
    ],
  },
  {
    definition: splunkWebhook,
    least: { flockId: "flock:default", host: "hec.example", port: 8088, token: "t" },
    most: {
      flockId: "flock:default",
      host: "[2001:db8::1]",
      port: "65535",
      token: "B5A79AAD-D822-46CC-80D1-819F80D7BFB0",
      adoptExisting: true,
      testOnCreate: true,
    },
    takes: "a Splunk webhook takes flockId, host, port, token, adoptExisting, testOnCreate",
    refused: [
      ...flockId,
      ...options,
      ["host", undefined, "host: is missing: it must be a domain or an IP address, without scheme, port or path"],
      ...["https://hec.example", "hec.example:8088", "hec.example/x", "a b", ""].map((host): Refusal => [
        "host",
        host,
        "host: must be a domain or an IP address, without scheme, port or path",
      ]),
      ["port", undefined, "port: is missing: it must be a port number, 1 to 65535"],
      ...[0, -1, 1.5, 65536, NaN, "0", "65536", true, null].map((port): Refusal => [
        "port",
        port,
        "port: must be a port number, 1 to 65535",
      ]),
      ["token", undefined, "token: is missing: it must be the HEC token"],
      ["token", "two words", "token: must be the HEC token: one word of printable characters"],
      ["token", "", "token: must be the HEC token: one word of printable characters"],
    ],
  },
  {
    definition: slackWebhook,
    least: { flockId: "flock:default", team: "Example", channel: "#alerts" },
    most: { flockId: "flock:default", team: "Ü", channel: "#a", adoptExisting: true, testOnCreate: true },
    takes: "a Slack webhook takes flockId, team, channel, adoptExisting, testOnCreate",
    refused: [
      ...flockId,
      ...options,
      ["team", "", "team: must be the name that the console shows"],
      ["channel", "", "channel: must be the name that the console shows"],
      [
        "url",
        url,
        "url: is not allowed here: a Slack webhook takes flockId, team, channel, adoptExisting, testOnCreate",
      ],
    ],
  },
  {
    definition: flockWebhookSettings,
    least: { flockId: "flock:default", mode: "enabled" },
    most: { flockId: "flock:default", mode: "global", adoptExisting: true },
    takes: "a flock's webhook setting takes flockId, mode, previousMode, adoptExisting",
    refused: [
      ...flockId,
      ...adoptExisting,
      ["mode", undefined, 'mode: is missing: it must be "enabled", "disabled" or "global"'],
      ["mode", "Global", 'mode: must be "enabled", "disabled" or "global"'],
      ["mode", true, 'mode: must be "enabled", "disabled" or "global"'],
    ],
  },
  ...(["slack", "microsoft_teams", "opsgenie"] as const).map((type) => ({
    definition: integration,
    least: { type, alias: "a", url },
    most: { type, alias: "a", url, adoptExisting: true },
    takes: `an integration of type "${type}" takes type, alias, url, adoptExisting`,
    refused: [...alias, ...anyUrl, ...adoptExisting],
  })),
  ...(["webhook", "sendlog", "demisto"] as const).map((type) => ({
    definition: integration,
    least: { type, alias: "a", url, payload: {} },
    most: { type, alias: "a", url, method: "put", headers: { A: "b" }, payload: { uuid }, uuid, adoptExisting: true },
    takes: `an integration of type "${type}" takes type, alias, url, uuid, method, headers, payload, adoptExisting`,
    refused: [...alias, ...request, ...adoptExisting],
  })),
  {
    definition: integration,
    least: { type: "pager_duty", alias: "a", serviceKey: "k" },
    most: { type: "pager_duty", alias: "a", serviceKey: "k", adoptExisting: true },
    takes: 'an integration of type "pager_duty" takes type, alias, serviceKey, adoptExisting',
    refused: [
      ...alias,
      ...adoptExisting,
      ["serviceKey", undefined, "serviceKey: is missing: it must be the service's integration key"],
      ["serviceKey", "", "serviceKey: must be the service's integration key"],
    ],
  },
  {
    definition: integration,
    least: { type: "email_group", alias: "a", emails: ["a@x.example"] },
    most: { type: "email_group", alias: "a", emails: ["a@x.example", "b@x.example"], adoptExisting: true },
    takes: 'an integration of type "email_group" takes type, alias, emails, adoptExisting',
    refused: [
      ...alias,
      ...adoptExisting,
      ["emails", undefined, "emails: is missing: it must be a list of e-mail addresses"],
      ["emails", "a@x.example", "emails: must be a list of e-mail addresses"],
      ["emails", [], "emails: must have at least one e-mail address"],
      ["emails", ["a@x.example", "b"], "emails[1]: must be an e-mail address"],
      ["emails", ["a@x.example, b@x.example"], "emails[0]: must be an e-mail address"],
    ],
  },
  {
    definition: integration,
    least: { type: "jira", alias: "a", url, apiToken: "t", email: "a@x.example", projectKey: "P" },
    most: { type: "jira", alias: "a", url, apiToken: "t", email: "a@x.example", projectKey: "P", adoptExisting: true },
    takes: 'an integration of type "jira" takes type, alias, url, apiToken, email, projectKey, adoptExisting',
    refused: [
      ...alias,
      ...anyUrl,
      ...adoptExisting,
      ["apiToken", undefined, "apiToken: is missing: it must be the API token of the Jira user"],
      ["email", "a", "email: must be an e-mail address"],
      ["projectKey", "", "projectKey: must be the key of the Jira project"],
    ],
  },
];

describe.each(
  cases.map((one) => ({ ...one, title: `${one.definition.contract.name} ${(one.least.type ?? "") as string}`.trim() })),
)("$title", ({ definition, least, most, takes, refused }) => {
  const { properties } = definition.contract;
  const failures = (inputs: Inputs) =>
    checkInputs(properties, definition.schema, inputs).failures.map(({ path, reason }) => `${path}: ${reason}`);

  test("takes the least and the most that there is", () => {
    expect(failures(least)).toEqual([]);
    expect(failures(most)).toEqual([]);
  });

  test("says what it takes, and knows every property of it", () => {
    expect(failures({ ...least, nonsense: 1 })).toEqual([`nonsense: is not allowed here: ${takes}`]);
    const taken = takes.split(" takes ")[1]?.split(", ") ?? [];
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(taken));
    expect(Object.keys(most).filter((name) => !taken.includes(name))).toEqual([]);
  });

  test.each(refused)("%s of %j", (property, value, failure) => {
    expect(failures({ ...most, [property]: value })).toContain(failure);
    expect(failures({ ...least, [property]: value })).toEqual([failure]);
  });
});

test.each([undefined, null, "Slack", "constructor", "__proto__", 0, ["slack"]])(
  "no integration is of type %j",
  (type) => {
    const { failures } = checkInputs(integration.contract.properties, integration.schema, { type, alias: "a" });
    expect(failures).toEqual([
      {
        path: "type",
        reason: expect.stringMatching(/must be one of "slack", "webhook", .*, "demisto"$/) as string,
      },
    ]);
  },
);

test("the uuid in a sendlog's payload is the integration's", () => {
  const sendlog = { type: "sendlog", alias: "a", url, method: "post", headers: {}, uuid };
  const failures = (inputs: Inputs) =>
    checkInputs(integration.contract.properties, integration.schema, inputs).failures;
  expect(failures({ ...sendlog, payload: { uuid: "other" } })).toEqual([
    { path: "payload.uuid", reason: "must be the same as uuid, or left out" },
  ]);
  expect(failures({ ...sendlog, payload: { uuid } })).toEqual([]);
  expect(failures({ ...sendlog, uuid: UNKNOWN, payload: { uuid } })).toEqual([]);
  expect(failures({ ...sendlog, type: "webhook", payload: { uuid: "other" } })).toEqual([]);
});

describe("a generic webhook's header names", () => {
  const { properties } = genericWebhook.contract;
  const check = (inputs: Inputs) =>
    checkInputs(properties, genericWebhook.schema, { flockId: "flock:default", url, ...inputs });

  test("follow from its headers", () => {
    expect(check({ headers: { B: "x", A: "y" } }).inputs.headerNames).toEqual(["A", "B"]);
    expect(check({ headers: UNKNOWN }).inputs.headerNames).toBe(UNKNOWN);
    expect(check({}).inputs.headerNames).toEqual([]);
  });

  test("are declared where the values are not known", () => {
    expect(check({ headerNames: ["B", "A"] })).toMatchObject({ inputs: { headerNames: ["B", "A"] }, failures: [] });
    expect(check({ headerNames: ["a", "A"] }).failures).toMatchObject([{ path: "headerNames" }]);
    expect(check({ headerNames: "A" }).failures).toMatchObject([{ path: "headerNames" }]);
  });

  test("are not declared besides headers", () => {
    expect(check({ headers: { A: "x" }, headerNames: ["B"] }).failures).toEqual([
      {
        path: "headerNames",
        reason: "must be left out if headers are given: it is for headers whose values are not known",
      },
    ]);
  });
});

test("the host of a URL is shown in plain text, and the URL is not", () => {
  for (const { definition, least } of cases) {
    if (least.url === undefined) continue;
    const { inputs } = checkInputs(definition.contract.properties, definition.schema, least);
    expect(inputs.host).toBe("hooks.example");
  }
});

test("everything that is a credential is secret, and nothing else", () => {
  const secrets = ({ contract: { properties } }: AnyDefinition) =>
    Object.keys(properties).filter((name) => properties[name]?.secret === true);
  expect(secrets(genericWebhook)).toEqual(["url", "headers"]);
  expect(secrets(msTeamsWebhook)).toEqual(["url"]);
  expect(secrets(splunkWebhook)).toEqual(["token"]);
  expect(secrets(slackWebhook)).toEqual(["url"]);
  expect(secrets(flockWebhookSettings)).toEqual([]);
  expect(secrets(integration)).toEqual(["url", "headers", "payload", "serviceKey", "apiToken"]);
});

test("what the API has no call for is replaced", () => {
  const replacing = ({ contract: { properties } }: AnyDefinition) =>
    Object.keys(properties).filter((name) => properties[name]?.replaceOnChanges === true);
  expect(replacing(genericWebhook)).toEqual(["flockId", "url"]);
  expect(replacing(msTeamsWebhook)).toEqual(["flockId", "url"]);
  expect(replacing(splunkWebhook)).toEqual(["flockId"]);
  expect(replacing(slackWebhook)).toEqual(["flockId", "team", "channel"]);
  expect(replacing(flockWebhookSettings)).toEqual(["flockId"]);
  expect(replacing(integration)).toEqual(["type"]);
});

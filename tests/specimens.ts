import type { Emulator, FlockState, Integration } from "../emulator";

/**
 * One specimen of each resource, and of each type of Coralogix integration. All layers take their samples from here, so
 * this does no I/O and needs no test runner.
 */

/** The name of a class that users write. */
export type ClassName =
  | "CanaryFlockWebhookSettings"
  | "CanaryFlockWebhooks"
  | "CanaryGenericWebhook"
  | "CanaryMsTeamsWebhook"
  | "CanarySlackWebhook"
  | "CanarySplunkWebhook"
  | "CoralogixIntegration"
  | "CoralogixOutboundWebhook";

export type Properties = Record<string, unknown>;

/** Is in every value that nobody may see, credentials as well. */
export const SECRET = "s3cret";
export const AUTH_TOKEN = `console-${SECRET}-token`;
export const API_KEY = `account-${SECRET}-key`;

export const FLOCK = "flock:default";
export const OTHER_FLOCK = "flock:b2c9";
/** Where webhooks are declared as sets: no flock has sets and single webhooks of one kind. */
export const SET_FLOCK = "flock:5e75";
export const OTHER_SET_FLOCK = "flock:7e75";
export const FLOCKS = [FLOCK, OTHER_FLOCK, SET_FLOCK, OTHER_SET_FLOCK];

/** Is in the name of whatever else others have made by hand, where a test lets them. */
export const BY_HAND = "by-hand";

const UUID = "17a3b9e3-b0bc-4bc0-9e06-98d2a4c54ecb";
const OTHER_UUID = "5ef4a0d1-7e1f-47b2-ac0a-1282002aa2a1";

/** A change that is refused, and what is said of it at which path. */
interface Refusal {
  readonly path: string;
  readonly change: Properties;
  readonly reason: string;
}

/** A resource of one class (and for Coralogix one type), with what the pages say of it. */
export interface Specimen {
  /** A short name, such as a program would give it. */
  readonly name: string;
  readonly title: string;
  readonly vendor: "canary" | "coralogix";
  readonly className: ClassName;
  /** Valid, with every property that it has, but for options. Every secret in it is another one. */
  readonly inputs: Properties;
  /** Options, which say what to do when it is created. */
  readonly options: readonly string[];
  /** What it takes besides, instead of something in `inputs` or seldom. */
  readonly alternatives?: readonly string[];
  /** How a refusal calls it. */
  readonly calledWhenRefused: string;
  /** What it can't be without, and what is said where it is missing. */
  readonly required: Readonly<Record<string, string>>;
  /** What it needs besides, in one form or another. */
  readonly needed?: Properties;
  /** Values that are refused. */
  readonly refused: readonly Refusal[];
  /** A property that others of its kind have, and this one has not. */
  readonly foreign: Properties;
  /** What `up` changes in place. */
  readonly changes: readonly Properties[];
  /** What the API has no call to change, so that it replaces the resource. */
  readonly replaces: readonly Properties[];
  /** Changes out of band, by the property that shows them. */
  readonly drifts: Readonly<Record<string, (emulator: Emulator) => void>>;
  /** Drifts that are seen and there is nothing to repair: the user did not declare the property. */
  readonly shownOnly?: readonly string[];
  /** What the API never shows: a drift is seen, and the value that was declared stays an input. */
  readonly writeOnly?: readonly string[];
  /** What the API has to have before it can be declared. */
  readonly prepare?: (emulator: Emulator, inputs: Properties) => void;
  /** What the API holds of it. What the API numbers is there by its kind alone. */
  readonly held: (emulator: Emulator) => unknown;
  /** What the API holds once it is as in `inputs`. */
  readonly expected: unknown;
  /** Takes it away out of band; where the API can't be without it, this is left out. */
  readonly remove?: (emulator: Emulator) => void;
  /** The API's test call. */
  readonly testCall?: string;
  /** There is always something to take over, so that creating it needs no leave. */
  readonly alwaysThere?: true;
}

/** The flock that specimens stand in. */
export function flock({ state }: Emulator, id = FLOCK): FlockState {
  const found = state.flocks[id];
  if (found === undefined) throw new Error("the flock is gone");
  return found;
}

/** The account that specimens stand in: the first. */
export function account({ state }: Emulator) {
  const [found] = Object.values(state.accounts);
  if (found === undefined) throw new Error("the account is gone");
  return found;
}

/** Marks a secret: letters and digits alone, which no encoding but base64 and hexadecimal changes. */
const mark = (name: string) => `${SECRET}${name}`;
/** Secrets whose JSON, URL and shell forms all differ from the plain one. */
const secretUrl = (name: string) => `https://${name.toLowerCase()}.example/a%20b/${mark(name)}?c=d+e&f='g'`;
const secretWord = (name: string) => `"${mark(name)}\\'$&%`;
const secretText = (name: string) => `"${mark(name)}\\' $&%`;

const refuse = (property: string, reason: string, ...values: readonly unknown[]): Refusal[] =>
  values.map((value) => ({ path: property, change: { [property]: value }, reason }));

const A_FLOCK = 'must be the id of a flock, such as "flock:default"';
const A_URL = "must be an http or https URL without a user name or password in it";
const A_SECURE_URL = "must be an https URL without a user name or password in it";
const A_PAYLOAD = "must be a JSON object";

const refusedFlockIds = refuse(
  "flockId",
  A_FLOCK,
  5,
  null,
  "default",
  "flock:",
  "flock:../x",
  "flock:../../ping",
  "flock:a/b",
  "flock:a&auth_token=b",
  "flock:a\n",
  " flock:default",
  `flock:${"a".repeat(129)}`,
  ["flock:default"],
);

const refusedUrls = (reason = A_URL) =>
  refuse(
    "url",
    reason,
    5,
    "",
    `${SECRET}.example.com`,
    `ftp://soc.example.com/${SECRET}`,
    `https://user:${SECRET}@soc.example.com/`,
    `https://soc.example.com/ ${SECRET}`,
    "javascript:alert(1)",
    "https:hooks.example",
    "https://hooks.example\\x",
  );

const refusedHeaders: readonly Refusal[] = [
  ...refuse("headers", "must be an object of header names and values", SECRET, []),
  ...refuse("headers", "must name each header once: names are compared without regard to case", {
    Authorization: SECRET,
    authorization: SECRET,
  }),
  { path: "headers.Authorization", change: { headers: { Authorization: 5 } }, reason: "must be a string" },
  {
    path: "headers.Authorization",
    change: { headers: { Authorization: `${SECRET}\r\nSet-Cookie: x` } },
    reason: "must be an HTTP header value: one line of text",
  },
  { path: 'headers["X Source"]', change: { headers: { "X Source": SECRET } }, reason: "must be an HTTP header name" },
  { path: 'headers[""]', change: { headers: { "": SECRET } }, reason: "must be an HTTP header name" },
];

const refusedAdoption = refuse("adoptExisting", "must be true or false", "yes", "true");
const refusedOptions = [...refusedAdoption, ...refuse("testOnCreate", "must be true or false", 1, "yes")];
const testable = ["adoptExisting", "testOnCreate"];
const testableBefore = [...testable, "testBeforeCreate"];
const adoptable = ["adoptExisting"];

/** Is in the name of all that today's API of Coralogix has made, and tells it from what the older one has. */
const OUTBOUND = "outbound";

/** What others made by hand, and the rest. */
const isByHand = (entry: unknown) => JSON.stringify(entry).includes(BY_HAND);
const theirs = <Entry>(entries: readonly Entry[]) => entries.filter(isByHand);
const ours = <Entry>(entries: readonly Entry[]) => entries.filter((entry) => !isByHand(entry));

const generic: Specimen = {
  name: "generic",
  title: "CanaryGenericWebhook",
  vendor: "canary",
  className: "CanaryGenericWebhook",
  inputs: {
    flockId: FLOCK,
    url: secretUrl("GenericUrl"),
    headers: { "X-Source": "soc-sensor", Authorization: secretText("GenericAuthorization") },
  },
  options: testable,
  alternatives: ["headerNames"],
  calledWhenRefused: "a generic webhook",
  required: { flockId: A_FLOCK, url: A_URL },
  refused: [...refusedFlockIds, ...refusedUrls(), ...refusedHeaders, ...refusedOptions],
  foreign: { channel: "#alerts" },
  changes: [
    { headers: { "X-Source": "soc-sensor", Authorization: `Bearer other ${SECRET}` } },
    { headers: { "X-Token": SECRET } },
    { headers: undefined },
  ],
  replaces: [{ flockId: OTHER_FLOCK }, { url: `http://soc.example.com/other/${SECRET}` }],
  drifts: {
    headerNames: (emulator) => {
      for (const webhook of ours(flock(emulator).generic)) webhook.headers = { "X-Other": SECRET };
    },
    headers: (emulator) => {
      for (const webhook of ours(flock(emulator).generic)) webhook.headers = {};
    },
  },
  writeOnly: ["headers"],
  held: (emulator) =>
    ours(flock(emulator).generic).map(({ webhook_id, ...webhook }) => ({ ...webhook, webhook_id: typeof webhook_id })),
  expected: [
    {
      url: secretUrl("GenericUrl"),
      headers: { "X-Source": "soc-sensor", Authorization: secretText("GenericAuthorization") },
      webhook_id: "string",
    },
  ],
  remove: (emulator) => {
    flock(emulator).generic = theirs(flock(emulator).generic);
  },
  testCall: "generic/test",
};

const msTeams: Specimen = {
  name: "teams",
  title: "CanaryMsTeamsWebhook",
  vendor: "canary",
  className: "CanaryMsTeamsWebhook",
  inputs: { flockId: FLOCK, url: secretUrl("TeamsUrl") },
  options: testable,
  calledWhenRefused: "an MS Teams webhook",
  required: { flockId: A_FLOCK, url: A_SECURE_URL },
  refused: [
    ...refusedFlockIds,
    ...refusedUrls(A_SECURE_URL),
    ...refuse("url", A_SECURE_URL, `http://teams.example.com/${SECRET}`),
    ...refusedOptions,
  ],
  foreign: { headers: { Authorization: SECRET } },
  changes: [],
  replaces: [{ flockId: OTHER_FLOCK }, { url: `https://teams.example.com/other/${SECRET}` }],
  drifts: {},
  held: (emulator) => ours(flock(emulator).ms_teams),
  expected: [secretUrl("TeamsUrl")],
  remove: (emulator) => {
    flock(emulator).ms_teams = theirs(flock(emulator).ms_teams);
  },
  testCall: "ms_teams/test",
};

const A_HOST = "must be a domain or an IP address, without scheme, port or path";
const A_PORT = "must be a port number, 1 to 65535";
const splunkDrift = (change: Properties) => (emulator: Emulator) => {
  Object.assign(flock(emulator).splunk ?? {}, change);
};

const splunk: Specimen = {
  name: "splunk",
  title: "CanarySplunkWebhook",
  vendor: "canary",
  className: "CanarySplunkWebhook",
  inputs: { flockId: FLOCK, host: "hec.example.com", port: 8088, token: secretWord("SplunkToken") },
  options: testable,
  calledWhenRefused: "a Splunk webhook",
  required: { flockId: A_FLOCK, host: A_HOST, port: A_PORT, token: "must be the HEC token" },
  refused: [
    ...refusedFlockIds,
    ...refuse("host", A_HOST, 5, "", "https://hec.example.com", "hec.example.com:8088", "hec.example.com/x", "a b"),
    ...refuse("port", A_PORT, 0, -1, 65536, 1.5, NaN, "0", "65536", "8o88", "", true, null),
    ...refuse("token", "must be the HEC token", 5),
    ...refuse("token", "must be the HEC token: one word of printable characters", "", `two ${SECRET}`),
    ...refusedOptions,
  ],
  foreign: { url: `https://hec.example.com/${SECRET}` },
  changes: [{ host: "10.0.0.7" }, { port: "9088" }, { token: `other-${SECRET}` }],
  replaces: [{ flockId: OTHER_FLOCK }],
  drifts: {
    host: splunkDrift({ host: "other.example.com" }),
    port: splunkDrift({ port: "1" }),
    token: splunkDrift({ token: `their-${SECRET}` }),
  },
  held: (emulator) => flock(emulator).splunk,
  expected: { host: "hec.example.com", port: "8088", token: secretWord("SplunkToken") },
  remove: (emulator) => {
    flock(emulator).splunk = null;
  },
  testCall: "splunk/test",
};

const A_NAME = "must be the name that the console shows";
const slack: Specimen = {
  name: "slack",
  title: "CanarySlackWebhook",
  vendor: "canary",
  className: "CanarySlackWebhook",
  inputs: { flockId: FLOCK, team: "SOC", channel: "#alerts" },
  options: testable,
  calledWhenRefused: "a Slack webhook",
  required: { flockId: A_FLOCK, team: A_NAME, channel: A_NAME },
  refused: [
    ...refusedFlockIds,
    ...["team", "channel"].flatMap((property) => refuse(property, A_NAME, 5, "")),
    ...refusedOptions,
  ],
  foreign: { url: `https://hooks.slack.example/${SECRET}` },
  changes: [],
  replaces: [{ flockId: OTHER_FLOCK }, { team: "NOC" }, { channel: "#night" }],
  drifts: {
    url: (emulator) => {
      for (const webhook of ours(flock(emulator).slack)) webhook.url = `https://hooks.slack.example/other/${SECRET}`;
    },
    configurationUrl: (emulator) => {
      for (const webhook of ours(flock(emulator).slack)) webhook.configuration_url = "https://soc.slack.example/other";
    },
  },
  shownOnly: ["url", "configurationUrl"],
  prepare: ({ state }, inputs) => {
    const { flockId, team, channel } = inputs as Record<"flockId" | "team" | "channel", string>;
    state.flocks[flockId]?.slack.push({
      team,
      channel,
      configuration_url: "https://soc.slack.example/services",
      url: `${secretUrl("SlackUrl")}/${flockId}/${team}/${channel}`,
    });
  },
  held: (emulator) => ours(flock(emulator).slack),
  expected: [
    {
      team: "SOC",
      channel: "#alerts",
      configuration_url: "https://soc.slack.example/services",
      url: `${secretUrl("SlackUrl")}/${FLOCK}/SOC/#alerts`,
    },
  ],
  remove: (emulator) => {
    flock(emulator).slack = theirs(flock(emulator).slack);
  },
  testCall: "slack/test",
  alwaysThere: true,
};

const setFlock = (emulator: Emulator) => flock(emulator, SET_FLOCK);
const setGeneric = {
  url: secretUrl("SetGenericUrl"),
  headers: { "X-Source": "soc-sensor", Authorization: secretText("SetGenericAuthorization") },
};
const setSplunk = { host: "set-hec.example.com", port: 8088, token: secretWord("SetSplunkToken") };
const A_LIST = "must be a list of generic webhooks";
/** What is refused of an item, at its path. */
const inList = (property: string, refused: readonly Refusal[], itemOf: (change: Properties) => unknown): Refusal[] =>
  refused.map(({ path, change, reason }) => ({
    path: path === "" ? `${property}[0]` : `${property}[0].${path}`,
    change: { [property]: [itemOf(change)] },
    reason,
  }));

const set: Specimen = {
  name: "set",
  title: "CanaryFlockWebhooks",
  vendor: "canary",
  className: "CanaryFlockWebhooks",
  inputs: { flockId: SET_FLOCK, generic: [setGeneric], msTeams: [secretUrl("SetTeamsUrl")], splunk: setSplunk },
  options: testable,
  alternatives: ["slack", "exclusive", "allowNone"],
  calledWhenRefused: "a flock's webhooks",
  required: { flockId: A_FLOCK },
  needed: { allowNone: true },
  refused: [
    ...refusedFlockIds,
    ...refuse("generic", A_LIST, SECRET, {}, 5),
    ...refuse("generic", "must have each URL once", [setGeneric, { url: setGeneric.url }]),
    ...refuse("msTeams", "must be a list of URLs", `https://teams.example.com/${SECRET}`, {}),
    ...refuse("msTeams", "must have each URL once", ["https://teams.example.com/a", "https://TEAMS.example.com/a/"]),
    ...refuse("slack", "must be a list of Slack webhooks", "#alerts"),
    ...refuse("slack", "must have each channel of a team once", [
      { team: "SOC", channel: "#a" },
      { team: "SOC", channel: "#a" },
    ]),
    ...inList("generic", [...refusedUrls(), ...refusedHeaders], (change) => ({ ...setGeneric, ...change })),
    ...inList("msTeams", refusedUrls(A_SECURE_URL), ({ url }) => url).map((it) => ({
      ...it,
      path: it.path.replace(".url", ""),
    })),
    { path: "generic[0]", change: { generic: [SECRET] }, reason: "must be an object of url, headers, headerNames" },
    {
      path: "generic[0].headerNames",
      change: { generic: [{ ...setGeneric, headerNames: ["A"] }] },
      reason: "must be left out if headers are given: it is for headers whose values are not known",
    },
    { path: "splunk", change: { splunk: SECRET }, reason: "must be an object of host, port, token" },
    { path: "splunk.host", change: { splunk: { ...setSplunk, host: "a b" } }, reason: A_HOST },
    { path: "splunk.port", change: { splunk: { ...setSplunk, port: "8o88" } }, reason: A_PORT },
    { path: "slack[0].team", change: { slack: [{ team: "", channel: "#a" }] }, reason: A_NAME },
    ...refuse("exclusive", "must be true or false", "yes", 1),
    ...refuse("allowNone", "must be true or false", "yes"),
    ...refusedOptions,
  ],
  foreign: { url: `https://hooks.example.com/${SECRET}` },
  changes: [
    { generic: [{ ...setGeneric, headers: { "X-Token": SECRET } }] },
    { generic: [{ url: `https://soc.example.com/other/${SECRET}` }] },
    { generic: [setGeneric, { url: `https://soc.example.com/other/${SECRET}` }] },
    { generic: undefined },
    { msTeams: [`https://teams.example.com/other/${SECRET}`] },
    { splunk: { ...setSplunk, port: "9088", token: `other-${SECRET}` } },
    { splunk: undefined },
    { exclusive: true },
  ],
  replaces: [{ flockId: OTHER_SET_FLOCK }],
  drifts: {
    generic: (emulator) => {
      for (const webhook of ours(setFlock(emulator).generic)) webhook.headers = { "X-Other": SECRET };
    },
    destinations: (emulator) => {
      setFlock(emulator).generic = theirs(setFlock(emulator).generic);
    },
    msTeams: (emulator) => {
      setFlock(emulator).ms_teams = theirs(setFlock(emulator).ms_teams);
    },
    splunk: (emulator) => {
      Object.assign(setFlock(emulator).splunk ?? {}, { token: `their-${SECRET}` });
    },
    foreign: (emulator) => {
      setFlock(emulator).generic.push({ url: `https://${BY_HAND}.example/`, headers: {}, webhook_id: BY_HAND });
    },
  },
  shownOnly: ["foreign"],
  held: (emulator) => {
    const { generic, ms_teams, splunk } = setFlock(emulator);
    const webhooks = ours(generic).map(({ url, headers }) => ({ url, headers }));
    return webhooks.length + ours(ms_teams).length === 0 && splunk === null ? [] : [webhooks, ours(ms_teams), splunk];
  },
  expected: [[setGeneric], [secretUrl("SetTeamsUrl")], { ...setSplunk, port: "8088" }],
  remove: (emulator) => {
    const { generic, ms_teams } = setFlock(emulator);
    Object.assign(setFlock(emulator), { generic: theirs(generic), ms_teams: theirs(ms_teams), splunk: null });
  },
  testCall: "generic/test",
};

const A_MODE = 'must be "enabled", "disabled" or "global"';
const settings: Specimen = {
  name: "settings",
  title: "CanaryFlockWebhookSettings",
  vendor: "canary",
  className: "CanaryFlockWebhookSettings",
  inputs: { flockId: FLOCK, mode: "disabled" },
  options: adoptable,
  alternatives: ["previousMode"],
  calledWhenRefused: "a flock's webhook setting",
  required: { flockId: A_FLOCK, mode: A_MODE },
  refused: [
    ...refusedFlockIds,
    ...["mode", "previousMode"].flatMap((property) => refuse(property, A_MODE, 5, true, "Global")),
    ...refusedAdoption,
  ],
  foreign: { testOnCreate: true },
  changes: [{ mode: "global" }, { mode: "enabled" }],
  replaces: [{ flockId: OTHER_FLOCK }],
  drifts: {
    mode: (emulator) => {
      flock(emulator).mode = "global";
    },
  },
  held: (emulator) => flock(emulator).mode,
  expected: "disabled",
  alwaysThere: true,
};

/** The row of the page's Table A, and the fields of its Table B in that order. */
interface Type {
  readonly name: string;
  readonly id: number;
  readonly inputs: Properties;
  readonly fields: readonly (readonly [name: string, value: unknown])[];
  readonly required: Specimen["required"];
  readonly changes: Properties;
  readonly refused: readonly Refusal[];
  readonly foreign: Properties;
}

const otherUrl = `http://alerts.example.com:8080/other/${SECRET}`;

/** A type that has nothing but a URL. */
const typeWithUrl = (name: string, id: number, label: string, foreign: Properties): Type => ({
  name,
  id,
  inputs: { url: secretUrl(`${label}Url`) },
  fields: [],
  required: { url: A_URL },
  changes: { url: otherUrl },
  refused: refusedUrls(),
  foreign,
});

const refusedRequests: readonly Refusal[] = [
  ...refusedUrls(),
  ...refusedHeaders,
  ...refuse("method", 'must be "get", "post" or "put"', "POST", "delete", 5),
  ...refuse("payload", A_PAYLOAD, SECRET, [SECRET], [], "{}", null),
  ...refuse("uuid", "must be a UUID", 5, "not-a-uuid", UUID.slice(0, 8)),
];

/** A type that has a whole request, and what of it shows otherwise than it was declared. */
function typeWithRequest(
  name: string,
  id: number,
  label: string,
  foreign: Properties,
  { method = "post", shownInPayload = {}, refused = [] as readonly Refusal[] } = {},
): Type {
  const headers = { Authorization: secretText(`${label}Authorization`) };
  const payload = { text: "$ALERT_NAME", nested: { key: secretText(`${label}Payload`), list: [1, { two: 2 }, null] } };
  return {
    name,
    id,
    inputs: { url: secretUrl(`${label}Url`), method, headers, payload, uuid: UUID },
    fields: [
      ["uuid", UUID],
      ["method", method],
      ["headers", headers],
      ["payload", { ...payload, ...shownInPayload }],
    ],
    required: { url: A_URL, payload: A_PAYLOAD },
    changes: {
      url: otherUrl,
      method: method === "put" ? "get" : "put",
      headers: { "X-Token": SECRET },
      payload: { text: SECRET },
      uuid: OTHER_UUID,
    },
    refused: [...refusedRequests, ...refused],
    foreign,
  };
}

const A_SERVICE_KEY = "must be the service's integration key";
const AN_ADDRESS = "must be an e-mail address";

const types: readonly Type[] = [
  typeWithUrl("slack", 0, "CxSlack", { serviceKey: SECRET }),
  typeWithRequest("webhook", 1, "CxWebhook", { emails: ["soc@example.com"], apiToken: SECRET }),
  {
    name: "pager_duty",
    id: 2,
    inputs: { serviceKey: secretText("PagerDutyKey") },
    fields: [["serviceKey", secretText("PagerDutyKey")]],
    required: { serviceKey: A_SERVICE_KEY },
    changes: { serviceKey: `other-${SECRET}` },
    refused: [
      ...refuse("serviceKey", A_SERVICE_KEY, 5, ""),
      ...refuse("serviceKey", `${A_SERVICE_KEY}, without blanks around it`, " "),
    ],
    foreign: { url: otherUrl },
  },
  // The uuid is in the payload as well: the page's example 2.
  typeWithRequest(
    "sendlog",
    3,
    "CxSendlog",
    { apiToken: SECRET, emails: [] },
    {
      shownInPayload: { uuid: UUID },
      refused: [
        {
          path: "payload.uuid",
          change: { uuid: UUID, payload: { uuid: OTHER_UUID } },
          reason: "must be the same as uuid, or left out",
        },
      ],
    },
  ),
  {
    name: "email_group",
    id: 4,
    inputs: { emails: ["soc@example.com", "noc@example.com"] },
    fields: [["payload", ["soc@example.com", "noc@example.com"]]],
    required: { emails: "must be a list of e-mail addresses" },
    changes: { emails: ["soc@example.com"] },
    refused: [
      ...refuse("emails", "must have at least one e-mail address", []),
      ...refuse("emails", "must be a list of e-mail addresses", "soc@example.com"),
      { path: "emails[1]", change: { emails: ["soc@example.com", "nobody"] }, reason: AN_ADDRESS },
      { path: "emails[0]", change: { emails: ["soc@example.com, noc@example.com"] }, reason: AN_ADDRESS },
    ],
    foreign: { email: "soc@example.com", payload: {} },
  },
  typeWithUrl("microsoft_teams", 5, "CxTeams", { payload: {}, method: "post" }),
  {
    name: "jira",
    id: 6,
    inputs: {
      url: secretUrl("JiraUrl"),
      apiToken: secretText("JiraToken"),
      email: "soc@example.com",
      projectKey: "SOC",
    },
    fields: [
      ["apiToken", secretText("JiraToken")],
      ["email", "soc@example.com"],
      ["projectKey", "SOC"],
    ],
    required: {
      url: A_URL,
      apiToken: "must be the API token of the Jira user",
      email: AN_ADDRESS,
      projectKey: "must be the key of the Jira project",
    },
    changes: { url: otherUrl, apiToken: `other-${SECRET}`, email: "noc@example.com", projectKey: "NOC" },
    refused: [
      ...refusedUrls(),
      ...refuse("apiToken", "must be the API token of the Jira user", 5, ""),
      ...refuse("email", AN_ADDRESS, "nobody", "a"),
      ...refuse("projectKey", "must be the key of the Jira project", ""),
    ],
    foreign: { method: "post", headers: {} },
  },
  typeWithUrl("opsgenie", 7, "CxOpsgenie", { headers: { Authorization: SECRET }, projectKey: "SOC" }),
  typeWithRequest("demisto", 8, "CxDemisto", { projectKey: "SOC", email: "soc@example.com" }, { method: "put" }),
];

const AN_ALIAS = "must be the integration's name";
const refusedTypes = refuse(
  "type",
  `must be one of ${types.map(({ name }) => JSON.stringify(name)).join(", ")}`,
  "pagerduty",
  5,
  null,
  "Slack",
  "constructor",
  "__proto__",
  0,
  ["slack"],
);
const refusedAliases = [
  ...refuse("alias", AN_ALIAS, 5, ""),
  ...refuse("alias", `${AN_ALIAS}, without blanks around it`, " ", " a", "a ", "a\n"),
];

/** Which field of Table B a property is, where they differ in name. */
const fieldNames: Readonly<Record<string, string>> = { emails: "payload" };

function integration({ name, id, inputs, fields, required, changes, refused, foreign }: Type): Specimen {
  const alias = `${name} alerts`;
  const all = { type: name, alias, ...inputs };
  const own = (emulator: Emulator) =>
    ours(account(emulator).integrations).filter(
      (found) => found.integration_type_id === id && !found.alias.startsWith(OUTBOUND),
    );
  const edit = (change: (found: Integration) => void) => (emulator: Emulator) => {
    own(emulator).forEach(change);
  };
  const fieldDrift = (property: string, value: unknown) =>
    edit((found) => {
      const drifted = (JSON.parse(found.integration_type_fields ?? "[]") as { name: string; value: unknown }[]).map(
        (field) => (field.name === (fieldNames[property] ?? property) ? { ...field, value } : field),
      );
      found.integration_type_fields = JSON.stringify(drifted);
    });
  const anotherType = types.find((other) => other.id !== id);
  const noFields = Object.fromEntries(Object.keys(inputs).map((property) => [property, undefined]));
  return {
    name: `cx-${name.replace("_", "-")}`,
    title: `CoralogixIntegration of type ${name}`,
    vendor: "coralogix",
    className: "CoralogixIntegration",
    inputs: all,
    options: adoptable,
    calledWhenRefused: `an integration of type "${name}"`,
    required: { type: refusedTypes[0]?.reason ?? "", alias: AN_ALIAS, ...required },
    refused: [...refusedTypes, ...refusedAliases, ...refusedAdoption, ...refused],
    foreign,
    changes: [
      { alias: `other ${name} alerts` },
      ...Object.entries(changes).map((change) => Object.fromEntries([change])),
    ],
    // Where the account has an alias once, an integration of another type needs another, since both exist for a while.
    replaces: [{ ...noFields, ...anotherType?.inputs, type: anotherType?.name, alias: `${name} no more` }],
    drifts: {
      alias: edit((found) => {
        found.alias = `${name} renamed in the console`;
      }),
      ...Object.fromEntries(
        Object.entries(changes).map(([property, value]) => [
          property,
          property === "url"
            ? edit((found) => {
                found.url = value as string;
              })
            : fieldDrift(property, value),
        ]),
      ),
    },
    held: (emulator) =>
      own(emulator).map(({ integration_type_fields, id: number, created_at, updated_at, ...found }) => ({
        ...found,
        id: typeof number,
        integration_type_fields: JSON.parse(integration_type_fields ?? "null") as unknown,
        created_at: typeof created_at,
        updated_at: typeof updated_at,
      })),
    expected: [
      {
        id: "number",
        alias,
        url: inputs.url ?? "",
        integration_type_id: id,
        integration_type_fields: fields.map(([field, value]) => ({ name: field, value })),
        created_at: "string",
        updated_at: "string",
      },
    ],
    remove: (emulator) => {
      const gone = own(emulator);
      account(emulator).integrations = account(emulator).integrations.filter((found) => !gone.includes(found));
    },
  };
}

/** A type of today's API, and what the emulator has of a webhook of the type. */
interface OutboundType {
  readonly name: string;
  readonly id: number;
  readonly inputs: Properties;
  /** The fields of the older API's Table B, as far as it has the type and the type has fields; what is JSON text as its value. */
  readonly fields?: readonly (readonly [name: string, value: unknown])[];
  /** What today's API alone has. */
  readonly configuration?: Properties;
  readonly required: Specimen["required"];
  readonly changes: Properties;
  readonly refused: readonly Refusal[];
  readonly foreign: Properties;
}

const outboundWithUrl = (name: string, id: number, label: string, foreign: Properties): OutboundType => ({
  name,
  id,
  inputs: { url: secretUrl(`${label}Url`) },
  ...(id > 8 ? { configuration: {} } : { fields: [] }),
  required: { url: A_URL },
  changes: { url: otherUrl },
  refused: refusedUrls(),
  foreign,
});

const A_TEXT_OR_OBJECT = "must be a JSON object or a text";
const refusedPayloads = (property: string) => refuse(property, A_TEXT_OR_OBJECT, [SECRET], 5, null, "");
const refusedUuids = refuse("uuid", "must be a UUID", 5, "not-a-uuid", UUID.slice(0, 8));
const payloadOf = (label: string) => ({
  text: "$ALERT_NAME",
  nested: { key: secretText(`${label}Payload`), list: [1, { two: 2 }, null] },
});
const switched = (words: readonly string[], ...on: string[]) =>
  words.map((type) => ({ type, isActive: on.includes(type) }));
const DIGESTS = ["ERROR_AND_CRITICAL_LOGS", "FLOW_ANOMALIES", "SPIKE_ANOMALIES", "DATA_USAGE"];
const ATTACHMENTS = ["EMPTY", "METRIC_SNAPSHOT", "LOGS"];
const oneOf = (words: readonly string[]) =>
  `must be ${words
    .map((word) => JSON.stringify(word))
    .join(", ")
    .replace(/, ("[^"]*")$/, " or $1")}`;
const refusedTexts = (inputs: Properties, reasons: Specimen["required"]) =>
  Object.keys(inputs).flatMap((property) => refuse(property, reasons[property] ?? "", 5, ""));

const eventBridge = {
  eventBusArn: "arn:aws:events:eu-west-1:123456789012:event-bus/alerts",
  detailType: "alert",
  source: "coralogix",
  roleName: "coralogix-events",
};
const eventBridgeReasons = {
  eventBusArn: "must be the ARN of an event bus",
  detailType: "must be the detail type of the event",
  source: "must be the source of the event",
  roleName: "must be the name of the role",
};
const eventNotifications = {
  eventNotificationsInstanceId: "5ef4a0d1-instance",
  regionId: "eu-de",
  sourceId: "5ef4a0d1:api",
  sourceName: "Coralogix",
};
const eventNotificationsReasons = {
  eventNotificationsInstanceId: "must be the id of the Event Notifications instance",
  regionId: "must be the id of the region",
  sourceId: "must be the id of the source",
  sourceName: "must be the name of the source",
};
const ENDPOINT_TYPES = ["ENDPOINT_TYPE_DEFAULT_OR_PUBLIC", "ENDPOINT_TYPE_PRIVATE"];

const outboundTypes: readonly OutboundType[] = [
  {
    name: "generic",
    id: 1,
    inputs: {
      url: secretUrl("OwGenericUrl"),
      method: "POST",
      headers: { Authorization: secretText("OwGenericAuthorization") },
      payload: payloadOf("OwGeneric"),
      uuid: UUID,
    },
    fields: [
      ["uuid", UUID],
      ["headers", { Authorization: secretText("OwGenericAuthorization") }],
      ["payload", payloadOf("OwGeneric")],
      ["method", "post"],
    ],
    required: { url: A_URL },
    changes: {
      url: otherUrl,
      method: "PUT",
      headers: { "X-Token": SECRET },
      payload: `no JSON: ${SECRET}`,
      uuid: OTHER_UUID,
    },
    refused: [
      ...refusedUrls(),
      ...refusedHeaders,
      ...refuse("method", 'must be "GET", "POST" or "PUT"', "post", "DELETE", 5),
      ...refusedPayloads("payload"),
      ...refusedUuids,
    ],
    foreign: { emailAddresses: ["soc@example.com"], apiToken: SECRET },
  },
  {
    name: "slack",
    id: 0,
    inputs: {
      url: secretUrl("OwSlackUrl"),
      digests: ["ERROR_AND_CRITICAL_LOGS", "DATA_USAGE"],
      attachments: ["LOGS"],
    },
    configuration: {
      digests: switched(DIGESTS, "ERROR_AND_CRITICAL_LOGS", "DATA_USAGE"),
      attachments: switched(ATTACHMENTS, "LOGS"),
    },
    required: { url: A_URL },
    changes: { url: otherUrl, digests: ["SPIKE_ANOMALIES"], attachments: [] },
    refused: [
      ...refusedUrls(),
      ...refuse("digests", `must be a list of ${DIGESTS.join(", ")}`, "DATA_USAGE", {}),
      ...refuse("digests", "must have each once", ["DATA_USAGE", "DATA_USAGE"]),
      { path: "digests[0]", change: { digests: ["UNKNOWN"] }, reason: oneOf(DIGESTS) },
      { path: "attachments[1]", change: { attachments: ["LOGS", "logs"] }, reason: oneOf(ATTACHMENTS) },
    ],
    foreign: { serviceKey: SECRET, method: "POST" },
  },
  {
    name: "pager_duty",
    id: 2,
    inputs: { serviceKey: secretText("OwPagerDutyKey") },
    fields: [["serviceKey", secretText("OwPagerDutyKey")]],
    required: { serviceKey: A_SERVICE_KEY },
    changes: { serviceKey: `other-${SECRET}` },
    refused: refuse("serviceKey", A_SERVICE_KEY, 5, ""),
    foreign: { url: otherUrl },
  },
  {
    name: "send_log",
    id: 3,
    inputs: { url: secretUrl("OwSendLogUrl"), payload: payloadOf("OwSendLog"), uuid: UUID },
    fields: [
      ["uuid", UUID],
      ["payload", payloadOf("OwSendLog")],
    ],
    required: { payload: A_TEXT_OR_OBJECT },
    changes: { url: otherUrl, payload: { text: SECRET }, uuid: OTHER_UUID },
    refused: [...refusedUrls(), ...refusedPayloads("payload"), ...refusedUuids],
    foreign: { method: "POST", headers: {} },
  },
  {
    name: "email_group",
    id: 4,
    inputs: { emailAddresses: ["soc@example.com", "noc@example.com"] },
    fields: [["payload", ["soc@example.com", "noc@example.com"]]],
    required: { emailAddresses: "must be a list of e-mail addresses" },
    changes: { emailAddresses: ["soc@example.com"] },
    refused: [
      ...refuse("emailAddresses", "must have at least one e-mail address", []),
      { path: "emailAddresses[1]", change: { emailAddresses: ["soc@example.com", "nobody"] }, reason: AN_ADDRESS },
    ],
    foreign: { emails: ["soc@example.com"], payload: {} },
  },
  outboundWithUrl("microsoft_teams", 5, "OwTeams", { payload: {}, method: "POST" }),
  {
    name: "jira",
    id: 6,
    inputs: {
      url: secretUrl("OwJiraUrl"),
      apiToken: secretText("OwJiraToken"),
      email: "soc@example.com",
      projectKey: "SOC",
    },
    fields: [
      ["apiToken", secretText("OwJiraToken")],
      ["email", "soc@example.com"],
      ["projectKey", "SOC"],
    ],
    required: {
      url: A_URL,
      apiToken: "must be the API token of the Jira user",
      email: AN_ADDRESS,
      projectKey: "must be the key of the Jira project",
    },
    changes: { url: otherUrl, apiToken: `other-${SECRET}`, email: "noc@example.com", projectKey: "NOC" },
    refused: [...refusedUrls(), ...refuse("email", AN_ADDRESS, "nobody")],
    foreign: { method: "POST", headers: {} },
  },
  outboundWithUrl("opsgenie", 7, "OwOpsgenie", { headers: { Authorization: SECRET }, projectKey: "SOC" }),
  {
    name: "demisto",
    id: 8,
    inputs: { url: secretUrl("OwDemistoUrl"), payload: payloadOf("OwDemisto"), uuid: UUID },
    fields: [
      ["uuid", UUID],
      ["payload", payloadOf("OwDemisto")],
    ],
    required: { url: A_URL },
    changes: { url: otherUrl, payload: SECRET, uuid: OTHER_UUID },
    refused: [...refusedUrls(), ...refusedPayloads("payload"), ...refusedUuids],
    foreign: { method: "POST", headers: {} },
  },
  {
    name: "aws_event_bridge",
    id: 9,
    inputs: { ...eventBridge, detail: payloadOf("OwDetail") },
    configuration: { ...eventBridge, detail: payloadOf("OwDetail") },
    required: { ...eventBridgeReasons, detail: A_TEXT_OR_OBJECT },
    changes: {
      eventBusArn: "arn:aws:events:eu-west-1:123456789012:event-bus/other",
      detail: `{ "text": "${SECRET}" }`,
      detailType: "other",
      source: "other",
      roleName: "other",
    },
    refused: [...refusedTexts(eventBridge, eventBridgeReasons), ...refusedPayloads("detail")],
    foreign: { url: otherUrl },
  },
  {
    name: "ibm_event_notifications",
    id: 10,
    inputs: { ...eventNotifications, endpointType: "ENDPOINT_TYPE_PRIVATE" },
    configuration: { ...eventNotifications, endpointType: "ENDPOINT_TYPE_PRIVATE" },
    required: eventNotificationsReasons,
    changes: {
      eventNotificationsInstanceId: "other",
      regionId: "us-south",
      sourceId: "other",
      sourceName: "other",
      endpointType: "ENDPOINT_TYPE_DEFAULT_OR_PUBLIC",
    },
    refused: [
      ...refusedTexts(eventNotifications, eventNotificationsReasons),
      ...refuse("endpointType", oneOf(ENDPOINT_TYPES), "PRIVATE", 5),
    ],
    foreign: { url: otherUrl },
  },
  outboundWithUrl("ms_teams_workflow", 11, "OwWorkflow", { payload: {}, emailAddresses: ["soc@example.com"] }),
];

const A_NAME_OF_ONE = "must be the webhook's name";
const refusedOutboundTypes = refuse(
  "type",
  `must be one of ${outboundTypes.map(({ name }) => JSON.stringify(name)).join(", ")}`,
  "webhook",
  "GENERIC",
  5,
  null,
  "__proto__",
);
const refusedNames = [
  ...refuse("name", A_NAME_OF_ONE, 5, ""),
  ...refuse("name", `${A_NAME_OF_ONE}, without blanks around it`, " ", " a"),
];

function outboundWebhook(it: OutboundType): Specimen {
  const { name: type, id, inputs, fields, configuration, required, changes, refused, foreign } = it;
  const name = `${OUTBOUND} ${type} alerts`;
  const own = (emulator: Emulator) =>
    ours(account(emulator).integrations).filter(
      (found) => found.integration_type_id === id && found.alias.startsWith(OUTBOUND),
    );
  const edit = (change: (found: Integration) => void) => (emulator: Emulator) => {
    own(emulator).forEach(change);
  };
  const asStored = (property: string, value: unknown): unknown => {
    if (property === "digests") return switched(DIGESTS, ...(value as string[]));
    if (property === "attachments") return switched(ATTACHMENTS, ...(value as string[]));
    return property === "method" ? (value as string).toLowerCase() : value;
  };
  const drift = (property: string, value: unknown) =>
    edit((found) => {
      const drifted = asStored(property, value);
      if (property === "url") found.url = drifted as string;
      else if (found.configuration !== undefined) found.configuration = { ...found.configuration, [property]: drifted };
      else {
        const field = property === "emailAddresses" ? "payload" : property;
        const stored = JSON.parse(found.integration_type_fields ?? "[]") as { name: string; value: unknown }[];
        const text = typeof drifted === "object" && property === "payload" ? JSON.stringify(drifted) : drifted;
        const now = stored.map((each) => (each.name === field ? { ...each, value: text } : each));
        found.integration_type_fields = JSON.stringify(now);
      }
    });
  const anotherType = outboundTypes.find((other) => other.id !== id);
  const noFields = Object.fromEntries(Object.keys(inputs).map((property) => [property, undefined]));
  return {
    name: `ow-${type.replaceAll("_", "-")}`,
    title: `CoralogixOutboundWebhook of type ${type}`,
    vendor: "coralogix",
    className: "CoralogixOutboundWebhook",
    inputs: { type, name, ...inputs },
    options: testableBefore,
    calledWhenRefused: `an outbound webhook of type "${type}"`,
    required: { type: refusedOutboundTypes[0]?.reason ?? "", name: A_NAME_OF_ONE, ...required },
    refused: [
      ...refusedOutboundTypes,
      ...refusedNames,
      ...refusedOptions,
      ...refuse("testBeforeCreate", "must be true or false", "yes"),
      ...refused,
    ],
    foreign,
    changes: [
      { name: `${OUTBOUND} other ${type} alerts` },
      ...Object.entries(changes).map((change) => Object.fromEntries([change])),
    ],
    replaces: [{ ...noFields, ...anotherType?.inputs, type: anotherType?.name, name: `${OUTBOUND} ${type} no more` }],
    drifts: {
      name: edit((found) => {
        found.alias = `${OUTBOUND} ${type} renamed in the console`;
      }),
      ...Object.fromEntries(Object.entries(changes).map(([property, value]) => [property, drift(property, value)])),
    },
    held: (emulator) =>
      own(emulator).map(({ integration_type_fields, id: number, created_at, updated_at, ...found }) => ({
        ...found,
        id: typeof number,
        integration_type_fields: withoutText(JSON.parse(integration_type_fields ?? "null")),
        ...(configuration !== undefined && { configuration: withoutText(found.configuration) }),
        created_at: typeof created_at,
        updated_at: typeof updated_at,
      })),
    expected: [
      {
        id: "number",
        alias: name,
        url: inputs.url ?? "",
        integration_type_id: id,
        integration_type_fields: fields?.map(([field, value]) => ({ name: field, value })) ?? null,
        ...(configuration !== undefined && { configuration }),
        created_at: "string",
        updated_at: "string",
      },
    ],
    remove: (emulator) => {
      const gone = own(emulator);
      account(emulator).integrations = account(emulator).integrations.filter((found) => !gone.includes(found));
    },
    testCall: "webhooks test",
  };
}

/** A value whose texts in JSON are what they say: the engine sorts the members of an object before it becomes a text. */
function withoutText(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_name, inner: unknown) =>
    typeof inner === "string" && inner.startsWith("{") ? (JSON.parse(inner) as unknown) : inner,
  );
}

export const specimens: readonly Specimen[] = [
  generic,
  msTeams,
  splunk,
  slack,
  settings,
  set,
  ...types.map(integration),
  ...outboundTypes.map(outboundWebhook),
];

/** The classes that users declare. */
export const classNames: readonly ClassName[] = [...new Set(specimens.map(({ className }) => className))];

/** The specimen of a class; of its types, the first, or the given one. */
export function specimenOf(className: ClassName, type?: string): Specimen {
  const found = specimens.find((it) => it.className === className && (type === undefined || it.inputs.type === type));
  if (found === undefined) throw new Error(`no specimen of ${className}`);
  return found;
}

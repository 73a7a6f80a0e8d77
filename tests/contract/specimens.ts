import type { Emulator, FlockState, Integration } from "../../emulator";
import type { ClassName } from "./classes";
import type { Properties } from "./host";

/** Is in every value that nobody may see, credentials as well. */
export const SECRET = "s3cret";
export const AUTH_TOKEN = `console-${SECRET}-token`;
export const API_KEY = `account-${SECRET}-key`;

export const FLOCK = "flock:default";
export const OTHER_FLOCK = "flock:b2c9";

const UUID = "17a3b9e3-b0bc-4bc0-9e06-98d2a4c54ecb";
const OTHER_UUID = "5ef4a0d1-7e1f-47b2-ac0a-1282002aa2a1";

/** A resource of one class (and for Coralogix one type), with what the pages say of it. */
export interface Specimen {
  readonly title: string;
  readonly vendor: "canary" | "coralogix";
  readonly className: ClassName;
  /** Valid, with every property that it has. */
  readonly inputs: Properties;
  readonly required: readonly string[];
  /** Values that are refused, by the path that the refusal names. */
  readonly refused: readonly (readonly [path: string, change: Properties])[];
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
  /** What the API holds of it. */
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
export function flock({ state }: Emulator): FlockState {
  const found = state.flocks[FLOCK];
  if (found === undefined) throw new Error("the flock is gone");
  return found;
}

function account({ state }: Emulator) {
  const found = state.accounts[API_KEY];
  if (found === undefined) throw new Error("the account is gone");
  return found;
}

const refusedFlockIds = [5, null, "default", "flock:", "flock:../x"].map(
  (flockId) => ["flockId", { flockId }] as const,
);

const refusedUrls = [
  5,
  "",
  `${SECRET}.example.com`,
  `ftp://soc.example.com/${SECRET}`,
  `https://user:${SECRET}@soc.example.com/`,
  `https://soc.example.com/ ${SECRET}`,
].map((url) => ["url", { url }] as const);

const refusedHeaders = [
  ["headers", { headers: SECRET }],
  ["headers", { headers: [] }],
  ["headers.Authorization", { headers: { Authorization: 5 } }],
  ["headers.Authorization", { headers: { Authorization: `${SECRET}\nSet-Cookie: x` } }],
  ['headers["X Source"]', { headers: { "X Source": SECRET } }],
  ["headers", { headers: { Authorization: SECRET, authorization: SECRET } }],
] as const;

const refusedOptions = [
  ["adoptExisting", { adoptExisting: "yes" }],
  ["testOnCreate", { testOnCreate: 1 }],
] as const;

const generic: Specimen = {
  title: "CanaryGenericWebhook",
  vendor: "canary",
  className: "CanaryGenericWebhook",
  inputs: {
    flockId: FLOCK,
    url: `https://soc.example.com/canary/${SECRET}`,
    headers: { "X-Source": "soc-sensor", Authorization: `Bearer ${SECRET}` },
  },
  required: ["flockId", "url"],
  refused: [...refusedFlockIds, ...refusedUrls, ...refusedHeaders, ...refusedOptions],
  foreign: { channel: "#alerts" },
  changes: [
    { headers: { "X-Source": "soc-sensor", Authorization: `Bearer other ${SECRET}` } },
    { headers: { "X-Token": SECRET } },
    { headers: undefined },
  ],
  replaces: [{ flockId: OTHER_FLOCK }, { url: `http://soc.example.com/other/${SECRET}` }],
  drifts: {
    headerNames: (emulator) => {
      for (const webhook of flock(emulator).generic) webhook.headers = { "X-Other": SECRET };
    },
    headers: (emulator) => {
      for (const webhook of flock(emulator).generic) webhook.headers = {};
    },
  },
  writeOnly: ["headers"],
  held: (emulator) => flock(emulator).generic,
  expected: [
    {
      url: `https://soc.example.com/canary/${SECRET}`,
      headers: { "X-Source": "soc-sensor", Authorization: `Bearer ${SECRET}` },
      webhook_id: expect.any(String) as unknown,
    },
  ],
  remove: (emulator) => {
    flock(emulator).generic = [];
  },
  testCall: "generic/test",
};

const msTeams: Specimen = {
  title: "CanaryMsTeamsWebhook",
  vendor: "canary",
  className: "CanaryMsTeamsWebhook",
  inputs: { flockId: FLOCK, url: `https://teams.example.com/webhook/${SECRET}` },
  required: ["flockId", "url"],
  refused: [
    ...refusedFlockIds,
    ...refusedUrls,
    ["url", { url: `http://teams.example.com/${SECRET}` }],
    ...refusedOptions,
  ],
  foreign: { headers: { Authorization: SECRET } },
  changes: [],
  replaces: [{ flockId: OTHER_FLOCK }, { url: `https://teams.example.com/other/${SECRET}` }],
  drifts: {},
  held: (emulator) => flock(emulator).ms_teams,
  expected: [`https://teams.example.com/webhook/${SECRET}`],
  remove: (emulator) => {
    flock(emulator).ms_teams = [];
  },
  testCall: "ms_teams/test",
};

const splunkDrift = (change: Properties) => (emulator: Emulator) => {
  Object.assign(flock(emulator).splunk ?? {}, change);
};

const splunk: Specimen = {
  title: "CanarySplunkWebhook",
  vendor: "canary",
  className: "CanarySplunkWebhook",
  inputs: { flockId: FLOCK, host: "hec.example.com", port: 8088, token: `hec-${SECRET}` },
  required: ["flockId", "host", "port", "token"],
  refused: [
    ...refusedFlockIds,
    ...[5, "", "https://hec.example.com", "hec.example.com:8088", "hec.example.com/x"].map(
      (host) => ["host", { host }] as const,
    ),
    ...[0, 65536, 1.5, "0", "8o88", "", true].map((port) => ["port", { port }] as const),
    ...[5, "", `two ${SECRET}`].map((token) => ["token", { token }] as const),
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
  expected: { host: "hec.example.com", port: "8088", token: `hec-${SECRET}` },
  remove: (emulator) => {
    flock(emulator).splunk = null;
  },
  testCall: "splunk/test",
};

const slack: Specimen = {
  title: "CanarySlackWebhook",
  vendor: "canary",
  className: "CanarySlackWebhook",
  inputs: { flockId: FLOCK, team: "SOC", channel: "#alerts" },
  required: ["flockId", "team", "channel"],
  refused: [
    ...refusedFlockIds,
    ...[5, ""].flatMap((name) => [["team", { team: name }] as const, ["channel", { channel: name }] as const]),
    ...refusedOptions,
  ],
  foreign: { url: `https://hooks.slack.example/${SECRET}` },
  changes: [],
  replaces: [{ flockId: OTHER_FLOCK }, { team: "NOC" }, { channel: "#night" }],
  drifts: {
    url: (emulator) => {
      for (const webhook of flock(emulator).slack) webhook.url = `https://hooks.slack.example/other/${SECRET}`;
    },
    configurationUrl: (emulator) => {
      for (const webhook of flock(emulator).slack) webhook.configuration_url = "https://soc.slack.example/other";
    },
  },
  shownOnly: ["url", "configurationUrl"],
  prepare: ({ state }, inputs) => {
    const { flockId, team, channel } = inputs as Record<"flockId" | "team" | "channel", string>;
    state.flocks[flockId]?.slack.push({
      team,
      channel,
      configuration_url: "https://soc.slack.example/services",
      url: `https://hooks.slack.example/${SECRET}/${flockId}/${team}/${channel}`,
    });
  },
  held: (emulator) => flock(emulator).slack,
  expected: [
    {
      team: "SOC",
      channel: "#alerts",
      configuration_url: "https://soc.slack.example/services",
      url: `https://hooks.slack.example/${SECRET}/${FLOCK}/SOC/#alerts`,
    },
  ],
  remove: (emulator) => {
    flock(emulator).slack = [];
  },
  testCall: "slack/test",
  alwaysThere: true,
};

const settings: Specimen = {
  title: "CanaryFlockWebhookSettings",
  vendor: "canary",
  className: "CanaryFlockWebhookSettings",
  inputs: { flockId: FLOCK, mode: "disabled" },
  required: ["flockId", "mode"],
  refused: [
    ...refusedFlockIds,
    ...[5, true, "Global"].map((mode) => ["mode", { mode }] as const),
    ["adoptExisting", { adoptExisting: "yes" }],
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
  readonly changes: Properties;
  readonly refused: Specimen["refused"];
  readonly foreign: Properties;
}

const url = `https://alerts.example.com/${SECRET}`;
const otherUrl = `http://alerts.example.com:8080/other/${SECRET}`;
const payload = { text: "$ALERT_NAME", nested: { key: SECRET, list: [1, { two: 2 }, null] } };
const request = { url, method: "post", headers: { Authorization: SECRET }, payload, uuid: UUID };
const requestFields = [
  ["uuid", UUID],
  ["method", "post"],
  ["headers", { Authorization: SECRET }],
  ["payload", payload],
] as const;
const requestChanges = {
  url: otherUrl,
  method: "put",
  headers: { "X-Token": SECRET },
  payload: { text: SECRET },
  uuid: OTHER_UUID,
};
const refusedRequests = [
  ...refusedUrls,
  ...refusedHeaders,
  ...["POST", "delete", 5].map((method) => ["method", { method }] as const),
  ...[SECRET, [SECRET], null].map((value) => ["payload", { payload: value }] as const),
  ...[5, "not-a-uuid"].map((uuid) => ["uuid", { uuid }] as const),
] as const;

const types: readonly Type[] = [
  {
    name: "slack",
    id: 0,
    inputs: { url },
    fields: [],
    changes: { url: otherUrl },
    refused: refusedUrls,
    foreign: { serviceKey: SECRET },
  },
  {
    name: "webhook",
    id: 1,
    inputs: request,
    fields: requestFields,
    changes: requestChanges,
    refused: refusedRequests,
    foreign: { emails: ["soc@example.com"] },
  },
  {
    name: "pager_duty",
    id: 2,
    inputs: { serviceKey: `key-${SECRET}` },
    fields: [["serviceKey", `key-${SECRET}`]],
    changes: { serviceKey: `other-${SECRET}` },
    refused: [5, "", " "].map((serviceKey) => ["serviceKey", { serviceKey }] as const),
    foreign: { url },
  },
  {
    name: "sendlog",
    id: 3,
    inputs: request,
    // The uuid is in the payload as well: the page's example 2.
    fields: [...requestFields.slice(0, 3), ["payload", { ...payload, uuid: UUID }]],
    changes: requestChanges,
    refused: [...refusedRequests, ["payload.uuid", { payload: { ...payload, uuid: OTHER_UUID } }]],
    foreign: { apiToken: SECRET },
  },
  {
    name: "email_group",
    id: 4,
    inputs: { emails: ["soc@example.com", "noc@example.com"] },
    fields: [["payload", ["soc@example.com", "noc@example.com"]]],
    changes: { emails: ["soc@example.com"] },
    refused: [
      ["emails", { emails: [] }],
      ["emails", { emails: "soc@example.com" }],
      ["emails[1]", { emails: ["soc@example.com", "nobody"] }],
    ],
    foreign: { email: "soc@example.com" },
  },
  {
    name: "microsoft_teams",
    id: 5,
    inputs: { url },
    fields: [],
    changes: { url: otherUrl },
    refused: refusedUrls,
    foreign: { payload: {} },
  },
  {
    name: "jira",
    id: 6,
    inputs: { url, apiToken: `token-${SECRET}`, email: "soc@example.com", projectKey: "SOC" },
    fields: [
      ["apiToken", `token-${SECRET}`],
      ["email", "soc@example.com"],
      ["projectKey", "SOC"],
    ],
    changes: { url: otherUrl, apiToken: `other-${SECRET}`, email: "noc@example.com", projectKey: "NOC" },
    refused: [
      ...refusedUrls,
      ["apiToken", { apiToken: 5 }],
      ["email", { email: "nobody" }],
      ["projectKey", { projectKey: "" }],
    ],
    foreign: { method: "post" },
  },
  {
    name: "opsgenie",
    id: 7,
    inputs: { url },
    fields: [],
    changes: { url: otherUrl },
    refused: refusedUrls,
    foreign: { headers: { Authorization: SECRET } },
  },
  {
    name: "demisto",
    id: 8,
    inputs: request,
    fields: requestFields,
    changes: requestChanges,
    refused: refusedRequests,
    foreign: { projectKey: "SOC" },
  },
];

/** Which field of Table B a property is, where they differ in name. */
const fieldNames: Readonly<Record<string, string>> = { emails: "payload" };

function integration({ name, id, inputs, fields, changes, refused, foreign }: Type): Specimen {
  const alias = `${name} alerts`;
  const all = { type: name, alias, ...inputs };
  const edit = (change: (found: Integration) => void) => (emulator: Emulator) => {
    account(emulator).integrations.forEach(change);
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
    title: `CoralogixIntegration of type ${name}`,
    vendor: "coralogix",
    className: "CoralogixIntegration",
    inputs: all,
    required: Object.keys(all).filter((property) => !["uuid", "method", "headers"].includes(property)),
    refused: [
      ["type", { type: "pagerduty" }],
      ["type", { type: 5 }],
      ["alias", { alias: 5 }],
      ["alias", { alias: " " }],
      ["adoptExisting", { adoptExisting: "yes" }],
      ...refused,
    ],
    foreign,
    changes: [{ alias: "other alerts" }, ...Object.entries(changes).map((change) => Object.fromEntries([change]))],
    // Where the account has an alias once, an integration of another type needs another, since both exist for a while.
    replaces: [{ ...noFields, ...anotherType?.inputs, type: anotherType?.name, alias: "alerts of another type" }],
    drifts: {
      alias: edit((found) => {
        found.alias = "renamed by hand";
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
      account(emulator).integrations.map(({ integration_type_fields, ...found }) => ({
        ...found,
        integration_type_fields: JSON.parse(integration_type_fields ?? "null") as unknown,
      })),
    expected: [
      {
        id: expect.any(Number) as unknown,
        alias,
        url: inputs.url ?? "",
        integration_type_id: id,
        integration_type_fields: fields.map(([field, value]) => ({ name: field, value })),
        created_at: expect.any(String) as unknown,
        updated_at: expect.any(String) as unknown,
      },
    ],
    remove: (emulator) => {
      account(emulator).integrations = [];
    },
  };
}

export const specimens: readonly Specimen[] = [generic, msTeams, splunk, slack, settings, ...types.map(integration)];

/** The specimen of a class; of its types, the first. */
export function specimenOf(className: ClassName): Specimen {
  const found = specimens.find((specimen) => specimen.className === className);
  if (found === undefined) throw new Error(`no specimen of ${className}`);
  return found;
}

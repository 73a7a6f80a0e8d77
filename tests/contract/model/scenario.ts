import fc from "fast-check";

import { type Behaviour, type Fault, type FaultRule, behaviourChoices } from "../../../emulator";
import type { Declared } from "../engine";
import { type Properties, SECRET } from "../../specimens";

export const CONNECTIONS = ["emea", "apac"] as const;
export const FLOCKS = ["flock:default", "flock:b2c9"] as const;
export const MODES = ["enabled", "disabled", "global"] as const;

export type Connection = (typeof CONNECTIONS)[number];

/**
 * The places of a program, each for one resource or none. What different places declare is never the same
 * thing in an API: a program where it does is wrong, and refused or not by chance of order.
 */
const PLACES = [
  "generic 1",
  "generic 2",
  "teams",
  "splunk",
  "slack",
  "settings",
  "integration 1",
  "integration 2",
  "outbound 1",
  "outbound 2",
] as const;

export type Place = (typeof PLACES)[number];

/** A resource that is declared at a place, instead of the one that was. */
interface Declaration {
  readonly place: Place;
  readonly declared: Declared;
}

/** A change to the program. Which of the resources that it declares it concerns is left to `pick`. */
export type Edit =
  | ({ readonly kind: "declare" } & Declaration)
  /** Gives it other values, of those that can be changed in place. */
  | { readonly kind: "modify"; readonly pick: number; readonly values: Readonly<Record<Place, Properties>> }
  /** Declares the same under another name, which is to take over what is there. */
  | { readonly kind: "rename"; readonly pick: number }
  | { readonly kind: "remove"; readonly pick: number };

/** What others do. Which of several things it concerns is left to `pick`. */
export type OutOfBand =
  /** Removes something that is or was declared. */
  | { readonly kind: "remove"; readonly pick: number }
  /** Changes something that is or was declared, in a way that the API shows. */
  | { readonly kind: "change"; readonly pick: number; readonly to: number }
  | { readonly kind: "mode"; readonly connection: Connection; readonly flock: number; readonly mode: number }
  /** Gives the Slack webhooks of a flock other URLs. */
  | { readonly kind: "rotate"; readonly connection: Connection; readonly flock: number }
  /** Makes what a program may declare, where it is not there yet. */
  | { readonly kind: "make"; readonly declared: Declared }
  /** Makes something that no program declares. */
  | { readonly kind: "foreign"; readonly connection: Connection; readonly flock: number; readonly what: number };

/** What is run, and what goes wrong and is done by others before it, and while it runs. */
export interface Round {
  readonly before: readonly OutOfBand[];
  readonly faults: readonly (FaultRule & { readonly connection: Connection })[];
  readonly during: { readonly call: number; readonly action: OutOfBand } | null;
  /** Whether the console's test events arrive. Adding and testing webhooks depends on it. */
  readonly testEvents: boolean;
  readonly edits: readonly Edit[];
  readonly operation: "up" | "up --continue-on-error" | "up --refresh" | "refresh" | "preview" | "destroy";
}

export interface Scenario {
  readonly behaviour: Partial<Behaviour>;
  /** Whether the lists have entries that nobody could declare. */
  readonly hasOddEntries: boolean;
  /** By how much what the APIs show lags what they do, while things may go wrong. */
  readonly lagMs: number;
  readonly start: readonly OutOfBand[];
  readonly program: readonly Declaration[];
  /** Whether nothing goes wrong at first. */
  readonly isEstablished: boolean;
  readonly rounds: readonly Round[];
  /** What leads to the program that has to come about in the end. */
  readonly edits: readonly Edit[];
}

/** How late something may come at most: well within the time that is set for lists that lag. */
export const LATE_MS = 5;

/** Mostly the same one, so that what is declared and what goes wrong meet there. */
const connection = fc.oneof({ weight: 3, arbitrary: fc.constant<Connection>("emea") }, fc.constant<Connection>("apac"));
const flockId = fc.constantFrom(...FLOCKS);
const secret = fc.constantFrom("1", "2").map((text) => `${SECRET}-${text}`);
const options = { adoptExisting: fc.boolean(), testOnCreate: fc.boolean() };

/**
 * A resource at a place, under one of two names: a change from one to the other renames it. Its connection is a part of
 * its name, since the engine does not replace a resource for a changed provider alone.
 */
function declaredAt(place: Place): fc.Arbitrary<Declared> {
  const [kind, number] = kindOf(place);
  const className = CLASSES[kind] ?? "CoralogixIntegration";
  return fc
    .record({ provider: connection, name: fc.constantFrom("a", "b"), inputs: inputsOf(kind, number) })
    .map(({ provider, name, inputs }) => ({
      urn: `${className} ${place} at ${provider} ${name}`,
      className,
      provider,
      inputs,
    }));
}

function kindOf(place: Place): [kind: string, number: string] {
  const [kind = "", number = ""] = place.split(" ");
  return [kind, number];
}

const CLASSES: Readonly<Record<string, Declared["className"]>> = {
  generic: "CanaryGenericWebhook",
  teams: "CanaryMsTeamsWebhook",
  splunk: "CanarySplunkWebhook",
  slack: "CanarySlackWebhook",
  settings: "CanaryFlockWebhookSettings",
  outbound: "CoralogixOutboundWebhook",
};

/** Two spellings of one URL, and one of another that a console may respell in every way. */
function url(number: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    `https://ours.example/${number}/${SECRET}`,
    `https://OURS.example:443/${number}/${SECRET}`,
    `https://ours.example/Other%2f%7e/${number}/${SECRET}/#here`,
  );
}

function inputsOf(kind: string, number: string): fc.Arbitrary<Properties> {
  const common = { flockId, ...options };
  switch (kind) {
    case "generic": {
      const headers = fc.constantFrom(
        undefined,
        { Authorization: `${SECRET}-1` },
        { Authorization: `${SECRET}-2` },
        { Authorization: `${SECRET}-1`, "X-Source": `${SECRET}-3` },
      );
      return fc.record({ ...common, url: url(number), headers });
    }
    case "teams":
      return fc.record({ ...common, url: url("teams") });
    case "splunk":
      return fc.record({
        ...common,
        host: fc.constantFrom("hec.ours.example", "10.0.0.7"),
        port: fc.constantFrom(8088, "9088"),
        token: secret,
      });
    case "slack":
      return fc.record({ ...common, team: fc.constant("ours"), channel: fc.constantFrom("#alerts", "#night") });
    case "settings":
      return fc.record({ flockId, mode: fc.constantFrom(...MODES), adoptExisting: options.adoptExisting });
    case "outbound":
      return outboundInputs(number);
    default:
      return integrationInputs(number);
  }
}

/** Types of each kind: with lists, with a request, without a URL, and of today's API alone. */
function outboundInputs(number: string): fc.Arbitrary<Properties> {
  const common = {
    name: fc.constantFrom(`outbound ${number}`, `outbound too ${number}`),
    ...options,
    testBeforeCreate: fc.boolean(),
  };
  const withUrl = { ...common, url: url(number) };
  const text = fc.constantFrom<unknown>(`${SECRET}-text`, { text: "$ALERT_NAME", key: `${SECRET}-5` });
  const uuid = fc.constantFrom(undefined, "17a3b9e3-b0bc-4bc0-9e06-98d2a4c54ecb");
  const type = (name: string, fields: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ type: fc.constant(name), ...fields });
  return fc.oneof(
    type("slack", {
      ...withUrl,
      digests: fc.constantFrom(undefined, ["DATA_USAGE"]),
      attachments: fc.constantFrom(undefined, ["EMPTY"], ["EMPTY", "LOGS"]),
    }),
    type("generic", {
      ...withUrl,
      method: fc.constantFrom("GET", "POST"),
      headers: fc.constantFrom({}, { Authorization: `${SECRET}-1` }),
      payload: text,
      uuid,
    }),
    type("pager_duty", { ...common, serviceKey: secret }),
    type("send_log", { ...withUrl, payload: text, uuid }),
    type("aws_event_bridge", {
      ...common,
      eventBusArn: fc.constantFrom("arn:aws:events:eu-west-1:1:event-bus/a", "arn:aws:events:eu-west-1:1:event-bus/b"),
      detail: text,
      detailType: fc.constant("alert"),
      source: fc.constant("coralogix"),
      roleName: fc.constantFrom("a", "b"),
    }),
    type("ms_teams_workflow", withUrl),
  );
}

function integrationInputs(number: string): fc.Arbitrary<Properties> {
  const common = {
    alias: fc.constantFrom(`ours ${number}`, `ours too ${number}`),
    adoptExisting: options.adoptExisting,
  };
  const withUrl = { ...common, url: url(number) };
  const withRequest = {
    ...withUrl,
    method: fc.constantFrom("get", "post", "put"),
    headers: fc.constantFrom({}, { Authorization: `${SECRET}-1` }, { "X-Source": `${SECRET}-3` }),
    payload: fc.constantFrom({}, { text: "$ALERT_NAME", nested: { key: `${SECRET}-4`, list: [1, [2], null] } }),
    uuid: fc.constantFrom(undefined, "17a3b9e3-b0bc-4bc0-9e06-98d2a4c54ecb"),
  };
  const type = (name: string, fields: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ type: fc.constant(name), ...fields });
  return fc.oneof(
    type("slack", withUrl),
    type("webhook", withRequest),
    type("pager_duty", { ...common, serviceKey: secret }),
    type("sendlog", withRequest),
    type("email_group", {
      ...common,
      emails: fc.constantFrom(["soc@ours.example"], ["soc@ours.example", "noc@ours.example"]),
    }),
    type("microsoft_teams", withUrl),
    type("jira", {
      ...withUrl,
      apiToken: secret,
      email: fc.constant("soc@ours.example"),
      projectKey: fc.constantFrom("SOC", "NOC"),
    }),
    type("opsgenie", withUrl),
    type("demisto", withRequest),
  );
}

const place = fc.constantFrom(...PLACES);
const declared = place.chain(declaredAt);
const declaration: fc.Arbitrary<Declaration> = place.chain((at) =>
  fc.record({ place: fc.constant(at), declared: declaredAt(at) }),
);
const pick = fc.nat({ max: 20 });
const values = fc.record(Object.fromEntries(PLACES.map((at) => [at, inputsOf(...kindOf(at))]))) as fc.Arbitrary<
  Readonly<Record<Place, Properties>>
>;
const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: declaration.map((one) => ({ kind: "declare" as const, ...one })) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("modify" as const), pick, values }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), pick }) },
    fc.record({ kind: fc.constant("rename" as const), pick }),
  ),
  { maxLength: 4 },
);

const ordinaryChange: fc.Arbitrary<OutOfBand> = fc.oneof(
  fc.record({ kind: fc.constant("remove" as const), pick }),
  fc.record({ kind: fc.constant("change" as const), pick, to: fc.nat({ max: 3 }) }),
  fc.record({ kind: fc.constant("foreign" as const), connection, flock: fc.nat({ max: 1 }), what: fc.nat({ max: 3 }) }),
);
/**
 * Between operations, others may also make what is about to be declared, and give a Slack webhook another URL. During
 * one, who made it is anybody's guess, and a Slack webhook can't be removed whose URL has changed since it was read.
 */
const outOfBand: fc.Arbitrary<OutOfBand> = fc.oneof(
  { weight: 3, arbitrary: ordinaryChange },
  fc.record({ kind: fc.constant("rotate" as const), connection, flock: fc.nat({ max: 1 }) }),
  fc.record({ kind: fc.constant("mode" as const), connection, flock: fc.nat({ max: 1 }), mode: fc.nat({ max: 2 }) }),
  fc.record({ kind: fc.constant("make" as const), declared }),
);

const calls = [
  ".*",
  "generic/.*",
  ".*/add",
  ".*/remove",
  ".*/remove|integrations delete",
  ".*/test",
  "generic/list|ms_teams|slack|splunk",
  "splunk.*",
  "slack.*",
  "is_.*|enable|disable|use_global",
  "integrations.*",
  "integrations (create|update)",
  "integrations (list|get)",
  "integrations delete",
  "webhooks.*",
  "webhooks (create|update)",
  "webhooks (list|get)",
  "webhooks delete",
  "webhooks test.*",
];
const effect = fc.constantFrom("before" as const, "after" as const);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  // What the vendor refuses it has not done.
  fc.constantFrom<Fault>(
    { kind: "status", status: 400 },
    { kind: "status", status: 401 },
    { kind: "status", status: 403 },
    { kind: "status", status: 409 },
    { kind: "error result" },
    { kind: "status", status: 429 },
    { kind: "status", status: 429, retryAfter: 0 },
    // A write that takes effect after its caller has given up could come at any time: this one comes before.
    { kind: "delay", delayMs: 5 },
  ),
  fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(500, 502, 503), effect }),
  fc.record({
    kind: fc.constantFrom("reset" as const, "truncated" as const, "malformed" as const, "empty" as const),
    effect,
  }),
  fc.record({ kind: fc.constant("html" as const), status: fc.constantFrom(200, 404, 502), effect }),
  fc.record({
    kind: fc.constant("gateway" as const),
    form: fc.constantFrom("grpc-gateway" as const, "Kong" as const, "Spring" as const),
    status: fc.constantFrom(404, 502, 503),
    effect,
  }),
  fc.record({ kind: fc.constant("redirect" as const), location: fc.constant("https://theirs.example/"), effect }),
);

type Rule = Round["faults"][number];

const rule: fc.Arbitrary<Rule> = fc
  .record({
    connection,
    call: fc.constantFrom(...calls),
    skip: fc.constantFrom(0, 0, 0, 0, 1, 2),
    times: fc.constantFrom(1, 1, 2, 3, 6),
    fault,
  })
  // It is the console's way to say no. To Coralogix, a deletion that is answered like this has succeeded.
  .map((any) =>
    any.fault.kind === "error result" ? { ...any, call: `(?!integrations|webhooks)(?:${any.call})` } : any,
  );

/**
 * What takes effect a moment after it was answered, or after its answer was lost. Removals are left out: one that was
 * answered as a success, and comes after the add that follows it, takes away what nobody could keep it from.
 */
const late: fc.Arbitrary<Rule> = fc.record({
  connection,
  call: fc.constantFrom(
    ".*/add",
    "enable|disable|use_global",
    "integrations (create|update)",
    "webhooks (create|update)",
  ),
  skip: fc.nat({ max: 1 }),
  fault: fc.record({
    kind: fc.constant("late" as const),
    delayMs: fc.constant(LATE_MS),
    answer: fc.constantFrom(200, 503, "reset" as const),
  }),
});

/** Seldom and once, since it takes a time-out. */
const hang: fc.Arbitrary<Rule> = rule.map((any) => ({ ...any, times: 1, fault: { kind: "hang" } }));

/** A change whose answer is lost, and reads that fail when it is to be decided whether it took effect. */
const doubt: fc.Arbitrary<Rule[]> = fc
  .record({
    connection,
    calls: fc.constantFrom(
      ["generic/(add|remove)", "generic/list"],
      ["ms_teams/(add|remove)", "ms_teams"],
      ["splunk/(add|remove)", "splunk"],
      ["slack/remove", "slack"],
      ["enable|disable|use_global", "is_.*"],
      ["integrations (create|update|delete)", "integrations (list|get)"],
      ["webhooks (create|update|delete)", "webhooks (list|get)"],
    ),
    effect,
    skip: fc.nat({ max: 1 }),
    readsBefore: fc.nat({ max: 2 }),
  })
  .map(({ connection: where, calls: [change, read], effect: when, skip, readsBefore }) => [
    { connection: where, call: change, skip, fault: { kind: "reset", effect: when } },
    { connection: where, call: read, skip: readsBefore, times: 3, fault: { kind: "reset" } },
  ]);

const faults: fc.Arbitrary<Rule[]> = fc
  .array(
    fc.oneof(
      { weight: 40, arbitrary: rule.map((one) => [one]) },
      { weight: 16, arbitrary: doubt },
      { weight: 6, arbitrary: late.map((one) => [one]) },
      hang.map((one) => [one]),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((groups) => groups.flat());

const round: fc.Arbitrary<Round> = fc.record({
  before: fc.array(outOfBand, { maxLength: 2 }),
  faults,
  during: fc.option(fc.record({ call: fc.nat({ max: 12 }), action: ordinaryChange }), { freq: 4 }),
  testEvents: fc.constantFrom(true, true, true, false),
  edits,
  operation: fc.oneof(
    { weight: 3, arbitrary: fc.constant("up" as const) },
    { weight: 3, arbitrary: fc.constant("up --continue-on-error" as const) },
    { weight: 2, arbitrary: fc.constant("up --refresh" as const) },
    { weight: 2, arbitrary: fc.constant("destroy" as const) },
    fc.constantFrom("refresh" as const, "preview" as const),
  ),
});

/**
 * Left out: unique aliases, since two integrations that swap their aliases, or one that changes its type under its
 * alias, can't come to be in one step there, whoever tries; and calls that are answered as a success and do nothing, which
 * nobody could recover from while they last.
 */
const { addTestEventFails, testResult, duplicateAlias, addEffect, removeEffect, updateEffect, ...modes } =
  behaviourChoices;

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  behaviour: fc.record(
    Object.fromEntries(Object.entries(modes).map(([name, choices]) => [name, fc.constantFrom(...choices)])),
  ) as fc.Arbitrary<Partial<Behaviour>>,
  hasOddEntries: fc.boolean(),
  lagMs: fc.constantFrom(0, 0, 0, 2, LATE_MS),
  start: fc.array(outOfBand, { maxLength: 3 }),
  program: fc.array(declaration, { minLength: 1, maxLength: 5 }),
  isEstablished: fc.constantFrom(true, true, false),
  rounds: fc.array(round, { minLength: 1, maxLength: 3 }),
  edits,
});

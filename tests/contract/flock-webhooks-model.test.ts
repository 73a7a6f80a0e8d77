import fc from "fast-check";

import { type Fault, type FaultRule, behaviourChoices } from "../../emulator";
import { type Kind, idOf } from "../../provider/canary/ids";
import { type Properties, SECRET, SET_FLOCK, flock } from "../specimens";
import { type Declared, Stack, type Step } from "./engine";
import { Fixture } from "./fixture";
import type { HostKind } from "./host";

/** How many scenarios are played through which host. */
const PLAYED: readonly (readonly [HostKind, number])[] = [
  ["dynamic provider", 100],
  ["plugin", 40],
];

/** What may be declared, and what others may add: some of it the same. */
const GENERIC = ["a", "b", "c"].map((name) => `https://${name}.example/${SECRET}/${name}`);
const TEAMS = ["t", "u"].map((name) => `https://${name}.example/${SECRET}`);
const THEIRS = ["a.example", "theirs.example"].map((host) => `https://${host}/${SECRET}/theirs`);

/** What others do: each adds a webhook, or removes one, where there is none or one. */
interface Action {
  readonly kind: "generic" | "teams" | "splunk" | "slack" | "remove";
  readonly pick: number;
}

interface Round {
  readonly declared: Properties;
  readonly before: readonly Action[];
  readonly during: { readonly call: number; readonly action: Action } | null;
  readonly faults: readonly FaultRule[];
  readonly operation: "up" | "refresh" | "refresh and up" | "preview";
}

interface Scenario {
  readonly behaviour: Properties;
  readonly start: readonly Action[];
  readonly rounds: readonly Round[];
  readonly last: Properties;
}

const headers = fc.constantFrom(
  undefined,
  { "X-A": `${SECRET}-1` },
  { "X-A": `${SECRET}-2` },
  { "X-B": `${SECRET}-1` },
);
const generic = fc
  .subarray(GENERIC)
  .chain((urls) => fc.tuple(...urls.map((url) => headers.map((given) => ({ url, ...(given && { headers: given }) })))));
const declaration: fc.Arbitrary<Properties> = fc.record({
  flockId: fc.constant(SET_FLOCK),
  generic,
  msTeams: fc.subarray(TEAMS),
  splunk: fc.constantFrom(
    undefined,
    { host: "hec.example", port: 8088, token: `${SECRET}-1` },
    { host: "hec.example", port: 8088, token: `${SECRET}-2` },
  ),
  exclusive: fc.boolean(),
  allowNone: fc.constant(true),
  adoptExisting: fc.boolean(),
});
const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom("generic" as const, "teams" as const, "splunk" as const, "slack" as const, "remove" as const),
  pick: fc.nat({ max: 20 }),
});
const effect = fc.constantFrom("before" as const, "after" as const);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>({ kind: "status", status: 400 }, { kind: "status", status: 429 }, { kind: "error result" }),
  fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(500, 503), effect }),
  fc.record({ kind: fc.constantFrom("reset" as const, "truncated" as const, "malformed" as const), effect }),
);
const rule: fc.Arbitrary<FaultRule> = fc.record({
  call: fc.constantFrom(
    ".*/add",
    ".*/remove",
    "generic/(add|remove)",
    "splunk/.*",
    "generic/list|ms_teams|slack|splunk",
  ),
  skip: fc.nat({ max: 2 }),
  times: fc.constantFrom(1, 2, 4),
  fault,
});
const round: fc.Arbitrary<Round> = fc.record({
  declared: declaration,
  before: fc.array(action, { maxLength: 2 }),
  during: fc.option(fc.record({ call: fc.nat({ max: 8 }), action }), { freq: 3 }),
  faults: fc.array(rule, { maxLength: 2 }),
  operation: fc.constantFrom(
    "up" as const,
    "up" as const,
    "refresh and up" as const,
    "refresh" as const,
    "preview" as const,
  ),
});
const { duplicateAdd, absentRemove, splunkPresent, emptyShape, headerNames } = behaviourChoices;
const scenario: fc.Arbitrary<Scenario> = fc.record({
  behaviour: fc.record({
    duplicateAdd: fc.constantFrom(...duplicateAdd),
    absentRemove: fc.constantFrom(...absentRemove),
    splunkPresent: fc.constantFrom(...splunkPresent),
    emptyShape: fc.constantFrom(...emptyShape),
    headerNames: fc.constantFrom(...headerNames),
  }),
  start: fc.array(action, { maxLength: 3 }),
  rounds: fc.array(round, { minLength: 1, maxLength: 4 }),
  last: declaration,
});

/** One play of a scenario: a flock, a set, and others who add and remove webhooks. */
class Play {
  private readonly fixture: Fixture;
  private readonly stack: Stack;
  private made = 0;
  /** What others have added or removed while the last operation ran. */
  private touchedByOthers = new Set<string>();

  constructor(fixture: Fixture) {
    this.fixture = fixture;
    this.stack = new Stack(fixture.host);
  }

  async run({ behaviour, start, rounds, last }: Scenario): Promise<void> {
    const { fixture } = this;
    fixture.reset();
    Object.assign(fixture.emulator.behaviour, behaviour);
    for (const each of start) this.act(each);
    for (const each of rounds) await this.play(each);
    await this.settle({ ...last, adoptExisting: true });
  }

  private async play({ declared, before, during, faults, operation }: Round): Promise<void> {
    const { emulator } = this.fixture;
    for (const each of before) this.act(each);
    for (const each of faults) emulator.addFault(each);
    let calls = 0;
    emulator.intercept = ({ phase }) => {
      if (during !== null && phase === "before" && calls++ === during.call) this.act(during.action);
    };
    if (operation === "refresh" || operation === "refresh and up")
      await this.watched(declared, () => this.stack.refresh(), false);
    if (operation === "up" || operation === "refresh and up")
      await this.watched(declared, () => this.stack.up(program(declared)));
    if (operation === "preview") await this.watched(declared, () => this.stack.preview(program(declared)), false);
    emulator.clearFaults();
    emulator.intercept = undefined;
  }

  /** Once nothing goes wrong, a refresh and an up bring about what is declared, and nothing else where it is exclusive. */
  private async settle(declared: Properties): Promise<void> {
    const { stack } = this;
    for (const operate of [() => stack.refresh(), () => stack.up(program(declared))]) {
      expect(failuresOf(await this.watched(declared, operate))).toEqual([]);
    }
    const wanted = wantedBy(declared);
    // What was found when it was created is shown by a preview first.
    if (declared.exclusive === true)
      expect(failuresOf(await this.watched(declared, () => stack.up(program(declared))))).toEqual([]);
    expect(this.there()).toEqual(declared.exclusive === true ? wanted : expect.arrayContaining(wanted));
    expect(await stack.preview(program(declared))).toEqual([]);
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.preview(program(declared))).toEqual([]);
    const others = this.there().filter((entry) => !wanted.includes(entry));
    expect(failuresOf(await this.watched(declared, () => stack.destroy()))).toEqual([]);
    expect(this.there()).toEqual(others);
  }

  /** Runs an operation. It removes nothing but what was managed, or was shown by a preview to go. */
  private async watched(declared: Properties, operate: () => Promise<Step[]>, mayChange = true): Promise<Step[]> {
    const before = this.there();
    const managed = this.managed();
    const shown = declared.exclusive === true ? this.shown() : [];
    this.touchedByOthers = new Set();
    this.fixture.emulator.clearRequests();
    const steps = await operate();
    const gone = before.filter((entry) => !this.there().includes(entry) && !this.touchedByOthers.has(placeOf(entry)));
    const mayGo = new Set([...managed, ...shown].map(placeOf));
    const mayBecome = new Set(declared.adoptExisting === true ? wantedBy(declared).map(placeOf) : []);
    expect(gone.filter((entry) => !mayGo.has(placeOf(entry)) && !mayBecome.has(placeOf(entry)))).toEqual([]);
    if (!mayChange) expect(this.fixture.emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    // Whatever has come is in state, so that nothing is left behind.
    const come = this.there().filter((entry) => !before.includes(entry) && !this.touchedByOthers.has(placeOf(entry)));
    const known = new Set(this.managed().map(placeOf));
    expect(come.filter((entry) => !known.has(placeOf(entry)))).toEqual([]);
    const messages = [...failuresOf(steps), this.fixture.host.takeOutput()].join("\n");
    expect(messages).not.toContain(SECRET);
    expect(messages).not.toMatch(/TypeError|undefined|\[object/);
    for (const { outputs } of this.stack.resources.values()) {
      expect(JSON.stringify([outputs.destinations, outputs.foreign, outputs.foreignIds])).not.toContain(SECRET);
    }
    return steps;
  }

  private act({ kind, pick }: Action): void {
    const there = flock(this.fixture.emulator, SET_FLOCK);
    const before = this.there();
    const name = `theirs ${++this.made}`;
    const url = [...GENERIC, ...THEIRS][pick % 5] ?? "";
    const teams = [...TEAMS, ...THEIRS][pick % 4] ?? "";
    if (kind === "generic" && !there.generic.some((webhook) => webhook.url === url)) {
      there.generic.push({ url, headers: { "X-Theirs": "1" }, webhook_id: name });
    } else if (kind === "teams" && !there.ms_teams.includes(teams)) there.ms_teams.push(teams);
    else if (kind === "splunk") there.splunk ??= { host: "theirs.example", port: "1", token: `${SECRET}-theirs` };
    else if (kind === "slack")
      there.slack.push({
        team: "theirs",
        channel: `#${name}`,
        configuration_url: "",
        url: `https://s.example/${SECRET}/${name}`,
      });
    else if (kind === "remove") {
      if (pick % 3 === 0) there.generic.splice(0, 1);
      else if (pick % 3 === 1) there.ms_teams.splice(0, 1);
      else there.splunk = null;
    }
    const after = this.there();
    for (const entry of [...before, ...after]) {
      if (before.includes(entry) !== after.includes(entry)) this.touchedByOthers.add(placeOf(entry));
    }
  }

  /** What the flock has, each as a text that begins with its place. */
  private there(): string[] {
    const { generic, ms_teams, splunk, slack } = flock(this.fixture.emulator, SET_FLOCK);
    return [
      ...generic.map(({ url, headers }) => entry("generic", url, headers)),
      ...ms_teams.map((url) => entry("teams", url)),
      ...(splunk === null ? [] : [entry("splunk", "", splunk)]),
      ...slack.map(({ channel }) => entry("slack", channel)),
    ].sort();
  }

  /** What state says that the set manages. */
  private managed(): string[] {
    return [...this.stack.resources.values()].flatMap(({ outputs }) => wantedBy(outputs));
  }

  /** What state says that the next run removes, and a preview shows. */
  private shown(): string[] {
    const ids = [...this.stack.resources.values()].flatMap(({ outputs }) =>
      Object.values((outputs.foreignIds ?? {}) as Record<string, string>),
    );
    const { generic, ms_teams, splunk, slack } = flock(this.fixture.emulator, SET_FLOCK);
    const isShown = (kind: Kind, item: unknown) => ids.includes(idOf(SET_FLOCK, kind, JSON.stringify(item)));
    const isGenericShown = ({ url, headers }: { url: string; headers: object }) => {
      const headerNames = Object.keys(headers).sort();
      // A console may show them in lower case.
      const spellings = [headerNames, headerNames.map((name) => name.toLowerCase())];
      return spellings.some((names) => isShown("generic", { url, ...(names.length > 0 && { headerNames: names }) }));
    };
    return [
      ...generic.filter(isGenericShown).map(({ url }) => entry("generic", url)),
      ...ms_teams.filter((url) => isShown("ms_teams", url)).map((url) => entry("teams", url)),
      ...slack
        .filter(({ team, channel }) => isShown("slack", { team, channel }))
        .map((each) => entry("slack", each.channel)),
      ...(splunk !== null && isShown("splunk", { host: splunk.host, port: Number(splunk.port), token: splunk.token })
        ? [entry("splunk", "")]
        : []),
    ];
  }
}

const program = (inputs: Properties): Declared[] => [{ urn: "set", className: "CanaryFlockWebhooks", inputs }];
const failuresOf = (steps: readonly Step[]) => steps.flatMap(({ failure }) => failure?.message ?? []);
const entry = (kind: string, key: string, content: unknown = "") => `${kind} ${key}\n${JSON.stringify(content)}`;
const placeOf = (text: string) => text.split("\n")[0] ?? "";

/** What a set has, as the flock has it. */
function wantedBy({ generic = [], msTeams = [], splunk, slack = [] }: Properties): string[] {
  const webhooks = generic as { url: string; headers?: object }[];
  const { host, port, token } = (splunk ?? {}) as Properties;
  return [
    ...webhooks.map(({ url, headers = {} }) => entry("generic", url, headers)),
    ...(msTeams as string[]).map((url) => entry("teams", url)),
    ...(splunk === undefined ? [] : [entry("splunk", "", { host, port: String(port), token })]),
    ...(slack as { channel: string }[]).map(({ channel }) => entry("slack", channel)),
  ].sort();
}

test.each(PLAYED)(
  "a set served by the %s comes to be what is declared, and removes nothing that no preview has shown",
  async (kind, runs) => {
    const fixture = await Fixture.start({}, kind);
    try {
      await fc.assert(
        fc.asyncProperty(scenario, (it) => new Play(fixture).run(it)),
        { seed: 1, numRuns: runs },
      );
    } finally {
      await fixture.stop();
    }
  },
  600_000,
);

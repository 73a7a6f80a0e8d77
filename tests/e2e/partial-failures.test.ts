import { Emulator, type EmulatorState } from "../../emulator";
import { Stack as OwnStack } from "../contract/engine";
import { settingsFor } from "../contract/fixture";
import { Host } from "../contract/host";
import { API_KEY, AUTH_TOKEN, type Specimen, specimenOf } from "../specimens";
import { forOwnEngine } from "./both-engines";
import { type Struck, strike } from "./doubt";
import { type Declared, Scenario, heldBy } from "./scenario";

/** Is in every secret. */
const MARK = "MARKpartial1a9";

/** A resource whose operation fails, but leaves something that stays in state. */
interface Failure {
  readonly declared: Declared;
  /** What the program declares before, where there is something to change. */
  readonly before?: Record<string, unknown>;
  readonly struck: Omit<Struck, "of">;
  /** What replaces it. */
  readonly replacement: Record<string, unknown>;
  /** What changes it in place, where anything does. */
  readonly change?: Record<string, unknown>;
}

const TESTED = "flock:aa";
const OTHER = "flock:ab";

/** What a specimen declares, with what tells it from others here. */
function declaredAs(name: string, specimen: Specimen, own: Record<string, unknown>): Declared {
  const { className, inputs } = specimen;
  return { className, name, args: { ...inputs, ...own } };
}

const testOnCreateIn = (flockId: string) => ({ flockId, testOnCreate: flockId === TESTED });

function generic(name: string, flockId: string, rest: Partial<Failure> & Pick<Failure, "struck">): Failure {
  const url = `https://${name}.example/${MARK}`;
  return {
    declared: declaredAs(name, specimenOf("CanaryGenericWebhook"), {
      ...testOnCreateIn(flockId),
      url,
      headers: { "X-Key": `new ${MARK}` },
    }),
    replacement: { url: `${url}/other` },
    change: { headers: { "X-Other": `other ${MARK}` } },
    ...rest,
  };
}

function teams(name: string, flockId: string, struck: Failure["struck"]): Failure {
  const url = `https://${name}.example/${MARK}`;
  return {
    declared: declaredAs(name, specimenOf("CanaryMsTeamsWebhook"), { ...testOnCreateIn(flockId), url }),
    struck,
    replacement: { flockId: OTHER },
  };
}

function splunk(name: string, flockId: string, rest: Partial<Failure> & Pick<Failure, "struck">): Failure {
  return {
    declared: declaredAs(name, specimenOf("CanarySplunkWebhook"), {
      ...testOnCreateIn(flockId),
      token: `new-${MARK}`,
    }),
    replacement: { flockId: `${flockId}0` },
    change: { host: "other.example" },
    ...rest,
  };
}

function settings(name: string, flockId: string, rest: Partial<Failure> & Pick<Failure, "struck">): Failure {
  return {
    declared: declaredAs(name, specimenOf("CanaryFlockWebhookSettings"), { flockId }),
    replacement: { flockId: `${flockId}0` },
    change: { mode: "global" },
    ...rest,
  };
}

function integration(name: string, rest: Partial<Failure> & Pick<Failure, "struck">): Failure {
  return {
    declared: declaredAs(name, specimenOf("CoralogixIntegration", "pager_duty"), {
      alias: name,
      serviceKey: `new-${MARK}`,
    }),
    replacement: { type: "slack", serviceKey: undefined, url: `https://slack.example/${name}/${MARK}` },
    change: { serviceKey: `other-${MARK}` },
    ...rest,
  };
}

const slackSpecimen = specimenOf("CanarySlackWebhook");
const slack: Failure = {
  declared: declaredAs("test-slack", slackSpecimen, testOnCreateIn(TESTED)),
  struck: { change: "test", effect: "before" },
  replacement: { channel: "#other" },
};

const test = { change: "test", effect: "before" } as const;
const effects = ["before", "after"] as const;
const adoptExisting = true;

/** Every kind of failure that leaves something in state, each in a flock or under an alias of its own. */
const failures: readonly Failure[] = [
  generic("test-generic", TESTED, { struck: test }),
  teams("test-teams", TESTED, test),
  splunk("test-splunk", TESTED, { struck: test }),
  slack,
  ...effects.flatMap((effect, index) => {
    const struck = { change: 0, effect };
    const flock = (kind: number) => `flock:${index}${kind}`;
    return [
      generic(`create-generic-${effect}`, flock(1), { struck }),
      teams(`create-teams-${effect}`, flock(2), struck),
      splunk(`create-splunk-${effect}`, flock(3), { struck }),
      settings(`create-settings-${effect}`, flock(4), { struck }),
      integration(`create-integration-${effect}`, { struck }),
      splunk(`change-splunk-${effect}`, flock(5), { struck, before: { token: `old-${MARK}` } }),
      settings(`change-settings-${effect}`, flock(6), { struck, before: { mode: "global" } }),
      integration(`change-integration-${effect}`, { struck, before: { serviceKey: `old-${MARK}` } }),
      generic(`remove-headers-${effect}`, flock(7), { struck, before: { headers: { "X-Key": `old ${MARK}` } } }),
      generic(`add-headers-${effect}`, flock(8), {
        struck: { change: 1, effect },
        before: { headers: { "X-Key": `old ${MARK}` } },
      }),
    ];
  }),
  adopting(generic("adopt-generic", "flock:91", { struck: { change: 0, effect: "after" } })),
  adopting(splunk("adopt-splunk", "flock:92", { struck: { change: 0, effect: "after" } })),
  adopting(integration("adopt-integration", { struck: { change: 0, effect: "before" } })),
];

function adopting(failure: Failure): Failure {
  return { ...failure, declared: { ...failure.declared, args: { ...failure.declared.args, adoptExisting } } };
}

const firstProgram = failures.flatMap(({ declared, before }) => (before ? [withArgs(declared, before)] : []));
const program = failures.map(({ declared }) => declared);
const replaced = failures.map(({ declared, replacement }) => withArgs(declared, replacement));
const changed = failures.map(({ declared, change = {} }) => withArgs(declared, change));

function withArgs(declared: Declared, change: Record<string, unknown>): Declared {
  return { ...declared, args: { ...declared.args, ...change } };
}

const flocks = [
  ...new Set([...program, ...replaced].map(({ args }) => args.flockId).filter((flockId) => flockId !== undefined)),
] as string[];

/** What others have made: Slack webhooks, what is to be adopted, and things that no program declares. */
function addWhatWasThere({ state }: Emulator): void {
  for (const [flockId, flock] of Object.entries(state.flocks)) {
    flock.generic.push({ url: `https://theirs.example/${flockId}`, headers: {}, webhook_id: `theirs-${flockId}` });
    flock.ms_teams.push(`https://theirs.example/teams/${flockId}`);
  }
  const { team, channel: declaredChannel } = slackSpecimen.inputs as Record<"team" | "channel", string>;
  const slackWebhook = (channel: string) => ({
    team,
    channel,
    configuration_url: "https://slack.example/1",
    url: `https://hooks.example/${MARK}/${channel}`,
  });
  state.flocks[TESTED]?.slack.push(slackWebhook(declaredChannel), slackWebhook("#other"));
  state.flocks["flock:91"]?.generic.push({
    url: `https://adopt-generic.example/${MARK}`,
    headers: { "X-Theirs": "1" },
    webhook_id: "theirs",
  });
  const adopted = state.flocks["flock:92"];
  if (adopted !== undefined) adopted.splunk = { host: "theirs.example", port: "1", token: "theirs" };
  const at = "2026-01-01T00:00:00.000Z";
  const theirs = (id: number, alias: string) => ({
    id,
    alias,
    url: "",
    integration_type_id: 2,
    integration_type_fields: JSON.stringify([{ name: "serviceKey", value: "theirs" }]),
    created_at: at,
    updated_at: at,
  });
  state.accounts[API_KEY]?.integrations.push(theirs(1, "theirs"), theirs(2, "adopt-integration"));
}

const options = { authTokens: [AUTH_TOKEN], apiKeys: [API_KEY], flocks };

/** What the APIs hold once a program has come about without a failure, and once it is destroyed. */
interface Reference {
  readonly held: unknown;
  readonly left: unknown;
}

/** @param last what is declared after the program whose operations fail here. */
async function referenceFor(emulator: Emulator, host: Host, last: readonly Declared[]): Promise<Reference> {
  const stack = new OwnStack(host);
  const steps = await stack.up(await forOwnEngine(program));
  steps.push(...(await stack.up(await forOwnEngine(last))));
  const held = heldBy(emulator);
  steps.push(...(await stack.destroy()));
  expect(steps.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  return { held, left: heldBy(emulator) };
}

/** The tests' own engine takes a tenth of the time of the CLI. */
async function referencesFor<Name extends string>(
  programs: Readonly<Record<Name, readonly Declared[]>>,
): Promise<Record<Name, Reference>> {
  const emulator = await Emulator.start(options);
  const host = await Host.start(settingsFor(emulator));
  addWhatWasThere(emulator);
  const start = structuredClone(emulator.state);
  const references: Record<string, Reference> = {};
  try {
    for (const [name, last] of Object.entries<readonly Declared[]>(programs)) {
      Object.assign(emulator.state, structuredClone(start));
      references[name] = await referenceFor(emulator, host, last);
    }
  } finally {
    await host.stop();
    await emulator.stop();
  }
  return references;
}

let scenario: Scenario;
let references: Record<"same" | "replaced" | "changed", Reference>;
/** What it is like after the failures. */
let failed: { state: string; apis: EmulatorState };
let shown = "";

beforeAll(async () => {
  references = await referencesFor({ same: program, replaced, changed });
  scenario = await Scenario.start({
    emulator: options,
    limits: { maxAttempts: "2", backoffSeconds: "0.001", listLagSeconds: "0.02" },
  });
  addWhatWasThere(scenario.emulator);
  await up(firstProgram);
  strike(
    scenario.emulator,
    failures.map(({ declared: { args }, struck }) => ({ of: (args.flockId ?? args.alias) as string, ...struck })),
  );
  scenario.declare(program);
  const result = await scenario.up(["--continue-on-error", "--parallel", "64"], { expectSuccess: false });
  shown += result.output;
  scenario.emulator.intercept = undefined;
  expect(result.code).not.toBe(0);
  failed = {
    state: scenario.write("failed", await scenario.stack.export()),
    apis: structuredClone(scenario.emulator.state),
  };
});

afterAll(() => scenario.close());

beforeEach(async () => {
  Object.assign(scenario.emulator.state, structuredClone(failed.apis));
  await scenario.stack.replaceState(failed.state);
});

afterEach(async () => {
  expect(shown).not.toContain(MARK);
  expect(JSON.stringify(await scenario.stack.export())).not.toContain(MARK);
});

/** Stops at the first failure: with --continue-on-error the engine hangs when what it deletes to replace can't be deleted. */
async function up(declared: Declared[]): Promise<void> {
  scenario.declare(declared);
  const result = await scenario.up([], { expectSuccess: false });
  shown += result.output;
  expect(failureOf(result)).toBe("");
}

async function destroy({ left } = references.same): Promise<void> {
  const result = await scenario.destroy(["--continue-on-error"], { expectSuccess: false });
  shown += result.output;
  expect(failureOf(result)).toBe("");
  await expectGone(left);
}

async function expectGone(left: unknown): Promise<void> {
  expect(scenario.held()).toEqual(left);
  expect(await scenario.resources()).toEqual({});
}

function failureOf({ code, stdout }: { code: number | null; stdout: string }): string {
  return code === 0 ? "" : stdout.slice(stdout.indexOf("Diagnostics:"));
}

async function expectAsDeclared({ held }: Reference): Promise<void> {
  expect(scenario.held()).toEqual(held);
  const resources = Object.values(await scenario.resources());
  expect(resources).toHaveLength(program.length);
  expect(resources.filter(({ initErrors, delete: isPending }) => initErrors ?? isPending)).toEqual([]);
}

it("keeps each of them in state, as not initialised", async () => {
  const resources = Object.entries(await scenario.resources());
  const kept = resources.filter(([, { initErrors }]) => initErrors !== undefined).map(([name]) => name);
  expect(kept.sort()).toEqual(program.map(({ name }) => name).sort());
});

describe("After every kind of partial failure of every resource", () => {
  it("up repairs it", async () => {
    await up(program);
    await expectAsDeclared(references.same);
    await destroy();
  });

  it("refresh finds out, and up repairs it", async () => {
    const result = await scenario.refresh([], { expectSuccess: false });
    shown += result.output;
    expect(failureOf(result)).toBe("");
    await up(program);
    await expectAsDeclared(references.same);
    await destroy();
  });

  it("destroy takes it away", async () => {
    await destroy();
  });

  it("it can be removed from the program", async () => {
    await up([]);
    await expectGone(references.same.left);
  });

  it("it can be replaced", async () => {
    await up(replaced);
    await expectAsDeclared(references.replaced);
    await destroy(references.replaced);
  });

  it("it can be changed in place", async () => {
    await up(changed);
    await expectAsDeclared(references.changed);
    await destroy(references.changed);
  });
});

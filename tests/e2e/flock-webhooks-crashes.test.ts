import type { EmulatorState, InterceptedCall } from "../../emulator";
import { BY_HAND, SECRET, SET_FLOCK, flock } from "../specimens";
import { type Declared, Scenario, resourcesOf, secret } from "./scenario";

/** A set is killed at each of its calls, one after the other: what it has done by then is more than nothing. */

const url = (name: string) => `https://${name}.example/in/${SECRET}`;
const secrets = { one: url("one"), two: url("two"), teams: url("teams"), token: SECRET, otherToken: `other-${SECRET}` };

function set(args: Declared["args"]): Declared {
  return { className: "CanaryFlockWebhooks", name: "set", args: { flockId: SET_FLOCK, exclusive: true, ...args } };
}

const splunk = (token: string) => ({ host: "hec.example.com", port: 8088, token: secret(token) });
const created = set({
  generic: [{ url: secret("one"), headers: { "X-Key": "1" } }],
  msTeams: [secret("teams")],
  splunk: splunk("token"),
});
const updated = set({
  generic: [{ url: secret("one"), headers: { "X-Key": "2" } }, { url: secret("two") }],
  splunk: splunk("otherToken"),
});

const runs = ["create", "update", "destroy"] as const;
type Run = (typeof runs)[number];

/** The calls of each run that change something, in their order. */
const changes: Readonly<Record<Run, readonly string[]>> = {
  create: ["generic/add", "ms_teams/add", "splunk/add"],
  // Other headers, another webhook, another token; what is dropped; what a read has found besides.
  update: ["generic/remove", "generic/add", "generic/add", "splunk/add", "ms_teams/remove", "generic/remove"],
  destroy: ["generic/remove", "generic/remove", "splunk/remove"],
};

interface Crash {
  readonly run: Run;
  readonly phase: InterceptedCall["phase"];
  readonly call: string;
  readonly index: number;
}

const crashes: readonly Crash[] = runs.flatMap((run) =>
  changes[run].flatMap((call, index) => (["before", "after"] as const).map((phase) => ({ run, phase, call, index }))),
);

const isChange = (call: string) => /\/(add|remove)$/.test(call);
/** What the flock and the stack hold before each run, and what the run leaves where nothing interrupts it. */
const start: Partial<Record<Run, { state: EmulatorState; deployment: string }>> = {};
const end: Partial<Record<Run, unknown>> = {};
let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.start({ secrets });
  flock(scenario.emulator, SET_FLOCK).generic.push({ url: url(BY_HAND), headers: {}, webhook_id: BY_HAND });
  for (const run of runs) {
    const state = structuredClone(scenario.emulator.state);
    start[run] = { state, deployment: scenario.write("deployment", await scenario.stack.export()) };
    scenario.calls();
    await complete(run);
    expect(scenario.calls().filter(isChange)).toEqual(changes[run]);
    end[run] = held();
  }
});

afterAll(() => scenario.close());

function held(): unknown {
  const { generic, ms_teams, splunk: there } = flock(scenario.emulator, SET_FLOCK);
  const webhooks = generic.map((webhook) => JSON.stringify([webhook.url, webhook.headers])).sort();
  return { webhooks, ms_teams, there };
}

async function complete(run: Run): Promise<void> {
  scenario.declare([run === "create" ? created : updated]);
  if (run === "destroy") await scenario.destroy();
  else await scenario.up([], { env: { ALERT_WEBHOOKS_ADOPT_EXISTING: "true" } });
}

async function crash({ run, phase, index }: Crash): Promise<void> {
  const { emulator, stack } = scenario;
  const { state, deployment } = start[run] ?? {};
  Object.assign(emulator.state, structuredClone(state));
  await stack.replaceState(deployment ?? "", ["--force"]);
  scenario.declare([run === "create" ? created : updated]);
  const child = scenario.spawn([run === "destroy" ? "destroy" : "up", "--yes", "--skip-preview"]);
  const ended = new Promise((resolve) => child.on("close", resolve));
  let met = 0;
  emulator.intercept = async (intercepted) => {
    if (!isChange(intercepted.call) || intercepted.phase !== phase || met++ !== index) return;
    await stack.kill(child);
    await ended;
    // Nobody waits for the answer any more, but the call must not take effect.
    if (phase === "before") throw new Error("The connection is gone.");
  };
  await ended;
  emulator.intercept = undefined;
  expect(child.signalCode).toBe("SIGKILL");
}

test.each(crashes)("a crash in $run, $phase call $index, $call, is recovered from as the pages say", async (moment) => {
  const { run } = moment;
  await crash(moment);
  await scenario.stack.run(["cancel", "--yes"]);
  await scenario.refresh(["--clear-pending-creates"]);
  await complete(run);
  expect(held()).toEqual(end[run]);
  const state = await scenario.stack.export();
  expect(Object.keys(resourcesOf(state))).toEqual(run === "destroy" ? [] : ["set"]);
  expect(state.deployment.pending_operations).toBeUndefined();
});

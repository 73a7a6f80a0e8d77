import { Semaphore } from "async-mutex";

import type { EmulatorState, InterceptedCall } from "../../emulator";
import type { Deployment } from "../../scripts/stack";
import { FLOCK, SLACK, addWhatWasThere, withArgs } from "./every-resource";
import { type Declared, Scenario, resourcesOf } from "./scenario";

/** One of each class, and of the last two, so that one is updated and one replaced. */
const declared: Declared[] = [
  { className: "CanaryFlockWebhookSettings", name: "settings", args: { flockId: FLOCK, mode: "enabled" } },
  {
    className: "CanaryGenericWebhook",
    name: "soc",
    args: { flockId: FLOCK, url: "https://soc.example/", headers: { "X-Key": "1" } },
  },
  { className: "CanaryMsTeamsWebhook", name: "teams", args: { flockId: FLOCK, url: "https://teams.example/1" } },
  {
    className: "CanarySplunkWebhook",
    name: "splunk",
    args: { flockId: FLOCK, host: "hec.example", port: 8088, token: "token" },
  },
  { className: "CanarySlackWebhook", name: "slack", args: { flockId: FLOCK, ...SLACK } },
  {
    className: "CoralogixIntegration",
    name: "on-call",
    args: { type: "pager_duty", alias: "on-call", serviceKey: "1" },
  },
  {
    className: "CoralogixIntegration",
    name: "chat",
    args: { type: "slack", alias: "chat", url: "https://chat.example/" },
  },
];
const changed = withArgs(declared, {
  settings: { mode: "disabled" },
  soc: { headers: { "X-Key": "2" } },
  teams: { url: "https://teams.example/2" },
  splunk: { host: "hec2.example" },
  "on-call": { serviceKey: "2" },
  chat: { type: "microsoft_teams" },
});

type Run = "create" | "update" | "destroy";

/** The calls of each run: every one that changes something, and those that read. */
const changes: Record<Run, string[]> = {
  create: ["enable", "generic/add", "ms_teams/add", "splunk/add", "integrations create"],
  update: [
    "disable",
    "generic/remove",
    "generic/add",
    "ms_teams/add",
    "ms_teams/remove",
    "splunk/add",
    "integrations update",
    "integrations create",
    "integrations delete",
  ],
  destroy: ["use_global", "generic/remove", "ms_teams/remove", "splunk/remove", "slack/remove", "integrations delete"],
};
const reads = ["is_global", "generic/list", "ms_teams", "splunk", "slack", "integrations list"];

/** The moment in which the machine goes down. */
interface Crash {
  run: Run;
  phase: InterceptedCall["phase"];
  call: string;
}

const crashes: Crash[] = [
  // A read has no effect, so it makes no difference on which side of it the crash is.
  ...reads.map((call): Crash => ({ run: "create", phase: "before", call })),
  ...(["create", "update", "destroy"] as const).flatMap((run) =>
    changes[run].flatMap((call) => (["before", "after"] as const).map((phase) => ({ run, phase, call }))),
  ),
];

/** A stack and an emulator, with what they hold before and after each run that nothing interrupts. */
interface Lane {
  scenario: Scenario;
  start: Record<Run, { state: EmulatorState; deployment: Deployment }>;
  end: Record<Run, unknown>;
  /** The calls of each run. */
  calls: Record<Run, string[]>;
}

const LANES = 2;
let lanes: Lane[];
let outcomes: PromiseSettledResult<Awaited<ReturnType<typeof crashAndRecover>>>[];

async function newLane(): Promise<Lane> {
  const scenario = await Scenario.start();
  addWhatWasThere(scenario.emulator);
  const lane = { scenario, start: {}, end: {}, calls: {} } as Lane;
  for (const run of ["create", "update", "destroy"] as const) {
    lane.start[run] = { state: structuredClone(scenario.emulator.state), deployment: await scenario.stack.export() };
    scenario.calls();
    await complete(scenario, run);
    lane.calls[run] = scenario.calls();
    lane.end[run] = scenario.held();
  }
  return lane;
}

async function complete(scenario: Scenario, run: Run): Promise<void> {
  scenario.declare(run === "create" ? declared : changed);
  const env = { ALERT_WEBHOOKS_ADOPT_EXISTING: "true" };
  if (run === "destroy") await scenario.destroy();
  else await scenario.up([], { env });
}

/** Goes down in a moment of a run, recovers as the README says, and completes the run. */
async function crashAndRecover({ scenario, start, end }: Lane, { run, phase, call }: Crash) {
  const { emulator, stack } = scenario;
  Object.assign(emulator.state, structuredClone(start[run].state));
  await stack.replaceState(scenario.write("deployment", start[run].deployment), ["--force"]);

  scenario.declare(run === "create" ? declared : changed);
  const child = scenario.spawn([run === "destroy" ? "destroy" : "up", "--yes", "--skip-preview"]);
  const ended = new Promise((resolve) => child.on("close", resolve));
  emulator.intercept = async (intercepted) => {
    if (intercepted.call !== call || intercepted.phase !== phase) return;
    await stack.kill(child);
    // Nobody waits for the answer any more, but the call must not take effect.
    if (phase === "before") throw new Error("The connection is gone.");
  };
  await ended;
  emulator.intercept = undefined;
  expect(child.signalCode).toBe("SIGKILL");

  await stack.run(["cancel", "--yes"]);
  await scenario.refresh(["--clear-pending-creates"]);
  await complete(scenario, run);
  const state = await stack.export();
  return {
    held: scenario.held(),
    expected: end[run],
    names: Object.keys(resourcesOf(state)).sort(),
    pending: state.deployment.pending_operations,
  };
}

beforeAll(async () => {
  lanes = await Promise.all(Array.from({ length: LANES }, newLane));
  const idle = [...lanes];
  const slots = new Semaphore(LANES);
  outcomes = await Promise.allSettled(
    crashes.map((crash) =>
      slots.runExclusive(async () => {
        const lane = idle.pop();
        if (lane === undefined) throw new Error("There are more runs than lanes.");
        try {
          return await crashAndRecover(lane, crash);
        } finally {
          idle.push(lane);
        }
      }),
    ),
  );
});

afterAll(() => Promise.all(lanes.map(({ scenario }) => scenario.close())));

test.each(["create", "update", "destroy"] as const)("each change that %s makes is crashed at", (run) => {
  const made = new Set(
    lanes[0]?.calls[run].filter((call) => !/^is_|^info|list$|^(ms_teams|splunk|slack)$| get$/.test(call)),
  );
  expect([...made].sort()).toEqual([...changes[run]].sort());
});

describe("Recovery leads to what is declared after a crash", () => {
  test.each(crashes.map((crash, index) => ({ ...crash, index })))("in $run, $phase $call", ({ run, index }) => {
    const outcome = outcomes[index];
    if (outcome?.status !== "fulfilled") throw outcome?.reason;
    const { held, expected, names, pending } = outcome.value;
    expect(held).toEqual(expected);
    expect(names).toEqual(run === "destroy" ? [] : declared.map(({ name }) => name).sort());
    expect(pending).toBeUndefined();
  });
});

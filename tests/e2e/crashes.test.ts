import type { EmulatorState, InterceptedCall } from "../../emulator";
import { specimenOf } from "../specimens";
import { addByHand, declare, everyResource, prepareAll, secrets, withArgs } from "./every-resource";
import { Scenario, resourcesOf } from "./scenario";

/** One of each class, and of the classes of Coralogix two, so that one is updated and one replaced. */
const onCall = declare(specimenOf("CoralogixIntegration", "pager_duty"));
const chat = declare(specimenOf("CoralogixIntegration", "slack"));
const outboundOnCall = declare(specimenOf("CoralogixOutboundWebhook", "pager_duty"));
const outboundChat = declare(specimenOf("CoralogixOutboundWebhook", "slack"));
const declared = [
  ...everyResource().filter(({ className }) => !className.startsWith("Coralogix")),
  ...[onCall, chat, outboundOnCall, outboundChat],
];
const changed = withArgs(declared, {
  settings: { mode: "enabled" },
  generic: { headers: { "X-Key": "2" } },
  teams: { url: "https://teams.example/2" },
  splunk: { host: "hec2.example" },
  [onCall.name]: { serviceKey: "2" },
  [chat.name]: { type: "microsoft_teams" },
  [outboundOnCall.name]: { serviceKey: "2" },
  [outboundChat.name]: { type: "ms_teams_workflow", digests: undefined, attachments: undefined },
});

type Run = "create" | "update" | "destroy";
const runs = ["create", "update", "destroy"] as const;

/** The calls that change something, in the order in which a run can be made to wait with all of a group at once. */
const changes: Record<Run, string[][]> = {
  create: [["disable", "generic/add", "ms_teams/add", "splunk/add", "integrations create", "webhooks create"]],
  update: [
    [
      "enable",
      "generic/remove",
      "ms_teams/add",
      "splunk/add",
      "integrations update",
      "integrations create",
      "webhooks update",
      "webhooks create",
    ],
    ["generic/add"],
    ["ms_teams/remove", "integrations delete", "webhooks delete"],
  ],
  destroy: [
    [
      "use_global",
      "generic/remove",
      "ms_teams/remove",
      "splunk/remove",
      "slack/remove",
      "integrations delete",
      "webhooks delete",
    ],
  ],
};
const reads = ["is_global", "generic/list", "ms_teams", "splunk", "slack", "integrations list", "webhooks list"];

/** The moment in which the machine goes down: every one of these calls is under way, on the same side of its effect. */
interface Crash {
  run: Run;
  phase: InterceptedCall["phase"];
  calls: string[];
}

const crashes: Crash[] = [
  // A read has no effect, so it makes no difference on which side of it the crash is.
  { run: "create", phase: "before", calls: reads },
  ...runs.flatMap((run) =>
    changes[run].flatMap((calls) => (["before", "after"] as const).map((phase) => ({ run, phase, calls }))),
  ),
];

/** What both APIs and the stack hold before each run that nothing interrupts, the calls of that run, and what it leaves. */
const start: Partial<Record<Run, { state: EmulatorState; deployment: string }>> = {};
const calls: Partial<Record<Run, string[]>> = {};
const end: Partial<Record<Run, unknown>> = {};
let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.start({ secrets });
  addByHand(scenario.emulator);
  prepareAll(scenario.emulator);
  for (const run of runs) {
    const state = structuredClone(scenario.emulator.state);
    start[run] = { state, deployment: scenario.write("deployment", await scenario.stack.export()) };
    scenario.calls();
    await complete(run);
    calls[run] = scenario.calls();
    end[run] = scenario.held();
  }
});

afterAll(() => scenario.close());

async function complete(run: Run): Promise<void> {
  scenario.declare(run === "create" ? declared : changed);
  if (run === "destroy") await scenario.destroy();
  else await scenario.up([], { env: { ALERT_WEBHOOKS_ADOPT_EXISTING: "true" } });
}

async function goBackTo(run: Run): Promise<void> {
  const { state, deployment } = start[run] ?? {};
  Object.assign(scenario.emulator.state, structuredClone(state));
  await scenario.stack.replaceState(deployment ?? "", ["--force"]);
}

async function crash({ run, phase, calls }: Crash): Promise<void> {
  const { emulator, stack } = scenario;
  scenario.declare(run === "create" ? declared : changed);
  const child = scenario.spawn([run === "destroy" ? "destroy" : "up", "--yes", "--skip-preview", "--parallel=64"]);
  const ended = new Promise((resolve) => child.on("close", resolve));
  const missing = new Set(calls);
  emulator.intercept = async (intercepted) => {
    if (!calls.includes(intercepted.call) || intercepted.phase !== phase) return;
    missing.delete(intercepted.call);
    if (missing.size === 0) await stack.kill(child);
    await ended;
    // Nobody waits for the answer any more, but the call must not take effect.
    if (phase === "before") throw new Error("The connection is gone.");
  };
  await ended;
  emulator.intercept = undefined;
  expect([...missing]).toEqual([]);
  expect(child.signalCode).toBe("SIGKILL");
}

test.each(runs)("each change that %s makes is crashed at", (run) => {
  const made = new Set(calls[run]?.filter((call) => !/^is_|^info|list$|^(ms_teams|splunk|slack)$| get$/.test(call)));
  expect([...made].sort()).toEqual(changes[run].flat().sort());
});

describe("Recovery as the pages say leads to what is declared after a crash", () => {
  test.each(crashes)("in $run, $phase $calls", async (moment) => {
    const { run } = moment;
    await goBackTo(run);
    await crash(moment);
    await scenario.stack.run(["cancel", "--yes"]);
    await scenario.refresh(["--clear-pending-creates"]);
    await complete(run);
    const state = await scenario.stack.export();
    expect(scenario.held()).toEqual(end[run]);
    expect(Object.keys(resourcesOf(state)).sort()).toEqual(
      run === "destroy" ? [] : declared.map(({ name }) => name).sort(),
    );
    expect(state.deployment.pending_operations).toBeUndefined();
  });
});

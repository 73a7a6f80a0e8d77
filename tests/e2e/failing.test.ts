import type { HostKind } from "../contract/host";
import { FLOCK } from "../specimens";
import { type Declared, Scenario } from "./scenario";

const ATTEMPTS = 3;
/** How often an account that is given up may be asked all the same. */
const PROBES = 5;

let scenario: Scenario;
afterEach(() => scenario.close());

const webhooks = (number: number): Declared[] =>
  Array.from({ length: number }, (_, index) => ({
    className: "CanaryGenericWebhook",
    name: `webhook-${String(index)}`,
    args: { flockId: FLOCK, url: `https://soc.example/${String(index)}` },
  }));

test("a hundred webhooks of one flock behind a dead API are asked for as often as one, by every command", async () => {
  const limits = { callTimeoutSeconds: "0.5", maxAttempts: String(ATTEMPTS), backoffSeconds: "0.01" };
  scenario = await Scenario.start({ limits });
  const { emulator } = scenario;
  scenario.declare(webhooks(100));
  const failing = { expectSuccess: false };
  const commands = [
    () => scenario.up([], failing),
    () => scenario.up(["--continue-on-error"], failing),
    () => scenario.refresh([], failing),
    () => scenario.destroy([], failing),
    () => scenario.destroy(["--continue-on-error"], failing),
  ];
  for (const [turn, command] of commands.entries()) {
    if (turn === 2) await scenario.up();
    emulator.addFault({ times: Infinity, fault: { kind: "hang" } });
    emulator.clearRequests();
    const { code, output } = await command();
    expect(code).not.toBe(0);
    expect(output).toContain(`GET ${new URL(emulator.url).host}/api/v1/flock/settings/webhooks/generic/list was not`);
    expect(emulator.requests.length).toBeGreaterThanOrEqual(ATTEMPTS);
    expect(emulator.requests.length).toBeLessThanOrEqual(ATTEMPTS + PROBES);
    emulator.clearFaults();
  }
  await scenario.preview(["--expect-no-changes"]);
});

test.each<HostKind>(["dynamic provider", "plugin"])(
  "what is being repeated is shown, and ends with the first Ctrl-C: %s",
  async (host) => {
    // Without an end, it would be repeated for hours.
    const limits = { callTimeoutSeconds: "2", totalTimeoutSeconds: "36000", maxAttempts: "10000" };
    scenario = await Scenario.start({ limits });
    scenario.declare({ host, resources: webhooks(20) });
    scenario.emulator.addFault({ times: Infinity, fault: { kind: "hang" } });
    const child = scenario.spawn(["up", "--yes", "--skip-preview"]);
    let output = "";
    child.stdout?.on("data", (data: Buffer) => {
      if (!output.includes("Repeating it for") && data.toString().includes("Repeating it for")) child.kill("SIGINT");
      output += data.toString();
    });
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    expect(code).not.toBe(0);
    expect(output).toContain("generic/list was not answered within 2 s. Repeating it for");
    expect(scenario.emulator.state.flocks[FLOCK]?.generic).toEqual([]);
  },
);

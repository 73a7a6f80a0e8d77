import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import { FLOCK } from "../specimens";
import { Scenario } from "./scenario";

const url = "https://soc.example/";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.start();
  declareHeader("old");
  await scenario.up();
  declareHeader("new");
});

afterEach(() => scenario.close());

function declareHeader(value: string): void {
  const args = { flockId: FLOCK, url, headers: { "X-Key": value } };
  scenario.declare([{ className: "CanaryGenericWebhook", name: "soc", args }]);
}

function webhooks() {
  return scenario.emulator.state.flocks[FLOCK]?.generic;
}

/** Resolves once a command has printed a text. */
async function printed(child: ChildProcess, text: string): Promise<void> {
  let seen = "";
  await new Promise<void>((resolve) => {
    child.stdout?.on("data", (data: Buffer) => {
      seen += data.toString();
      if (seen.includes(text)) resolve();
    });
  });
}

/**
 * Runs `up`, which removes the webhook to add it with its new header, and interrupts it between the two.
 *
 * @returns the exit code
 */
async function upInterrupted(interrupt: (child: ChildProcess) => Promise<void>): Promise<number | null> {
  const child = scenario.spawn(["up", "--yes", "--skip-preview"]);
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  scenario.emulator.intercept = async ({ call, phase }) => {
    if (call !== "generic/remove" || phase !== "after") return;
    expect(webhooks()).toEqual([]);
    await interrupt(child);
  };
  const code = await closed;
  scenario.emulator.intercept = undefined;
  return code;
}

describe("A header change in whose middle", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s comes is completed and recorded", async (signal) => {
    const code = await upInterrupted(async (child) => {
      child.kill(signal);
      await printed(child, "received; cancelling");
    });
    expect(code).not.toBe(0);
    expect(webhooks()).toMatchObject([{ url, headers: { "X-Key": "new" } }]);
    await scenario.preview(["--expect-no-changes"]);
  });

  test("SIGTERM comes to every process at once is completed", async () => {
    await upInterrupted(async (child) => {
      void scenario.stack.kill(child, "SIGTERM");
      await printed(child, "received; cancelling");
    });
    expect(webhooks()).toMatchObject([{ url, headers: { "X-Key": "new" } }]);
  });

  test("a second Ctrl-C ends the engine at once is completed, and the next up knows", async () => {
    const code = await upInterrupted(async (child) => {
      child.kill("SIGINT");
      await printed(child, "received; cancelling");
      child.kill("SIGINT");
      await printed(child, "received; terminating");
      // Time for the engine to end its plugins, which it does at once.
      await sleep(1000);
    });
    expect(code).not.toBe(0);
    expect(webhooks()).toMatchObject([{ url, headers: { "X-Key": "new" } }]);
    await scenario.up();
    expect(webhooks()).toMatchObject([{ url, headers: { "X-Key": "new" } }]);
    await scenario.preview(["--expect-no-changes"]);
  });
});

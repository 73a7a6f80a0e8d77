import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { EmulatorState } from "../../emulator";
import { type Deployment, root } from "../../scripts/stack";
import { type Program, Scenario, secret } from "./scenario";

/** What a release left behind: the state of a stack, and what both APIs held then. */
interface Recorded {
  readonly emulatorUrl: string;
  readonly emulator: EmulatorState;
  readonly before: EmulatorState;
  readonly program: Program;
  readonly deployment: Deployment;
}

const folder = path.join(root, "tests", "fixtures", "state");
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };

const flockId = "flock:default";
const request = {
  url: secret("hookUrl"),
  method: "post",
  headers: { "X-Key": secret("hookKey") },
  payload: { a: [1, { b: "c" }] },
};
const program: Program = {
  resources: [
    { className: "CanaryFlockWebhookSettings", name: "settings", args: { flockId, mode: "disabled" } },
    {
      className: "CanaryGenericWebhook",
      name: "generic",
      args: { flockId, url: secret("hookUrl"), headers: { "X-Key": secret("hookKey") } },
    },
    {
      className: "CanaryGenericWebhook",
      name: "bare",
      args: { flockId, url: "https://bare.example.com/", adoptExisting: true },
    },
    {
      className: "CanaryMsTeamsWebhook",
      name: "teams",
      args: { flockId, url: secret("teamsUrl"), testOnCreate: true },
    },
    {
      className: "CanarySplunkWebhook",
      name: "splunk",
      args: { flockId, host: "hec.example.com", port: "8088", token: secret("hecToken") },
    },
    { className: "CanarySlackWebhook", name: "slack", args: { flockId, team: "Example", channel: "#alerts" } },
    {
      className: "CoralogixIntegration",
      name: "cx-slack",
      args: { type: "slack", alias: "slack", url: secret("hookUrl") },
    },
    { className: "CoralogixIntegration", name: "cx-webhook", args: { type: "webhook", alias: "webhook", ...request } },
    {
      className: "CoralogixIntegration",
      name: "cx-pager-duty",
      args: { type: "pager_duty", alias: "pager_duty", serviceKey: secret("hookKey") },
    },
    { className: "CoralogixIntegration", name: "cx-sendlog", args: { type: "sendlog", alias: "sendlog", ...request } },
    {
      className: "CoralogixIntegration",
      name: "cx-email",
      args: { type: "email_group", alias: "email", emails: ["a@example.com", "b@example.com"] },
    },
    {
      className: "CoralogixIntegration",
      name: "cx-teams",
      args: { type: "microsoft_teams", alias: "teams", url: secret("teamsUrl") },
    },
    {
      className: "CoralogixIntegration",
      name: "cx-jira",
      args: {
        type: "jira",
        alias: "jira",
        url: "https://jira.example.com/",
        apiToken: secret("hookKey"),
        email: "a@example.com",
        projectKey: "SOC",
      },
    },
    {
      className: "CoralogixIntegration",
      name: "cx-opsgenie",
      args: { type: "opsgenie", alias: "opsgenie", url: secret("hookUrl") },
    },
    { className: "CoralogixIntegration", name: "cx-demisto", args: { type: "demisto", alias: "demisto", ...request } },
  ],
};
const secrets = {
  hookUrl: "https://hook.example.com/path",
  hookKey: "hook-key",
  teamsUrl: "https://example.webhook.office.com/path",
  hecToken: "hec-token",
};

/** Writes what the current version leaves behind; a release does this once (CONTRIBUTING, "Releasing"). */
async function record(file: string): Promise<void> {
  const scenario = await Scenario.start({ secrets });
  try {
    scenario.emulator.addSlackWebhook(flockId, { team: "Example", channel: "#alerts" });
    const before = structuredClone(scenario.emulator.state);
    scenario.declare(program);
    await scenario.up();
    const deployment = await scenario.stack.export({ showSecrets: true });
    delete deployment.deployment.secrets_providers;
    for (const resource of deployment.deployment.resources ?? []) delete resource.stackTrace;
    const recorded: Recorded = {
      emulatorUrl: scenario.emulator.url,
      emulator: scenario.emulator.state,
      before,
      program,
      deployment,
    };
    writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);
  } finally {
    await scenario.close();
  }
}

const own = path.join(folder, `${version}.json`);
beforeAll(async () => {
  if (process.env.RECORD_STATE !== undefined) await record(own);
});

test("the state of this version is recorded", () => {
  expect(existsSync(own)).toBe(true);
});

test.each(readdirSync(folder).filter((file) => file.endsWith(".json")))(
  "what version %s left in state is refreshed, updated and destroyed",
  async (file) => {
    const scenario = await Scenario.start({ secrets });
    try {
      const { emulator, stack } = scenario;
      const text = readFileSync(path.join(folder, file), "utf8");
      const { emulatorUrl } = JSON.parse(text) as Recorded;
      const recorded = JSON.parse(text.replaceAll(new URL(emulatorUrl).host, new URL(emulator.url).host)) as Recorded;
      Object.assign(emulator.state.flocks, recorded.before.flocks);
      Object.assign(emulator.state.accounts, recorded.before.accounts);
      const start = emulator.snapshot();
      Object.assign(emulator.state.flocks, recorded.emulator.flocks);
      Object.assign(emulator.state.accounts, recorded.emulator.accounts);
      const { secrets_providers } = (await stack.export()).deployment;
      const deployment = { ...recorded.deployment.deployment, secrets_providers };
      await stack.replaceState(scenario.write("state", { ...recorded.deployment, deployment }));

      scenario.declare(recorded.program);
      await scenario.refresh(["--expect-no-changes"]);
      await scenario.preview(["--expect-no-changes"]);

      await stack.setConfig("hookKey", "other-key", { secret: true });
      const changed = Object.keys(await scenario.plan()).sort();
      expect(changed).toEqual(["cx-demisto", "cx-jira", "cx-pager-duty", "cx-sendlog", "cx-webhook", "generic"]);
      await scenario.up();
      await scenario.refresh(["--expect-no-changes"]);

      await scenario.destroy();
      const { slack } = emulator.state.flocks[flockId] ?? {};
      expect(slack).toEqual([]);
      Object.assign(emulator.state.flocks[flockId] ?? {}, { slack: recorded.before.flocks[flockId]?.slack });
      expect(emulator.snapshot()).toEqual(start);
    } finally {
      await scenario.close();
    }
  },
);

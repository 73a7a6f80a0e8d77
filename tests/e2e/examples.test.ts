import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { Emulator } from "../../emulator";
import schema from "../../provider/hosts/plugin/schema.json";
import { NAMESPACE } from "../../provider/settings";
import { packPlugin } from "../../scripts/plugin-archive";
import { Stack, root } from "../../scripts/stack";
import { specimenOf } from "../specimens";

const SLACK = specimenOf("CanarySlackWebhook").inputs as Record<"team" | "channel", string>;

interface Example {
  /** Where its Pulumi.yaml is. */
  folder?: string;
  /** Whether its project has no npm, so that the plugin comes in an archive. */
  isWithoutNpm?: boolean;
  flocks: string[];
  config: Record<string, string>;
  secrets: Record<string, string>;
}

const headquarters = "flock:headquarters";

/** A use of every resource. */
const ofAll: Pick<Example, "flocks" | "config" | "secrets"> = {
  flocks: [headquarters],
  config: {
    flockId: headquarters,
    slackTeam: SLACK.team,
    slackChannel: SLACK.channel,
    splunkHost: "hec.acme.example",
    splunkPort: "8088",
  },
  secrets: {
    socUrl: "https://soc.acme.example/hook",
    socAuthorization: "Bearer key",
    teamsUrl: "https://teams.acme.example/hook",
    splunkToken: "hec-token",
    workflowUrl: "https://prod-7.westus.logic.azure.com:443/workflows/a1/run?sp=%2Ftriggers&sig=workflow-signature",
    pagerDutyKey: "pager-duty-key",
  },
};

const examples: Record<string, Example> = {
  // Pulumi.yaml in the root makes `pulumi up` work right after a clone.
  quickstart: { ...ofAll, folder: root },
  yaml: { ...ofAll, flocks: [headquarters, "flock:0a1b2c"], isWithoutNpm: true },
  "canary-to-coralogix": {
    flocks: [headquarters],
    config: { flockId: headquarters },
    secrets: { incomingWebhookUrl: "https://coralogix.example/incoming/url-secret", pagerDutyKey: "pager-duty-key" },
  },
  "coralogix-alerts": {
    flocks: [headquarters],
    config: {
      eventBusArn: "arn:aws:events:eu-west-1:123456789012:event-bus/alerts",
      roleName: "coralogix-events",
    },
    secrets: {
      workflowUrl: "https://prod-7.westus.logic.azure.com:443/workflows/a1/run?sp=%2Ftriggers&sig=workflow-signature",
    },
  },
  "locked-down": {
    flocks: [headquarters],
    config: { flockId: headquarters },
    secrets: {
      socUrl: "https://soc.acme.example/hook",
      socAuthorization: "Bearer key",
      teamsUrl: "https://teams.acme.example/hook",
    },
  },
  "many-flocks": {
    flocks: [headquarters, "flock:0a1b2c"],
    config: {
      flocks: JSON.stringify([
        { name: "headquarters", id: headquarters },
        { name: "plant", id: "flock:0a1b2c" },
      ]),
      siemUrl: "https://siem.acme.example/canary",
    },
    secrets: { siemKey: "siem-key", teamsUrl: "https://teams.acme.example/hook" },
  },
};

test("every example is tested", () => {
  expect([...Object.keys(examples), "python"].sort()).toEqual(readdirSync(path.join(root, "examples")).sort());
});

test("python declares what the schema has", () => {
  const program = readFileSync(path.join(root, "examples", "python", "__main__.py"), "utf8");
  const calls = [...program.matchAll(/ = alert_webhooks\.(\w+)\(([^]*?)\)\n\n/g)];
  expect(calls.map(([, className]) => `${NAMESPACE}:index:${className}`).sort()).toEqual(
    Object.keys(schema.resources).sort(),
  );
  for (const [, className = "", args = ""] of calls) {
    const resource = (schema.resources as Record<string, { inputProperties: object; requiredInputs: string[] }>)[
      `${NAMESPACE}:index:${className}`
    ];
    const names = [...args.matchAll(/\b(\w+)=/g)].map(([, name = ""]) =>
      name.replaceAll(/_(\w)/g, (_, it: string) => it.toUpperCase()),
    );
    const given = names.filter((name) => name !== "opts" && name !== "retainOnDelete");
    expect(Object.keys(resource?.inputProperties ?? {})).toEqual(expect.arrayContaining(given));
    expect(given).toEqual(expect.arrayContaining(resource?.requiredInputs ?? []));
  }
});

test.each(Object.entries(examples))("%s previews, comes up, stays and goes", async (name, example) => {
  const emulator = await Emulator.start({ flocks: example.flocks });
  // The API can't add one, so those that declare it find it there.
  if ("slackTeam" in example.config) emulator.addSlackWebhook(headquarters, SLACK);
  const before = emulator.snapshot();
  let stack: Stack | undefined;
  try {
    stack = await Stack.create({
      projectDir: example.folder ?? path.join(root, "examples", name),
      config: {
        "alert-webhooks:canaryConsoleUrl": emulator.url,
        "alert-webhooks:coralogixBaseUrl": emulator.url,
        ...example.config,
      },
      secrets: {
        "alert-webhooks:canaryAuthToken": "emulator-auth-token",
        "alert-webhooks:coralogixApiKey": "emulator-api-key",
        ...example.secrets,
      },
    });
    if (example.isWithoutNpm === true) {
      const archive = packPlugin(stack.folder);
      await stack.run(["plugin", "install", "resource", NAMESPACE, schema.version, "--file", archive]);
    }
    const { output } = await stack.preview();
    // The plugin comes from where the project says, or from the archive.
    expect(output).not.toContain("pulumi-resource-alert-webhooks from $PATH");
    expect(emulator.requests).toEqual([]);
    await stack.up();
    expect(emulator.snapshot()).not.toEqual(before);
    const state = JSON.stringify(await stack.export());
    expect(Object.values(example.secrets).filter((secret) => state.includes(secret))).toEqual([]);
    await stack.preview(["--expect-no-changes"]);
    await stack.destroy();
    expect(emulator.snapshot()).toEqual(before);
  } finally {
    await stack?.close();
    await emulator.stop();
  }
});

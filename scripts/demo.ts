/**
 * `npm run demo`: the life of the quickstart's resources, with the real CLI against an emulator of both APIs. Shows
 * the engine's own output and, after each step, what the two APIs hold.
 */
import { Emulator } from "../emulator";
import { holdingsOf, linesOf, type Mark } from "./holdings";
import { root, Stack } from "./stack";

const authToken = "demo-console-token";
const apiKey = "demo-coralogix-key";
const flock = "flock:headquarters";
const slack = { team: "Acme", channel: "#canary-alerts" };

/** The configuration of examples/quickstart. */
const config = {
  flockId: flock,
  slackTeam: slack.team,
  slackChannel: slack.channel,
  splunkHost: "splunk.acme.example",
  splunkPort: "8088",
};
const secrets = {
  socUrl: "https://soc.acme.example/hooks/demo-soc-path",
  socAuthorization: "demo-soc-authorization",
  teamsUrl: "https://acme.webhook.office.example/webhookb2/demo-teams-path",
  splunkToken: "demo-splunk-token",
  workflowUrl:
    "https://prod-7.westus.logic.azure.com:443/workflows/demo-workflow/run?sp=%2Ftriggers&sig=demo-signature",
  pagerDutyKey: "demo-pager-duty-key",
};
const newTeamsUrl = "https://acme.webhook.office.example/webhookb2/demo-teams-path-2";

const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (code: string, text: string) => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);
const print = (text: string) => process.stdout.write(`${text}\n`);
const markColours: Record<Mark, string> = { "+": "32", "~": "33", "-": "31", " ": "0" };

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** A state without the ids that the vendors give: what is repaired by adding it again gets a new one. */
function withoutIds(state: unknown): string {
  return JSON.stringify(state, (name, value: unknown) => (name === "webhook_id" || name === "id" ? undefined : value));
}

async function play(emulator: Emulator, stack: Stack): Promise<void> {
  let engineOutput = "";
  let before = holdingsOf(emulator.state);
  let steps = 0;
  const step = async (title: string, action: () => unknown) => {
    print(`\n${paint("1;36", `${steps++}. ${title}`)}`);
    await action();
    const now = holdingsOf(emulator.state);
    print(`\n${paint("1", "What both APIs hold")}`);
    for (const { mark, text } of linesOf(now, before)) print(paint(markColours[mark], `${mark} ${text}`));
    before = now;
  };
  const onOutput = (text: string) => {
    engineOutput += text;
    process.stdout.write(text);
  };
  const pulumi = (command: "preview" | "up" | "refresh" | "destroy", ...args: string[]) =>
    stack[command](["--color", colour ? "always" : "never", ...args], { onOutput });

  await step("The start: what is there was made by hand", () => {
    addThingsMadeByHand(emulator);
    before = holdingsOf(emulator.state);
  });
  const start = emulator.snapshot();
  await step("pulumi preview", () => pulumi("preview"));
  await step("pulumi up: every resource", () => pulumi("up"));
  const declared = emulator.snapshot();
  await step("pulumi preview, without a change", () => pulumi("preview", "--expect-no-changes"));
  await step("By hand: webhooks disabled, the Teams and the Splunk webhook removed, the integration renamed", () => {
    changeByHand(emulator);
  });
  await step("pulumi refresh: sees it", () => pulumi("refresh"));
  await step("pulumi up: repairs it", () => pulumi("up"));
  check(withoutIds(emulator.snapshot()) === withoutIds(declared), "The repair did not bring back what was declared.");
  await step("An update: another Teams URL in the configuration, pulumi up", async () => {
    await stack.setConfig("teamsUrl", newTeamsUrl, { secret: true });
    await pulumi("up");
  });
  check(emulator.state.flocks[flock]?.ms_teams.includes(newTeamsUrl) === true, "The update did not arrive.");
  await step("pulumi destroy", () => pulumi("destroy"));

  print("");
  check(JSON.stringify(emulator.snapshot()) === JSON.stringify(start), "The end is not the start.");
  print(`${paint("1;32", "✓")} Both APIs hold what they held at the start.`);
  const shown = [...Object.values(secrets), newTeamsUrl, authToken, apiKey].filter((it) => engineOutput.includes(it));
  check(shown.length === 0, `The engine's output shows ${shown.length} of the secrets.`);
  print(`${paint("1;32", "✓")} None of the secrets appeared in the engine's output.`);
}

/** What people have set up before: the Slack webhook that the quickstart refers to, and what it does not know. */
function addThingsMadeByHand(emulator: Emulator): void {
  const { state } = emulator;
  const webhooks = state.flocks[flock];
  if (webhooks !== undefined) {
    webhooks.name = "Headquarters";
    webhooks.mode = "global";
    webhooks.ms_teams.push("https://other-team.webhook.office.example/webhookb2/by-hand");
  }
  emulator.addSlackWebhook(flock, slack);
  state.accounts[apiKey]?.integrations.push({
    id: 1000,
    alias: "made by hand",
    url: "https://hooks.slack.example/services/by-hand",
    integration_type_fields: "[]",
    integration_type_id: 0,
    created_at: new Date().toISOString(),
    updated_at: new Date().toISOString(),
  });
}

/** Changes that are made without Pulumi. */
function changeByHand({ state }: Emulator): void {
  const webhooks = state.flocks[flock];
  const integration = state.accounts[apiKey]?.integrations.find(({ alias }) => alias === "on-call");
  if (webhooks === undefined || integration === undefined) throw new Error("The quickstart's resources are missing.");
  webhooks.mode = "disabled";
  webhooks.ms_teams = webhooks.ms_teams.filter((url) => url !== secrets.teamsUrl);
  webhooks.splunk = null;
  integration.alias = "renamed by hand";
}

async function main(): Promise<void> {
  const started = Date.now();
  process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
  const emulator = await Emulator.start({ authTokens: [authToken], flocks: [flock], apiKeys: [apiKey] });
  try {
    print(`An emulator of both APIs listens on ${emulator.url}; the state is in a temporary folder.`);
    print("In the views below: + new, ~ changed, - gone since the step before; **** is a secret.");
    const stack = await Stack.create({
      projectDir: root,
      env: {
        CANARY_CONSOLE_URL: emulator.url,
        CANARY_AUTH_TOKEN: authToken,
        CORALOGIX_BASE_URL: emulator.url,
        CORALOGIX_API_KEY: apiKey,
      },
      config,
      secrets,
    });
    try {
      await play(emulator, stack);
    } finally {
      await stack.close();
    }
    print(`\nDone in ${Math.round((Date.now() - started) / 1000)} s.`);
  } finally {
    await emulator.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

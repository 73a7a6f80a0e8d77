/**
 * `npm run demo`: the life of the quickstart's six resources, with the real CLI against an emulator of both APIs. Shows
 * the engine's own output and, after each step, what the two APIs hold.
 */
import { Emulator } from "../emulator";
import { holdingsOf, linesOf, type HoldingGroup, type Mark } from "./holdings";
import { CommandError, root, Stack, type CommandResult } from "./stack";

const project = "alert-webhooks-quickstart";
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
  pagerDutyKey: "demo-pager-duty-key",
};
const newTeamsUrl = "https://acme.webhook.office.example/webhookb2/demo-teams-path-2";

const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (code: string, text: string) => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);
const print = (text = "") => process.stdout.write(`${text}\n`);
const markColours: Record<Mark, string> = { "+": "32", "~": "33", "-": "31", " ": "0" };

/** What went against the demo's expectation. */
class DemoError extends Error {}

/** The steps' shared means: the heading, the engine's output behind a bar, the view of the APIs. */
class Stage {
  readonly #emulator: Emulator;
  readonly #outputs: string[] = [];
  #last: HoldingGroup[];
  #steps = 0;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    this.#last = holdingsOf(emulator.state);
  }

  /** One step: its heading, what it does, what both APIs hold then. */
  async step(title: string, action?: () => Promise<CommandResult> | undefined): Promise<void> {
    print(`\n${paint("1;36", `${this.#steps++}. ${title}`)}\n`);
    const result = await action?.();
    if (result !== undefined) {
      this.#outputs.push(result.output);
      print();
    }
    const now = holdingsOf(this.#emulator.state);
    print(paint("1", "   What both APIs hold"));
    for (const { mark, text } of linesOf(now, this.#last)) print(`   ${paint(markColours[mark], `${mark} ${text}`)}`);
    this.#last = now;
  }

  /** Shows the engine's output as it comes, in whole lines. */
  readonly onOutput = (() => {
    let rest = "";
    return (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((text) => text.trim() !== "")) print(`   ${paint("2", "│")} ${line}`);
    };
  })();

  /** Everything that the engine has printed. */
  get output(): string {
    return this.#outputs.join("");
  }
}

/** A state without the ids that the vendors give: what is repaired by adding it again gets a new one. */
function withoutIds(state: unknown): string {
  return JSON.stringify(state, (name, value: unknown) => (name === "webhook_id" || name === "id" ? undefined : value));
}

/** The changes that somebody makes without Pulumi. */
function changeOutOfBand({ state }: Emulator): void {
  const webhooks = state.flocks[flock];
  const integration = state.accounts[apiKey]?.integrations.at(-1);
  if (webhooks === undefined || integration === undefined) {
    throw new DemoError("The quickstart's resources are missing.");
  }
  webhooks.mode = "disabled";
  webhooks.ms_teams = webhooks.ms_teams.filter((url) => url !== secrets.teamsUrl);
  webhooks.splunk = null;
  integration.alias = "renamed by hand";
}

async function play(emulator: Emulator, stack: Stack): Promise<void> {
  const stage = new Stage(emulator);
  const { onOutput } = stage;
  const start = JSON.stringify(emulator.snapshot());

  await stage.step("The start: what is there was made by hand");
  await stage.step("pulumi preview", () => stack.preview([], { onOutput }));
  await stage.step("pulumi up: all six resources", () => stack.up([], { onOutput }));
  const declared = emulator.snapshot();
  await stage.step("pulumi preview, without a change", () => stack.preview(["--expect-no-changes"], { onOutput }));
  await stage.step(
    "By hand: webhooks are disabled, the Teams and the Splunk webhook removed, the integration renamed",
    () => {
      changeOutOfBand(emulator);
      return undefined;
    },
  );
  await stage.step("pulumi refresh: sees it", () => stack.refresh([], { onOutput }));
  await stage.step("pulumi up: repairs it", () => stack.up([], { onOutput }));
  if (withoutIds(emulator.snapshot()) !== withoutIds(declared)) {
    throw new DemoError("The repair did not bring back what was declared.");
  }
  await stage.step("An update: another Teams URL in the configuration, pulumi up", async () => {
    await stack.setConfig("teamsUrl", newTeamsUrl, { secret: true });
    return stack.up([], { onOutput });
  });
  if (emulator.state.flocks[flock]?.ms_teams.includes(newTeamsUrl) !== true) {
    throw new DemoError("The update did not arrive.");
  }
  await stage.step("pulumi destroy", () => stack.destroy([], { onOutput }));

  if (JSON.stringify(emulator.snapshot()) !== start) {
    throw new DemoError(`The end is not the start.\nStart: ${start}\nEnd:   ${JSON.stringify(emulator.snapshot())}`);
  }
  const shown = [...Object.values(secrets), newTeamsUrl, authToken, apiKey].filter((s) => stage.output.includes(s));
  if (shown.length > 0) throw new DemoError(`The engine's output shows ${shown.length} of the secrets.`);
  print(`\n${paint("1;32", "✓")} Both APIs hold what they held at the start.`);
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

async function main(): Promise<void> {
  const started = Date.now();
  const emulator = await Emulator.start({ authTokens: [authToken], flocks: [flock], apiKeys: [apiKey] });
  let stack: Stack | undefined;
  const cleanUp = async () => {
    await stack?.close();
    await emulator.stop();
  };
  const interrupted = (code: number) => () => {
    print("\nInterrupted.");
    void cleanUp().finally(() => process.exit(code));
  };
  process.once("SIGINT", interrupted(130));
  process.once("SIGTERM", interrupted(143));
  try {
    addThingsMadeByHand(emulator);
    print(`An emulator of both APIs listens on ${emulator.url}; the state is in a temporary folder.`);
    print("In the views below: + new, ~ changed, - gone since the step before; **** is a secret.");
    stack = await Stack.create({
      projectDir: root,
      name: "demo",
      config: {
        "canary:consoleUrl": emulator.url,
        "coralogix:baseUrl": emulator.url,
        ...withProject(config),
      },
      secrets: { "canary:authToken": authToken, "coralogix:apiKey": apiKey, ...withProject(secrets) },
      color: colour ? "always" : "never",
    });
    await play(emulator, stack);
    print(`\nDone in ${Math.round((Date.now() - started) / 1000)} s.`);
  } finally {
    await cleanUp();
  }
}

function withProject(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${project}:${key}`, value]));
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  // The engine's output has been shown already, as long as it was a step's.
  const shown = error instanceof CommandError && error.shown ? message.slice(0, message.indexOf("\n")) : message;
  process.stderr.write(`\nThe demo failed: ${shown}\n`);
  process.exitCode = 1;
});

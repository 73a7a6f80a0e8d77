import { CanaryConsole, silence } from "../../../provider/canary/console";
import { Client } from "../../../provider/http/client";
import { DEFAULT_LIMITS } from "../../../provider/http/limits";

const send = jest.spyOn(Client.prototype, "send");
const url = "https://soc.example/hook";
const flockId = "flock:default";

let console: CanaryConsole;
beforeEach(() => {
  send.mockReset();
  console = new CanaryConsole({
    consoleUrl: "https://abc.canary.tools",
    authToken: "token",
    limits: { ...DEFAULT_LIMITS, listLagSeconds: 0.02 },
  });
});

test("a class that the engine configures in the middle of a run makes no removal be forgotten", async () => {
  const entry = { url, headerNames: [], webhookId: "1" };
  send.mockResolvedValue({ result: "success", generic_webhooks: [{ url, header_names: [], webhook_id: "1" }] });
  await console.flock(flockId).generic.removeForReplacement(entry);
  console.forgetReads();
  await expect(console.flock(flockId).generic.showsReplacement(url)).resolves.toBe(false);
});

const lists = [
  ["generic_webhooks", [], () => console.flock(flockId).generic.find(url)],
  ["ms_teams_webhooks", [], () => console.flock(flockId).msTeams.find(url)],
  ["slack_webhooks", [], () => console.flock(flockId).slack.find(url)],
  ["splunk_webhook", null, () => console.flock(flockId).splunk.get()],
] as const;

describe.each(lists)("a flock whose %s come with webhooks_enabled", (name, nothing, read) => {
  test.each([
    [
      false,
      'The webhooks of flock:default are disabled in the Canary console: they send no alerts. A CanaryFlockWebhookSettings with mode: "enabled" enables them.',
    ],
    [true, undefined],
    ["Global", undefined],
    [undefined, undefined],
  ])("%j is warned of so: %j", async (webhooks_enabled, warning) => {
    send.mockResolvedValue({ result: "success", [name]: nothing, webhooks_enabled });
    await read();
    expect(silence(console, { flockId })).toBe(warning);
    console.declareMode(flockId);
    expect(silence(console, { flockId })).toBeUndefined();
  });
});

import type { Emulator } from "../emulator";
import { newFlock, newGenericWebhook, newSlackWebhook } from "../emulator/canary/state";
import { CoralogixAccount } from "../provider/coralogix/account";
import type { Integration } from "../provider/coralogix/integration.contract";
import type { OutboundWebhook } from "../provider/coralogix/outbound-webhook.contract";
import { OutboundWebhooks } from "../provider/coralogix/outbound-webhooks";
import { DEFAULT_LIMITS } from "../provider/http/limits";
import { SECRET, account, specimens } from "./specimens";

/** How much there is. */
export interface Amounts {
  readonly flocks: number;
  readonly webhooks: number;
  readonly coralogix: number;
}

/** Names as people give them. */
const ODD_NAMES = [
  "Head Office",
  "Head Office",
  "Größe & Söhne",
  "日本語の通知",
  "a/b::c $" + "{x} \"quoted\" 'too'",
  "☎ on-call 🚨",
  "  ",
  "...",
  "x".repeat(150),
  "UPPER lower",
];

const nameFor = (index: number) =>
  index < ODD_NAMES.length ? (ODD_NAMES[index] ?? "") : `Site ${index % 3 === 0 ? index - 1 : index}`;

/** Fills an emulator as a console and an account that have grown for years: every kind and type, odd names, twins. */
export async function populate(emulator: Emulator, amounts: Amounts): Promise<void> {
  populateConsole(emulator, amounts);
  await populateAccount(emulator, amounts.coralogix);
  emulator.clearRequests();
}

function populateConsole({ state }: Emulator, { flocks: flockCount, webhooks }: Amounts): void {
  const flocks = Array.from({ length: flockCount }, (_, index) => {
    const flock = newFlock(nameFor(index));
    state.flocks[`flock:${index.toString(16).padStart(6, "0")}`] = flock;
    flock.mode = (["enabled", "global", "disabled"] as const)[index % 3] ?? "enabled";
    return flock;
  });
  const headers = (index: number): Record<string, string> =>
    index % 3 === 0 ? { Authorization: `Bearer ${SECRET}${index}`, "X-Source": "canary" } : {};
  for (let index = 0; index < webhooks; index++) {
    const flock = flocks[index % flockCount];
    const round = Math.floor(index / flockCount);
    if (flock === undefined) continue;
    // Half of the flocks send to the same place; the others each to their own, of which several may be on one host.
    const hook = index % 2 === 0 ? `/hooks/${SECRET}-${round}` : `/hooks/${SECRET}-${round}-${index}?key=%2F+${index}`;
    if (round % 7 === 2 && flock.splunk === null) {
      flock.splunk = { host: `hec-${index % 4}.example.com`, port: "8088", token: `${SECRET}-token-${index}` };
    } else if (round % 7 === 3) flock.slack.push(newSlackWebhook("Acme", index % 5 === 0 ? "#alerts ä" : "#alerts"));
    else if (round % 2 === 1) flock.ms_teams.push(`https://acme.webhook.example${hook}`);
    else flock.generic.push(newGenericWebhook(`https://soc.example.com${hook}`, headers(index)));
  }
}

/** A third is in the list of the older API alone. */
async function populateAccount(emulator: Emulator, count: number): Promise<void> {
  const [apiKey = ""] = Object.keys(emulator.state.accounts);
  const options = { baseUrl: emulator.url, apiKey, limits: DEFAULT_LIMITS };
  const [older, today] = [new CoralogixAccount(options), new OutboundWebhooks(options)];
  const ofClass = (name: string) => specimens.filter(({ className }) => className === name);
  const [integrations, outbound] = [ofClass("CoralogixIntegration"), ofClass("CoralogixOutboundWebhook")];
  const olderCount = Math.floor(count / 3);
  for (let index = 0; index < olderCount; index++) {
    const inputs = integrations[index % integrations.length]?.inputs as unknown as Integration;
    await older.create({ ...inputs, alias: nameFor(Math.floor(index / 2)).trim() || "unnamed" });
  }
  // What the older API lists and today's doesn't.
  const { integrations: stored } = account(emulator);
  const response = await fetch(`${emulator.url}/api/v1/external/integrations/`, {
    headers: { Authorization: `Bearer ${apiKey}` },
  });
  account(emulator).raw = (await response.json()) as unknown[];
  stored.length = 0;
  for (let index = 0; index < count - olderCount; index++) {
    const inputs = outbound[index % outbound.length]?.inputs as unknown as OutboundWebhook;
    await today.create({ ...inputs, name: nameFor(Math.floor(index / 2)).trim() || "unnamed" });
  }
}

import type { CanaryConsole } from "../../provider/canary/console";
import type { Flock } from "../../provider/canary/flock";
import { type WebhookList, understood } from "../../provider/canary/webhook-list";
import type { FlockSummary, ListedWebhook } from "../../provider/canary/wire";
import { hostOf } from "../../provider/url";
import { CommandError } from "../errors";
import { ExitCode } from "../exit-codes";
import { type Choice, type Target, isHostChosen, isKindChosen } from "./target";

export const CANARY_KINDS = ["generic", "ms_teams", "slack", "splunk"] as const;

type Found = Pick<Target, "kind" | "name" | "host" | "fire">;

/** The webhooks of a console that are chosen. */
export async function canaryTargets(console: CanaryConsole, choice: Choice): Promise<Target[]> {
  const flocks = chosenFlocks(await console.flocks(), choice);
  const found = await Promise.all(
    flocks.map(async ({ id, name }) => {
      const targets = await targetsOf(console.flock(id), choice);
      return targets.map((target): Target => ({ vendor: "canary", flockId: id, flock: name, ...target }));
    }),
  );
  return found.flat().filter(({ host }) => isHostChosen(choice, host));
}

function chosenFlocks(flocks: readonly FlockSummary[], { flock: wanted }: Choice): readonly FlockSummary[] {
  const isCalled = ({ id, name }: FlockSummary, word: string) => id === word || name === word;
  const unknown = wanted?.find((word) => !flocks.some((flock) => isCalled(flock, word)));
  if (unknown !== undefined) {
    throw new CommandError(`The Canary console lists no flock with the id or name "${unknown}".`, ExitCode.failed);
  }
  return flocks.filter((flock) => wanted?.some((word) => isCalled(flock, word)) ?? true);
}

async function targetsOf(flock: Flock, choice: Choice): Promise<Found[]> {
  const readers: Record<(typeof CANARY_KINDS)[number], () => Promise<Found[]>> = {
    generic: () => listed("generic", flock.generic, () => ""),
    ms_teams: () => listed("ms_teams", flock.msTeams, () => ""),
    slack: () => listed("slack", flock.slack, ({ team, channel }) => `${team} ${channel}`),
    splunk: async () => {
      const webhook = await flock.splunk.get();
      if (webhook === undefined) return [];
      const { host, port } = webhook;
      return [{ kind: "splunk", name: "", host: `${host}:${port}`, fire: () => fired(flock.splunk.test()) }];
    },
  };
  const kinds = CANARY_KINDS.filter((kind) => isKindChosen(choice, kind));
  return (await Promise.all(kinds.map((kind) => readers[kind]()))).flat();
}

async function listed<Entry extends ListedWebhook>(
  kind: string,
  list: WebhookList<Entry>,
  nameOf: (entry: Entry) => string,
): Promise<Found[]> {
  const entries = await list.filter(() => true);
  return entries.map((entry) => ({
    kind,
    name: nameOf(entry),
    host: hostOf(entry.url) ?? "",
    fire: () => fired(list.test(understood(`The ${kind} webhook`, entry).url)),
  }));
}

/** A console answers a test that failed with an error. */
async function fired(test: Promise<void>): Promise<undefined> {
  await test;
}

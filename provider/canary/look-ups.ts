import { z } from "zod";

import { ApiError } from "../http/errors";
import { type LookUpDefinition, notFound } from "../lifecycle/look-up";
import { exactly } from "../lifecycle/schema";
import { canonicalUrl, hostOf } from "../url";
import type { CanaryConsole } from "./console";
import { idOf } from "./ids";
import { type FoundFlock, type FoundWebhook, flockWebhooksLookUp, flocksLookUp } from "./look-ups.contract";
import { flockId } from "./schema";

const NAME = "must be the name of a flock";

export const flocks: LookUpDefinition<
  CanaryConsole,
  { readonly name?: string | undefined },
  { readonly flocks: FoundFlock[] }
> = {
  contract: flocksLookUp,
  schema: exactly(flocksLookUp.name, { name: z.string(NAME).optional() }),
  async find(api, { name }, since) {
    const all = await api.flocks(since);
    return { flocks: all.filter((flock) => name === undefined || flock.name === name) };
  },
};

export const flockWebhooks: LookUpDefinition<
  CanaryConsole,
  { readonly flockId: string },
  { readonly flockId: string; readonly webhooks: FoundWebhook[] }
> = {
  contract: flockWebhooksLookUp,
  schema: exactly(flockWebhooksLookUp.name, { flockId }),
  async find(api, { flockId }, since) {
    const webhooks = await webhooksOf(api, flockId, since).catch(async (error: unknown) => {
      if (error instanceof ApiError && (error.status ?? 500) < 500) await requireFlock(api, flockId, since);
      throw error;
    });
    // A console may show a flock that it does not have as an empty one.
    if (webhooks.length === 0) await requireFlock(api, flockId, since);
    return { flockId, webhooks };
  },
};

/** The webhooks of a flock, kind by kind, in the order in which the console lists them. */
export async function webhooksOf(api: CanaryConsole, flockId: string, since?: number): Promise<FoundWebhook[]> {
  const flock = api.flock(flockId);
  const all = () => true;
  const [generic, msTeams, slack, splunk] = await Promise.all([
    flock.generic.filter(all, since),
    flock.msTeams.filter(all, since),
    flock.slack.filter(all, since),
    flock.splunk.get(since),
  ]);
  return [
    ...generic.map(({ url, headerNames, flaw }) => ({
      id: idOf(flockId, "generic", canonicalUrl(url)),
      kind: "generic" as const,
      host: hostOf(url),
      url,
      ...(flaw === undefined ? { headerNames: [...headerNames] } : { flaw }),
    })),
    ...msTeams.map(({ url, flaw }) => ({
      id: idOf(flockId, "ms_teams", canonicalUrl(url)),
      kind: "ms_teams" as const,
      host: hostOf(url),
      url,
      flaw,
    })),
    ...slack.map(({ team, channel, url, flaw }) => ({
      id: idOf(flockId, "slack", team, channel),
      kind: "slack" as const,
      team,
      channel,
      ...(flaw === undefined ? { host: hostOf(url), url } : { flaw }),
    })),
    ...(splunk === undefined ? [] : [{ id: idOf(flockId, "splunk"), kind: "splunk" as const, ...splunk }]),
  ];
}

/** @throws NotFound where the console's list of flocks does not show this one */
async function requireFlock(api: CanaryConsole, flockId: string, since: number): Promise<void> {
  const all = await api.flocks(since).catch(() => undefined);
  if (all === undefined || all.some(({ id }) => id === flockId)) return;
  const candidates = all.map(({ id, name }) => ({ id, what: `"${name}"`, shortIds: [] }));
  throw notFound(`flock with the id ${flockId}`, candidates);
}

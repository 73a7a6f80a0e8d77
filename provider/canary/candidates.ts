import type { Candidate } from "../lifecycle/definition";
import { canonicalUrl, hostOf } from "../url";
import type { CanaryConsole } from "./console";
import { type Kind, idOf, parseId } from "./ids";
import type { WebhookList } from "./webhook-list";
import type { ListedWebhook } from "./wire";

/** The webhooks that are told apart by their URL, of the flock that an id names: each by the host of its URL as well. */
export async function candidatesByUrl(
  api: CanaryConsole,
  id: string,
  kind: "generic" | "ms_teams",
): Promise<readonly Candidate[]> {
  const listIn = (flockId: string): WebhookList<ListedWebhook> => {
    const { generic, msTeams } = api.flock(flockId);
    return kind === "generic" ? generic : msTeams;
  };
  return candidatesIn(id, kind, listIn, ({ url }) => ({
    distinction: [canonicalUrl(url)],
    short: hostOf(url) ?? "no host",
  }));
}

/** The webhooks of one kind of the flock that an id names, each by something short as well, or as the only one. */
export async function candidatesIn<Entry extends ListedWebhook>(
  id: string,
  kind: Kind,
  listIn: (flockId: string) => WebhookList<Entry>,
  told: (entry: Entry) => { distinction: string[]; short: string },
): Promise<readonly Candidate[]> {
  const flockId = parseId(id, kind)?.flockId;
  if (flockId === undefined) return [];
  const entries = await listIn(flockId).filter(() => true);
  return entries.map((entry) => {
    const { distinction, short } = told(entry);
    const place = idOf(flockId, kind);
    return { id: idOf(flockId, kind, ...distinction), what: short, shortIds: [place, `${place}/${short}`] };
  });
}

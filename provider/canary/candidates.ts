import type { Candidate } from "../lifecycle/definition";
import { canonicalUrl, hostOf } from "../url";
import { type Kind, idOf, parseId } from "./ids";
import type { WebhookList } from "./webhook-list";
import type { ListedWebhook } from "./wire";

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

/** What a webhook is told by whose URL distinguishes it. */
export function byUrl({ url }: ListedWebhook): { distinction: string[]; short: string } {
  return { distinction: [canonicalUrl(url)], short: hostOf(url) ?? "no host" };
}

import type { ResourceDefinition } from "../lifecycle/definition";
import { exactly, testableOptions, webhookUrl } from "../lifecycle/schema";
import { canonicalUrl, hostOf } from "../url";
import { byUrl, candidatesIn } from "./candidates";
import { type CanaryConsole, consoleHome, flockPlace, silence } from "./console";
import { areasOf, flockOf, idOf } from "./ids";
import { type MsTeamsWebhookState, msTeamsWebhookContract } from "./ms-teams-webhook.contract";
import { flockId } from "./schema";

type State = MsTeamsWebhookState;

export const msTeamsWebhook: ResourceDefinition<CanaryConsole, State, State> = {
  contract: msTeamsWebhookContract,
  home: consoleHome,
  schema: exactly("an MS Teams webhook", { flockId, url: webhookUrl(["https"]), ...testableOptions }),
  lockKey: ({ flockId }) => flockId,
  describe: ({ flockId, host }) => `The MS Teams webhook to ${host ?? "an unknown host"} of ${flockId ?? "a flock"}`,
  naturalKey: idOfWebhook,
  areas: ({ flockId }) => areasOf(flockId, "ms_teams"),
  idOf: idOfWebhook,

  async find(api, inputs, since) {
    const existing = await api.flock(inputs.flockId).msTeams.find(inputs.url, since);
    return existing && { id: idOfWebhook(inputs), state: inputs };
  },
  async create(api, inputs) {
    await api.flock(inputs.flockId).msTeams.add({ url: inputs.url });
    return { id: idOfWebhook(inputs), state: inputs };
  },
  async read(api, known, id) {
    const flockId = flockOf(known, id, "ms_teams");
    if (flockId === undefined) return undefined;
    const existing = await api.flock(flockId).msTeams.findKnown(known.url, id);
    if (existing === undefined) return undefined;
    const url = known.url ?? existing.url;
    return { ...known, flockId, url, host: hostOf(url) ?? "" };
  },
  candidates: (api, id) => candidatesIn(id, "ms_teams", (flockId) => api.flock(flockId).msTeams, byUrl),
  async update(api, _olds, news) {
    const list = api.flock(news.flockId).msTeams;
    if ((await list.find(news.url)) === undefined) await list.add({ url: news.url });
    return news;
  },
  place: flockPlace("ms_teams"),
  caution: silence,
  async delete(api, { flockId, url }) {
    await api.flock(flockId).msTeams.remove({ url });
  },
  async test(api, { flockId, url }) {
    await api.flock(flockId).msTeams.test(url);
  },
};

function idOfWebhook({ flockId, url }: State): string {
  return idOf(flockId, "ms_teams", canonicalUrl(url));
}

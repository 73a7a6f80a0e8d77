import { change, read, type FlockCalls } from "./flock-call";
import { enabled } from "./mode";
import { requireUrl } from "./parameters";
import { raw } from "./state";
import { isMeant, stored } from "./url-spelling";
import { add, shownList, testUrl, without } from "./webhook-list";

export const msTeamsCalls: FlockCalls = {
  ms_teams: read((flock, behaviour) => ({
    ...shownList("ms_teams_webhooks", [...flock.ms_teams, ...raw(flock, "ms_teams")], behaviour),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "ms_teams/add": change(["url"], (flock, { url = "" }, behaviour) => {
    requireUrl(url);
    add(flock.ms_teams, stored(url, behaviour), (other) => isMeant(url, other, behaviour), behaviour);
  }),
  "ms_teams/remove": change(["url"], (flock, { url = "" }, behaviour) => {
    flock.ms_teams = without(flock.ms_teams, (other) => isMeant(url, other, behaviour), behaviour);
  }),
  "ms_teams/test": testUrl,
};

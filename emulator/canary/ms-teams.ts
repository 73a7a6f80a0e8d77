import { change, read, type FlockCalls } from "./flock-call";
import { enabled } from "./mode";
import { requireUrl } from "./parameters";
import { add, testUrl, without } from "./webhook-list";

export const msTeamsCalls: FlockCalls = {
  ms_teams: read((flock, behaviour) => ({
    ms_teams_webhooks: flock.ms_teams,
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "ms_teams/add": change(["url"], (flock, { url = "" }, behaviour) => {
    requireUrl(url);
    add(flock.ms_teams, url, (other) => other === url, behaviour);
  }),
  "ms_teams/remove": change(["url"], (flock, { url }, behaviour) => {
    flock.ms_teams = without(flock.ms_teams, (other) => other === url, behaviour);
  }),
  "ms_teams/test": testUrl,
};

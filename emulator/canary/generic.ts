import type { CanaryBehaviour } from "./behaviour";
import { change, read, type FlockCalls } from "./flock-call";
import { enabled } from "./mode";
import { parseHeaders, requireUrl } from "./parameters";
import { newGenericWebhook, raw, type FlockState } from "./state";
import { isMeant, stored } from "./url-spelling";
import { add, shownList, testUrl, without } from "./webhook-list";

export const genericCalls: FlockCalls = {
  generic: read((flock, behaviour) => ({
    ...shownList("generic_webhooks", [...urlsOf(flock), ...raw(flock, "generic")], behaviour),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "generic/list": read((flock, behaviour) => ({
    ...shownList("generic_webhooks", [...entriesOf(flock, behaviour), ...raw(flock, "generic/list")], behaviour),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "generic/add": change(["url"], (flock, { url = "", headers }, behaviour) => {
    requireUrl(url);
    const webhook = newGenericWebhook(stored(url, behaviour), parseHeaders(headers));
    add(flock.generic, webhook, (other) => isMeant(url, other.url, behaviour), behaviour);
  }),
  "generic/remove": change(["url"], (flock, { url = "" }, behaviour) => {
    flock.generic = without(flock.generic, (webhook) => isMeant(url, webhook.url, behaviour), behaviour);
  }),
  "generic/test": testUrl,
};

/** The URLs of a flock's generic webhooks. */
export function urlsOf({ generic }: FlockState): string[] {
  return generic.map(({ url }) => url);
}

function entriesOf({ generic }: FlockState, behaviour: CanaryBehaviour): object[] {
  return generic.map(({ url, headers, webhook_id }) => ({
    header_names: headerNames(headers, behaviour),
    url,
    webhook_id,
  }));
}

function headerNames(headers: Record<string, string>, { headerNames: spelling }: CanaryBehaviour): string[] {
  const names = Object.keys(headers);
  if (spelling === "lower case") return names.map((name) => name.toLowerCase());
  return spelling === "reversed order" ? names.reverse() : names;
}

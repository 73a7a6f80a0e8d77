import type { CanaryBehaviour } from "./behaviour";
import { change, read, type FlockCalls } from "./flock-call";
import { enabled } from "./mode";
import { parseHeaders, requireUrl } from "./parameters";
import { newGenericWebhook } from "./state";
import { add, testUrl, without } from "./webhook-list";

export const genericCalls: FlockCalls = {
  generic: read((flock, behaviour) => ({
    generic_webhooks: flock.generic.map(({ url }) => url),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "generic/list": read((flock, behaviour) => ({
    generic_webhooks: flock.generic.map(({ url, headers, webhook_id }) => ({
      header_names: headerNames(headers, behaviour),
      url,
      webhook_id,
    })),
    webhooks_enabled: enabled(flock, behaviour),
  })),
  "generic/add": change(["url"], (flock, { url = "", headers }, behaviour) => {
    requireUrl(url);
    const webhook = newGenericWebhook(url, parseHeaders(headers));
    add(flock.generic, webhook, (other) => other.url === url, behaviour);
  }),
  "generic/remove": change(["url"], (flock, { url }, behaviour) => {
    flock.generic = without(flock.generic, (webhook) => webhook.url === url, behaviour);
  }),
  "generic/test": testUrl,
};

function headerNames(headers: Record<string, string>, { headerNames: spelling }: CanaryBehaviour): string[] {
  const names = Object.keys(headers);
  if (spelling === "lower case") return names.map((name) => name.toLowerCase());
  return spelling === "reversed order" ? names.reverse() : names;
}

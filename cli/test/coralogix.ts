import { typeOf } from "../../provider/coralogix/outbound-webhook-wire";
import type { OutboundWebhooks } from "../../provider/coralogix/outbound-webhooks";
import { hostOf } from "../../provider/url";
import { type Choice, type Target, isHostChosen, isKindChosen } from "./target";

/** The outbound webhooks of an account that are chosen, by today's API. */
export async function coralogixTargets(api: OutboundWebhooks, choice: Choice): Promise<Target[]> {
  const targets = (await api.filter(() => true)).map((webhook): Target => ({
    vendor: "coralogix",
    kind: typeOf(webhook) ?? webhook.type.toLowerCase(),
    name: webhook.name,
    host: hostOf(webhook.url) ?? "",
    fire: () => api.test(webhook.id),
  }));
  return targets.filter(({ kind, host }) => isKindChosen(choice, kind) && isHostChosen(choice, host));
}

import { Semaphore } from "async-mutex";

import type { OutboundWebhook } from "../../provider/coralogix/outbound-webhook.contract";
import { type WireWebhook, fromWire, isAsSent } from "../../provider/coralogix/outbound-webhook-wire";
import type { OutboundWebhooks } from "../../provider/coralogix/outbound-webhooks";
import { hostOf } from "../../provider/url";
import { messageOf } from "../errors";
import type { Step, Webhook } from "./plan";
import { type Failure, INTERRUPTED, NOT_AS_SENT, type Transfer, readBoth } from "./transfer";

/** How many webhooks are written at once: this API has no bulk call. */
const CONCURRENCY = 4;

/** An outbound webhook of one of the accounts. */
interface Copyable extends Webhook {
  readonly shown: WireWebhook;
  /** None where it can't be copied. */
  readonly webhook: OutboundWebhook | undefined;
}

/** Copies by today's API. */
export async function todayTransfer(source: OutboundWebhooks, target: OutboundWebhooks): Promise<Transfer<Copyable>> {
  const [sources, targets] = await readBoth(source, target, copyables);
  const ids = new Set(sources.map(({ shown }) => shown.id));
  return {
    sources,
    targets,
    // No id is in two accounts.
    isSameAccount: source.host === target.host && targets.some(({ shown }) => ids.has(shown.id)),
    isCopy: ({ webhook }, { shown }) => webhook !== undefined && isAsSent(shown, webhook),
    async perform(steps, tell, interruption) {
      const slots = new Semaphore(CONCURRENCY);
      await Promise.all(
        steps.map((step) =>
          slots.runExclusive(async () => {
            tell(step, interruption.aborted ? INTERRUPTED : await failureOf(target, step));
          }),
        ),
      );
    },
  };
}

async function copyables(api: OutboundWebhooks): Promise<Copyable[]> {
  const listed = await api.filter(() => true);
  const shown = await Promise.all(listed.map(({ id }) => api.get(id)));
  return shown.flatMap((each): Copyable[] => {
    // It went between the two calls.
    if (each === undefined) return [];
    const webhook = fromWire(each, {});
    return [
      {
        shown: each,
        webhook,
        name: each.name,
        type: webhook?.type ?? each.type,
        host: hostOf(each.url) ?? "",
        obstacle: webhook === undefined ? "this version does not know its type" : undefined,
      },
    ];
  });
}

async function failureOf(api: OutboundWebhooks, step: Step<Copyable>): Promise<Failure> {
  const { source, target } = step;
  const { webhook } = source;
  if (webhook === undefined) throw new Error("What can't be copied is not written.");
  try {
    const written = await (target === undefined
      ? api.create(webhook)
      : api.update(target.shown.id, webhook, target.shown));
    return written !== undefined && isAsSent(written, webhook) ? undefined : NOT_AS_SENT;
  } catch (error) {
    return messageOf(error);
  }
}

import type { z } from "zod";

import type { ResourceDefinition, Review } from "../lifecycle/definition";
import { semanticallyEqual } from "../lifecycle/equal";
import { LifecycleError } from "../lifecycle/errors";
import { reAdd } from "../lifecycle/re-add";
import { exactly, headerNames, headers, testableOptions, webhookUrl } from "../lifecycle/schema";
import { canonicalUrl, hostOf } from "../url";
import { byUrl, candidatesIn } from "./candidates";
import { type CanaryConsole, consoleHome, flockPlace, silence } from "./console";
import { type GenericWebhookState, genericWebhookContract } from "./generic-webhook.contract";
import { areasOf, flockOf, idOf } from "./ids";
import { flockId } from "./schema";
import type { GenericWebhook } from "./wire";

type State = GenericWebhookState;

/** What tells a generic webhook of one flock from others. */
export const genericShape = {
  url: webhookUrl(["http", "https"]),
  headers: headers().optional(),
  headerNames: headerNames().optional(),
};

/** A generic webhook with headers, or with the names of some. */
export function withHeadersOnce<Webhook extends { headers?: object | undefined; headerNames?: string[] | undefined }>(
  schema: z.ZodType<Webhook>,
) {
  return schema.refine(({ headers, headerNames }) => headers === undefined || headerNames === undefined, {
    path: ["headerNames"],
    message: "must be left out if headers are given: it is for headers whose values are not known",
  });
}

export const genericWebhook: ResourceDefinition<CanaryConsole, State, State> = {
  contract: genericWebhookContract,
  home: consoleHome,
  schema: withHeadersOnce(exactly("a generic webhook", { flockId, ...genericShape, ...testableOptions })),
  lockKey: ({ flockId }) => flockId,
  describe: ({ flockId, host }) => `The generic webhook to ${host ?? "an unknown host"} of ${flockId ?? "a flock"}`,
  naturalKey: idOfWebhook,
  areas: ({ flockId }) => areasOf(flockId, "generic"),
  idOf: idOfWebhook,

  async find(api, inputs, since) {
    const existing = await api.flock(inputs.flockId).generic.find(inputs.url, since);
    if (existing === undefined) return undefined;
    const { headers, ...known } = inputs;
    return { id: idOfWebhook(inputs), state: { ...known, headerNames: sorted(existing.headerNames) } };
  },
  async create(api, inputs) {
    await add(api, inputs);
    return { id: idOfWebhook(inputs), state: inputs };
  },
  async read(api, known, id) {
    const { headers, ...rest } = known;
    const shown = await findKnown(api, known, id);
    return shown && { ...rest, ...shown };
  },
  candidates: (api, id) => candidatesIn(id, "generic", (flockId) => api.flock(flockId).generic, byUrl),
  async update(api, olds, news) {
    const list = api.flock(news.flockId).generic;
    const existing = await list.find(news.url);
    if (existing === undefined) await add(api, news);
    else if (!isAsDeclared(existing, olds, news)) {
      requireValues(news);
      await reAdd({
        what: genericWebhook.describe(news),
        remove: () => list.removeForReplacement(existing),
        add: () => add(api, news),
        putBack: () => add(api, { ...olds, url: existing.url, headerNames: existing.headerNames }),
      });
    }
    return news;
  },
  async isShown(api, { flockId, url }) {
    return api.flock(flockId).generic.showsReplacement(url);
  },
  place: flockPlace("generic"),
  caution: silence,
  async delete(api, { flockId, url }) {
    await api.flock(flockId).generic.remove({ url });
  },
  async test(api, { flockId, url }) {
    await api.flock(flockId).generic.test(url);
  },
  review,
};

function idOfWebhook({ flockId, url }: State): string {
  return idOf(flockId, "generic", canonicalUrl(url));
}

async function add(api: CanaryConsole, webhook: State): Promise<void> {
  requireValues(webhook);
  const { flockId, url, headers = {}, headerNames } = webhook;
  const parameters = headerNames.length === 0 ? {} : { headers: JSON.stringify(headers) };
  await api.flock(flockId).generic.add({ url, headerNames }, parameters);
}

/** What is there is left as it is where it has the declared names and, as far as is known, the declared values. */
function isAsDeclared(existing: GenericWebhook, olds: State, news: State): boolean {
  if (!hasSameNames(existing.headerNames, news.headerNames)) return false;
  return news.headers === undefined || news.headerNames.length === 0 || semanticallyEqual(olds.headers, news.headers);
}

function requireValues(webhook: State): void {
  if (webhook.headers === undefined && webhook.headerNames.length > 0)
    throw new LifecycleError(valuesAreMissing(webhook));
}

function valuesAreMissing(webhook: State): string {
  return (
    `${genericWebhook.describe(webhook)} must be added anew to have the headers ${webhook.headerNames.join(", ")}, and their ` +
    "values are not known. Give them as headers instead of headerNames."
  );
}

function review(olds: State, news: State): Review {
  // An import file need not say them.
  const names = Array.isArray(olds.headerNames) ? olds.headerNames : undefined;
  const hasOtherNames = names !== undefined && !hasSameNames(names, news.headerNames);
  if (news.headers === undefined && news.headerNames.length > 0 && hasOtherNames) {
    return { refusal: valuesAreMissing(news) };
  }
  const areGivenNow =
    olds.headers === undefined && names !== undefined && names.length > 0 && news.headers !== undefined;
  if (!areGivenNow) return {};
  return {
    warning: `${genericWebhook.describe(news)} will be removed and added again: the values of its headers were not known so far.`,
  };
}

/** What the API shows of a known webhook, with the header values where nothing says that they have changed. */
async function findKnown(api: CanaryConsole, known: Partial<State>, id: string): Promise<State | undefined> {
  const { url, headers } = known;
  const flockId = flockOf(known, id, "generic");
  if (flockId === undefined) return undefined;
  const existing = await api.flock(flockId).generic.findKnown(url, id);
  if (existing === undefined) return undefined;
  const knownNames = known.headerNames ?? (headers && Object.keys(headers));
  const isUnchanged = knownNames !== undefined && hasSameNames(knownNames, existing.headerNames);
  const shownUrl = url ?? existing.url;
  return {
    flockId,
    url: shownUrl,
    host: hostOf(shownUrl) ?? "",
    ...(isUnchanged && headers && { headers }),
    headerNames: isUnchanged ? knownNames : sorted(existing.headerNames),
  };
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort();
}

/** HTTP compares header names without regard to case, and the order says nothing. */
function hasSameNames(a: readonly string[] = [], b: readonly string[] = []): boolean {
  const canonical = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  return semanticallyEqual(canonical(a), canonical(b), true);
}

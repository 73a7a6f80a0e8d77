import { z } from "zod";

import type { PropertyContracts } from "../contract";
import { type Listed, entryByEntry } from "../http/answers";
import { textsIn } from "../http/redact";
import { isSame } from "../lifecycle/diff";
import { jsonValue } from "../lifecycle/equal";
import { isNestedTooDeeply } from "../lifecycle/nesting";
import { isRecord } from "../lifecycle/unknown";
import { hasSameHost } from "../url";
import {
  type OutboundWebhook,
  type OutboundWebhookState,
  type Respelled,
  outboundWebhookContract,
} from "./outbound-webhook.contract";
import {
  ATTACHMENTS,
  DIGESTS,
  type OutboundWebhookField,
  type OutboundWebhookType,
  fieldsOfType,
  outboundWebhookTypeNames,
  outboundWebhookTypes,
} from "./outbound-webhook-types";
import { label, number, secretTexts } from "./wire";

const id = z.string().min(1);

/** The answer to a create. */
export const made = z.object({ id });

/** A webhook as the list shows it, as far as it can be relied on. */
const wireSummary = z.object({
  id,
  name: label,
  type: z.string(),
  url: z.string().nullish(),
  externalId: number.optional(),
});

export interface WireSummary extends z.infer<typeof wireSummary>, Listed {}

/** The list. What has no id is skipped; an empty list may be left out, as in all JSON for protocol buffers. */
export const wireSummaries = z
  .looseObject({ deployed: z.array(z.unknown()).nullish() })
  .refine((answer) => Array.isArray(answer.deployed) || Object.keys(answer).every((name) => name === "deployed"), {
    path: ["deployed"],
  })
  .transform(({ deployed }) =>
    entryByEntry<WireSummary>(
      made.transform((entry) => ({ ...entry, name: "", type: "" })),
      wireSummary,
    )(deployed ?? []),
  );

/** A webhook as its own call shows it: what the list has, and its configuration under the name that its type has for it. */
export type WireWebhook = z.infer<typeof wireSummary> & Readonly<Record<string, unknown>>;

/** The answer about one webhook, and no other. */
export function wireWebhook(expected: string) {
  const webhook: z.ZodType<WireWebhook> = z.looseObject(wireSummary.shape);
  return z.object({ webhook: webhook.refine((shown) => shown.id === expected, { path: ["id"] }) });
}

/** What a test came to: the reason why it failed, or `undefined` for a success. */
export const testAnswer = z
  .object({
    success: z.object({}).nullish(),
    failure: z
      .object({ errorMessage: z.string(), displayMessage: z.string(), statusCode: z.unknown() })
      .partial()
      .nullish(),
  })
  .refine(({ success, failure }) => isRecord(success) !== isRecord(failure), { path: ["success"] })
  .transform(({ failure }) => {
    if (!isRecord(failure)) return undefined;
    const { displayMessage, errorMessage, statusCode } = failure;
    const said = [displayMessage, errorMessage].filter((text) => text !== undefined && text !== "");
    return `${said.join(": ") || "no reason given"}${number.safeParse(statusCode).success ? ` (${String(statusCode)})` : ""}`;
  });

/** What was sent, with what the API is known to make of it. */
type Sent = OutboundWebhook & Pick<OutboundWebhookState, "shownAs">;

const properties: PropertyContracts = outboundWebhookContract.properties;

/** The body that describes a webhook. */
export function toWire(webhook: OutboundWebhook): Record<string, unknown> {
  const { word, configuration } = outboundWebhookTypes[webhook.type];
  const fields = fieldsOfType(webhook.type).filter((field) => field !== "url");
  const sent = fields
    .map((field) => [field, sentValue(field, webhook[field] ?? properties[field]?.default)] as const)
    .filter(([, value]) => value !== undefined);
  return {
    type: word,
    name: webhook.name,
    ...(webhook.url !== undefined && { url: webhook.url }),
    [configuration]: Object.fromEntries(sent),
  };
}

/** What can be switched on, by the fields that list what is. */
const SWITCHES: Partial<Record<OutboundWebhookField, readonly string[]>> = {
  digests: DIGESTS,
  attachments: ATTACHMENTS,
};

function sentValue(field: OutboundWebhookField, value: unknown): unknown {
  const switches = SWITCHES[field];
  // What is left out may be on by itself, so it is switched off.
  if (switches !== undefined && Array.isArray(value)) {
    return switches.map((type) => ({ type, isActive: value.includes(type) }));
  }
  return properties[field]?.jsonText === true && isRecord(value) ? JSON.stringify(value) : value;
}

function shownValue(field: OutboundWebhookField, value: unknown): unknown {
  if (field in SWITCHES) {
    if (!Array.isArray(value)) return undefined;
    return value.filter(isRecord).flatMap(({ type, isActive }) => (isActive === true ? [type] : []));
  }
  if (value === "" || value === null) return undefined;
  if (properties[field]?.jsonText !== true) return value;
  const said = jsonValue(value);
  return isNestedTooDeeply(said) ? value : said;
}

/** The type of what the API shows; `undefined` for one that this package does not know. */
export function typeOf({ type }: WireSummary): OutboundWebhookType | undefined {
  return outboundWebhookTypeNames.find((name) => outboundWebhookTypes[name].word === type);
}

/**
 * A webhook as the API shows it. Where that means the same as `known`, or is what the API is known to make of it, it is
 * spelled as there.
 * @returns `undefined` for a type that this package does not know
 */
export function fromWire(wire: WireWebhook, known: Partial<OutboundWebhookState>): OutboundWebhook | undefined {
  const type = typeOf(wire);
  if (type === undefined) return undefined;
  const configuration = wire[outboundWebhookTypes[type].configuration];
  const shown: Record<string, unknown> = { type, name: wire.name };
  for (const field of fieldsOfType(type)) {
    const value = shownValue(
      field,
      field === "url" ? wire.url : isRecord(configuration) ? configuration[field] : undefined,
    );
    shown[field] = isMeant(field, value, known) ? known[field] : value;
  }
  return shown as unknown as OutboundWebhook;
}

/** Whether what the API shows is what is known of a field, as far as anyone can tell. */
function isMeant(field: OutboundWebhookField, shown: unknown, known: Partial<OutboundWebhookState>): boolean {
  const { default: preset, generated, ...property } = properties[field] ?? {};
  // To have nothing switched on is something else than not to say what is.
  if (field in SWITCHES && known[field] === undefined) return shown === undefined;
  if (isSame(property, shown, known[field] ?? preset)) return true;
  const { [field as keyof Respelled]: made } = known.shownAs ?? {};
  if (made !== undefined && isSame(property, shown, made)) return true;
  // The API may fill in what a program leaves out.
  return known.type !== undefined && known[field] === undefined && preset === undefined && generated !== true;
}

/** Whether the API shows exactly what is declared, or what it is known to make of that. */
export function isAsDeclared(shown: WireWebhook, declared: Sent): boolean {
  const isLeftOut = (name: keyof OutboundWebhook) =>
    declared[name] === undefined && properties[name]?.generated === true;
  return differences(shown, declared)?.every(isLeftOut) === true;
}

/**
 * Whether the API shows what was sent, in so far as it takes that over: it may switch on more than a Slack webhook asks
 * for, and show the URL of a workflow in any spelling.
 * @param before what it showed before an update: what is shown as before may be what it was before
 */
export function isAsSent(shown: WireWebhook, sent: Sent, before?: WireWebhook): boolean {
  const [now, previous] = [fromWire(shown, {}), before && fromWire(before, {})];
  const isTakenOver = (name: keyof OutboundWebhook) => {
    if (sent[name] === undefined) return true;
    if (previous !== undefined && isSame(properties[name] ?? {}, now?.[name], previous[name])) return false;
    if (name === "digests" || name === "attachments") {
      return sent[name].every((on: string) => now?.[name]?.some((each) => each === on));
    }
    return name === "url" && sent.type === "ms_teams_workflow" && hasSameHost(now?.url, sent.url);
  };
  return differences(shown, sent)?.every(isTakenOver) === true;
}

/** The properties that the API shows otherwise than they are declared; `undefined` for another type. */
function differences(shown: WireWebhook, declared: Sent): (keyof OutboundWebhook)[] | undefined {
  const webhook = fromWire(shown, declared);
  if (webhook?.type !== declared.type) return undefined;
  // What means the same is spelled as it is declared, so comparing identities is enough.
  const names = ["name", ...fieldsOfType(declared.type)] as const;
  return names.filter((name) => webhook[name] !== declared[name]);
}

/** What state has of a webhook that was written besides what was sent: what the API adds to it and makes of it. */
export function madeOf(shown: WireWebhook, sent: OutboundWebhook): Partial<OutboundWebhookState> {
  const { url, digests, attachments } = fromWire(shown, {}) ?? {};
  const lists = Object.entries({ digests, attachments }).filter(([, value]) => value !== undefined);
  const added = lists.filter(([name]) => sent[name as keyof Respelled] === undefined);
  const respelled = [...lists, ["url", url] as const].filter(([name, value]) => {
    const declared = sent[name as keyof Respelled];
    return declared !== undefined && !isSame(properties[name] ?? {}, value, declared);
  });
  return {
    ...Object.fromEntries(added),
    ...(shown.externalId !== undefined && { externalId: shown.externalId }),
    ...(respelled.length > 0 && { shownAs: Object.fromEntries(respelled) as Respelled }),
  };
}

/** What the API is known to make of the properties that two states have alike. */
export function stillShownAs(known: Partial<OutboundWebhookState>, now: OutboundWebhook): Respelled | undefined {
  const names = Object.keys(known.shownAs ?? {}) as (keyof Respelled)[];
  const kept = names.filter((name) => isSame(properties[name] ?? {}, known[name], now[name]));
  if (kept.length === 0) return undefined;
  return Object.fromEntries(kept.map((name) => [name, known.shownAs?.[name]]));
}

/** The secrets of a webhook as the API shows it. */
export function secretsOf(wire: WireWebhook | WireSummary): string[] {
  const webhook = fromWire(wire as WireWebhook, {});
  if (webhook === undefined) {
    const { url, ...others } = wire;
    return textsIn([url, Object.values(others).filter(isRecord)]);
  }
  return secretTexts(properties, webhook);
}

import type { EmulatorState } from "../emulator";

/** One thing that an API holds: what is shown of it, without a secret, and all of it. */
interface Holding {
  text: string;
  content: string;
}

/** What both APIs hold, by keys that sort a part after its whole. */
export type Holdings = Map<string, Holding>;

/** How a line differs from the view before: new, changed, gone or the same. */
export type Mark = "+" | "~" | "-" | " ";

const mask = "****";
// The path of a webhook URL is its credential.
const masked = (url: string) => (url === "" ? "" : `${new URL(url).host}/${mask}`);
const maskedValues = (names: string[]) => names.map((name) => `${name}: ${mask}`).join(", ");

export function holdingsOf({ flocks, accounts }: EmulatorState): Holdings {
  const holdings: Holdings = new Map();
  const add = (key: string, text: string, content: unknown) =>
    holdings.set(key, { text, content: JSON.stringify(content) });
  const row = (kind: string, ...details: string[]) =>
    `  ${kind.padEnd(11)}  ${details.filter((detail) => detail !== "").join("  ")}`;

  for (const [id, { name, mode, generic, ms_teams, slack, splunk }] of Object.entries(flocks)) {
    const whole = `canary ${id}`;
    add(whole, `Canary ${id} "${name}", webhooks: ${mode}`, mode);
    for (const webhook of generic) {
      const text = row("generic", masked(webhook.url), maskedValues(Object.keys(webhook.headers)));
      add(`${whole} generic ${webhook.webhook_id}`, text, webhook);
    }
    for (const url of ms_teams) add(`${whole} ms_teams ${url}`, row("ms_teams", masked(url)), url);
    for (const webhook of slack) {
      const text = row("slack", masked(webhook.url), `${webhook.team}, ${webhook.channel}`);
      add(`${whole} slack ${webhook.url}`, text, webhook);
    }
    if (splunk !== null) {
      add(`${whole} splunk`, row("splunk", `${splunk.host}:${splunk.port}`, maskedValues(["token"])), splunk);
    }
  }
  for (const { companyId, integrations } of Object.values(accounts)) {
    const whole = `coralogix ${companyId}`;
    add(whole, `Coralogix account ${companyId}`, companyId);
    for (const { id, alias, url, integration_type_fields: fields } of integrations) {
      const names = (JSON.parse(fields ?? "[]") as { name: string }[]).map(({ name }) => name);
      const text = row("integration", `${id} "${alias}"`, masked(url), maskedValues(names));
      add(`${whole} ${id}`, text, { alias, url, fields });
    }
  }
  return holdings;
}

/** The view as lines, each with the mark of what happened since the view before; what is gone is shown once more. */
export function linesOf(now: Holdings, before: Holdings): { mark: Mark; text: string }[] {
  return [...new Map([...before, ...now])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { text }]) => ({
      mark: markOf(now.get(key), before.get(key)),
      text,
    }));
}

function markOf(now: Holding | undefined, before: Holding | undefined): Mark {
  if (now === undefined) return "-";
  if (before === undefined) return "+";
  return before.content === now.content ? " " : "~";
}

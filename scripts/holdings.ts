import type { EmulatorState, FlockState, Integration } from "../emulator";

/** One line of the view. */
interface Holding {
  /** What makes it the same thing at two points in time. */
  key: string;
  /** What is shown, in columns. Holds no secret. */
  cells: string[];
  /** All of it, to see a change that is not shown. */
  content: string;
}

/** What one flock or one account holds. */
export interface HoldingGroup {
  /** The flock or the account itself. */
  head: Holding;
  rows: Holding[];
}

const integrationTypes = [
  "slack",
  "webhook",
  "pager_duty",
  "sendlog",
  "email_group",
  "microsoft_teams",
  "jira",
  "opsgenie",
  "demisto",
];

const mask = "****";

// The path of a webhook URL is its credential.
function host(url: string): string {
  return URL.canParse(url) ? `${new URL(url).host}/${mask}` : url === "" ? "" : mask;
}

function holding(key: string, cells: string[], content: unknown): Holding {
  return { key, cells, content: JSON.stringify(content) };
}

function flockRows(flock: FlockState): Holding[] {
  return [
    ...flock.generic.map((webhook) =>
      holding(
        `generic ${webhook.webhook_id}`,
        [
          "generic",
          host(webhook.url),
          Object.keys(webhook.headers)
            .map((name) => `${name}: ${mask}`)
            .join(", "),
        ],
        webhook,
      ),
    ),
    ...flock.ms_teams.map((url) => holding(`ms_teams ${url}`, ["ms_teams", host(url), ""], url)),
    ...flock.slack.map((slack) =>
      holding(`slack ${slack.url}`, ["slack", host(slack.url), `${slack.team}, ${slack.channel}`], slack),
    ),
    ...(flock.splunk === null
      ? []
      : [holding("splunk", ["splunk", `${flock.splunk.host}:${flock.splunk.port}`, `token: ${mask}`], flock.splunk)]),
  ];
}

function integrationRow(integration: Integration): Holding {
  const { id, alias, url, integration_type_id: type, integration_type_fields: fields } = integration;
  const names = (JSON.parse(fields ?? "[]") as { name: string }[]).map(({ name }) => `${name}: ${mask}`);
  return holding(
    `integration ${id}`,
    [integrationTypes[type] ?? String(type), `${id} "${alias}"`, host(url), names.join(", ")].filter(
      (cell) => cell !== "",
    ),
    { alias, url, type, fields },
  );
}

/** What both APIs hold, in the order in which it is shown. */
export function holdingsOf(state: EmulatorState): HoldingGroup[] {
  return [
    ...Object.entries(state.flocks).map(([id, flock]) => ({
      head: holding(`flock ${id}`, [`Canary ${id} "${flock.name}", webhooks: ${flock.mode}`], flock.mode),
      rows: flockRows(flock),
    })),
    ...Object.values(state.accounts).map(({ companyId, integrations }) => ({
      head: holding(`account ${companyId}`, [`Coralogix account ${companyId}`], companyId),
      rows: integrations.map(integrationRow),
    })),
  ];
}

/** How a line differs from the view before: new, changed, gone or the same. */
export type Mark = "+" | "~" | "-" | " ";

/**
 * The view as lines, each with the mark of what happened to it since the view before; what is gone is shown once more.
 */
export function linesOf(now: HoldingGroup[], before: HoldingGroup[] = now): { mark: Mark; text: string }[] {
  const earlier = new Map(before.map((group) => [group.head.key, group]));
  return now.flatMap(({ head, rows }) => {
    const old = earlier.get(head.key);
    const width = columnWidths([...rows, ...(old?.rows ?? [])]);
    const line = ({ cells }: Holding) =>
      `  ${cells.map((cell, column) => cell.padEnd(width[column] ?? 0)).join("  ")}`.trimEnd();
    const oldRows = new Map((old?.rows ?? []).map((row) => [row.key, row]));
    const kept = new Set(rows.map(({ key }) => key));
    const gone = [...oldRows.values()].filter(({ key }) => !kept.has(key));
    return [
      { mark: markOf(head, old?.head), text: head.cells.join(" ") },
      ...rows.map((row) => ({ mark: markOf(row, oldRows.get(row.key)), text: line(row) })),
      ...gone.map((row) => ({ mark: "-" as const, text: line(row) })),
      ...(rows.length + gone.length === 0 ? [{ mark: " " as const, text: "  (nothing)" }] : []),
    ];
  });
}

function markOf(now: Holding, before: Holding | undefined): Mark {
  if (before === undefined) return "+";
  return before.content === now.content ? " " : "~";
}

function columnWidths(rows: Holding[]): number[] {
  // The longest type's name, so that the flocks and the accounts line up.
  const widths = [Math.max(...integrationTypes.map(({ length }) => length))];
  for (const { cells } of rows) {
    cells.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  }
  return widths;
}

import { type Behaviour, Emulator, type Integration, behaviourChoices } from "../../../emulator";
import type { Declared, Resource } from "../engine";
import { API_KEY, AUTH_TOKEN, type Properties } from "../../specimens";
import { CONNECTIONS, type Connection, FLOCKS, MODES, type OutOfBand } from "./scenario";

/** Something that an API holds. */
export interface Item {
  /** What it is: its place, and its URL, its Slack channel or its id. */
  readonly key: string;
  readonly content: unknown;
  readonly remove: () => void;
  /** Changes it as others would; how is left to `to`. */
  readonly change: (to: number) => void;
}

const TYPES = [
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
/** The words of today's API, by the same numbers. */
const OUTBOUND_TYPES = [
  "slack",
  "generic",
  "pager_duty",
  "send_log",
  "email_group",
  "microsoft_teams",
  "jira",
  "opsgenie",
  "demisto",
  "aws_event_bridge",
  "ibm_event_notifications",
  "ms_teams_workflow",
];
const SLACK_CHANNELS = ["#alerts", "#night"];

/** What others may have in a list, and nobody could declare. */
const ODD_WEBHOOKS = {
  "generic/list": [null, { webhook_id: "1" }, { url: "https://odd.example", header_names: 5 }],
  ms_teams: [null, 5],
  slack: [
    { team: "ours", channel: null },
    { team: "odd", channel: "#odd", url: 5 },
  ],
};
const ODD_SUMMARIES = [null, { id: 5 }, { id: "odd", name: null, type: "NEW" }, { id: "odder", externalId: true }];
const ODD_INTEGRATIONS = [null, { id: "8", alias: null }, { id: 2 ** 63, alias: "odd", integration_type_id: 1 }];

/** Two consoles and two accounts, with what others have there. */
export class World {
  readonly emulators: Readonly<Record<Connection, Emulator>>;
  /** What programs may declare, but others made, and no resource has taken over. */
  readonly strangers = new Set<string>();
  /** What no program declares, by its key, as it has to stay. */
  private readonly foreign = new Map<string, string>();
  private made = 0;

  private constructor(emulators: Readonly<Record<Connection, Emulator>>) {
    this.emulators = emulators;
  }

  static async start(): Promise<World> {
    const start = () => Emulator.start({ authTokens: [AUTH_TOKEN], apiKeys: [API_KEY], flocks: [...FLOCKS] });
    return new World({ emea: await start(), apac: await start() });
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.emulators).map((emulator) => emulator.stop()));
  }

  /** Starts anew: nothing is there but Slack webhooks, which only the console can add. */
  reset(behaviour: Partial<Behaviour>, hasOddEntries: boolean): void {
    this.strangers.clear();
    this.foreign.clear();
    const defaults = Object.fromEntries(Object.entries(behaviourChoices).map(([name, [first]]) => [name, first]));
    for (const connection of CONNECTIONS) {
      const emulator = this.emulators[connection];
      emulator.behaviour = { ...(defaults as Behaviour), ...behaviour };
      for (const [flockId, flock] of Object.entries(emulator.state.flocks)) {
        Object.assign(flock, { mode: "enabled", generic: [], ms_teams: [], slack: [], splunk: null });
        flock.raw = hasOddEntries ? ODD_WEBHOOKS : {};
        for (const channel of SLACK_CHANNELS) this.addSlack(connection, { flockId, team: "ours", channel });
      }
      for (const account of Object.values(emulator.state.accounts)) {
        const raw = hasOddEntries ? ODD_INTEGRATIONS : [];
        Object.assign(account, { integrations: [], raw, rawSummaries: hasOddEntries ? ODD_SUMMARIES : [] });
      }
    }
    this.calm();
  }

  /** Lets nothing go wrong any more. */
  calm(): void {
    for (const emulator of Object.values(this.emulators)) {
      emulator.clearFaults();
      emulator.clearRequests();
      emulator.intercept = undefined;
      this.setTestEvents(true);
    }
    this.lag(0);
  }

  /** Lets what both APIs show lag what they do, from now on. */
  lag(ms: number): void {
    for (const emulator of Object.values(this.emulators)) emulator.listLagMs = ms;
  }

  setTestEvents(arrive: boolean): void {
    for (const { behaviour } of Object.values(this.emulators)) {
      behaviour.addTestEventFails = !arrive;
      behaviour.testResult = arrive ? "success" : "error";
    }
  }

  /** Adds in the console what only the console can add. */
  addSlack(connection: Connection, { flockId, team, channel }: Properties): void {
    this.emulators[connection].addSlackWebhook(flockId as string, { team: team as string, channel: channel as string });
    this.strangers.add(`${connection} ${flockId as string} slack ${team as string} ${channel as string}`);
  }

  /** Everything that the APIs hold and that programs may declare. */
  items(): Item[] {
    return this.all().filter(({ key }) => !this.foreign.has(key));
  }

  /** What of the others' is no longer as they left it. */
  touched(): string[] {
    const now = new Map(this.all().map(({ key, content }) => [key, JSON.stringify(content)]));
    return [...this.foreign].filter(([key, content]) => now.get(key) !== content).map(([key]) => key);
  }

  /** The webhook settings, by flock. */
  modes(): Map<string, string> {
    return new Map(
      CONNECTIONS.flatMap((connection) =>
        Object.entries(this.emulators[connection].state.flocks).map(([flockId, { mode }]) => [
          `${connection} ${flockId} settings`,
          mode,
        ]),
      ),
    );
  }

  /** Lets others do something. `held` says what resources manage by now: what is made again is still theirs. */
  act(action: OutOfBand, held: ReadonlySet<string>): void {
    switch (action.kind) {
      case "remove":
      case "change": {
        const items = this.items();
        const item = items[action.pick % items.length];
        if (item === undefined) return;
        if (action.kind === "change") {
          item.change(action.to);
          // While it is not in state, it may as well be theirs.
          if (!held.has(item.key)) this.strangers.add(item.key);
        } else {
          item.remove();
          this.strangers.delete(item.key);
        }
        return;
      }
      case "mode": {
        const mode = MODES[action.mode];
        if (mode !== undefined) this.flock(action.connection, FLOCKS[action.flock]).mode = mode;
        return;
      }
      case "rotate":
        for (const webhook of this.flock(action.connection, FLOCKS[action.flock]).slack) {
          if (webhook.team === "ours") webhook.url = `https://theirs.example/${++this.made}`;
        }
        return;
      case "make":
        this.make(action.declared, held);
        return;
      case "foreign":
        this.makeForeign(action.connection, FLOCKS[action.flock], action.what);
    }
  }

  private make(declared: Declared, held: ReadonlySet<string>): void {
    const connection = declared.provider as Connection;
    const { inputs, className } = declared;
    const key = keyOf(declared);
    if (className === "CanaryFlockWebhookSettings" || this.items().some((item) => item.key === key)) return;
    if (isOfCoralogix(className)) {
      const { name, type } = namedIn(declared);
      this.strangers.add(this.addIntegration(connection, name, type));
      return;
    }
    const flock = this.flock(connection, inputs.flockId);
    const url = inputs.url as string;
    if (className === "CanarySlackWebhook") this.addSlack(connection, inputs);
    else if (className === "CanaryMsTeamsWebhook") flock.ms_teams.push(url);
    else if (className === "CanarySplunkWebhook") flock.splunk = { host: "theirs.example", port: "1", token: "theirs" };
    else flock.generic.push({ url, headers: this.theirHeaders(), webhook_id: `theirs ${this.made}` });
    if (!held.has(key)) this.strangers.add(key);
    else this.strangers.delete(key);
  }

  private makeForeign(connection: Connection, flockId: unknown, what: number): void {
    this.made++;
    const flock = this.flock(connection, flockId);
    const url = `https://theirs.example/${this.made}`;
    const before = new Set(this.all().map(({ key }) => key));
    if (what === 0) flock.generic.push({ url, headers: this.theirHeaders(), webhook_id: `theirs ${this.made}` });
    else if (what === 1) flock.ms_teams.push(url);
    else if (what === 2) {
      const configuration_url = "https://theirs.slack.example";
      flock.slack.push({ team: "theirs", channel: `#${this.made}`, configuration_url, url });
    } else this.addIntegration(connection, `theirs ${this.made}`, 0);
    for (const { key, content } of this.all()) if (!before.has(key)) this.foreign.set(key, JSON.stringify(content));
  }

  /**
   * Header names that no program declares. The API never shows header values, so nobody can tell that others changed
   * a value and not a name.
   */
  private theirHeaders(): Record<string, string> {
    return { "X-Theirs": String(this.made) };
  }

  /** @returns its key */
  private addIntegration(connection: Connection, alias: string, type: number): string {
    const id = 700_000 + ++this.made;
    this.account(connection).integrations.push({
      id,
      alias,
      url: HAS_URL[type] === true ? `https://theirs.example/${id}` : "",
      integration_type_id: type,
      integration_type_fields: JSON.stringify(theirFields(type)),
      ...(type >= TYPES.length && { configuration: theirConfiguration(type) }),
      created_at: "2024-01-01T00:00:00.000Z",
      updated_at: "2024-01-01T00:00:00.000Z",
    });
    return `${connection} integration ${id}`;
  }

  private all(): Item[] {
    return CONNECTIONS.flatMap((connection) => [
      ...FLOCKS.flatMap((flockId) => this.webhooks(connection, flockId)),
      ...this.integrations(connection),
    ]);
  }

  private webhooks(connection: Connection, flockId: string): Item[] {
    const flock = this.flock(connection, flockId);
    const place = `${connection} ${flockId}`;
    const nothing = (): void => undefined;
    const items: Item[] = [
      ...flock.generic.map((webhook) => ({
        key: `${place} generic ${spelledAlike(webhook.url)}`,
        content: { ...webhook },
        remove: () => {
          flock.generic = flock.generic.filter((other) => other !== webhook);
        },
        change: (to: number) => {
          // Names that the state does not have: these two together are only ever ours.
          const hadBoth = "Authorization" in webhook.headers && "X-Source" in webhook.headers;
          webhook.headers = hadBoth && to < 2 ? { Authorization: "theirs" } : this.theirHeaders();
        },
      })),
      ...flock.ms_teams.map((url) => ({
        key: `${place} ms_teams ${spelledAlike(url)}`,
        content: url,
        remove: () => {
          flock.ms_teams = flock.ms_teams.filter((other) => other !== url);
        },
        change: nothing,
      })),
      ...flock.slack.map((webhook) => ({
        key: `${place} slack ${webhook.team} ${webhook.channel}`,
        content: { ...webhook },
        remove: () => {
          flock.slack = flock.slack.filter((other) => other !== webhook);
        },
        change: nothing,
      })),
    ];
    const { splunk } = flock;
    if (splunk !== null) {
      items.push({
        key: `${place} splunk`,
        content: { ...splunk },
        remove: () => {
          flock.splunk = null;
        },
        change: (to: number) => {
          splunk.host = `theirs-${to}.example`;
        },
      });
    }
    return items;
  }

  private integrations(connection: Connection): Item[] {
    const account = this.account(connection);
    return account.integrations.map((integration) => {
      const { created_at, updated_at, ...content } = integration;
      return {
        key: `${connection} integration ${integration.id}`,
        content,
        remove: () => {
          account.integrations = account.integrations.filter((other) => other !== integration);
        },
        change: (to: number) => {
          changeIntegration(integration, to);
        },
      };
    });
  }

  private flock(connection: Connection, flockId: unknown) {
    const flock = this.emulators[connection].state.flocks[flockId as string];
    if (flock === undefined) throw new Error("the flock is gone");
    return flock;
  }

  private account(connection: Connection) {
    const account = this.emulators[connection].state.accounts[API_KEY];
    if (account === undefined) throw new Error("the account is gone");
    return account;
  }
}

const HAS_URL = OUTBOUND_TYPES.map((type) => !/^(pager_duty|email_group|aws_event_bridge|ibm_.*)$/.test(type));

/** A configuration that today's API alone has, as others would fill it in. */
function theirConfiguration(type: number): Record<string, unknown> {
  if (OUTBOUND_TYPES[type] !== "aws_event_bridge") return {};
  const eventBusArn = "arn:aws:events:eu-west-1:1:event-bus/theirs";
  return { eventBusArn, detail: "theirs", detailType: "theirs", source: "theirs", roleName: "theirs" };
}

/** Fields of Table B as others would fill them in. */
function theirFields(type: number): { name: string; value: unknown }[] {
  const request = {
    uuid: "5ef4a0d1-7e1f-47b2-ac0a-1282002aa2a1",
    method: "get",
    headers: {},
    payload: { theirs: true },
  };
  const fields: Readonly<Record<string, object>> = {
    webhook: request,
    sendlog: request,
    demisto: request,
    pager_duty: { serviceKey: "theirs" },
    email_group: { payload: ["theirs@theirs.example"] },
    jira: { apiToken: "theirs", email: "theirs@theirs.example", projectKey: "THEIRS" },
  };
  return Object.entries(fields[TYPES[type] ?? ""] ?? {}).map(([name, value]: [string, unknown]) => ({ name, value }));
}

function changeIntegration(integration: Integration, to: number): void {
  const { integration_type_id: type, id } = integration;
  if (to === 0) integration.alias = `renamed ${id}`;
  else if (to === 1 && HAS_URL[type] === true) integration.url = `https://theirs.example/${id}`;
  else if (to === 2 && type >= TYPES.length) integration.configuration = theirConfiguration(type);
  else if (to === 2) integration.integration_type_fields = JSON.stringify(theirFields(type));
  else if (to === 3) {
    const opsgenie = TYPES.indexOf("opsgenie");
    const url = `https://theirs.example/${id}`;
    Object.assign(integration, { integration_type_id: opsgenie, integration_type_fields: "[]", url });
  }
}

/** What all spellings of a URL that a console may show have in common. */
function spelledAlike(url = ""): string {
  return new URL(url).href.replace(/#.*$/, "").replace(/\/$/, "").replace(/%7e/i, "~").toLowerCase();
}

/** Whether resources of a class are told from others by their name and type alone, until the API has given them an id. */
export function isOfCoralogix(className: string): boolean {
  return className === "CoralogixIntegration" || className === "CoralogixOutboundWebhook";
}

/** The name of something in Coralogix, and the number of its type. */
function namedIn({ className, inputs, ...rest }: Pick<Declared, "className" | "inputs"> & Partial<Resource>) {
  const { alias, name, type } = { ...inputs, ...rest.outputs } as Record<string, string>;
  return className === "CoralogixIntegration"
    ? { name: alias ?? "", type: TYPES.indexOf(type ?? "") }
    : { name: name ?? "", type: OUTBOUND_TYPES.indexOf(type ?? "") };
}

function isSpelledAlike(a: string, b: string): boolean {
  return a === b || (a !== "" && b !== "" && spelledAlike(a) === spelledAlike(b));
}

/** What a resource manages. An integration has its id, which is not known before it is created. */
export function keyOf(resource: Pick<Declared, "className" | "inputs" | "provider"> & Partial<Resource>): string {
  const { className, inputs, provider = "" } = resource;
  const { flockId, url, team, channel } = { ...inputs, ...resource.outputs } as Record<string, string>;
  const place = `${provider} ${flockId ?? ""}`;
  switch (className) {
    case "CanaryGenericWebhook":
      return `${place} generic ${spelledAlike(url)}`;
    case "CanaryMsTeamsWebhook":
      return `${place} ms_teams ${spelledAlike(url)}`;
    case "CanarySlackWebhook":
      return `${place} slack ${team ?? ""} ${channel ?? ""}`;
    case "CanarySplunkWebhook":
      return `${place} splunk`;
    case "CanaryFlockWebhookSettings":
      return `${place} settings`;
    case "CanaryFlockWebhooks":
      return `${place} set`;
    case "CoralogixIntegration":
      return `${provider} integration ${resource.id ?? "to be created"}`;
    case "CoralogixOutboundWebhook":
      return `${provider} integration ${(resource.outputs?.externalId as number | undefined) ?? "to be created"}`;
  }
}

/** Tells which integrations have the same alias and type in the same account. */
export function namesakeOf(resource: Declared & Partial<Resource>): (item: Item) => boolean {
  const { provider = "" } = resource;
  const { name, type } = namedIn(resource);
  return ({ key, content }) => {
    const held = content as Integration;
    return key.startsWith(`${provider} integration `) && held.alias === name && held.integration_type_id === type;
  };
}

/** Whether an item is exactly what is declared. */
export function isAsDeclared({ content }: Pick<Item, "content">, { className, inputs }: Declared): boolean {
  switch (className) {
    case "CanaryGenericWebhook":
      return same((content as { headers: object }).headers, inputs.headers ?? {});
    case "CanarySplunkWebhook":
      return same(content, { host: inputs.host, port: String(inputs.port), token: inputs.token });
    case "CoralogixIntegration":
      return isIntegrationAsDeclared(content as Integration, inputs);
    case "CoralogixOutboundWebhook":
      return isOutboundAsDeclared(content as Integration, inputs);
    default:
      return true;
  }
}

function isIntegrationAsDeclared(integration: Integration, inputs: Properties): boolean {
  const { type, alias, url = "", adoptExisting, ...fields } = inputs;
  const held = Object.fromEntries(
    (JSON.parse(integration.integration_type_fields ?? "[]") as { name: string; value: unknown }[]).map(
      ({ name, value }) => [name, value],
    ),
  );
  const { emails, ...others } = fields;
  const uuid = fields.uuid ?? held.uuid;
  const expected = {
    ...others,
    ...(emails !== undefined && { payload: emails }),
    ...("uuid" in held && { uuid }),
    ...(type === "sendlog" && { payload: { ...(fields.payload as object), uuid } }),
  };
  return (
    integration.alias === alias &&
    integration.url === url &&
    integration.integration_type_id === TYPES.indexOf(type as string) &&
    same(held, expected)
  );
}

function isOutboundAsDeclared({ configuration = {}, ...held }: Integration, inputs: Properties): boolean {
  const { type, name, url = "", adoptExisting, testOnCreate, testBeforeCreate, ...declared } = inputs;
  const fields = JSON.parse(held.integration_type_fields ?? "[]") as { name: string; value: unknown }[];
  const shown = new Map<string, unknown>([
    ...fields.map(({ name: field, value }) => [field, value] as const),
    ...Object.entries(configuration),
  ]);
  const isShown = ([field, value]: [string, unknown]) => {
    const there = shown.get(field);
    if (value === undefined) return true;
    if (field === "method") return there === (value as string).toLowerCase();
    if (field === "attachments" || field === "digests") return same(on(there), [...(value as string[])].sort());
    return same(typeof value === "object" && typeof there === "string" ? JSON.parse(there) : there, value);
  };
  return (
    held.alias === name &&
    isSpelledAlike(held.url, url as string) &&
    held.integration_type_id === OUTBOUND_TYPES.indexOf(type as string) &&
    Object.entries(declared).every(isShown)
  );
}

/** What is switched on. */
function on(list: unknown): string[] {
  const switches = (list ?? []) as { type: string; isActive?: boolean }[];
  return switches.flatMap(({ type, isActive }) => (isActive === true ? [type] : [])).sort();
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  );
}

import { webhooksOf } from "../../provider/canary/look-ups";
import type { FoundWebhook } from "../../provider/canary/look-ups.contract";
import type { Configuration } from "../../provider/configuration";
import type { PropertyContracts } from "../../provider/contract";
import { typeOf as typeOfWebhook } from "../../provider/coralogix/outbound-webhook-wire";
import { ApiError, ConfigurationError } from "../../provider/http/errors";
import type { Properties } from "../../provider/lifecycle/lifecycle";
import { type AnyLifecycle, type Registration, registry } from "../../provider/registry";
import { hostOf } from "../../provider/url";
import { CommandError } from "../errors";
import { ExitCode } from "../exit-codes";
import type { Terminal } from "../terminal";

/** Something that exists, by what it is listed as. */
interface Listed {
  readonly className: string;
  readonly id: string;
  /** From what its name is made: the first of these that no other has, or all of them. */
  readonly nameParts: readonly string[];
  /** A few words that tell it from others, without a secret. */
  readonly what: string;
}

/** Something that exists and that a program can declare. */
export interface Discovered extends Listed {
  readonly properties: PropertyContracts;
  /** What would declare it as it is, with what is derived from the rest. */
  readonly inputs: Properties;
  /** What state has of it. */
  readonly state: Properties;
}

/** Something that exists and that a program can't declare. */
export interface LeftOut {
  readonly what: string;
  readonly reason: string;
}

export interface Discovery {
  readonly discovered: readonly Discovered[];
  readonly leftOut: readonly LeftOut[];
}

const CLASSES: Readonly<Record<FoundWebhook["kind"], string>> = {
  generic: "CanaryGenericWebhook",
  ms_teams: "CanaryMsTeamsWebhook",
  slack: "CanarySlackWebhook",
  splunk: "CanarySplunkWebhook",
};

export interface DiscoverOptions {
  /** The ids or names of the only flocks to read; all where there are none. */
  readonly flock?: readonly string[];
  /** Whether all webhooks of a flock are one resource. */
  readonly sets?: true;
}

/** Reads what exists in the console and the account that are configured. */
export async function discover(
  configuration: Configuration,
  options: DiscoverOptions,
  terminal: Terminal,
): Promise<Discovery> {
  const canary = await ofVendor(
    terminal,
    configuration.mentionsCanary,
    () => configuration.console,
    (api) => listCanary(api, options, terminal),
  );
  const coralogix = await ofCoralogix(configuration, terminal);
  if (canary === undefined && coralogix === undefined) {
    throw new CommandError("No console and no account is configured.", ExitCode.configuration);
  }
  const listed = [...(canary ?? []), ...(coralogix ?? [])];
  return readEach(
    configuration,
    [...new Map(listed.map((each) => [`${each.className} ${each.id}`, each])).values()],
    terminal,
  );
}

/** What both APIs of Coralogix list, each once: by today's API, or else by the older one. A key may serve one of them alone. */
async function ofCoralogix(configuration: Configuration, terminal: Terminal): Promise<Listed[] | undefined> {
  const today = await acceptingKey(() =>
    ofVendor(terminal, configuration.mentionsCoralogix, () => configuration.outboundWebhooks, listOutboundWebhooks),
  );
  const shownToday = new Set(today instanceof ApiError ? [] : today?.map(({ externalId }) => externalId));
  const older = await acceptingKey(() =>
    ofVendor(
      terminal,
      // Not every region has the older API.
      false,
      () => configuration.account,
      (api) => listIntegrations(api, shownToday),
    ),
  );
  if (today instanceof ApiError && (older instanceof ApiError || older === undefined)) throw today;
  for (const each of [today, older])
    if (each instanceof ApiError) terminal.note(`Left out: ${terminal.safe(each.message)}`);
  const lists = [today, older].flatMap((each) => (each === undefined || each instanceof ApiError ? [] : [each]));
  return lists.length === 0 ? undefined : lists.flat();
}

/** What is listed, or the error where the API does not accept the key. */
async function acceptingKey<Found>(list: () => Promise<Found>): Promise<Found | ApiError> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof ApiError && error.unauthorized) return error;
    throw error;
  }
}

/**
 * What a vendor's API lists; nothing where it is not configured.
 * @param isMentioned whether it is meant to be: what is left out by mistake, the next update would delete where it is managed
 */
async function ofVendor<Api extends { readonly secrets: readonly string[] }, Found>(
  terminal: Terminal,
  isMentioned: boolean,
  connect: () => Api,
  list: (api: Api) => Promise<Found>,
): Promise<Found | undefined> {
  let api: Api;
  try {
    api = connect();
  } catch (error) {
    if (isMentioned || !(error instanceof ConfigurationError)) throw error;
    terminal.note(`Left out: ${error.message}`);
    return undefined;
  }
  terminal.hide(() => api.secrets);
  return list(api);
}

async function listCanary(
  api: Configuration["console"],
  { flock: chosen = [], sets }: DiscoverOptions,
  terminal: Terminal,
): Promise<Listed[]> {
  const all = await api.flocks();
  const isChosen = ({ id, name }: { id: string; name: string }) => chosen.includes(id) || chosen.includes(name);
  const unknown = chosen.filter((each) => !all.some(({ id, name }) => id === each || name === each));
  if (unknown.length > 0) {
    throw new CommandError(
      `The Canary console has no flock ${unknown.map((each) => `"${each}"`).join(", ")}.`,
      ExitCode.failed,
    );
  }
  const flocks = chosen.length === 0 ? all : all.filter(isChosen);
  let read = 0;
  const lists = await Promise.all(
    flocks.map(async ({ id: flockId, name }) => {
      const webhooks = await webhooksOf(api, flockId);
      terminal.progress(`Reading flocks: ${++read} of ${flocks.length}`);
      // What can't be understood is in no set, so it is told by itself.
      const single = sets === true ? webhooks.filter(({ flaw }) => flaw !== undefined) : webhooks;
      const listed = single.map((webhook) => listedWebhook(webhook, flockId, name));
      return single.length === webhooks.length ? listed : [listedSet(flockId, name), ...listed];
    }),
  );
  return lists.flat();
}

function listedSet(flockId: string, flockName: string): Listed {
  return {
    className: "CanaryFlockWebhooks",
    id: flockId,
    nameParts: [flockName, "webhooks", flockId.replace(/^flock:/, "")],
    what: `set of webhooks of ${flockId}`,
  };
}

function listedWebhook(webhook: FoundWebhook, flockId: string, flockName: string): Listed {
  const { id, kind, host = "", channel = "" } = webhook;
  const target = kind === "slack" ? `slack-${channel}` : kind === "splunk" ? "splunk" : host;
  return {
    className: CLASSES[kind],
    id,
    nameParts: [`${flockName}-${target}`, kind, id.slice(id.lastIndexOf("/") + 1, id.lastIndexOf("/") + 9)],
    what: `${kind} webhook to ${kind === "slack" ? channel : host} of ${flockId}`,
  };
}

async function listOutboundWebhooks(api: Configuration["outboundWebhooks"]) {
  const all = await api.filter(() => true);
  return all.map((webhook) => {
    const { id, name, type, url, externalId } = webhook;
    const host = hostOf(url);
    return {
      className: "CoralogixOutboundWebhook",
      id,
      externalId,
      nameParts: [name, typeOfWebhook(webhook) ?? type, String(externalId ?? id)],
      what: `outbound webhook "${name}"${host === undefined ? "" : ` to ${host}`}`,
    };
  });
}

async function listIntegrations(
  api: Configuration["account"],
  shownToday: ReadonlySet<number | undefined>,
): Promise<Listed[]> {
  const all = await api.filter(({ id }) => !shownToday.has(id));
  return all.map(({ id, alias, url }) => {
    const host = hostOf(url);
    return {
      className: "CoralogixIntegration",
      id: String(id),
      nameParts: [alias, "integration", String(id)],
      what: `integration "${alias}"${host === undefined ? "" : ` to ${host}`}`,
    };
  });
}

/** Reads everything that is listed as an import would, and checks it as a program's preview would. */
async function readEach(
  configuration: Configuration,
  listed: readonly Listed[],
  terminal: Terminal,
): Promise<Discovery> {
  const started = new Map<string, Served>();
  const servedBy = (className: string) => {
    const served = started.get(className) ?? start(className, configuration, terminal);
    started.set(className, served);
    return served;
  };
  let done = 0;
  const results = await Promise.all(
    listed.map(async (each) => {
      const result = await readAs(each, servedBy(each.className));
      terminal.progress(`Reading webhooks: ${++done} of ${listed.length}`);
      return result;
    }),
  );
  const leftOut: LeftOut[] = [];
  const discovered = results.flatMap((result) => {
    const reason = "reason" in result ? result.reason : refusalOf(result, servedBy(result.className));
    if (reason === undefined) return "reason" in result ? [] : [result];
    leftOut.push({ what: terminal.safe(result.what), reason: terminal.safe(reason) });
    return [];
  });
  return { discovered, leftOut };
}

type Served = Registration & { readonly lifecycle: AnyLifecycle };

async function readAs(listed: Listed, { lifecycle, properties }: Served): Promise<Discovered | LeftOut> {
  try {
    const found = await lifecycle.read(listed.id, {});
    if (found === undefined) return { what: listed.what, reason: "It is gone by now." };
    return { ...listed, id: found.id, properties, inputs: defined(found.inputs), state: defined({ ...found.state }) };
  } catch (error) {
    return { what: listed.what, reason: (error as Error).message };
  }
}

function defined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** Why a program can't declare something as it is. */
function refusalOf({ what, id, inputs }: Discovered, { lifecycle }: Served): string | undefined {
  const { failures } = lifecycle.check(`${what} with the id ${id}`, inputs);
  if (failures.length === 0) return undefined;
  return failures.map(({ path, reason }) => (path === "" ? reason : `${path} ${reason}`)).join("; ");
}

function start(className: string, configuration: Configuration, terminal: Terminal): Served {
  const registration = registry.find(({ name }) => name === className);
  if (registration === undefined) throw new Error(`There is no ${className}.`);
  const warn = (message: string) => {
    terminal.note(terminal.safe(message));
  };
  return { ...registration, lifecycle: registration.start(configuration, { adoptExisting: false, warn }) };
}

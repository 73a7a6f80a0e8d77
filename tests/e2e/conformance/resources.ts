import { type ClassName, specimenOf } from "../../specimens";
import type { Declared } from "../scenario";
import type { Place } from "./scenario";

/** A specimen of each class at a place, under a name of its own, with what tells it from those of other places. */

type Args = Record<string, unknown>;

function at({ name }: Place, of: string, className: ClassName, own: Args, args: Args, type?: string): Declared {
  // The uuid is left to the package, as most programs do.
  const { uuid, ...inputs } = specimenOf(className, type).inputs;
  return { className, name: `${name}-${of}`, args: { ...inputs, ...own, ...args } };
}

export function generic(place: Place, args: Args = {}, of = "it"): Declared {
  const own = { flockId: place.flock, url: `https://${place.name}.example/${of}`, headers: { "X-Key": "1" } };
  return at(place, of, "CanaryGenericWebhook", own, args);
}

export function teams(place: Place, args: Args = {}, of = "it"): Declared {
  const own = { flockId: place.flock, url: `https://${place.name}.example/teams/${of}` };
  return at(place, of, "CanaryMsTeamsWebhook", own, args);
}

export function splunk(place: Place, args: Args = {}): Declared {
  return at(place, "it", "CanarySplunkWebhook", { flockId: place.flock }, args);
}

export function slack(place: Place, args: Args = {}): Declared {
  return at(place, "it", "CanarySlackWebhook", { flockId: place.flock }, args);
}

export function set(place: Place, args: Args = {}): Declared {
  const own = {
    flockId: place.flock,
    generic: [{ url: `https://${place.name}.example/it`, headers: { "X-Key": "1" } }],
    msTeams: [`https://${place.name}.example/teams/it`],
    splunk: undefined,
  };
  return at(place, "set", "CanaryFlockWebhooks", own, args);
}

export function settings(place: Place, args: Args = {}): Declared {
  return at(place, "it", "CanaryFlockWebhookSettings", { flockId: place.flock }, args);
}

export function pagerDuty(place: Place, args: Args = {}): Declared {
  return at(place, "it", "CoralogixIntegration", { alias: place.name }, args, "pager_duty");
}

export function webhook(place: Place, args: Args = {}): Declared {
  return at(place, "it", "CoralogixIntegration", { alias: place.name }, args, "webhook");
}

export function outbound(place: Place, args: Args = {}): Declared {
  return at(place, "it", "CoralogixOutboundWebhook", { name: place.name }, args, "generic");
}

/** The same resource by another name. */
export function renamed(declared: Declared): Declared {
  return { ...declared, name: `${declared.name}-renamed`, args: { ...declared.args, adoptExisting: true } };
}

export function through(provider: "emea" | "apac", declared: Declared): Declared {
  return { ...declared, options: { ...declared.options, provider } };
}

export function withId(id: string, declared: Declared): Declared {
  return { ...declared, options: { id } };
}

import type { Declared } from "../scenario";
import type { Place } from "./scenario";

/** A resource of each class at a place, under a name of its own. */

type Args = Record<string, unknown>;

export function generic({ name, flock }: Place, args: Args = {}, of = "it"): Declared {
  const url = `https://${name}.example/${of}`;
  return {
    className: "CanaryGenericWebhook",
    name: `${name}-${of}`,
    args: { flockId: flock, url, headers: { "X-Key": "1" }, ...args },
  };
}

export function teams({ name, flock }: Place, args: Args = {}, of = "it"): Declared {
  const url = `https://${name}.example/teams/${of}`;
  return { className: "CanaryMsTeamsWebhook", name: `${name}-${of}`, args: { flockId: flock, url, ...args } };
}

export function splunk({ name, flock }: Place, args: Args = {}): Declared {
  return {
    className: "CanarySplunkWebhook",
    name: `${name}-it`,
    args: { flockId: flock, host: "hec.example", port: 8088, token: "1", ...args },
  };
}

export function slack({ name, flock }: Place, args: Args = {}): Declared {
  return {
    className: "CanarySlackWebhook",
    name: `${name}-it`,
    args: { flockId: flock, team: "Acme", channel: "#alerts", ...args },
  };
}

export function settings({ name, flock }: Place, args: Args = {}): Declared {
  return {
    className: "CanaryFlockWebhookSettings",
    name: `${name}-it`,
    args: { flockId: flock, mode: "disabled", ...args },
  };
}

export function pagerDuty({ name }: Place, args: Args = {}): Declared {
  return {
    className: "CoralogixIntegration",
    name: `${name}-it`,
    args: { type: "pager_duty", alias: name, serviceKey: "1", ...args },
  };
}

export function webhook({ name }: Place, args: Args = {}): Declared {
  const request = { url: `https://${name}.example/`, method: "post", headers: { "X-Key": "1" }, payload: { a: [1] } };
  return {
    className: "CoralogixIntegration",
    name: `${name}-it`,
    args: { type: "webhook", alias: name, ...request, ...args },
  };
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

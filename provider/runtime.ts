import type { dynamic } from "@pulumi/pulumi";

import { canaryFlockWebhookSettings } from "./canary/flock-webhook-settings";
import { canaryGenericWebhook } from "./canary/generic-webhook";
import { canaryMsTeamsWebhook } from "./canary/ms-teams-webhook";
import { canarySlackWebhook } from "./canary/slack-webhook";
import { canarySplunkWebhook } from "./canary/splunk-webhook";
import { Connection } from "./connection";
import { coralogixIntegration } from "./coralogix/integration";
import { Machine } from "./engine/machine";

/** Configuration errors that were reported in this process: one is enough, however many resources meet it. */
const reported = new Set<string>();

let connection = new Connection(() => undefined);

/** What serves each class, by its name, which stands in users' state. */
const machines: Readonly<Record<string, () => dynamic.ResourceProvider>> = {
  CanaryGenericWebhook: () => new Machine(canaryGenericWebhook, () => connection.console, reported),
  CanaryMsTeamsWebhook: () => new Machine(canaryMsTeamsWebhook, () => connection.console, reported),
  CanarySplunkWebhook: () => new Machine(canarySplunkWebhook, () => connection.console, reported),
  CanarySlackWebhook: () => new Machine(canarySlackWebhook, () => connection.console, reported),
  CanaryFlockWebhookSettings: () => new Machine(canaryFlockWebhookSettings, () => connection.console, reported),
  CoralogixIntegration: () => new Machine(coralogixIntegration, () => connection.account, reported),
};

/**
 * What serves a class in Pulumi's dynamic-provider host. The text that stands as `__provider` in users' state calls
 * this: its name and what it takes must stay.
 */
export function provider(className: string): dynamic.ResourceProvider {
  const machine = Object.hasOwn(machines, className) ? machines[className]?.() : undefined;
  if (machine === undefined) {
    throw new Error(
      `This version of pulumi-alert-webhooks knows no ${className}: was the state written by a newer one?`,
    );
  }
  return Object.assign(machine, { configure });
}

/**
 * Called for each class when a run of the engine first meets it, always with the same configuration. It must be done
 * when it returns: the host does not wait for it before it serves the next call.
 */
function configure({ config }: dynamic.ConfigureRequest): Promise<void> {
  const settings = (key: string) => config.get(key);
  if (connection.isConfiguredAs(settings)) connection.forgetReads();
  else connection = new Connection(settings);
  return Promise.resolve();
}

import { flockWebhookSettings } from "./canary/flock-webhook-settings.resource";
import { flockWebhooks } from "./canary/flock-webhooks.resource";
import { genericWebhook } from "./canary/generic-webhook.resource";
import { msTeamsWebhook } from "./canary/ms-teams-webhook.resource";
import { slackWebhook } from "./canary/slack-webhook.resource";
import { splunkWebhook } from "./canary/splunk-webhook.resource";
import type { Configuration } from "./configuration";
import type { PropertyContracts } from "./contract";
import { integration } from "./coralogix/integration.resource";
import { outboundWebhook } from "./coralogix/outbound-webhook.resource";
import type { ApiClient, CommonInputs, ResourceDefinition } from "./lifecycle/definition";
import { Lifecycle, type LifecycleOptions } from "./lifecycle/lifecycle";

/** A resource with the API that it lives in. */
export interface Registration {
  readonly name: string;
  readonly properties: PropertyContracts;
  /** Starts a lifecycle, which serves one run of the engine. */
  start(configuration: Configuration, options: Omit<LifecycleOptions<never>, "connect" | "shares">): AnyLifecycle;
}

/** The lifecycle of any resource. */
export type AnyLifecycle = Lifecycle<ApiClient, CommonInputs, CommonInputs>;

function register<Api extends ApiClient, Inputs extends CommonInputs, State extends Inputs>(
  definition: ResourceDefinition<Api, Inputs, State>,
  connect: (configuration: Configuration) => Api,
): Registration {
  return {
    name: definition.contract.name,
    properties: definition.contract.properties,
    start: (configuration, options) =>
      new Lifecycle(definition, {
        ...options,
        connect: () => connect(configuration),
        shares: configuration.shares,
      }) as unknown as AnyLifecycle,
  };
}

const console = (configuration: Configuration) => configuration.console;
const account = (configuration: Configuration) => configuration.account;
const outboundWebhooks = (configuration: Configuration) => configuration.outboundWebhooks;

/** Every resource. */
export const registry: readonly Registration[] = [
  register(genericWebhook, console),
  register(msTeamsWebhook, console),
  register(splunkWebhook, console),
  register(slackWebhook, console),
  register(flockWebhookSettings, console),
  register(flockWebhooks, console),
  register(integration, account),
  register(outboundWebhook, outboundWebhooks),
];

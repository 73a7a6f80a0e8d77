import { flockWebhooks, flocks } from "./canary/look-ups";
import type { Configuration } from "./configuration";
import type { LookUpContract } from "./contract";
import { integrations, oneIntegration, oneOutboundWebhook, outboundWebhooks } from "./coralogix/look-ups";
import type { ApiClient } from "./lifecycle/definition";
import { type LookUpDefinition, lookUp } from "./lifecycle/look-up";

/** A look-up with the API that it asks. */
export interface LookUpRegistration {
  readonly contract: LookUpContract;
  readonly find: (configuration: Configuration, args: Record<string, unknown>) => Promise<Record<string, unknown>>;
}

function register<Api extends ApiClient, Args, Result extends object>(
  definition: LookUpDefinition<Api, Args, Result>,
  connect: (configuration: Configuration) => Api,
): LookUpRegistration {
  return {
    contract: definition.contract,
    find: async (configuration, args) => {
      const found: object = await lookUp(definition, () => connect(configuration), args);
      return { ...found };
    },
  };
}

/** Every look-up. */
export const lookUps: readonly LookUpRegistration[] = [
  register(flocks, ({ console }) => console),
  register(flockWebhooks, ({ console }) => console),
  register(oneIntegration, ({ account }) => account),
  register(integrations, ({ account }) => account),
  register(oneOutboundWebhook, ({ outboundWebhooks }) => outboundWebhooks),
  register(outboundWebhooks, ({ outboundWebhooks }) => outboundWebhooks),
];

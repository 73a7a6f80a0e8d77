import * as pulumi from "@pulumi/pulumi";

import type { Limits } from "./http/limits";
import { SETTING_KEYS, limitKey } from "./settings";

/** How to reach a Canary console. */
export interface CanaryConnection {
  /** The address of the console: `https://abc.canary.tools`. */
  consoleUrl: pulumi.Input<string>;
  /** An auth token of the console with the right to change it. Secret. */
  authToken: pulumi.Input<string>;
}

/** How to reach a Coralogix account: by its `region`, or by `baseUrl` where the region is none of these. */
export interface CoralogixConnection {
  /** The region of the account. */
  region?: pulumi.Input<"eu1" | "eu2" | "us1" | "ap1" | "ap2">;
  /** The address of the API without its path: `https://api.coralogix.com`. */
  baseUrl?: pulumi.Input<string>;
  /** An "Alerts, Rules and Tags" API key of the account. Secret. */
  apiKey: pulumi.Input<string>;
}

/** What an explicit {@link Provider} takes. What is left out is looked for in the environment. */
export interface ProviderArgs {
  canary?: CanaryConnection;
  coralogix?: CoralogixConnection;
  /** How calls are bounded in time, number and repetition. */
  limits?: { [Limit in keyof Limits]?: pulumi.Input<number> };
}

/**
 * An explicit connection, for a program that works with several consoles or accounts. Without one, resources use the
 * stack configuration and the environment.
 *
 * ```ts
 * const emea = new Provider("emea", {
 *   canary: { consoleUrl: "https://emea.canary.tools", authToken: config.requireSecret("emeaToken") },
 *   coralogix: { region: "eu1", apiKey: config.requireSecret("emeaKey") },
 * });
 * new CanaryMsTeamsWebhook("soc", { flockId: "flock:default", url }, { provider: emea });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const { canary, coralogix, limits = {} } = args;
    const settings = {
      [SETTING_KEYS.consoleUrl]: canary?.consoleUrl,
      [SETTING_KEYS.authToken]: secret(canary?.authToken),
      [SETTING_KEYS.region]: coralogix?.region,
      [SETTING_KEYS.baseUrl]: coralogix?.baseUrl,
      [SETTING_KEYS.apiKey]: secret(coralogix?.apiKey),
      ...Object.fromEntries(
        Object.entries(limits).map(([limit, value]) => [
          limitKey(limit as keyof Limits),
          pulumi.output(value).apply(String),
        ]),
      ),
    };
    super("pulumi-nodejs", name, settings, opts);
  }
}

function secret(value: pulumi.Input<string> | undefined): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.secret(value);
}

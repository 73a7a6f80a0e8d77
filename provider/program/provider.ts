import * as pulumi from "@pulumi/pulumi";

import type { CoralogixRegion } from "../coralogix/regions";
import type { Limits } from "../http/limits";
import { PROVIDER_NAME, keyOf } from "../settings";

/**
 * What an explicit {@link Provider} takes. Address and credential of a vendor come from one place: a `Provider` that has
 * one of them and lacks the other is an error. Where it has neither, both come from the environment.
 */
export interface ProviderArgs extends Partial<Record<keyof Limits, pulumi.Input<number>>> {
  /** The address of the Canary console: `https://abc.canary.tools`. */
  canaryConsoleUrl?: pulumi.Input<string>;
  /** An auth token of the console with the right to change it. Secret. */
  canaryAuthToken?: pulumi.Input<string>;
  /** After the console was renamed: the address that it had. Resources in state are then taken for its own. */
  canaryFormerConsoleUrl?: pulumi.Input<string>;
  /** The region of the Coralogix account. `CoralogixIntegration` has `eu1`, `eu2`, `us1`, `ap1` and `ap2`. */
  coralogixRegion?: pulumi.Input<CoralogixRegion>;
  /** Instead of the region: the address of the Coralogix API without its path, `https://api.coralogix.com`. */
  coralogixBaseUrl?: pulumi.Input<string>;
  /**
   * A personal or team API key of the Coralogix account with the preset `OutboundWebhooks`, or an "Alerts, Rules and Tags" key
   * from before 2024. Secret.
   */
  coralogixApiKey?: pulumi.Input<string>;
}

/** The settings that are credentials. */
export const SECRET_SETTINGS: readonly (keyof ProviderArgs)[] = ["canaryAuthToken", "coralogixApiKey"];

/**
 * An explicit connection, for a program that works with several consoles or accounts. Without one, resources use the
 * stack configuration or the environment.
 *
 * ```ts
 * const emea = new Provider("emea", {
 *   canaryConsoleUrl: "https://emea.canary.tools",
 *   canaryAuthToken: config.requireSecret("emeaToken"),
 *   coralogixRegion: "eu1",
 *   coralogixApiKey: config.requireSecret("emeaKey"),
 * });
 * new CanaryMsTeamsWebhook("soc", { flockId: "flock:default", url }, { provider: emea });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const settings = { [PROVIDER_NAME]: name, ...settingsOf(args, keyOf) };
    super("pulumi-nodejs", name, settings, opts);
    Object.defineProperty(this, SETTINGS, { value: settings });
  }
}

/** Where an explicit {@link Provider} keeps its settings, also for another copy of this package. */
const SETTINGS = Symbol.for("pulumi-alert-webhooks/settings");

/**
 * The settings of an explicit {@link Provider}, by their keys.
 * @throws Error where it is the provider of something else
 */
export function providerSettings(provider: pulumi.ProviderResource): pulumi.Inputs {
  const { [SETTINGS]: settings } = provider as { [SETTINGS]?: pulumi.Inputs };
  if (settings !== undefined) return settings;
  throw new Error("provider must be a Provider of pulumi-alert-webhooks.");
}

/** What is given, as text: the engine passes on nothing else. */
export function settingsOf(args: ProviderArgs, keyOf = (setting: string) => setting): pulumi.Inputs {
  const given = Object.entries(args) as [keyof ProviderArgs, pulumi.Input<string | number> | undefined][];
  const settings: pulumi.Inputs = {};
  for (const [setting, value] of given) {
    if (value !== undefined) settings[keyOf(setting)] = asText(value, SECRET_SETTINGS.includes(setting));
  }
  return settings;
}

function asText(value: pulumi.Input<string | number>, isSecret: boolean): pulumi.Output<string> {
  const text = pulumi.output(value).apply(String);
  return isSecret ? pulumi.secret(text) : text;
}

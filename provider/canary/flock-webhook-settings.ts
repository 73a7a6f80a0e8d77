import type * as pulumi from "@pulumi/pulumi";

import { dynamicHost } from "../program/dynamic";
import { type CommonArgs, resourceClass } from "../program/resource-class";
import { flockWebhookSettingsContract } from "./flock-webhook-settings.contract";

export interface CanaryFlockWebhookSettingsArgs extends CommonArgs {
  /** The flock, such as `flock:default`. A change replaces the resource. */
  flockId: pulumi.Input<string>;
  /**
   * `enabled`: the flock's webhooks send alerts. `disabled`: they don't. `global`: the console's global setting decides.
   * Changed in place.
   */
  mode: pulumi.Input<"enabled" | "disabled" | "global">;
  /**
   * What deletion puts back, where the resource can't find that out: after a rename without `aliases`, or after a crash
   * before the first creation was recorded. Changed in place.
   * @default what was there when the resource was created
   */
  previousMode?: pulumi.Input<"enabled" | "disabled" | "global">;
}

/**
 * Whether a Canary flock's webhooks are enabled, disabled, or follow the console's global setting. Every flock has this
 * setting: creating the resource notes what it was, and deleting it puts that back.
 *
 * ```ts
 * new CanaryFlockWebhookSettings("default", { flockId: "flock:default", mode: "enabled" });
 * ```
 *
 * Declare it once for a flock. `adoptExisting` changes nothing here: the setting always exists already. The id is
 * `flock:default/settings`.
 *
 * @see the Canary API page "Webhooks", from "Check if Webhooks are Enabled" to "Use Global for Flock Webhooks"
 */
export interface CanaryFlockWebhookSettings extends pulumi.CustomResource {
  /** The flock. */
  readonly flockId: pulumi.Output<string>;
  /** What is declared. */
  readonly mode: pulumi.Output<"enabled" | "disabled" | "global">;
  /** What was there before, which deletion puts back. */
  readonly previousMode: pulumi.Output<"enabled" | "disabled" | "global">;
  /** The host of the console that it is in: nothing is sent to another one. */
  readonly consoleHost: pulumi.Output<string>;
}

export const CanaryFlockWebhookSettings = resourceClass<CanaryFlockWebhookSettings, CanaryFlockWebhookSettingsArgs>(
  flockWebhookSettingsContract,
  dynamicHost,
);

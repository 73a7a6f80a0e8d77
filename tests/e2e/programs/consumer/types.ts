/** Only compiled: what the types allow and what they don't. */
import type * as pulumi from "@pulumi/pulumi";
import { CanaryGenericWebhook, type CanaryGenericWebhookArgs, CoralogixIntegration } from "pulumi-alert-webhooks";
import { Emulator } from "pulumi-alert-webhooks/emulator";

export const emulator: Promise<Emulator> = Emulator.start({ port: 0 });

export const found: CanaryGenericWebhook = CanaryGenericWebhook.get("found", "flock:default/generic/digest");

export function urlOf(resource: pulumi.Resource): pulumi.Output<string> | undefined {
  return CanaryGenericWebhook.isInstance(resource) ? resource.url : undefined;
}

export const misspelt: CanaryGenericWebhookArgs = {
  flockId: "flock:default",
  url: "https://soc.example/",
  // @ts-expect-error The name is "headers".
  header: { "X-Key": "key" },
};

new CoralogixIntegration("mail", {
  type: "email_group",
  alias: "mail",
  // @ts-expect-error The name is "emails".
  email: ["soc@acme.example"],
});

import * as pulumi from "@pulumi/pulumi";
import { CanaryFlockWebhookSettings, CanaryFlockWebhooks } from "pulumi-alert-webhooks";

const config = new pulumi.Config();
const flockId = config.require("flockId");

// Whoever adds a webhook reads the alerts, and whoever removes one silences them: `pulumi refresh` finds both, the next
// preview shows them, and the `up` after it puts them right.
const webhooks = new CanaryFlockWebhooks("soc", {
  flockId,
  generic: [
    { url: config.requireSecret("socUrl"), headers: { Authorization: config.requireSecret("socAuthorization") } },
  ],
  msTeams: [config.requireSecret("teamsUrl")],
  exclusive: true,
});

// Only once they are in place does the flock use them. The console's own webhooks are then not used for it.
new CanaryFlockWebhookSettings("soc", { flockId, mode: "enabled" }, { dependsOn: [webhooks] });

export const destinations = webhooks.destinations;
export const foreign = webhooks.foreign;

import * as pulumi from "@pulumi/pulumi";
import { CanaryFlockWebhookSettings, CanaryFlockWebhooks } from "pulumi-alert-webhooks";

interface Flock {
  /** A short name for the flock, which its resources have as well. */
  name: string;
  /** The flock's id in the console. */
  id: string;
}

const config = new pulumi.Config();
const flocks = config.requireObject<Flock[]>("flocks");
const siemUrl = config.require("siemUrl");
const siemKey = config.requireSecret("siemKey");
const teamsUrl = config.requireSecret("teamsUrl");

for (const { name, id } of flocks) {
  const webhooks = new CanaryFlockWebhooks(name, {
    flockId: id,
    generic: [{ url: `${siemUrl}?source=${encodeURIComponent(name)}`, headers: { "X-Api-Key": siemKey } }],
    msTeams: [teamsUrl],
  });
  // Only once they are in place does the flock use them.
  new CanaryFlockWebhookSettings(name, { flockId: id, mode: "enabled" }, { dependsOn: [webhooks] });
}

export const coveredFlocks = flocks.map(({ name }) => name);

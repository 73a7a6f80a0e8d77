/** Webhooks of a Canary console that limits its calls, and Coralogix integrations of an account that does not. */
import * as pulumi from "@pulumi/pulumi";
import { CanaryGenericWebhook, CoralogixIntegration } from "pulumi-alert-webhooks";
import { webhooks } from "../webhooks";

const integrations = new pulumi.Config().requireNumber("integrations");

for (const [index, { name, ...args }] of webhooks().entries()) {
  new CanaryGenericWebhook(name, args);
  if (index < integrations) {
    new CoralogixIntegration(`integration-${index}`, { type: "slack", alias: `integration-${index}`, url: args.url });
  }
}

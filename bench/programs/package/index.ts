import { CanaryGenericWebhook, CoralogixIntegration } from "pulumi-alert-webhooks";
import { webhooks } from "../webhooks";

const integrations = Number(process.env.BENCH_INTEGRATIONS ?? 0);

for (const [index, { name, ...args }] of webhooks().entries()) {
  new CanaryGenericWebhook(name, args);
  if (index < integrations) {
    new CoralogixIntegration(`integration-${index}`, { type: "slack", alias: `integration-${index}`, url: args.url });
  }
}

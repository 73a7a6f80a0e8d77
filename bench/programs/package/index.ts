import { CanaryGenericWebhook } from "pulumi-alert-webhooks";
import { webhooks } from "../webhooks";

for (const { name, ...args } of webhooks()) new CanaryGenericWebhook(name, args);

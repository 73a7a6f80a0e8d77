import { CanaryGenericWebhook } from "pulumi-alert-webhooks/plugin";
import { webhooks } from "../webhooks";

for (const { name, ...args } of webhooks()) new CanaryGenericWebhook(name, args);

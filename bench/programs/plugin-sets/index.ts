import { CanaryFlockWebhooks } from "pulumi-alert-webhooks/plugin";
import { sets } from "../webhooks";

for (const { name, ...args } of sets()) new CanaryFlockWebhooks(name, args);

import { CanaryFlockWebhooks } from "pulumi-alert-webhooks";
import { sets } from "../webhooks";

for (const { name, ...args } of sets()) new CanaryFlockWebhooks(name, args);

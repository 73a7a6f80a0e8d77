import { CanaryFlockWebhooks } from "pulumi-alert-webhooks";
import { webhooks } from "../webhooks";

const byFlock = Map.groupBy(webhooks(), ({ flockId }) => flockId);

for (const [index, [flockId, generic]] of [...byFlock].entries()) {
  new CanaryFlockWebhooks(`flock-${index}`, {
    flockId,
    generic: generic.map(({ url, headers }) => ({ url, headers })),
  });
}

import * as pulumi from "@pulumi/pulumi";
import { CanaryGenericWebhook } from "pulumi-alert-webhooks";

/** What this package puts into state for the host to find its code. */
export async function referenceInState(): Promise<string> {
  const inputs = await new Promise<{ __provider: string }>((resolve, reject) => {
    pulumi.runtime
      .setMocks({
        newResource(args) {
          resolve(args.inputs as { __provider: string });
          return { id: args.name, state: {} };
        },
        call: () => ({}),
      })
      .then(() => new CanaryGenericWebhook("webhook", { flockId: "flock:default", url: "https://hooks.acme.example" }))
      .catch(reject);
  });
  return inputs.__provider;
}

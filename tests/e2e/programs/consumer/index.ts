/** A program that works with two consoles and accounts: those of the stack configuration, and those of a Provider. */
import * as pulumi from "@pulumi/pulumi";
import {
  CanaryGenericWebhook,
  type CanaryGenericWebhookArgs,
  CoralogixIntegration,
  type CoralogixIntegrationArgs,
  Provider,
} from "pulumi-alert-webhooks";

const config = new pulumi.Config();

/** A class of the program's own. */
class SocWebhook extends CanaryGenericWebhook {
  constructor(name: string, args: Pick<CanaryGenericWebhookArgs, "url">, opts?: pulumi.CustomResourceOptions) {
    super(name, { ...args, flockId: "flock:default", headers: { "X-Key": config.requireSecret("key") } }, opts);
  }
}

const jira: CoralogixIntegrationArgs<"jira"> = {
  type: "jira",
  alias: "tickets",
  url: "https://acme.example/jira",
  apiToken: config.requireSecret("jiraToken"),
  email: "soc@acme.example",
  projectKey: "SOC",
};

const provider = new Provider("emea", {
  canaryConsoleUrl: config.require("emeaUrl"),
  canaryAuthToken: config.requireSecret("emeaToken"),
  coralogixBaseUrl: config.require("emeaUrl"),
  coralogixApiKey: config.requireSecret("emeaKey"),
  maxAttempts: 3,
});

const soc = new SocWebhook("soc", { url: "https://soc.example/" });
new CoralogixIntegration("tickets", jira);
new SocWebhook("emea-soc", { url: "https://emea.example/" }, { provider });
new CoralogixIntegration("emea-tickets", jira, { provider });

export const host: pulumi.Output<string> = soc.host;
export const isWebhook = CanaryGenericWebhook.isInstance(soc) && !CoralogixIntegration.isInstance(soc);

import * as pulumi from "@pulumi/pulumi";

import * as provider from "../../provider";

const classes = {
  CanaryGenericWebhook: provider.CanaryGenericWebhook,
  CanaryMsTeamsWebhook: provider.CanaryMsTeamsWebhook,
  CanarySplunkWebhook: provider.CanarySplunkWebhook,
  CanarySlackWebhook: provider.CanarySlackWebhook,
  CanaryFlockWebhookSettings: provider.CanaryFlockWebhookSettings,
  CoralogixIntegration: provider.CoralogixIntegration,
};

/** The name of a class that users write. */
export type ClassName = keyof typeof classes;

/** What each class hands to the engine as `__provider`: the text by which the host finds the code. */
export type References = Readonly<Record<ClassName, string>>;

let recorded: Promise<References> | undefined;

/** Takes the texts from the classes themselves, so that what is tested is what stands in users' state. */
export function references(): Promise<References> {
  recorded ??= record();
  return recorded;
}

async function record(): Promise<References> {
  const texts: Record<string, string> = {};
  await pulumi.runtime.setMocks({
    newResource({ name, inputs }) {
      texts[name] = (inputs as { __provider: string }).__provider;
      return { id: name, state: {} };
    },
    call: () => ({}),
  });
  const names = Object.keys(classes) as ClassName[];
  const resources = names.map((name) => new classes[name](name, {} as never));
  await Promise.all(resources.map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
  return texts as References;
}

import * as pulumi from "@pulumi/pulumi";

import { Provider, type ProviderArgs } from "../../../provider";

/** What marks a secret among what the engine is told. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
let registered: pulumi.runtime.MockResourceArgs | undefined;

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource(args) {
      registered = args;
      return { id: "id", state: {} };
    },
    call: () => ({}),
  });
});

async function inputsOf(args: ProviderArgs): Promise<Record<string, unknown>> {
  const { urn } = new Provider("emea", args);
  await new Promise((resolve) => urn.apply(resolve));
  expect(registered?.type).toBe("pulumi:providers:pulumi-nodejs");
  return registered?.inputs as Record<string, unknown>;
}

test("a Provider passes on its settings and its name as the keys of the stack configuration, credentials as secrets", async () => {
  const secret = (value: string) => ({ ...SECRET, value });
  expect(
    await inputsOf({
      canaryConsoleUrl: "https://abc.canary.tools",
      canaryAuthToken: "token",
      coralogixRegion: "eu1",
      coralogixBaseUrl: pulumi.output("https://api.coralogix.com"),
      coralogixApiKey: "key",
      maxAttempts: 3,
    }),
  ).toEqual({
    "alert-webhooks:provider": "emea",
    "alert-webhooks:canaryConsoleUrl": "https://abc.canary.tools",
    "alert-webhooks:canaryAuthToken": secret("token"),
    "alert-webhooks:coralogixRegion": "eu1",
    "alert-webhooks:coralogixBaseUrl": "https://api.coralogix.com",
    "alert-webhooks:coralogixApiKey": secret("key"),
    "alert-webhooks:maxAttempts": "3",
  });
});

test("what is left out is not passed on", async () => {
  expect(await inputsOf({ canaryAuthToken: undefined as never })).toEqual({ "alert-webhooks:provider": "emea" });
});

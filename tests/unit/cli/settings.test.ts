import { parseStack } from "../../../cli/settings";

test("the configuration of a stack is what the CLI prints as JSON", () => {
  const stack = parseStack(
    JSON.stringify({
      "alert-webhooks:canaryAuthToken": { value: "abc", secret: true },
      "alert-webhooks:canaryConsoleUrl": { value: "https://abc.canary.tools", secret: false },
      "app:region": { value: "eu1" },
      "app:undecryptable": { secret: true },
    }),
  );
  expect([...stack]).toEqual([
    ["alert-webhooks:canaryAuthToken", { value: "abc", isSecret: true }],
    ["alert-webhooks:canaryConsoleUrl", { value: "https://abc.canary.tools", isSecret: false }],
    ["app:region", { value: "eu1", isSecret: false }],
  ]);
});

import path from "node:path";

import { Emulator } from "../../emulator";
import { Stack, root } from "../../scripts/stack";

const SECRET = "secret-5f2b8c-token";

let emulator: Emulator;
let stack: Stack;
beforeAll(async () => {
  emulator = await Emulator.start({ authTokens: [SECRET], apiKeys: [`${SECRET}-key`] });
  stack = await Stack.create({
    projectDir: path.join(root, "examples", "many-flocks"),
    config: { "alert-webhooks:canaryConsoleUrl": emulator.url, "alert-webhooks:coralogixBaseUrl": emulator.url },
    secrets: { "alert-webhooks:canaryAuthToken": SECRET, "alert-webhooks:coralogixApiKey": `${SECRET}-key` },
  });
});
afterAll(async () => {
  await emulator.stop();
  await stack.close();
});

/** Runs the command, which never shows a secret. */
async function alertWebhooks(...args: string[]) {
  const result = await stack.alertWebhooks(args, { expectSuccess: false });
  expect(result.output).not.toContain("5f2b8c");
  return result;
}

test("it takes its settings from a stack, secrets decrypted", async () => {
  const { code, stdout } = await alertWebhooks("check", "--stack", "dev");
  expect(stdout).toMatch(/^ok +Settings +from the stack$/m);
  expect(stdout).toMatch(/^ok +Canary console .*: 1 flock; the token's role is Admin$/m);
  expect(stdout).toMatch(/^ok +Coralogix, older API .*: 0 integrations$/m);
  expect(code).toBe(0);
});

test("a stack that does not exist is named, with what the CLI says", async () => {
  const { code, stdout, stderr } = await alertWebhooks("test", "--all", "--stack", "nowhere");
  expect(stderr).toMatch(/^error: The configuration of the stack "nowhere" can't be read: .*no stack named 'nowhere'/);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
});

test("a wrong passphrase is told as the CLI tells it", async () => {
  const { code, stderr } = await stack.alertWebhooks(["check", "--stack", "dev"], {
    expectSuccess: false,
    env: { PULUMI_CONFIG_PASSPHRASE: "wrong" },
  });
  expect(stderr).toMatch(/incorrect passphrase/);
  expect(code).toBe(3);
});

test("without the Pulumi CLI it says so", async () => {
  const { code, stderr } = await stack.alertWebhooks(["check", "--stack", "dev"], {
    expectSuccess: false,
    env: { PATH: "/nowhere" },
  });
  expect(stderr).toContain("the command `pulumi` is not on the PATH");
  expect(code).toBe(3);
});

test("copy takes the settings of a stack that is named from nowhere else", async () => {
  await stack.run(["stack", "init", "bare"]);
  const { code, stderr } = await stack.alertWebhooks(["copy", "--source-stack", "dev", "--target-stack", "bare"], {
    expectSuccess: false,
    env: { CORALOGIX_TARGET_BASE_URL: emulator.url, CORALOGIX_TARGET_API_KEY: `${SECRET}-key` },
  });
  expect(stderr).toContain('The stack "bare" has no settings of Coralogix.');
  expect(code).toBe(3);
});

test("check finds a mistyped key, and a secret in plain text", async () => {
  await stack.setConfig("alert-webhooks:canaryConsolUrl", "https://abc.canary.tools");
  await stack.setConfig("alert-webhooks:canaryAuthToken", SECRET);
  try {
    const { code, stdout } = await alertWebhooks("check", "--stack", "dev");
    expect(stdout).toMatch(/^failed +Settings +alert-webhooks:canaryConsolUrl is not a setting/m);
    expect(stdout).toMatch(/^warning +Settings +alert-webhooks:canaryAuthToken is in plain text/m);
    expect(code).toBe(1);
  } finally {
    await stack.run(["config", "rm", "alert-webhooks:canaryConsolUrl"]);
    await stack.setConfig("alert-webhooks:canaryAuthToken", SECRET, { secret: true });
  }
});

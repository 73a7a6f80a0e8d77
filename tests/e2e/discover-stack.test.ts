import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { DEFAULT_AUTH_TOKEN, Emulator } from "../../emulator";
import { Stack, root } from "../../scripts/stack";

let emulator: Emulator;
let stack: Stack;
let folder: string;
beforeEach(async () => {
  emulator = await Emulator.start();
  folder = mkdtempSync(path.join(tmpdir(), "discover-"));
  stack = await Stack.create({
    projectDir: path.join(root, "tests", "e2e", "programs", "declared"),
    env: { CANARY_CONSOLE_URL: emulator.url, CANARY_AUTH_TOKEN: DEFAULT_AUTH_TOKEN },
  });
});
afterEach(async () => {
  await stack.close();
  await emulator.stop();
  rmSync(folder, { recursive: true });
});

test("a stack that another program has is not taken, and nothing is written", async () => {
  const project = path.join(folder, projectName());
  const { code, output } = await stack.alertWebhooks(["discover", project], { expectSuccess: false });
  expect(code).toBe(2);
  expect(output).toContain(`The project "${projectName()}" has a stack "dev" already.`);
  expect(existsSync(project)).toBe(false);
});

test("half of a vendor's settings leave nothing of it out", async () => {
  const project = path.join(folder, "half");
  const options = { expectSuccess: false, env: { CANARY_AUTH_TOKEN: undefined } };
  const { code, output } = await stack.alertWebhooks(["discover", project], options);
  expect({ code, output }).toEqual({
    code: 3,
    output: expect.stringContaining("canaryAuthToken is missing") as string,
  });
  expect(existsSync(project)).toBe(false);
});

test("the secrets go to the new stack, whichever PULUMI_STACK names", async () => {
  const project = path.join(folder, projectName());
  const args = ["discover", project, "--new-stack", "discovered"];
  await stack.alertWebhooks(args, { env: { PULUMI_STACK: "dev" } });
  expect(readFileSync(path.join(project, "Pulumi.discovered.yaml"), "utf8")).toContain("webhookSecrets");
  expect(existsSync(path.join(project, "Pulumi.dev.yaml"))).toBe(false);
});

function projectName(): string {
  const [, name = ""] =
    /^name: (\S+)$/m.exec(
      readFileSync(path.join(root, "tests", "e2e", "programs", "declared", "Pulumi.yaml"), "utf8"),
    ) ?? [];
  return name;
}

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ExitCode } from "../../../cli/exit-codes";
import { DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator } from "../../../emulator";
import { SECRET } from "../../specimens";
import { alertWebhooks } from "./command-line";

let emulator: Emulator;
let folder: string;
beforeEach(async () => {
  emulator = await Emulator.start();
  folder = path.join(mkdtempSync(path.join(tmpdir(), "discover-")), "alerts");
});
afterEach(async () => {
  rmSync(path.dirname(folder), { recursive: true });
  await emulator.stop();
});

const env = () => ({ CANARY_CONSOLE_URL: emulator.url, CANARY_AUTH_TOKEN: DEFAULT_AUTH_TOKEN });
const flock = () => emulator.state.flocks[DEFAULT_FLOCK]?.ms_teams ?? [];

test("without settings, it says which are missing", async () => {
  const { exitCode, stderr } = await alertWebhooks(["discover", folder]);
  expect(exitCode).toBe(ExitCode.configuration);
  expect(stderr).toContain("canaryConsoleUrl is missing.");
  expect(stderr).toContain("No console and no account is configured.");
  expect(existsSync(folder)).toBe(false);
});

test("more secrets than Pulumi can pass to a program in TypeScript are refused, and nothing is written", async () => {
  for (let index = 0; index < 1000; index++)
    flock().push(`https://teams.example/${SECRET}/${"x".repeat(120)}/${index}`);
  const { exitCode, stderr } = await alertWebhooks(["discover", folder], { env: env() });
  expect(exitCode).toBe(ExitCode.failed);
  expect(stderr).toMatch(
    /The secrets take \d+ kB, and Pulumi can't pass more than 120 kB to a program in TypeScript\./,
  );
  expect(stderr).not.toContain(SECRET);
  expect(existsSync(folder)).toBe(false);
});

test("a console that does not answer leaves nothing behind", async () => {
  emulator.authTokens.clear();
  const { exitCode, stderr } = await alertWebhooks(["discover", folder], { env: env() });
  expect(exitCode).toBe(ExitCode.failed);
  expect(stderr).toContain("does not accept the auth token");
  expect(existsSync(folder)).toBe(false);
});

test("a file in the place of the folder is refused", async () => {
  writeFileSync(folder, "");
  const { exitCode, stderr } = await alertWebhooks(["discover", folder], { env: env() });
  expect(exitCode).toBe(ExitCode.usage);
  expect(stderr).toContain("is a file. Name a folder.");
});

test("once it is interrupted, it writes nothing", async () => {
  const { exitCode, stderr } = await alertWebhooks(["discover", folder], {
    env: env(),
    interruption: AbortSignal.abort(),
  });
  expect(exitCode).toBe(ExitCode.interrupted);
  expect(stderr).toContain("Interrupted. Nothing was written.");
  expect(existsSync(folder)).toBe(false);
});

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator } from "../../../emulator";

const MAIN = join(__dirname, "../../../dist/cli/main.js");

interface Command {
  process: ChildProcess;
  output: { stdout: string; stderr: string };
  exit: Promise<unknown>;
}

const commands: Command[] = [];
afterEach(() => {
  for (const command of commands.splice(0)) command.process.kill("SIGKILL");
});

function start(...args: string[]): Command {
  const child = spawn(process.execPath, [MAIN, "emulator", ...args]);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const command = { process: child, output, exit: once(child, "close").then(([code]: unknown[]) => code) };
  commands.push(command);
  return command;
}

async function ready({ process: child, output, exit }: Command): Promise<string> {
  const hasEnded = exit.then(() => {
    throw new Error(`the command ended: ${output.stderr}`);
  });
  while (!output.stdout.includes("\n")) await Promise.race([once(child.stdout ?? child, "data"), hasEnded]);
  hasEnded.catch(() => undefined);
  return /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0] ?? "";
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "it says that it is ready and how to use it, and stops cleanly on %s",
  async (signal) => {
    const command = start();
    const url = await ready(command);
    expect((await fetch(`${url}/api/v1/ping?auth_token=${DEFAULT_AUTH_TOKEN}`)).status).toBe(200);
    command.process.kill(signal);
    expect(await command.exit).toBe(0);
    const [line = "", ...others] = command.output.stdout.split("\n");
    expect(line).toBe(
      `Emulator ready at ${url} (auth token ${DEFAULT_AUTH_TOKEN}; flock ${DEFAULT_FLOCK}; API key ${DEFAULT_API_KEY})`,
    );
    expect(others.filter((other) => other.includes("export "))).toEqual([
      `  export CANARY_CONSOLE_URL=${url} CANARY_AUTH_TOKEN=${DEFAULT_AUTH_TOKEN}`,
      `  export CORALOGIX_BASE_URL=${url} CORALOGIX_API_KEY=${DEFAULT_API_KEY}`,
    ]);
    expect(command.output.stderr).toBe("");
  },
);

test("it stops while a call hangs", async () => {
  const command = start();
  const url = await ready(command);
  const body = JSON.stringify({ fault: { kind: "hang" } });
  await fetch(`${url}/admin/faults`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const hanging = expect(fetch(`${url}/api/v1/ping`)).rejects.toThrow("fetch failed");
  let requests: unknown[] = [];
  while (requests.length === 0) requests = (await (await fetch(`${url}/admin/requests`)).json()) as unknown[];
  command.process.kill("SIGTERM");
  expect(await command.exit).toBe(0);
  await hanging;
});

test("its flags repeat", async () => {
  const tokens = ["--auth-token", "t1", "--auth-token", "t2"];
  const url = await ready(
    start("--port", "0", ...tokens, "--flock", "f1", "--flock=f2", "--api-key", "k1", "--api-key", "k2"),
  );
  const state = await (await fetch(`${url}/admin/state`)).json();
  expect(state).toMatchObject({ flocks: { f1: {}, f2: {} }, accounts: { k1: {}, k2: {} } });
  for (const token of ["t1", "t2"]) expect((await fetch(`${url}/api/v1/ping?auth_token=${token}`)).status).toBe(200);
});

test("it listens on the port that it is given, and says when that is taken", async () => {
  const taken = await Emulator.start();
  const command = start("--port", String(taken.port));
  expect(await command.exit).toBe(1);
  expect(command.output.stderr).toMatch(/could not start: .*EADDRINUSE/);
  await taken.stop();
});

test.each([
  [["--flok", "x"], "--flok"],
  [["extra"], "too many arguments for 'emulator'"],
  [["--port", "many"], "must be a number"],
  [["--port", "65536"], "must be a number"],
  [["--auth-token", ""], "must not be empty"],
])("%j is an error that says what is possible", async (args, message) => {
  const { exit, output } = start(...args);
  expect(await exit).toBe(2);
  expect(output.stderr).toContain(message);
  expect(output.stderr).toContain("--help");
  expect(output.stdout).toBe("");
});

test("--help shows the usage", async () => {
  const { exit, output } = start("--help");
  expect(await exit).toBe(0);
  expect(output.stdout).toContain("--api-key <key>");
});

import { ExitCode } from "../../../cli/exit-codes";
import { run } from "../../../cli/run";
import { Terminal } from "../../../cli/terminal";

/** Runs the command, and gives what it leaves behind. */
async function alertWebhooks(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  return { exitCode: await run(args, new Terminal(stream("stdout"), stream("stderr"))), ...written };
}

test("--help lists the commands and what each exit code says", async () => {
  const { exitCode, stdout, stderr } = await alertWebhooks("--help");
  for (const name of ["check", "test", "copy", "emulator"]) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
  for (const code of Object.values(ExitCode)) expect(stdout).toMatch(new RegExp(`^  ${code} +\\S`, "m"));
  expect({ exitCode, stderr }).toEqual({ exitCode: ExitCode.done, stderr: "" });
});

test.each(["check", "test", "copy", "emulator"])("%s --help lists the exit codes too", async (name) => {
  const { exitCode, stdout } = await alertWebhooks(name, "--help");
  expect(stdout).toContain(`Usage: alert-webhooks ${name} `);
  expect(stdout).toContain("Exit codes:");
  expect(exitCode).toBe(ExitCode.done);
});

test("--version is the package's", async () => {
  expect((await alertWebhooks("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([[[]], [["chek"]], [["check", "--stak", "dev"]], [["check", "--stack"]]])(
  "%j is a wrong use",
  async (args) => {
    const { exitCode, stdout, stderr } = await alertWebhooks(...args);
    expect(exitCode).toBe(ExitCode.usage);
    expect(stdout).toBe("");
    expect(stderr).toContain("--help");
  },
);

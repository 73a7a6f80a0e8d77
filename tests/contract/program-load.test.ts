import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(__dirname, "../..");

/** Which of the packages that the API clients need a program has loaded. */
async function loadedBy(program: string): Promise<string[]> {
  const report = `
    const packages = ["axios", "zod", "async-mutex"];
    const files = Object.keys(require.cache);
    console.log(JSON.stringify(packages.filter((name) => files.some((file) => file.includes("/node_modules/" + name + "/")))));
  `;
  const script = `(async () => { const alertWebhooks = require("pulumi-alert-webhooks"); ${program}; ${report} })();`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: root });
  return JSON.parse(stdout) as string[];
}

test("a program loads the API clients with its first look-up, and not before", async () => {
  expect(await loadedBy("")).toEqual([]);
  const lookUp = "await alertWebhooks.getCanaryFlocks().catch(() => undefined)";
  expect(await loadedBy(lookUp)).toEqual(["axios", "zod", "async-mutex"]);
});

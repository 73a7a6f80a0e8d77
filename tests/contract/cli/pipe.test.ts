import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const main = path.join(__dirname, "../../../dist/cli/main.js");

test("a reader who leaves early does no harm", async () => {
  const script = `{ "${process.execPath}" "${main}" --help; echo "exit code $?" >&2; } | true`;
  const { stderr } = await promisify(execFile)("bash", ["-c", script]);
  expect(stderr).toBe("exit code 0\n");
});

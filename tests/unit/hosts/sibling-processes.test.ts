import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SiblingProcesses } from "../../../provider/hosts/sibling-processes";

const engine = `127.0.0.1:${String(process.pid)}`;
/** The file of a process that runs: the one that runs this one. */
const folder = join(tmpdir(), `pulumi-alert-webhooks-${String(process.getuid?.() ?? "user")}`);
const file = join(folder, `${engine.replace(/\W/g, "-")}.${String(process.ppid)}`);

const keyOf = (index: number) => String(index).padStart(64, "0");

let siblings: SiblingProcesses;
beforeEach(() => {
  siblings = new SiblingProcesses(engine);
  siblings.noteManaged(keyOf(0));
});
afterEach(() => {
  fs.rmSync(file, { force: true });
  fs.rmSync(join(folder, `${engine.replace(/\W/g, "-")}.${String(process.pid)}`), { force: true });
});

test("what another process notes is managed, once it is written to its end", () => {
  expect(siblings.isManaged(keyOf(1))).toBe(false);
  fs.appendFileSync(file, `${keyOf(1)}\n${keyOf(2).slice(0, 10)}`);
  expect(siblings.isManaged(keyOf(1))).toBe(true);
  expect(siblings.isManaged(keyOf(2))).toBe(false);
  fs.appendFileSync(file, `${keyOf(2).slice(10)}\n`);
  expect(siblings.isManaged(keyOf(1))).toBe(true);
  expect(siblings.isManaged(keyOf(2))).toBe(true);
});

test("what this process notes is managed by no other", () => {
  expect(siblings.isManaged(keyOf(0))).toBe(false);
});

test("what another process has noted is read once", () => {
  const content = Array.from({ length: 1000 }, (_, index) => `${keyOf(index)}\n`).join("");
  fs.appendFileSync(file, content);
  const read = jest.spyOn(fs, "readSync");
  for (let index = 0; index < 1000; index++) expect(siblings.isManaged(keyOf(index))).toBe(true);
  const bytes = read.mock.results.reduce((sum, { value }) => sum + (value as number), 0);
  read.mockRestore();
  expect(bytes).toBe(content.length);
});

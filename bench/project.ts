import { writeFileSync } from "node:fs";
import path from "node:path";

/**
 * The folder of a program, made a Pulumi project. It is the one with the compiled program: the paths in state are as
 * short then as in a project of its own, and `pulumi-alert-webhooks` resolves to this repository.
 */
export function projectOf(program: string): string {
  const folder = path.join(__dirname, "programs", program);
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: bench\nruntime: nodejs\nmain: index.js\n");
  return folder;
}

/**
 * `npm run plugin-archive [-- FOLDER]`: packs the plugin into one archive for projects without npm, which
 * `pulumi plugin install resource alert-webhooks VERSION --file ARCHIVE` installs. It needs Node.js where it runs.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { buildSync } from "esbuild";

import { version } from "../provider/hosts/plugin/schema.json";
import { root } from "./stack";

/** The name by which the engine finds it. */
const EXECUTABLE = "pulumi-resource-alert-webhooks";

const LAUNCHER = `#!/bin/sh
exec node "$(dirname "$0")/plugin.js" "$@"
`;

/** Makes the archive in a folder. Gives its path. */
export function packPlugin(folder: string): string {
  const content = mkdtempSync(path.join(tmpdir(), "plugin-"));
  try {
    buildSync({
      entryPoints: [path.join(root, "provider", "hosts", "plugin", "main.ts")],
      outfile: path.join(content, "plugin.js"),
      bundle: true,
      platform: "node",
      target: "node22",
      legalComments: "eof",
      logLevel: "warning",
    });
    const launcher = path.join(content, EXECUTABLE);
    writeFileSync(launcher, LAUNCHER);
    chmodSync(launcher, 0o755);
    copyFileSync(path.join(root, "LICENSE"), path.join(content, "LICENSE"));
    mkdirSync(folder, { recursive: true });
    const archive = path.join(folder, `${EXECUTABLE}-v${version}.tar.gz`);
    execFileSync("tar", ["-czf", archive, "-C", content, EXECUTABLE, "plugin.js", "LICENSE"]);
    return archive;
  } finally {
    rmSync(content, { recursive: true });
  }
}

if (require.main === module) process.stdout.write(`${packPlugin(path.resolve(process.argv[2] ?? "."))}\n`);

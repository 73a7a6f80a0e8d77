import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

import { manifest } from "../manifest";
import type { Finding } from "./finding";

const run = promisify(execFile);

const SDK = "@pulumi/pulumi";

/** The versions of what this package works with. */
export async function checkVersions(): Promise<Finding[]> {
  return [
    { what: manifest.name, status: "ok", detail: manifest.version },
    withMinimum("Node.js", process.versions.node, manifest.engines.node),
    withMinimum(SDK, sdkVersion(), manifest.peerDependencies[SDK] ?? ""),
    await pulumiCli(),
  ];
}

/** @param range the range that package.json has, of which the first version counts: `>=22`, `^3.139.0` */
export function withMinimum(what: string, version: string | undefined, range: string): Finding {
  const minimum = range.replace(/^\D+/, "");
  if (version === undefined) {
    return { what, status: "warning", detail: `not found from this folder; a program needs ${minimum} or newer` };
  }
  if (isAtLeast(version, minimum)) return { what, status: "ok", detail: version };
  return { what, status: "failed", detail: `${version} is too old: ${minimum} or newer is needed` };
}

function isAtLeast(version: string, minimum: string): boolean {
  const [have, need] = [version, minimum].map((text) => text.split(".").map((part) => Number.parseInt(part)));
  for (const [index, part] of (need ?? []).entries()) {
    const difference = (have?.[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The SDK that a program in this folder would load. */
function sdkVersion(): string | undefined {
  try {
    const require = createRequire(path.join(process.cwd(), "index.js"));
    return (require(`${SDK}/package.json`) as { version: string }).version;
  } catch {
    return undefined;
  }
}

async function pulumiCli(): Promise<Finding> {
  const what = "Pulumi CLI";
  try {
    const { stdout } = await run("pulumi", ["version"], { timeout: 30_000 });
    return { what, status: "ok", detail: stdout.trim().replace(/^v/, "") };
  } catch {
    return { what, status: "warning", detail: "`pulumi version` gives no answer: is the CLI on the PATH?" };
  }
}

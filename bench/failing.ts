import { readFileSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import tls from "node:tls";

import { Emulator, type Fault } from "../emulator";
import { type Stack, root } from "../scripts/stack";
import { openStack } from "./measure";
import { declaration, flockIds } from "./programs/webhooks";
import { table } from "./report";

const MANY = 100;

/**
 * Short ones: with the default limits, each of the commands would take minutes. The waits between two attempts are random, so
 * they are kept short for the comparison.
 */
const LIMITS = { totalTimeoutSeconds: "15", callTimeoutSeconds: "1", maxWaitSeconds: "1", maxAttempts: "1000" };

const COMMANDS = ["up", "refresh", "destroy"] as const;
type Command = (typeof COMMANDS)[number];

/** How an API fails; the last one has no fault, since nothing listens. */
const FAILURES: readonly (readonly [string, Fault | undefined])[] = [
  ["never answers", { kind: "hang" }],
  ["answers 500", { kind: "status", status: 500 }],
  ["refuses connections", undefined],
];

/** What a command took to fail. */
interface Failed {
  seconds: number;
  requests: number;
}

/** How long commands take to fail with one webhook and with a hundred in one flock, and where the address is wrong. */
export async function failingReport(): Promise<string> {
  const one = await measured(1);
  const many = await measured(MANY);
  const rows = [...one].map(([name, alone]) => {
    const together = many.get(name) ?? { seconds: NaN, requests: NaN };
    return [
      ...name.split("; "),
      `${alone.seconds.toFixed(1)} s`,
      `${together.seconds.toFixed(1)} s`,
      (together.seconds / alone.seconds).toFixed(2),
      `${alone.requests}`,
      `${together.requests}`,
    ];
  });
  const heading = ["an API that", "command", "after errors", "1 webhook", `${MANY} webhooks`, "ratio"];
  const shared = table([[...heading, "requests", `requests of ${MANY}`], ...rows]);
  const immediate = table([["an up of one webhook, with the default limits", "fails after"], ...(await atOnce())]);
  return `Limits: ${JSON.stringify(LIMITS)}\n\n${shared}\n\n${immediate}`;
}

/** What each command takes under each failure, with or without going on after errors. */
async function measured(webhooks: number): Promise<Map<string, Failed>> {
  const results = new Map<string, Failed>();
  const emulator = await Emulator.start({ flocks: flockIds(1) });
  const { url } = emulator;
  const empty = await openStack("package", url, url, declaration(webhooks, 1));
  const full = await openStack("package", url, url, declaration(webhooks, 1));
  try {
    for (const stack of [empty, full]) await configure(stack, LIMITS);
    await full.up();
    for (const [how, fault] of FAILURES) {
      if (fault === undefined) await emulator.stop();
      else emulator.addFault({ times: Infinity, fault });
      for (const command of COMMANDS) {
        // A refresh always goes on.
        for (const goesOn of command === "refresh" ? [true] : [false, true]) {
          emulator.clearRequests();
          const seconds = await failing(command === "up" ? empty : full, command, goesOn);
          process.stderr.write(`${how}, ${command}, ${webhooks}: ${seconds.toFixed(1)} s\n`);
          const name = [how, command, goesOn ? "goes on" : "stops"].join("; ");
          results.set(name, { seconds, requests: emulator.requests.length });
        }
      }
      if (fault !== undefined) emulator.clearFaults();
    }
  } finally {
    await empty.close();
    await full.close();
    await emulator.stop();
  }
  return results;
}

/** Runs a command that has to fail. @returns how long it took, in seconds */
async function failing(stack: Stack, command: Command, goesOn: boolean): Promise<number> {
  const start = performance.now();
  const args = goesOn && command !== "refresh" ? ["--continue-on-error"] : [];
  const { code, output } = await stack[command](args, { expectSuccess: false });
  if (code === 0) throw new Error(`pulumi ${command} did not fail:\n${output}`);
  return (performance.now() - start) / 1000;
}

async function configure(stack: Stack, limits: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(limits)) await stack.setConfig(`alert-webhooks:${name}`, value);
}

/** What can't get better is not repeated. */
async function atOnce(): Promise<string[][]> {
  const fixtures = path.join(root, "tests/fixtures/tls");
  const [key, cert] = ["server.key", "server.pem"].map((file) => readFileSync(path.join(fixtures, file)));
  const untrusted = tls.createServer({ key, cert });
  const closed = net.createServer();
  const [securePort, closedPort] = [await listen(untrusted), await listen(closed)];
  await new Promise((resolve) => closed.close(resolve));
  const addresses = [
    ["whose console's name does not exist", "https://console.invalid"],
    ["whose console refuses connections", `http://127.0.0.1:${closedPort}`],
    ["whose console has a certificate that nobody trusts", `https://localhost:${securePort}`],
  ] as const;
  const rows: string[][] = [];
  for (const [what, address] of addresses) {
    const stack = await openStack("package", address, address, declaration(1, 1));
    try {
      rows.push([what, `${(await failing(stack, "up", false)).toFixed(1)} s`]);
    } finally {
      await stack.close();
    }
  }
  untrusted.close();
  return rows;
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

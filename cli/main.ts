#!/usr/bin/env node
import { interruption } from "../provider/http/shutdown";
import { ExitCode } from "./exit-codes";
import { run } from "./run";
import { Terminal } from "./terminal";

// The first Ctrl-C ends the command after what is under way, the second at once.
process.once("SIGINT", () => {
  interruption.abort();
  process.once("SIGINT", () => process.exit(ExitCode.interrupted));
});
process.once("SIGTERM", () => {
  interruption.abort();
});

// Whoever reads the output may leave early, as `head` does: what is under way goes on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const terminal = new Terminal(process.stdout, process.stderr);
void run(process.argv.slice(2), terminal, interruption.signal).then((exitCode) => {
  process.exitCode = exitCode;
});

import { parseArgs } from "node:util";
import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator, type EmulatorOptions } from "./emulator";

const USAGE = `Usage: npm run emulator -- [options]

Serves the Canary flock webhooks API and the Coralogix outbound webhooks API on one loopback port, from memory.

  --port PORT         the port; a free one by default
  --auth-token TOKEN  a Canary token, repeatable; ${DEFAULT_AUTH_TOKEN} by default
  --flock ID          a flock of the Canary console, repeatable; ${DEFAULT_FLOCK} by default
  --api-key KEY       a Coralogix key, repeatable, each an account of its own; ${DEFAULT_API_KEY} by default
  --help              shows this

Look into it and change it while it runs under /admin: state, requests, behaviour, faults, settings.
`;

const USAGE_ERROR = 2;

class UsageError extends Error {
  override readonly name = "UsageError";
}

function optionsOf(args: string[]): EmulatorOptions | "help" {
  const { values } = parse(args);
  if (values.help) return "help";
  const { port = "0", "auth-token": authTokens, flock: flocks, "api-key": apiKeys } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new UsageError("--port must be a number from 0 to 65535");
  if ([authTokens, flocks, apiKeys].flat().includes("")) throw new UsageError("an option's value must not be empty");
  return {
    port: Number(port),
    ...(authTokens && { authTokens }),
    ...(flocks && { flocks }),
    ...(apiKeys && { apiKeys }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string" },
        "auth-token": { type: "string", multiple: true },
        flock: { type: "string", multiple: true },
        "api-key": { type: "string", multiple: true },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(USAGE);
    return;
  }
  const emulator = await Emulator.start(options);
  const { authTokens, state } = emulator;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void emulator.stop());
  const parts = [
    `auth token ${[...authTokens].join(", ")}`,
    `flock ${Object.keys(state.flocks).join(", ")}`,
    `API key ${Object.keys(state.accounts).join(", ")}`,
  ];
  process.stdout.write(`Emulator ready at ${emulator.url} (${parts.join("; ")})\n`);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const isUsageError = error instanceof UsageError;
  process.stderr.write(isUsageError ? `${message}\n\n${USAGE}` : `The emulator could not start: ${message}\n`);
  process.exitCode = isUsageError ? USAGE_ERROR : 1;
});

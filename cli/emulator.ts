import { once } from "node:events";

import { InvalidArgumentError } from "commander";

import type * as emulatorModule from "../emulator";
import { type AddCommand, collected } from "./command";
import { CommandError } from "./errors";
import { ExitCode } from "./exit-codes";

interface Options {
  readonly port: number;
  readonly authToken?: string[];
  readonly flock?: string[];
  readonly apiKey?: string[];
}

export const addEmulator: AddCommand = (program, { terminal, interruption }) => {
  program
    .command("emulator")
    .description("serve both vendors' APIs on this machine, from memory, until it is interrupted")
    .option("--port <port>", "the port; 0 takes a free one", portOf, 0)
    .option("--auth-token <token>", "a Canary token, repeatable", collected)
    .option("--flock <id>", "a flock of the Canary console, repeatable", collected)
    .option("--api-key <key>", "a Coralogix key, repeatable, each an account of its own", collected)
    .addHelpText("after", `\nLook into it and change it while it runs under /admin: see docs/emulator.md.`)
    .action(async ({ port, authToken: authTokens, flock: flocks, apiKey: apiKeys }: Options) => {
      const emulator = await start({
        port,
        ...(authTokens && { authTokens }),
        ...(flocks && { flocks }),
        ...(apiKeys && { apiKeys }),
      });
      const { url, state } = emulator;
      const [tokens, keys] = [[...emulator.authTokens], Object.keys(state.accounts)];
      const holds = [
        `auth token ${tokens.join(", ")}`,
        `flock ${Object.keys(state.flocks).join(", ")}`,
        `API key ${keys.join(", ")}`,
      ];
      terminal.print(`Emulator ready at ${url} (${holds.join("; ")})`);
      terminal.print(pointersTo(url, tokens[0] ?? "", keys[0] ?? ""));
      if (!interruption.aborted) await once(interruption, "abort");
      await emulator.stop();
    });
};

/** What points a program at the emulator. */
function pointersTo(url: string, authToken: string, apiKey: string): string {
  return `
A program uses it with these settings in its environment:

  export CANARY_CONSOLE_URL=${url} CANARY_AUTH_TOKEN=${authToken}
  export CORALOGIX_BASE_URL=${url} CORALOGIX_API_KEY=${apiKey}

Ctrl-C ends it, and all that it holds.`;
}

async function start(options: emulatorModule.EmulatorOptions) {
  const { Emulator } = load();
  try {
    return await Emulator.start(options);
  } catch (error) {
    throw new CommandError(`The emulator could not start: ${(error as Error).message}`, ExitCode.failed);
  }
}

/** The web server of the emulator is an optional dependency: programs don't need it. */
function load() {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it for every command
    return require("../emulator") as typeof emulatorModule;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "MODULE_NOT_FOUND") throw error;
    const remedy = "npm install --save-dev fastify @fastify/formbody";
    throw new CommandError(`The emulator needs packages that are not installed. Run: ${remedy}`, ExitCode.failed);
  }
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}

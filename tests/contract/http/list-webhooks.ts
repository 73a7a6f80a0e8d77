import { CanaryConsole } from "../../../provider/canary/console";
import { ApiError } from "../../../provider/http/errors";
import { DEFAULT_LIMITS } from "../../../provider/http/limits";

/**
 * Lists the webhooks of a flock at the address given, and prints what came of it. A program of its own, since Node.js
 * takes trust and proxies from the environment that a process starts with.
 */
async function main(consoleUrl = ""): Promise<void> {
  const limits = { ...DEFAULT_LIMITS, maxAttempts: 1 };
  const flock = new CanaryConsole({ consoleUrl, authToken: "emulator-auth-token", limits }).flock(
    "flock:default",
  ).msTeams;
  try {
    print({ webhooks: await flock.filter(() => true) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { name, message, outcome } = error;
    print({ name, message, outcome });
  }
}

function print(outcome: object): void {
  process.stdout.write(JSON.stringify(outcome));
}

void main(process.argv[2]);

import { DEFAULT_AUTH_TOKEN, Emulator } from "../emulator";
import { flockIds } from "./programs/webhooks";
import { projectOf } from "./project";
import { ProviderHost } from "./provider-host";
import { referenceInState } from "./reference-in-state";
import { table } from "./report";

const NUMBERS = [100, 500, 2000];
const PER_FLOCK = 20;

/** What the provider process holds on to, in bytes. */
export interface Memory {
  /** Before the first webhook. */
  atStart: number;
  /** After so many webhooks. */
  after: Record<string, number>;
}

/** Creates webhooks in one process, as an `up` does. */
export async function measureMemory(): Promise<Memory> {
  const most = Math.max(...NUMBERS);
  const flocks = flockIds(most / PER_FLOCK);
  const emulator = await Emulator.start({ flocks });
  const host = await ProviderHost.start(projectOf("package"), { tellsMemory: true });
  try {
    await host.configure({ "canary:consoleUrl": emulator.url, "canary:authToken": DEFAULT_AUTH_TOKEN });
    const reference = await referenceInState();
    const memory: Memory = { atStart: await host.heldBytes(), after: {} };
    for (let index = 0; index < most; index++) {
      const inputs = { flockId: flocks[Math.floor(index / PER_FLOCK)], url: `https://hooks.acme.example/${index}` };
      await host.create({ ...inputs, host: "hooks.acme.example", headerNames: [], __provider: reference });
      if (NUMBERS.includes(index + 1)) memory.after[String(index + 1)] = await host.heldBytes();
    }
    return memory;
  } finally {
    await host.stop();
    await emulator.stop();
  }
}

export function memoryTable({ atStart, after }: Memory): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return table([
    ["what the provider process holds on to", "heap"],
    ["before the first webhook", megabytes(atStart)],
    ...Object.entries(after).map(([number, bytes]) => [`after ${number} webhooks`, megabytes(bytes)]),
  ]);
}

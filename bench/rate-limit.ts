import { Emulator, type RecordedRequest } from "../emulator";
import { openStack } from "./measure";
import { declaration, flockIds } from "./programs/webhooks";
import { table } from "./report";

const WEBHOOKS = 200;
const FLOCKS = 10;
const INTEGRATIONS = 20;
const ALLOWED_PER_SECOND = 10;
const LATENCY_MS = 20;

/** How an `up` fares where the Canary console limits its calls and Coralogix does not. */
export async function rateLimitReport(): Promise<string> {
  const alone = await up({});
  const { canary, coralogix } = await up({ rateLimit: { perSecond: ALLOWED_PER_SECOND } });
  const taken = canary.filter(({ status }) => status === 200);
  return table([
    [`up of ${WEBHOOKS} webhooks and ${INTEGRATIONS} integrations`, "measured"],
    [
      `calls a second that the limited API took, of ${ALLOWED_PER_SECOND} allowed`,
      ((taken.length - 1) / spanSeconds(taken)).toFixed(1),
    ],
    ["calls that it refused", String(canary.length - taken.length)],
    ["all calls to the limited API", `${spanSeconds(canary).toFixed(1)} s`],
    ["all calls to the other API meanwhile", `${spanSeconds(coralogix).toFixed(1)} s`],
    ["all calls to the other API without a limit", `${spanSeconds(alone.coralogix).toFixed(1)} s`],
  ]);
}

async function up(limit: { rateLimit?: { perSecond: number } }) {
  const canary = await Emulator.start({ flocks: flockIds(FLOCKS), latencyMs: LATENCY_MS, ...limit });
  const coralogix = await Emulator.start({ latencyMs: LATENCY_MS });
  try {
    const stack = await openStack("package", canary.url, coralogix.url, {
      ...declaration(WEBHOOKS, FLOCKS),
      BENCH_INTEGRATIONS: String(INTEGRATIONS),
    });
    try {
      await stack.up();
    } finally {
      await stack.close();
    }
    return { canary: canary.requests, coralogix: coralogix.requests };
  } finally {
    await canary.stop();
    await coralogix.stop();
  }
}

/** From the first of these calls to the last. */
function spanSeconds(requests: readonly RecordedRequest[]): number {
  return ((requests.at(-1)?.time ?? NaN) - (requests[0]?.time ?? NaN)) / 1000;
}

import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, Emulator, type RecordedRequest } from "../emulator";
import { Stack } from "../scripts/stack";
import { flockIds } from "./programs/webhooks";
import { projectOf } from "./project";
import { table } from "./report";

const WEBHOOKS = 200;
const FLOCKS = 10;
const INTEGRATIONS = 20;
const ALLOWED_PER_SECOND = 10;
const LATENCY_MS = 20;

/** How an `up` fares where one of its two APIs limits the calls. */
export interface RateLimit {
  /** Calls a second that the limited API took, from its first to its last. */
  perSecond: number;
  /** Calls that it answered with 429. */
  refused: number;
  /** How long the calls to the limited API took altogether. */
  limitedMs: number;
  /** From the first call to the other API to its last, beside the limited one and without a limit. */
  otherMs: number;
  otherAloneMs: number;
}

/** @throws CommandError where the limit makes the `up` fail. */
export async function measureRateLimit(): Promise<RateLimit> {
  const alone = await up(undefined);
  const { limited, other } = await up({ perSecond: ALLOWED_PER_SECOND });
  const taken = limited.filter(({ status }) => status === 200);
  return {
    perSecond: ((taken.length - 1) * 1000) / spanMs(taken),
    refused: limited.length - taken.length,
    limitedMs: spanMs(limited),
    otherMs: spanMs(other),
    otherAloneMs: spanMs(alone.other),
  };
}

export function rateLimitTable({ perSecond, refused, limitedMs, otherMs, otherAloneMs }: RateLimit): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return table([
    [`up of ${WEBHOOKS} webhooks and ${INTEGRATIONS} integrations`, "measured"],
    [`calls a second that the limited API took, of ${ALLOWED_PER_SECOND} allowed`, perSecond.toFixed(1)],
    ["calls that it refused", String(refused)],
    ["all calls to the limited API", seconds(limitedMs)],
    ["all calls to the other API meanwhile", seconds(otherMs)],
    ["all calls to the other API without a limit", seconds(otherAloneMs)],
  ]);
}

async function up(
  rateLimit: { perSecond: number } | undefined,
): Promise<{ limited: RecordedRequest[]; other: RecordedRequest[] }> {
  const canary = await Emulator.start({
    flocks: flockIds(FLOCKS),
    latencyMs: LATENCY_MS,
    ...(rateLimit && { rateLimit }),
  });
  const coralogix = await Emulator.start({ latencyMs: LATENCY_MS });
  try {
    const stack = await Stack.create({
      projectDir: projectOf("rate-limit"),
      config: {
        resources: String(WEBHOOKS),
        flocks: String(FLOCKS),
        generation: "first",
        integrations: String(INTEGRATIONS),
        "canary:consoleUrl": canary.url,
        "coralogix:baseUrl": coralogix.url,
      },
      secrets: { "canary:authToken": DEFAULT_AUTH_TOKEN, "coralogix:apiKey": DEFAULT_API_KEY },
    });
    try {
      await stack.up();
    } finally {
      await stack.close();
    }
    return { limited: canary.requests, other: coralogix.requests };
  } finally {
    await canary.stop();
    await coralogix.stop();
  }
}

function spanMs(requests: readonly RecordedRequest[]): number {
  return (requests.at(-1)?.time ?? NaN) - (requests[0]?.time ?? NaN);
}

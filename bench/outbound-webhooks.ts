import { DEFAULT_API_KEY, Emulator } from "../emulator";
import { DEFAULT_LIMITS } from "../provider/http/limits";
import type { AnyLifecycle } from "../provider/registry";
import { configurationOf, nextRun } from "./in-process";
import { table } from "./report";

const WEBHOOKS = 200;
const LATENCY_MS = 20;

const STEPS = ["create", "refresh", "update", "delete"] as const;

/** What one step took for all webhooks. */
interface Cost {
  requests: number;
  seconds: number;
}

/**
 * What outbound webhooks ask of Coralogix: the list has no configuration, so each is read by itself. The calls side by
 * side are compared with the same calls one after another.
 */
export async function outboundWebhooksReport(): Promise<string> {
  const oneByOne = await measured(1);
  const sideBySide = await measured(DEFAULT_LIMITS.parallelCalls);
  return table([
    [
      `${WEBHOOKS} outbound webhooks, ${LATENCY_MS} ms an answer`,
      "requests",
      "one after another",
      `${DEFAULT_LIMITS.parallelCalls} at once`,
      "ratio",
    ],
    ...STEPS.map((step) => [
      step,
      String(sideBySide[step].requests),
      `${oneByOne[step].seconds.toFixed(1)} s`,
      `${sideBySide[step].seconds.toFixed(1)} s`,
      (sideBySide[step].seconds / oneByOne[step].seconds).toFixed(2),
    ]),
  ]);
}

async function measured(parallelCalls: number): Promise<Record<(typeof STEPS)[number], Cost>> {
  const emulator = await Emulator.start({ latencyMs: LATENCY_MS });
  const configuration = configurationOf({
    coralogixBaseUrl: emulator.url,
    coralogixApiKey: DEFAULT_API_KEY,
    parallelCalls,
  });
  const declared = Array.from({ length: WEBHOOKS }, (_, index) => ({
    type: "generic",
    name: `webhook ${index}`,
    url: `https://hooks.acme.example/services/${index}/0123456789abcdef`,
    payload: { text: "$ALERT_NAME" },
  }));
  const cost = async (step: (lifecycle: AnyLifecycle) => Promise<unknown>): Promise<Cost> => {
    emulator.clearRequests();
    const lifecycle = nextRun("CoralogixOutboundWebhook", configuration);
    const start = performance.now();
    await step(lifecycle);
    const seconds = (performance.now() - start) / 1000;
    process.stderr.write(`${parallelCalls} at once: ${seconds.toFixed(1)} s\n`);
    return { requests: emulator.requests.length, seconds };
  };
  let made: Awaited<ReturnType<AnyLifecycle["create"]>>[] = [];
  try {
    const create = await cost(async (lifecycle) => {
      made = await Promise.all(
        declared.map((webhook, index) => {
          const { inputs } = lifecycle.check(`webhook-${index}`, webhook);
          return lifecycle.create(`webhook-${index}`, inputs);
        }),
      );
    });
    const refresh = await cost((lifecycle) => Promise.all(made.map(({ id, state }) => lifecycle.read(id, state))));
    const update = await cost((lifecycle) =>
      Promise.all(
        made.map(({ id, state }, index) => {
          const { inputs } = lifecycle.check(`webhook-${index}`, { ...declared[index], payload: "text" });
          return lifecycle.update(`webhook-${index}`, id, state, inputs);
        }),
      ),
    );
    const gone = await cost((lifecycle) => Promise.all(made.map(({ id, state }) => lifecycle.delete(id, state))));
    return { create, refresh, update, delete: gone };
  } finally {
    await emulator.stop();
  }
}

/** A generic webhook as each of the programs declares it. */
export interface Webhook {
  name: string;
  flockId: string;
  url: string;
  headers: Record<string, string>;
}

/** The id of a flock by its number: `flock:` and hexadecimal digits, as the console shows it. */
function flockId(flock: number): string {
  return `flock:${flock.toString(16).padStart(8, "0")}`;
}

/** The ids of so many flocks. */
export function flockIds(flocks: number): string[] {
  return Array.from({ length: flocks }, (_, flock) => flockId(flock));
}

/** What the environment tells the programs to declare. */
export function declaration(resources: number, flocks: number, generation: "first" | "second" = "first") {
  return { BENCH_RESOURCES: String(resources), BENCH_FLOCKS: String(flocks), BENCH_GENERATION: generation };
}

/** The webhooks of that {@link declaration}, flock by flock, as people write them down; headers tell the generation. */
export function webhooks(): Webhook[] {
  const { BENCH_RESOURCES, BENCH_FLOCKS, BENCH_GENERATION } = process.env;
  const [resources, flocks] = [Number(BENCH_RESOURCES), Number(BENCH_FLOCKS)];
  return Array.from({ length: resources }, (_, index) => ({
    name: `webhook-${index}`,
    flockId: flockId(Math.floor((index * flocks) / resources)),
    url: `https://hooks.acme.example/services/${index}/0123456789abcdef0123456789abcdef`,
    headers: { Authorization: `Bearer ${BENCH_GENERATION}-0123456789abcdef`, "X-Source": "canary" },
  }));
}

/** The same webhooks, those of each flock together. */
export function sets() {
  const byFlock = Map.groupBy(webhooks(), ({ flockId }) => flockId);
  return [...byFlock].map(([flockId, all], index) => ({
    name: `flock-${index}`,
    flockId,
    generic: all.map(({ url, headers }) => ({ url, headers })),
  }));
}

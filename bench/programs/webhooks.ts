import * as pulumi from "@pulumi/pulumi";

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

/**
 * The webhooks that the stack configuration asks for: `resources` of them in `flocks` flocks, flock by flock, as people
 * write them down. Their headers change with `generation`.
 */
export function webhooks(): Webhook[] {
  const config = new pulumi.Config();
  const resources = config.requireNumber("resources");
  const flocks = config.requireNumber("flocks");
  const generation = config.require("generation");
  return Array.from({ length: resources }, (_, index) => ({
    name: `webhook-${index}`,
    flockId: flockId(Math.floor((index * flocks) / resources)),
    url: `https://hooks.acme.example/services/${index}/0123456789abcdef0123456789abcdef`,
    headers: { Authorization: `Bearer ${generation}-0123456789abcdef`, "X-Source": "canary" },
  }));
}

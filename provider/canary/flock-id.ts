import type { SchemaBuilder } from "../engine/definition";

/** A flock's id, as the console shows it: `flock:default`, or `flock:` and hexadecimal digits. */
export function flockId(z: SchemaBuilder) {
  const allowed = 'must be the id of a flock: "flock:default", or "flock:" and its hexadecimal id';
  return z.string(allowed).regex(/^flock:[A-Za-z0-9_-]{1,128}$/, allowed);
}

import { z } from "zod";

const ALLOWED = 'must be the id of a flock, such as "flock:default"';

/** A flock's id, as the console shows it: `flock:` and letters, digits, hyphens or underscores. */
export const flockId = z.string(ALLOWED).regex(/^flock:[A-Za-z0-9_-]{1,128}$/, ALLOWED);

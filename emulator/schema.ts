import { z } from "zod";
import { behaviourChoices } from "./behaviour";
import { flocksSchema } from "./canary/schema";
import { accountsSchema } from "./coralogix/schema";

/** A whole state as it comes over HTTP; what is left out of a flock or a webhook gets its usual value. */
export const stateSchema = z.strictObject({ flocks: flocksSchema, accounts: accountsSchema });

/** Some choices of behaviour as they come over HTTP. */
export const behaviourSchema = z
  .strictObject(
    Object.fromEntries(Object.entries(behaviourChoices).map(([name, choices]) => [name, z.literal([...choices])])),
  )
  .partial();

/** Some settings as they come over HTTP. */
export const settingsSchema = z.strictObject({
  latencyMs: z.number().min(0).optional(),
  listLagMs: z.number().min(0).optional(),
  rateLimit: z.strictObject({ perSecond: z.int().min(1) }).nullish(),
  authTokens: z.array(z.string().min(1)).optional(),
});

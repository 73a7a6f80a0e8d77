import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { behaviourChoices, type Behaviour } from "./behaviour";
import type { Emulator } from "./emulator";
import { faultRuleSchema } from "./faults";
import { stateSchema } from "./state";

const behaviourSchema = z
  .strictObject(
    Object.fromEntries(Object.entries(behaviourChoices).map(([name, choices]) => [name, z.literal([...choices])])),
  )
  .partial();

const settingsSchema = z.strictObject({
  latencyMs: z.number().min(0).optional(),
  rateLimit: z.strictObject({ perSecond: z.int().min(1) }).nullish(),
  authTokens: z.array(z.string().min(1)).optional(),
});

/**
 * The emulator's own calls, which no vendor has: to look into it and to change it out of band. Bodies and answers are
 * JSON, and bad input is answered with 400 and a `message`.
 *
 * | call | does |
 * |---|---|
 * | `GET /admin/state` | shows the whole state |
 * | `PUT /admin/state` | replaces it |
 * | `PATCH /admin/state` | merges into it: objects member by member, lists and values as a whole |
 * | `GET`, `DELETE /admin/requests` | shows, forgets the vendors' calls so far |
 * | `GET`, `PATCH /admin/behaviour` | shows, changes what is played where the pages are silent |
 * | `GET`, `POST`, `DELETE /admin/faults` | shows, adds (one rule), drops the faults to come |
 * | `GET`, `PATCH /admin/settings` | shows, changes `latencyMs`, `rateLimit` (null for none) and `authTokens` |
 */
export function adminRoutes(app: FastifyInstance, emulator: Emulator): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ message: z.prettifyError(error) });
    return reply.code(error.statusCode ?? 500).send({ message: error.message });
  });

  const replaceState = (state: unknown): unknown => Object.assign(emulator.state, stateSchema.parse(state));
  app.get("/admin/state", () => emulator.state);
  app.put("/admin/state", (request) => replaceState(request.body));
  app.patch("/admin/state", (request) => replaceState(merge(emulator.state, request.body)));

  app.get("/admin/requests", () => emulator.requests);
  app.delete("/admin/requests", () => {
    emulator.clearRequests();
    return [];
  });

  app.get("/admin/behaviour", () => emulator.behaviour);
  app.patch("/admin/behaviour", (request) =>
    Object.assign(emulator.behaviour, behaviourSchema.parse(request.body) as Partial<Behaviour>),
  );

  app.get("/admin/faults", () => emulator.faults.list());
  app.post("/admin/faults", (request) => {
    emulator.addFault(faultRuleSchema.parse(request.body));
    return emulator.faults.list();
  });
  app.delete("/admin/faults", () => {
    emulator.clearFaults();
    return [];
  });

  const settings = (): object => ({
    latencyMs: emulator.latencyMs,
    rateLimit: emulator.rateLimit ?? null,
    authTokens: [...emulator.authTokens],
  });
  app.get("/admin/settings", settings);
  app.patch("/admin/settings", (request) => {
    const { latencyMs, rateLimit, authTokens } = settingsSchema.parse(request.body);
    if (latencyMs !== undefined) emulator.latencyMs = latencyMs;
    if (rateLimit !== undefined) emulator.rateLimit = rateLimit ?? undefined;
    if (authTokens !== undefined) {
      emulator.authTokens.clear();
      for (const token of authTokens) emulator.authTokens.add(token);
    }
    return settings();
  });
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(target) || !isObject(patch)) return patch;
  const merged = { ...target };
  for (const [name, value] of Object.entries(patch)) merged[name] = merge(target[name], value);
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

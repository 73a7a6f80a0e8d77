import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Behaviour } from "./behaviour";
import { behaviourSchema, settingsSchema, stateSchema } from "./schema";
import type { EmulatorState } from "./state";
import { faultRuleSchema } from "./world/fault-schema";
import type { World } from "./world/world";

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
 * | `GET`, `PATCH /admin/settings` | shows, changes `latencyMs`, `listLagMs`, `rateLimit` (null for none) and `authTokens` |
 */
export function adminRoutes(
  app: FastifyInstance,
  world: World<EmulatorState, Behaviour>,
  authTokens: Set<string>,
): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ message: z.prettifyError(error) });
    return reply.code(error.statusCode ?? 500).send({ message: error.message });
  });

  const replaceState = (state: unknown): unknown => Object.assign(world.state, stateSchema.parse(state));
  app.get("/admin/state", () => world.state);
  app.put("/admin/state", (request) => replaceState(request.body));
  app.patch("/admin/state", (request) => replaceState(merge(world.state, request.body)));

  app.get("/admin/requests", () => world.recorder.requests);
  app.delete("/admin/requests", () => {
    world.recorder.clear();
    return [];
  });

  app.get("/admin/behaviour", () => world.behaviour);
  app.patch("/admin/behaviour", (request) =>
    Object.assign(world.behaviour, behaviourSchema.parse(request.body) as Partial<Behaviour>),
  );

  app.get("/admin/faults", () => world.faults.list());
  app.post("/admin/faults", (request) => {
    world.faults.add(faultRuleSchema.parse(request.body));
    return world.faults.list();
  });
  app.delete("/admin/faults", () => {
    world.clearFaults();
    return [];
  });

  const settings = (): object => ({
    latencyMs: world.latencyMs,
    listLagMs: world.history.lagMs,
    rateLimit: world.rateLimit ?? null,
    authTokens: [...authTokens],
  });
  app.get("/admin/settings", settings);
  app.patch("/admin/settings", (request) => {
    const changed = settingsSchema.parse(request.body);
    if (changed.latencyMs !== undefined) world.latencyMs = changed.latencyMs;
    if (changed.listLagMs !== undefined) world.history.lagMs = changed.listLagMs;
    if (changed.rateLimit !== undefined) world.rateLimit = changed.rateLimit ?? undefined;
    if (changed.authTokens !== undefined) {
      authTokens.clear();
      for (const token of changed.authTokens) authTokens.add(token);
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

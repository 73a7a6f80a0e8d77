import { z } from "zod";
import { newWebhookId } from "./state";

const generic = z.strictObject({
  url: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  webhook_id: z.string().default(newWebhookId),
});

const slack = z.strictObject({
  team: z.string(),
  channel: z.string(),
  configuration_url: z.string().default(""),
  url: z.string(),
});

const splunk = z.strictObject({ host: z.string(), port: z.string(), token: z.string() });

const rawEntries = z.array(z.unknown()).exactOptional();

const raw = z.strictObject({
  generic: rawEntries,
  "generic/list": rawEntries,
  ms_teams: rawEntries,
  slack: rawEntries,
});

const flock = z.strictObject({
  name: z.string().default("Flock"),
  mode: z.enum(["enabled", "disabled", "global"]).default("enabled"),
  generic: z.array(generic).default([]),
  ms_teams: z.array(z.string()).default([]),
  slack: z.array(slack).default([]),
  splunk: splunk.nullable().default(null),
  raw: raw.exactOptional(),
});

/** The flocks of a state as they come over HTTP. */
export const flocksSchema = z.record(z.string(), flock);

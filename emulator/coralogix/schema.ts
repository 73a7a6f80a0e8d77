import { z } from "zod";

const timestamp = z.string().default(() => new Date().toISOString());

const integration = z.strictObject({
  id: z.int(),
  alias: z.string(),
  url: z.string().default(""),
  integration_type_fields: z.string().nullable().default(null),
  integration_type_id: z.int().min(0).max(11),
  configuration: z.record(z.string(), z.unknown()).exactOptional(),
  created_at: timestamp,
  updated_at: timestamp,
});

const account = z.strictObject({
  companyId: z.int(),
  integrations: z.array(integration).default([]),
  raw: z.array(z.unknown()).exactOptional(),
  rawSummaries: z.array(z.unknown()).exactOptional(),
});

/** The accounts of a state as they come over HTTP. */
export const accountsSchema = z.record(z.string(), account);

import { z } from "zod";
import type { Fault, FaultRule } from "./faults";

const effect = z.enum(["before", "after"]).exactOptional();
const status = z.int().min(200).max(599);

const faultSchema: z.ZodType<Fault> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status,
    retryAfter: z.union([z.number(), z.string()]).exactOptional(),
    message: z.string().exactOptional(),
    effect,
  }),
  z.strictObject({ kind: z.literal("reset"), effect }),
  z.strictObject({ kind: z.literal("truncated"), effect }),
  z.strictObject({ kind: z.literal("delay"), delayMs: z.number().min(0), effect }),
  z.strictObject({ kind: z.literal("hang"), effect }),
  z.strictObject({ kind: z.literal("malformed"), effect }),
  z.strictObject({ kind: z.literal("empty"), effect }),
  z.strictObject({ kind: z.literal("html"), status: status.exactOptional(), effect }),
  z.strictObject({ kind: z.literal("error result"), message: z.string().exactOptional(), effect }),
  z.strictObject({ kind: z.literal("redirect"), location: z.string(), status: status.exactOptional(), effect }),
  z.strictObject({ kind: z.literal("oversized"), bytes: z.int().min(14), effect }),
  z.strictObject({
    kind: z.literal("gateway"),
    status: status.exactOptional(),
    form: z.enum(["grpc-gateway", "Kong", "Spring", "API"]).exactOptional(),
    effect,
  }),
  z.strictObject({
    kind: z.literal("late"),
    delayMs: z.number().min(0),
    answer: z.union([z.enum(["none", "reset"]), status]).exactOptional(),
  }),
]);

/** A {@link FaultRule} as it comes over HTTP. */
export const faultRuleSchema: z.ZodType<FaultRule> = z.strictObject({
  call: z.string().refine(isPattern, "must be a call's name or a regular expression").exactOptional(),
  method: z.string().exactOptional(),
  skip: z.int().min(0).exactOptional(),
  times: z.int().min(1).exactOptional(),
  fault: faultSchema,
});

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

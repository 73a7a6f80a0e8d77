import type { z } from "zod";

import { printable } from "./redact";

/** Where an answer is of another form than documented. */
export function pathOf(error: z.ZodError): string {
  return printable(error.issues[0]?.path.join(".") ?? "");
}

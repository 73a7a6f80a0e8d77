import type { z } from "zod";

import { printable } from "./redact";

/** An entry of a list, as far as it could be understood. */
export interface Listed {
  /** Where it is of another form than documented, if it is: then only its identity is known. */
  readonly flaw?: string;
}

/** Where an answer is of another form than documented. */
export function pathOf(error: z.ZodError): string {
  return printable(error.issues[0]?.path.join(".") ?? "");
}

/**
 * Understands a list entry by entry, so that an odd one does not get in the way of the others. An entry without what
 * identifies it is skipped; of one with a flaw nothing but its identity is kept.
 */
export function entryByEntry<Entry extends object>(identity: z.ZodType<Entry>, whole: z.ZodType<Entry>) {
  return (all: readonly unknown[]): (Entry & Listed)[] =>
    all.flatMap((item) => {
      const identified = identity.safeParse(item);
      if (!identified.success) return [];
      const understood = whole.safeParse(item);
      return [understood.success ? understood.data : { ...identified.data, flaw: pathOf(understood.error) }];
    });
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** An example of a vendor's page: its title, the line with verb and address, and the texts below it by their heading. */
export interface PageExample {
  title: string;
  line: string;
  parts: Readonly<Record<string, string>>;
}

/** The examples of a page that was transcribed into this folder. */
export function readPage(file: string): PageExample[] {
  const [, ...sections] = readFileSync(join(__dirname, file), "utf8").split(/^=== /m);
  return sections.map((section) => {
    const [head = "", ...parts] = section.split(/^--- /m);
    const [title = "", line = ""] = head.split("\n");
    const entries = parts.map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]);
    return { title, line, parts: Object.fromEntries(entries) as Record<string, string> };
  });
}

/** The shape of a JSON value: member names, and for every value its type; of a list, the shape of its first item. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "..");

/** A block of code that a page shows. */
export interface Block {
  /** The page and the line. */
  readonly where: string;
  readonly language: string;
  readonly code: string;
}

/** The pages for users, from the root of the project. */
export const userPages: readonly string[] = [
  "README.md",
  ...readdirSync(path.join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** The text of a file, by its path from the root of the project. */
export function textOf(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** The blocks of code of a page, or of the doc comments of a source file. */
export function blocksOf(file: string): Block[] {
  const text = textOf(file);
  return [...text.matchAll(/^(?: \* )?```(\w+)\n([^]*?)^(?: \* )?```$/gm)].map(
    ({ index, 1: language = "", 2: code = "" }) => ({
      where: `${file}:${text.slice(0, index).split("\n").length}`,
      language,
      code: code.replaceAll(/^ \* ?/gm, ""),
    }),
  );
}

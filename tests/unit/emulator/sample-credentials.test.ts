import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

import { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN } from "../../../emulator";
import { redact } from "../../../provider/http/redact";

const root = path.resolve(__dirname, "../../..");

/** Every text in the code of a folder, in which all its messages are. */
function textsOf(folder: string): string[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const code = readFileSync(path.join(root, folder, file), "utf8");
      const texts: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) texts.push(node.text);
        ts.forEachChild(node, visit);
      };
      visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest));
      return texts;
    });
}

test("masking the emulator's sample credentials garbles none of the package's messages", () => {
  const texts = [...new Set([...textsOf("provider"), ...textsOf("cli")])];
  expect(texts.length).toBeGreaterThan(500);
  const garbled = texts.filter((text) => redact(text, [DEFAULT_AUTH_TOKEN, DEFAULT_API_KEY]) !== text);
  expect(garbled).toEqual([]);
});

import { readFileSync } from "node:fs";
import path from "node:path";

import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

/** A call and its answer. Without an answer, only the request is looked at. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly body?: unknown;
  readonly answer?: { readonly status: number; readonly body: unknown };
}

interface Operation {
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

const BASE = "/mgmt/openapi/5";
const ID = "coralogix-openapi.json";

const document = closed(JSON.parse(readFileSync(path.join(__dirname, ID), "utf8"))) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, ID);

/** What is sent or answered otherwise than the vendor's OpenAPI document allows. A call that it does not have is a flaw as well. */
export function flawsOf({ method, url, body, answer }: Exchange): string[] {
  const [template, operation] = operationOf(method, url.slice(BASE.length).split("?")[0] ?? "");
  if (template === undefined || operation === undefined || !url.startsWith(BASE))
    return [`${method} ${url}: no such call`];
  const pointer = `#/paths/${pointerOf(template)}/${method.toLowerCase()}`;
  const content = "content/application~1json/schema";
  const sent = operation.requestBody && flaws(`${pointer}/requestBody/${content}`, body);
  const unexpected = operation.requestBody === undefined && body !== undefined ? ["a body"] : [];
  const answered = answer && flaws(answerPointer(operation, pointer, answer.status, content), answer.body);
  return [...(sent ?? []), ...unexpected, ...(answered ?? [])].map((flaw) => `${method} ${template}: ${flaw}`);
}

/** The document has a few statuses. Others are an error like these: the vendor's own client knows 404, for one. */
function answerPointer({ responses }: Operation, pointer: string, status: number, content: string): string {
  return String(status) in responses ? `${pointer}/responses/${status}/${content}` : "#/components/schemas/Error";
}

function operationOf(method: string, path: string): [string | undefined, Operation | undefined] {
  const matching = Object.entries(document.paths).filter(([template]) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path),
  );
  // The one with the fewest parameters is meant.
  const [found] = matching.sort(([a], [b]) => a.split("{").length - b.split("{").length);
  return [found?.[0], found?.[1][method.toLowerCase()]];
}

const validators = new Map<string, ValidateFunction>();

function flaws(pointer: string, value: unknown): string[] {
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `${ID}${pointer}` });
  validators.set(pointer, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}

function pointerOf(template: string): string {
  return encodeURIComponent(template.replaceAll("/", "~1"));
}

/** A document whose objects have no other members than it names, so that a misspelled one is a flaw. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, closed(member)]));
  const isObject = members.type === "object" && typeof members.properties === "object";
  return isObject ? { additionalProperties: false, ...members } : members;
}

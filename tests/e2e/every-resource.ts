import type { Emulator } from "../../emulator";
import { BY_HAND, type Properties, SECRET, type Specimen, account, flock, specimens } from "../specimens";
import { type Declared, secret } from "./scenario";

/** What marks a secret of a specimen in any text. */
const MARKER = new RegExp(`${SECRET}[A-Z]\\w+`);

/** The markers of all secrets, of those as well that the console gives to what is declared. */
export const markers: readonly string[] = [
  ...new Set(
    JSON.stringify(specimens.map(({ inputs, expected }) => [inputs, expected])).match(new RegExp(MARKER, "g")),
  ),
];

/**
 * The stack's secret configuration: every secret that a specimen declares, and what the console gives to it. That is there
 * because the CLI keeps out of its own verbose log what is in the configuration, and nothing else.
 */
export const secrets: Readonly<Record<string, string>> = Object.fromEntries(
  specimens.flatMap(({ inputs, expected }) =>
    textsIn([inputs, expected]).flatMap((text) => (MARKER.test(text) ? [[keyOf(text), text]] : [])),
  ),
);

/** The key of a secret in the configuration. */
function keyOf(text: string): string {
  return MARKER.exec(text)?.[0].replace(SECRET, "") ?? "";
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Values as a program has them: secrets come from the configuration. */
function configured<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_name, inner: unknown) =>
    typeof inner === "string" && MARKER.test(inner) ? secret(keyOf(inner)) : inner,
  ) as Value;
}

/** A program's declaration of a specimen. */
export function declare({ name, className, inputs }: Specimen, change: Properties = {}): Declared {
  return { className, name, args: configured({ ...inputs, ...change }) };
}

/** One resource of each class, and of the Coralogix one each type. Their uuids are left to the package. */
export function everyResource(): Declared[] {
  return specimens.map((specimen) => declare(specimen, { uuid: undefined }));
}

/** The same resources, some of them with other arguments. */
export function withArgs(
  resources: readonly Declared[],
  changes: Readonly<Record<string, Properties | undefined>>,
): Declared[] {
  return resources.map(({ args, ...it }) => ({ ...it, args: configured({ ...args, ...changes[it.name] }) }));
}

/** What others have made by hand before, of which nothing may be touched. */
export function addByHand(emulator: Emulator): void {
  const there = flock(emulator);
  const url = `https://${BY_HAND}.example/`;
  there.mode = "global";
  there.generic.push({ url, headers: { "X-By": "hand" }, webhook_id: BY_HAND });
  there.ms_teams.push(url);
  there.slack.push({ team: "SOC", channel: `#${BY_HAND}`, configuration_url: `${url}slack`, url });
  const at = "2026-01-01T00:00:00.000Z";
  account(emulator).integrations.push({
    id: 1000,
    alias: BY_HAND,
    url,
    integration_type_fields: "[]",
    integration_type_id: 0,
    created_at: at,
    updated_at: at,
  });
}

/** Adds what only the console can add, for the specimens themselves or as they are once they are changed. */
export function prepareAll(emulator: Emulator, changed: (specimen: Specimen) => Properties = () => ({})): void {
  for (const specimen of specimens) specimen.prepare?.(emulator, { ...specimen.inputs, ...changed(specimen) });
}

import { type Configuration, secretKeys, unknownKeys } from "../../provider/configuration";
import type { StackConfiguration } from "../settings";
import type { Finding } from "./finding";

const WHAT = "Settings";

/** Whether the settings can be right: those of a stack, if there is one, or the environment's. */
export function checkSettings(configuration: Configuration, stack: StackConfiguration | undefined): Finding[] {
  const findings: Finding[] = [
    ...configuration.flaws().map(({ message }) => failed(message)),
    ...unknownKeys([...(stack?.keys() ?? [])]).map((key) => failed(`${key} is not a setting of this package.`)),
    ...secretKeys.flatMap((key) => plainSecret(key, stack)),
  ];
  if (findings.length > 0) return findings;
  return [{ what: WHAT, status: "ok", detail: stack === undefined ? "from the environment" : "from the stack" }];
}

function plainSecret(key: string, stack: StackConfiguration | undefined): Finding[] {
  if (stack?.get(key)?.isSecret !== false) return [];
  const remedy = `Give it a new value with "pulumi config set --secret ${key}".`;
  return [{ what: WHAT, status: "warning", detail: `${key} is in plain text in the stack's file. ${remedy}` }];
}

function failed(detail: string): Finding {
  return { what: WHAT, status: "failed", detail };
}

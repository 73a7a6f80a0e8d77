import { ApiError, ConfigurationError } from "../http/errors";
import { AlreadyExists, InitializationFailed, OtherHome, messageOf } from "../lifecycle/errors";
import { keyOf } from "../settings";
import { ADOPT_EXISTING } from "./serving";

/** What a host can do that another can't. */
export interface HostAbilities {
  /** How what exists is imported. */
  readonly importing: string;
}

/** The message of an error, and what to do about it with the CLI. */
export function withAdvice(error: unknown, host: HostAbilities): string {
  return `${messageOf(error)} ${adviceFor(error, host)}`.trim();
}

function adviceFor(error: unknown, host: HostAbilities): string {
  if (error instanceof InitializationFailed) {
    return [adviceFor(error.cause, host), "The next pulumi up finds out and completes it."].join(" ").trim();
  }
  if (error instanceof AlreadyExists) {
    const ways = error.isReplacement
      ? "of a resource that has left the program, or whose deletion is still pending, adoptExisting: true is enough"
      : "after a rename, give the resource its old name in aliases; to replace it by the very same (--replace), set " +
        "deleteBeforeReplace: true";
    return (
      `To take it over, set adoptExisting: true on the resource or ${host.importing}. If this stack made it: ` +
      `${ways}; after an interrupted run, take it over with: ${ADOPT_EXISTING}=true pulumi up`
    );
  }
  if (error instanceof OtherHome) {
    return (
      "Nothing was sent there. To go on, configure the one that it is in. To move it on purpose, remove it from the program " +
      "and run pulumi up before the configuration changes, or leave it where it is and forget it with pulumi state " +
      "delete. A Canary console that was renamed is declared with alert-webhooks:canaryFormerConsoleUrl."
    );
  }
  if (error instanceof ApiError && error.unauthorized) {
    return (
      "pulumi refresh and pulumi destroy use the credential that the last pulumi up saved: after a rotation run them with " +
      "--run-program, or keep address and credential in the environment, which is always current."
    );
  }
  if (error instanceof ConfigurationError && error.missing !== undefined) {
    const { name, variable, isSecret, provider: explicit } = error.missing;
    if (explicit !== undefined) return `Pass ${name} to that Provider.`;
    const command = `pulumi config set ${isSecret ? "--secret " : ""}${keyOf(name)}`;
    return `Set it with "${command}", or set all of this vendor's settings in the environment, this one as ${variable}.`;
  }
  return "";
}

import type { Configuration } from "../configuration";
import { ConfigurationError } from "../http/errors";
import type { Checked } from "../lifecycle/check";
import type { Siblings } from "../lifecycle/lifecycle";
import type { AnyLifecycle, Registration } from "../registry";
import { warn } from "./engine-log";

/** Takes over what exists for one run, for all resources: the way back after a crash between a create and its record. */
export const ADOPT_EXISTING = "ALERT_WEBHOOKS_ADOPT_EXISTING";

/** Configuration errors that were reported in this process: one is enough, however many resources meet it. */
const reported = new Set<string>();

/** Starts the lifecycle of a resource for one run of the engine. */
export function start(
  registration: Registration,
  configuration: Configuration,
  siblings: Siblings | undefined,
): AnyLifecycle {
  return registration.start(configuration, {
    adoptExisting: process.env[ADOPT_EXISTING] === "true",
    warn,
    siblings,
  });
}

/**
 * Why a resource can't be declared so. The engine prints the value of a property that a failure names, so the reason has
 * the path instead.
 */
export function reasonsOf({ failures }: Checked): string[] {
  return failures.map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`));
}

/** What keeps the lifecycle from reaching its API, unless it was reported before. */
export function newConfigurationError(lifecycle: AnyLifecycle): ConfigurationError | undefined {
  try {
    lifecycle.connect();
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (reported.has(error.message)) return undefined;
    reported.add(error.message);
    return error;
  }
}

import type { CanaryBehaviour } from "./behaviour";
import { change, read, type FlockCalls } from "./flock-call";
import type { FlockState } from "./state";

/** What the calls of the page show as `is_enabled` and `webhooks_enabled`. */
export function enabled({ mode }: FlockState, behaviour: CanaryBehaviour): CanaryBehaviour["enabledWhenGlobal"] {
  return mode === "global" ? behaviour.enabledWhenGlobal : mode === "enabled";
}

/** What `info` and `flocks/summary` show as `webhooks_enabled`. */
export function summaryEnabled({ mode }: FlockState): boolean | "Global" {
  return mode === "global" ? "Global" : mode === "enabled";
}

const setMode = (mode: FlockState["mode"]) =>
  change([], (flock) => {
    flock.mode = mode;
  });

export const modeCalls: FlockCalls = {
  is_enabled: read((flock, behaviour) => ({ is_enabled: enabled(flock, behaviour) })),
  is_global: read((flock) => ({ is_global: flock.mode === "global" })),
  disable: setMode("disabled"),
  enable: setMode("enabled"),
  use_global: setMode("global"),
};

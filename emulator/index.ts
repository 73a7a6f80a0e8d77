/**
 * An emulator of both vendors' webhook APIs, for tests: of this package, and of programs that use it.
 *
 * @packageDocumentation
 */
export { behaviourChoices } from "./behaviour";
export { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator } from "./emulator";
export type { Behaviour } from "./behaviour";
export type { FlockState, GenericWebhook, SlackWebhook, SplunkWebhook } from "./canary/state";
export type { AccountState, Integration } from "./coralogix/state";
export type { EmulatorOptions } from "./emulator";
export type { EmulatorState } from "./state";
export type { Fault, FaultRule, GatewayForm } from "./world/faults";
export type { RecordedRequest } from "./world/recorder";
export type { InterceptedCall } from "./world/world";

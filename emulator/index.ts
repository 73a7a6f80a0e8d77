/**
 * An emulator of both vendors' webhook APIs, for tests: of this package, and of programs that use it.
 *
 * @packageDocumentation
 */
export { type Behaviour, behaviourChoices } from "./behaviour";
export type { InterceptedCall, RecordedRequest } from "./call";
export { DEFAULT_API_KEY, DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator, type EmulatorOptions } from "./emulator";
export type { Fault, FaultRule } from "./faults";
export type {
  AccountState,
  EmulatorState,
  FlockState,
  GenericWebhook,
  Integration,
  SlackWebhook,
  SplunkWebhook,
} from "./state";

import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** The host's first argument is the engine's address. */
export const [, , ENGINE] = process.argv;

/** Shows a warning to the user, on the stack: a dynamic provider is not told which resource it serves. */
export function warn(message: string): void {
  log(LogSeverity.WARNING, message);
}

/** Tells the user something, on the stack. */
export function inform(message: string): void {
  log(LogSeverity.INFO, message);
}

function log(severity: LogSeverity, message: string): void {
  if (ENGINE === undefined) return;
  const client = new EngineClient(ENGINE, credentials.createInsecure());
  client.log(new LogRequest().setSeverity(severity).setMessage(message), () => {
    client.close();
  });
}

import { Metadata, type ServiceError, type handleUnaryCall, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Properties } from "../../lifecycle/lifecycle";
import { unmarked } from "../secrets";

/** What the engine passed. */
export function propertiesOf(struct: Struct | undefined): Properties {
  return unmarked(struct?.toJavaScript() ?? {}) as Properties;
}

/** Properties for the engine. */
export function structOf(properties: object): Struct {
  const defined = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Struct.fromJavaScript(Object.fromEntries(defined));
}

/** A resource that is kept in state though it is not as declared. */
export interface Kept {
  readonly id: string;
  readonly properties: Struct;
  readonly inputs: Struct;
}

/** An error as the engine shows it. */
export class Report extends Error {
  readonly kept: Kept | undefined;

  constructor(message: string, kept?: Kept) {
    super(message);
    this.kept = kept;
  }
}

/** Serves a call by a function. */
export function unary<Request, Answer>(
  serve: (request: Request) => Answer | Promise<Answer>,
): handleUnaryCall<Request, Answer> {
  return ({ request }, done) => {
    new Promise<Answer>((resolve) => {
      resolve(serve(request));
    }).then(
      (answer) => {
        done(null, answer);
      },
      (error: unknown) => {
        done(asServiceError(error));
      },
    );
  };
}

function asServiceError(error: unknown): Partial<ServiceError> {
  const details = error instanceof Error ? error.message : String(error);
  const kept = error instanceof Report ? error.kept : undefined;
  if (kept === undefined) return { code: status.UNKNOWN, details };
  const { id, properties, inputs } = kept;
  const failed = new ErrorResourceInitFailed()
    .setId(id)
    .setProperties(properties)
    .setInputs(inputs)
    .setReasonsList([details]);
  const packed = new Any();
  packed.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const metadata = new Metadata();
  const answer = new Status().setCode(status.UNKNOWN).setMessage(details).setDetailsList([packed]);
  metadata.set("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return { code: status.UNKNOWN, details, metadata };
}

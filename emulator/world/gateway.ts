import { STATUS_CODES } from "node:http";
import type { GatewayForm } from "./faults";

/** Codes of gRPC, by the HTTP status that grpc-gateway makes of them. */
const GRPC_CODES: Readonly<Record<number, number>> = { 401: 16, 403: 7, 404: 5, 429: 8, 503: 14, 504: 4 };
const GRPC_UNKNOWN = 2;

const KONG_MESSAGES: Readonly<Record<number, string>> = {
  404: "no Route matched with those values",
  502: "An invalid response was received from the upstream server",
  503: "failure to get a peer from the ring-balancer",
  504: "The upstream server is timing out",
};

/** What a gateway of this form answers. */
export function gatewayBody(
  form: GatewayForm,
  {
    status,
    path,
    errorBody,
  }: { status: number; path: string; errorBody: (message: string, status: number) => unknown },
): unknown {
  const reason = STATUS_CODES[status] ?? "Unknown";
  switch (form) {
    case "grpc-gateway":
      return { code: GRPC_CODES[status] ?? GRPC_UNKNOWN, message: reason };
    case "Kong":
      return { message: KONG_MESSAGES[status] ?? reason };
    case "Spring":
      return { timestamp: new Date().toISOString(), status, error: reason, path };
    case "API":
      return errorBody("Unknown API endpoint", status);
  }
}

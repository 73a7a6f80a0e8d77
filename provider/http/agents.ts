import http from "node:http";
import https from "node:https";
import type net from "node:net";
import type { Duplex } from "node:stream";

/** The code of the error that a connection fails with when it takes longer than its time-out. */
const CONNECT_TIMEOUT_CODE = "ERR_CONNECT_TIMEOUT";

/** Connections are kept for further calls, and one that is not made in time fails. */
export function createAgents(connectTimeoutMs: number): { httpAgent: http.Agent; httpsAgent: https.Agent } {
  const httpAgent = new http.Agent({ keepAlive: true });
  // Stated, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the user's environment does not switch it off.
  const httpsAgent = new https.Agent({ keepAlive: true, rejectUnauthorized: true });
  limitConnecting(httpAgent, "connect", connectTimeoutMs);
  limitConnecting(httpsAgent, "secureConnect", connectTimeoutMs);
  return { httpAgent, httpsAgent };
}

function limitConnecting(agent: http.Agent, connected: "connect" | "secureConnect", timeoutMs: number): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback) as net.Socket | Duplex | null | undefined;
    if (!socket) return socket;
    const timer = setTimeout(() => {
      const error = new Error(`not connected within ${timeoutMs / 1000} s`);
      socket.destroy(Object.assign(error, { code: CONNECT_TIMEOUT_CODE }));
    }, timeoutMs);
    const stop = () => {
      clearTimeout(timer);
    };
    socket.once(connected, stop).once("close", stop);
    return socket;
  };
}

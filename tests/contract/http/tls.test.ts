import { execFile } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import tls from "node:tls";
import { promisify } from "node:util";

import { Emulator } from "../../../emulator";

const root = path.resolve(__dirname, "../../..");
const fixtures = path.join(root, "tests/fixtures/tls");
const AUTHORITY = { NODE_EXTRA_CA_CERTS: path.join(fixtures, "authority.pem") };

let emulator: Emulator;
/** The emulator behind TLS, with a certificate of an authority that nobody trusts. */
let secured: tls.Server;
let proxy: Proxy;

beforeAll(async () => {
  emulator = await Emulator.start();
  const [key, cert] = ["server.key", "server.pem"].map((file) => fs.readFileSync(path.join(fixtures, file)));
  secured = tls.createServer({ key, cert }, (socket) => {
    relay(socket, net.connect(emulator.port, "127.0.0.1"));
  });
  await listen(secured);
  proxy = await startProxy(secured);
});
afterAll(async () => {
  secured.close();
  proxy.server.close();
  await emulator.stop();
});
beforeEach(() => {
  emulator.clearRequests();
  proxy.requests.length = 0;
  proxy.answer = undefined;
});

interface Proxy {
  readonly server: http.Server;
  readonly url: string;
  /** What was asked of it: the method and the target, and the credential it came with. */
  readonly requests: { line: string; authorization: string | undefined }[];
  /** What it answers instead of connecting. */
  answer: string | undefined;
}

/** A proxy that connects every name to one server. */
async function startProxy(target: net.Server): Promise<Proxy> {
  const server = http.createServer();
  await listen(server);
  const url = `http://127.0.0.1:${String(portOf(server))}`;
  const started: Proxy = { server, url, requests: [], answer: undefined };
  const note = ({ method, url: line, headers }: http.IncomingMessage) => {
    started.requests.push({ line: `${method ?? ""} ${line ?? ""}`, authorization: headers["proxy-authorization"] });
  };
  server.on("request", (request, response) => {
    note(request);
    response.end();
  });
  server.on("connect", (request, socket) => {
    note(request);
    socket.write(started.answer ?? "HTTP/1.1 200 Connection established\r\n\r\n");
    if (started.answer === undefined) relay(socket, net.connect(portOf(target), "127.0.0.1"));
    else socket.end();
  });
  return started;
}

function relay(one: NodeJS.ReadWriteStream & { destroy: () => void }, other: net.Socket): void {
  one.pipe(other).pipe(one);
  one.on("error", () => other.destroy());
  other.on("error", () => {
    one.destroy();
  });
}

async function listen(server: net.Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: net.Server): number {
  return (server.address() as AddressInfo).port;
}

/** What a process with this environment alone comes to. */
async function listWebhooks(consoleUrl: string, environment: Readonly<Record<string, string>>): Promise<unknown> {
  const program = path.join(__dirname, "list-webhooks.ts");
  const compilerOptions = JSON.stringify({ rootDir: root });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--no-warnings", "--require", "ts-node/register/transpile-only", program, consoleUrl],
    { cwd: root, env: { PATH: process.env.PATH, TS_NODE_COMPILER_OPTIONS: compilerOptions, ...environment } },
  );
  return JSON.parse(stdout) as unknown;
}

const callTo = (address: string) => `GET ${new URL(address).host}/api/v1/flock/settings/webhooks/ms_teams`;
const refusedCertificate = (address: string, code: string) => ({
  name: "ApiError",
  outcome: "not sent",
  message: `${callTo(address)} was not sent: the server's certificate was refused (${code}). The address is that of alert-webhooks:canaryConsoleUrl. For a private certificate authority set NODE_EXTRA_CA_CERTS.`,
});
const untrusted = (address: string) => refusedCertificate(address, "UNABLE_TO_VERIFY_LEAF_SIGNATURE");

describe("certificates", () => {
  const address = () => `https://localhost:${String(portOf(secured))}`;

  test("of an authority that nobody trusts are refused", async () => {
    expect(await listWebhooks(address(), {})).toEqual(untrusted(address()));
    expect(emulator.requests).toEqual([]);
  });

  test("are verified although the environment says not to", async () => {
    expect(await listWebhooks(address(), { NODE_TLS_REJECT_UNAUTHORIZED: "0" })).toEqual(untrusted(address()));
    expect(emulator.requests).toEqual([]);
  });

  test("of an authority that the environment adds are accepted", async () => {
    expect(await listWebhooks(address(), AUTHORITY)).toEqual({ webhooks: [] });
    expect(emulator.requests).toHaveLength(1);
  });

  test("for another name are refused", async () => {
    const other = `https://127.0.0.1:${String(portOf(secured))}`;
    expect(await listWebhooks(other, AUTHORITY)).toEqual(refusedCertificate(other, "ERR_TLS_CERT_ALTNAME_INVALID"));
    expect(emulator.requests).toEqual([]);
  });
});

describe("a proxy", () => {
  test.each(["HTTPS_PROXY", "https_proxy"])(
    "of %s is asked to connect, and sees nothing of the call",
    async (variable) => {
      const outcome = await listWebhooks("https://console.test", { ...AUTHORITY, [variable]: proxy.url });
      expect(outcome).toEqual({ webhooks: [] });
      expect(proxy.requests).toEqual([{ line: "CONNECT console.test:443", authorization: undefined }]);
      expect(emulator.requests).toHaveLength(1);
    },
  );

  test("is given its own credential", async () => {
    const withCredential = proxy.url.replace("//", "//user:p%40ss@");
    expect(await listWebhooks("https://console.test", { ...AUTHORITY, HTTPS_PROXY: withCredential })).toEqual({
      webhooks: [],
    });
    expect(proxy.requests).toHaveLength(1);
    expect(proxy.requests[0]?.authorization).toMatch(/^Basic /);
  });

  test("is passed by for what NO_PROXY lists", async () => {
    const environment = { ...AUTHORITY, HTTPS_PROXY: proxy.url, NO_PROXY: "example.com,localhost" };
    expect(await listWebhooks(`https://localhost:${String(portOf(secured))}`, environment)).toEqual({ webhooks: [] });
    expect(proxy.requests).toEqual([]);
    expect(emulator.requests).toHaveLength(1);
  });

  test("does not make certificates trusted", async () => {
    const environment = { HTTPS_PROXY: proxy.url, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    expect(await listWebhooks("https://console.test", environment)).toEqual(untrusted("https://console.test"));
    expect(emulator.requests).toEqual([]);
  });

  test("never sees a call over plain http, which goes to this machine alone", async () => {
    const environment = { HTTP_PROXY: proxy.url, http_proxy: proxy.url, ALL_PROXY: proxy.url };
    expect(await listWebhooks(emulator.url, environment)).toEqual({ webhooks: [] });
    expect(proxy.requests).toEqual([]);
    expect(emulator.requests).toHaveLength(1);
  });

  test.each([201, 404, 407, 502])("can't answer in the API's place: %i", async (status) => {
    const body = JSON.stringify({ ms_teams_webhooks: ["https://forged.example"], result: "success" });
    proxy.answer = `HTTP/1.1 ${String(status)} Said\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`;
    expect(await listWebhooks("https://console.test", { ...AUTHORITY, HTTPS_PROXY: proxy.url })).toEqual({
      name: "ApiError",
      outcome: "not sent",
      message: `${callTo("https://console.test")} was not sent: the proxy did not connect to the API (${String(status)}).`,
    });
  });
});

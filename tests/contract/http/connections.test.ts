import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

import { z } from "zod";

import { Client, type ApiDialect } from "../../../provider/http/client";
import { ApiError } from "../../../provider/http/errors";
import { DEFAULT_LIMITS, type Limits } from "../../../provider/http/limits";

const dialect: ApiDialect = {
  problem: () => undefined,
  isUnauthorized: () => false,
  unauthorized: "",
};
const clientOf = (baseUrl: string, limits: Partial<Limits> = {}) =>
  new Client({
    baseUrl,
    addressSource: "the test's setting",
    headers: { Authorization: "Bearer sentinel" },
    dialect,
    limits: { ...DEFAULT_LIMITS, maxAttempts: 1, backoffSeconds: 0.001, ...limits },
    notify: () => undefined,
  });
const read = (client: Client) => client.read({ method: "GET", path: "/api", query: { flock_id: "a" } }, z.unknown());

let stop: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stop.map((end) => end()));
  stop = [];
});

/** A server on a port of its own, which is gone with all its connections after the test. */
async function listen<Server extends net.Server>(server: Server): Promise<{ server: Server; port: number }> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** An HTTP server that answers as told, and counts its connections and requests. */
async function serve(answer: http.RequestListener) {
  const met = { connections: 0, requests: [] as http.IncomingMessage[] };
  const server = http.createServer((request, response) => {
    met.requests.push(request);
    answer(request, response);
  });
  server.on("connection", () => (met.connections += 1));
  const { port } = await listen(server);
  const host = `127.0.0.1:${String(port)}`;
  return { met, host, url: `http://${host}` };
}

async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw new Error("expected an ApiError");
}

test("connections are kept for further calls", async () => {
  const { met, url } = await serve((_request, response) => response.end("{}"));
  const client = clientOf(url);
  for (let call = 0; call < 5; call++) await read(client);
  expect(met.requests).toHaveLength(5);
  expect(met.connections).toBe(1);
});

test("the credential goes in a header, and what is asked for in the query", async () => {
  const { met, url } = await serve((_request, response) => response.end("{}"));
  await read(clientOf(url));
  expect(met.requests[0]).toMatchObject({
    method: "GET",
    url: "/api?flock_id=a",
    headers: { authorization: "Bearer sentinel", "user-agent": "pulumi-alert-webhooks", accept: "application/json" },
  });
});

test("no redirect is followed", async () => {
  const elsewhere = await serve((_request, response) => response.end("{}"));
  for (const status of [301, 302, 303, 307, 308]) {
    const { met, host, url } = await serve((_request, response) => {
      response.writeHead(status, { location: `${elsewhere.url}/api` }).end();
    });
    const client = clientOf(url, { maxAttempts: 3 });
    expect((await failureOf(read(client))).message).toBe(
      `GET ${host}/api was answered with a redirect (${String(status)}), which is never followed: is the address of the API right?`,
    );
    const sent = client.send({ method: "POST", path: "/api", form: { url: "https://hooks.example/sentinel" } });
    await failureOf(sent);
    expect(met.requests).toHaveLength(2);
  }
  expect(elsewhere.met.connections).toBe(0);
});

describe("a connection that can't be made", () => {
  test("is reported, and does not count as a call", async () => {
    const { port } = await listen(net.createServer());
    await Promise.all(stop.splice(0).map((end) => end()));
    const host = `127.0.0.1:${String(port)}`;
    const error = await failureOf(read(clientOf(`http://${host}`, { maxAttempts: 2, backoffSeconds: 60 })));
    expect(error.message).toBe(
      `GET ${host}/api could not be sent: no connection (ECONNREFUSED). The address is that of the test's setting.`,
    );
    expect(error).toMatchObject({ outcome: "not sent", transient: false });
  });

  test("for want of an address is reported", async () => {
    const error = await failureOf(read(clientOf("https://console.invalid")));
    expect(error.message).toMatch(
      /^GET console\.invalid\/api could not be sent: no connection \((ENOTFOUND|EAI_AGAIN)\)\. The address is that of the test's setting\.$/,
    );
  });

  test("in time, because nobody answers the TLS handshake, is given up and made anew", async () => {
    let connections = 0;
    const { port } = await listen(net.createServer(() => (connections += 1)));
    const limits = { connectTimeoutSeconds: 0.2, maxAttempts: 3 };
    const host = `127.0.0.1:${String(port)}`;
    const error = await failureOf(read(clientOf(`https://${host}`, limits)));
    expect(error.message).toBe(
      `GET ${host}/api could not be sent: no connection (ERR_CONNECT_TIMEOUT). The address is that of the test's setting.`,
    );
    expect(error.outcome).toBe("not sent");
    expect(connections).toBe(3);
  });

  test("to a server that does not speak TLS is reported", async () => {
    const { host } = await serve((_request, response) => response.end("{}"));
    const error = await failureOf(read(clientOf(`https://${host}`)));
    expect(error.message).toBe(`GET ${host}/api was not answered: the connection broke (EPROTO).`);
  });
});

test("the time to connect is none of the time to answer", async () => {
  const { url } = await serve((_request, response) => {
    setTimeout(() => response.end("{}"), 1500);
  });
  await expect(read(clientOf(url, { connectTimeoutSeconds: 1 }))).resolves.toEqual({});
});

test("an answer that never ends is given up, and its connection closed", async () => {
  const { promise: closed, resolve } = Promise.withResolvers<undefined>();
  const { host, url } = await serve((request, response) => {
    const dripping = setInterval(() => response.write(" "), 20);
    request.socket.once("close", () => {
      clearInterval(dripping);
      resolve(undefined);
    });
  });
  const error = await failureOf(read(clientOf(url, { callTimeoutSeconds: 0.3 })));
  expect(error.message).toBe(`GET ${host}/api was not answered within 0.3 s.`);
  await closed;
});

test("an account that is given up is still sent what takes the place of something that was removed", async () => {
  const { met, host, url } = await serve(() => undefined);
  const client = clientOf(url, { callTimeoutSeconds: 0.4 });
  let message: string;
  do ({ message } = await failureOf(read(client)));
  while (!message.startsWith(`GET ${host}/api was not sent, since every call has failed for`));
  const sent = met.requests.length;
  await failureOf(client.send({ method: "POST", path: "/api", afterRemoval: true }));
  expect(met.requests).toHaveLength(sent + 1);
});

describe("an answer that is too large", () => {
  const tooLarge = (host: string) => `GET ${host}/api was answered with more than 64 MiB, which is not read.`;

  test("is not read to its end", async () => {
    const { promise: closed, resolve } = Promise.withResolvers<undefined>();
    const chunk = Buffer.alloc(1024 * 1024, " ");
    const { host, url } = await serve((request, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      request.socket.once("close", () => {
        resolve(undefined);
      });
      response.on("drain", pour);
      pour();
    });
    expect((await failureOf(read(clientOf(url)))).message).toBe(tooLarge(host));
    await closed;
  });

  test("starts above 64 MiB", async () => {
    const { url } = await serve((_request, response) => {
      response.end(`"${"x".repeat(64 * 1024 * 1024 - 2)}"`);
    });
    await expect(read(clientOf(url))).resolves.toHaveLength(64 * 1024 * 1024 - 2);
  });

  test("is refused when it only becomes so unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(128 * 1024 * 1024, " "));
    const { host, url } = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    });
    expect((await failureOf(read(clientOf(url)))).message).toBe(tooLarge(host));
  });

  test("in its headers is refused", async () => {
    const { host, url } = await serve((_request, response) => {
      response.writeHead(200, { "x-large": "x".repeat(100_000) }).end("{}");
    });
    expect((await failureOf(read(clientOf(url)))).message).toBe(
      `GET ${host}/api was not answered: the connection broke (HPE_HEADER_OVERFLOW).`,
    );
  });
});

describe("an answer of any bytes", () => {
  const answered = async (body: string | Buffer, headers: http.OutgoingHttpHeaders = {}) => {
    const { url } = await serve((_request, response) => response.writeHead(200, headers).end(body));
    return read(clientOf(url));
  };

  test.each<[string, string | Buffer]>([
    ["nothing", ""],
    ["no JSON", "<html>"],
    ["more than JSON", "{} {}"],
    ["half of it", '{"a":'],
    ["another notation", "{'a': 1}"],
    ["a comment", "/**/{}"],
    ["a number of no JSON", "NaN"],
    ["no UTF-8", Buffer.from([0xff, 0xfe, 0x7b])],
    ["a hundred thousand levels", "[".repeat(100_000)],
    ["a million levels, closed", `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`],
  ])("is not JSON: %s", async (_case, body) => {
    const error = await failureOf(answered(body));
    expect(error.message).toMatch(/^GET 127\.0\.0\.1:\d+\/api was answered with something that is not JSON\.$/);
    expect(error).toMatchObject({ outcome: "read failed", status: 200 });
  });

  test("is JSON whatever its content type, and with a byte order mark", async () => {
    await expect(answered('{"a":1}', { "content-type": "text/html" })).resolves.toEqual({ a: 1 });
    await expect(answered('\ufeff{"a":1}')).resolves.toEqual({ a: 1 });
  });

  test("changes no prototype, and loses what would", async () => {
    const names = Reflect.ownKeys(Object.prototype);
    const body =
      '{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1},"b":2},"constructor":{"prototype":{"c":3}}}';
    const answer = await answered(body);
    expect(JSON.stringify(answer)).toBe('{"a":{"b":2},"constructor":{"prototype":{"c":3}}}');
    expect({}).not.toHaveProperty("polluted");
    expect(Reflect.ownKeys(Object.prototype)).toEqual(names);
  });

  test("that is not HTTP is a broken connection", async () => {
    const { port } = await listen(net.createServer((socket) => socket.end("SSH-2.0-sentinel\r\n")));
    const error = await failureOf(read(clientOf(`http://127.0.0.1:${String(port)}`)));
    expect(error.message).toMatch(/^GET 127\.0\.0\.1:\d+\/api was not answered: the connection broke \(HPE_\w+\)\.$/);
  });

  test("cookies are not kept", async () => {
    const { met, url } = await serve((_request, response) => response.setHeader("set-cookie", "a=b").end("{}"));
    const client = clientOf(url);
    await read(client);
    await read(client);
    expect(met.requests[1]?.headers).not.toHaveProperty("cookie");
  });
});

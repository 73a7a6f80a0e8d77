import { DEFAULT_FLOCK, Emulator, type Fault } from "../../../emulator";
import { canary, coralogix, error, flockOf, TOKEN_HEADER } from "./client";

const url = "https://alerts.example/hook";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const add = (): Promise<Response> =>
  fetch(`${emulator.url}/api/v1/flock/settings/webhooks/generic/add`, {
    method: "POST",
    headers: TOKEN_HEADER,
    body: new URLSearchParams({ flock_id: DEFAULT_FLOCK, url }),
    redirect: "manual",
  });

const date = "Wed, 21 Oct 2026 07:28:00 GMT";

const faults: [Fault, (response: Response) => Promise<void>][] = [
  ...[500, 502, 503, 504].map((status): [Fault, (response: Response) => Promise<void>] => [
    { kind: "status", status },
    async (response) => {
      expect(response.status).toBe(status);
      expect(response.headers.get("retry-after")).toBeNull();
      expect(await response.json()).toEqual(error(`Emulated fault: status ${status}`));
    },
  ]),
  ...([undefined, 3, date] as const).map((retryAfter): [Fault, (response: Response) => Promise<void>] => [
    { kind: "status", status: 429, ...(retryAfter !== undefined && { retryAfter }) },
    async (response) => {
      expect(response.status).toBe(429);
      expect(response.headers.get("retry-after")).toBe(retryAfter?.toString() ?? null);
      await response.json();
    },
  ]),
  [
    { kind: "truncated" },
    async (response) => {
      expect(response.status).toBe(200);
      await expect(response.text()).rejects.toThrow("terminated");
    },
  ],
  [
    { kind: "delay", delayMs: 20 },
    async (response) => {
      expect(await response.json()).toEqual({ result: "success" });
    },
  ],
  [
    { kind: "malformed" },
    async (response) => {
      expect(response.status).toBe(200);
      await expect(response.json()).rejects.toHaveProperty("name", "SyntaxError");
    },
  ],
  [
    { kind: "empty" },
    async (response) => {
      expect(response.status).toBe(200);
      expect(await response.text()).toBe("");
    },
  ],
  ...[200, 502].map((status): [Fault, (response: Response) => Promise<void>] => [
    { kind: "html", status },
    async (response) => {
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toMatch("text/html");
      expect(await response.text()).toMatch("<!DOCTYPE html>");
    },
  ]),
  [
    { kind: "status", status: 400, message: "no" },
    async (response) => {
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual(error("no"));
    },
  ],
  [
    { kind: "error result", message: "no" },
    async (response) => {
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual(error("no"));
    },
  ],
  [
    { kind: "redirect", location: "https://elsewhere.example/" },
    async (response) => {
      expect(response.status).toBe(302);
      expect(response.headers.get("location")).toBe("https://elsewhere.example/");
      await response.text();
    },
  ],
  [
    { kind: "oversized", bytes: 100_000 },
    async (response) => {
      const text = await response.text();
      expect(text).toHaveLength(100_000);
      expect(JSON.parse(text)).toHaveProperty("padding");
    },
  ],
];

describe.each(["before", "after"] as const)("%s the effect", (effect) => {
  const takesEffect = (fault: Fault): boolean => effect === "after" || fault.kind === "delay";

  test.each(faults)("%j", async (fault, check) => {
    emulator.addFault({ fault: { ...fault, effect } });
    const response = await add();
    expect(emulator.requests.at(-1)?.status).toBe(response.status);
    await check(response);
    expect(flockOf(emulator).generic).toHaveLength(takesEffect(fault) ? 1 : 0);
    expect((await add()).status).toBe(takesEffect(fault) ? 400 : 200);
  });

  test("a reset connection", async () => {
    emulator.addFault({ fault: { kind: "reset", effect } });
    await expect(add()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(flockOf(emulator).generic).toHaveLength(effect === "after" ? 1 : 0);
    expect(emulator.requests.at(-1)?.status).toBe(0);
  });

  test("a call that hangs until the emulator stops", async () => {
    emulator.addFault({ fault: { kind: "hang", effect } });
    const hanging = expect(add()).rejects.toThrow("fetch failed");
    while (emulator.requests.length === 0) await new Promise(setImmediate);
    await emulator.stop();
    await hanging;
    expect(flockOf(emulator).generic).toHaveLength(effect === "after" ? 1 : 0);
  });
});

test("the calls it strikes: by name, pattern and method, after some, some times", async () => {
  emulator.addFault({ call: "integrations (create|delete)", method: "delete", fault: { kind: "status", status: 503 } });
  emulator.addFault({ call: "generic/.*", skip: 1, times: 2, fault: { kind: "status", status: 500 } });
  const statuses = [];
  for (let index = 0; index < 4; index++) statuses.push((await canary(emulator, "GET", "generic/list")).status);
  expect(statuses).toEqual([200, 500, 500, 200]);
  expect((await canary(emulator, "GET", "generic")).status).toBe(200);
  expect((await coralogix(emulator, "GET")).status).toBe(200);
  expect(await coralogix(emulator, "DELETE", "/1")).toMatchObject({
    status: 503,
    body: { message: "Emulated fault: status 503" },
  });
  expect((await coralogix(emulator, "DELETE", "/1")).status).toBe(404);
});

test("faults that are cleared don't strike", async () => {
  emulator.addFault({ times: Infinity, fault: { kind: "status", status: 500 } });
  expect((await add()).status).toBe(500);
  emulator.clearFaults();
  expect((await add()).status).toBe(200);
});

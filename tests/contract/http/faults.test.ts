import { inspect } from "node:util";

import { DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator, type Fault } from "../../../emulator";
import { CanaryConsole } from "../../../provider/canary/console";
import { ApiError } from "../../../provider/http/errors";
import type { Limits } from "../../../provider/http/limits";
import { flockOf } from "../emulator/client";
import { QUICK_LIMITS } from "./quick-limits";

const url = "https://hooks.example/T0/sentinel-url";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const consoleWith = (given: Partial<Limits> = {}) =>
  new CanaryConsole({ consoleUrl: emulator.url, authToken: DEFAULT_AUTH_TOKEN, limits: { ...QUICK_LIMITS, ...given } });

const read = (console: CanaryConsole) => console.flock(DEFAULT_FLOCK).msTeams.filter(() => true);
const disable = (console: CanaryConsole) => console.flock(DEFAULT_FLOCK).setting.set("disabled");
const add = (console: CanaryConsole) => console.flock(DEFAULT_FLOCK).msTeams.add({ url });
const fire = (console: CanaryConsole) => console.flock(DEFAULT_FLOCK).msTeams.test(url);

/** A call as messages name it. */
const named = (method: "GET" | "POST", call: string) =>
  `${method} 127.0.0.1:${String(emulator.port)}/api/v1/flock/settings/webhooks/${call}`;

/** The calls that the emulator met, in order. */
const calls = () => emulator.requests.map(({ call }) => call);

/** The same, with the reads that decide on one attempt as one. */
const attempts = () => calls().filter((call, index, all) => call !== all[index - 1]);

/** The error that a call fails with: always one of ours, and without a trace of what was sent. */
async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, not ${inspect(error)}`);
  const everything = inspect(error, { depth: Infinity, showHidden: true });
  expect(everything).not.toMatch(/axios|sentinel|X-Canary-Auth-Token|User-Agent|config:|request:|response:/i);
  expect(everything).not.toContain(DEFAULT_AUTH_TOKEN);
  expect(error.cause).toBeUndefined();
  return error;
}

/** Faults after which the outcome of a call is not known, but the same call may succeed. */
const passing: readonly Fault[] = [
  ...[408, 500, 502, 503].map((status): Fault => ({ kind: "status", status })),
  { kind: "reset" },
  { kind: "truncated" },
  { kind: "malformed" },
  { kind: "empty" },
  { kind: "html" },
  { kind: "html", status: 502 },
];

/** Refusals by the vendor, which would meet the same call again. */
const refusals: readonly { fault: Fault; message: string }[] = [
  ...[400, 409].map((status) => ({
    fault: { kind: "status", status } as const,
    message: `failed (${String(status)}: Emulated fault: status ${String(status)}).`,
  })),
  { fault: { kind: "error result", message: "No room" }, message: "failed (200: No room)." },
];

/** Answers that are not the vendor's, or leave the outcome open, and would meet the same call again. */
const lasting: readonly { fault: Fault; message: string }[] = [
  ...[404, 501].map((status) => ({
    fault: { kind: "status", status } as const,
    message: `failed (${String(status)}: Emulated fault: status ${String(status)}).`,
  })),
  { fault: { kind: "html", status: 400 }, message: "failed (400)." },
  { fault: { kind: "html", status: 404 }, message: "failed (404)." },
  { fault: { kind: "gateway", form: "Kong" }, message: "failed (404)." },
  {
    fault: { kind: "redirect", location: "https://elsewhere.example/" },
    message: "was answered with a redirect (302), which is never followed: is the address of the API right?",
  },
  {
    fault: { kind: "redirect", location: "https://elsewhere.example/", status: 308 },
    message: "was answered with a redirect (308), which is never followed: is the address of the API right?",
  },
  {
    fault: { kind: "oversized", bytes: 64 * 1024 * 1024 + 1 },
    message: "was answered with more than 64 MiB, which is not read.",
  },
];

/** A title for a fault. */
const titleOf = (fault: Fault) => `${fault.kind} ${"status" in fault ? String(fault.status) : ""}`.trim();

describe.each(passing.map((fault) => ({ fault, title: titleOf(fault) })))("$title", ({ fault }) => {
  test("once: a read is repeated", async () => {
    emulator.addFault({ fault });
    await expect(read(consoleWith())).resolves.toEqual([]);
    expect(calls()).toEqual(["ms_teams", "ms_teams"]);
  });

  test("before the effect: a change is repeated once a read shows that it took none", async () => {
    emulator.addFault({ fault: { ...fault, effect: "before" } });
    await add(consoleWith());
    expect(attempts()).toEqual(["ms_teams/add", "ms_teams", "ms_teams/add"]);
    expect(flockOf(emulator).ms_teams).toEqual([url]);
  });

  test("after the effect: a change is not repeated, since a read shows that it took effect", async () => {
    emulator.behaviour.duplicateAdd = "duplicated";
    emulator.addFault({ fault: { ...fault, effect: "after" } });
    await add(consoleWith());
    expect(calls()).toEqual(["ms_teams/add", "ms_teams"]);
    expect(flockOf(emulator).ms_teams).toEqual([url]);
  });

  test("for good: no more attempts than allowed", async () => {
    emulator.addFault({ method: "GET", times: Infinity, fault });
    const error = await failureOf(read(consoleWith()));
    expect(error.message.replace(named("GET", "ms_teams"), "GET it")).toMatch(
      /^GET it (failed \(\d+|was (not )?answered)/,
    );
    expect(error).toMatchObject({ outcome: "read failed", transient: true });
    expect(calls()).toEqual(["ms_teams", "ms_teams", "ms_teams"]);
  });

  test("for good, of a change: each is decided by a read, and the last one is known to have taken no effect", async () => {
    emulator.addFault({ method: "POST", times: Infinity, fault });
    expect(await failureOf(add(consoleWith()))).toMatchObject({ outcome: "refused" });
    expect(attempts()).toEqual(Array(3).fill(["ms_teams/add", "ms_teams"]).flat());
  });

  test("a test call, which fires a real alert, is sent once", async () => {
    emulator.addFault({ fault });
    await failureOf(fire(consoleWith()));
    expect(calls()).toEqual(["ms_teams/test"]);
  });
});

describe.each([...refusals, ...lasting].map((one) => ({ ...one, title: titleOf(one.fault) })))(
  "$title",
  ({ fault, message }) => {
    test("a read fails at once, and says why", async () => {
      emulator.addFault({ fault });
      expect((await failureOf(read(consoleWith()))).message).toBe(`${named("GET", "ms_teams")} ${message}`);
      expect(calls()).toEqual(["ms_teams"]);
    });
  },
);

describe.each(refusals.map((one) => ({ ...one, title: titleOf(one.fault) })))("$title", ({ fault, message }) => {
  test.each(["before", "after"] as const)("%s the effect: a change fails, whatever the API holds", async (effect) => {
    emulator.addFault({ method: "POST", fault: { ...fault, effect } });
    const error = await failureOf(add(consoleWith()));
    expect(error.message).toBe(`${named("POST", "ms_teams/add")} ${message}`);
    expect(error.outcome).toBe("refused");
    expect(calls()).toEqual(["ms_teams/add"]);
  });
});

describe.each(lasting.map((one) => ({ ...one, title: titleOf(one.fault) })))("$title", ({ fault, message }) => {
  test("before the effect: a change fails once a read shows that it took none", async () => {
    emulator.addFault({ method: "POST", fault: { ...fault, effect: "before" } });
    const error = await failureOf(add(consoleWith()));
    expect(error.message).toBe(`${named("POST", "ms_teams/add")} ${message}`);
    expect(error.outcome).toBe("refused");
    expect(attempts()).toEqual(["ms_teams/add", "ms_teams"]);
    expect(flockOf(emulator).ms_teams).toEqual([]);
  });

  test("after the effect: a change succeeds, since a read shows that it took effect", async () => {
    emulator.addFault({ method: "POST", fault: { ...fault, effect: "after" } });
    await add(consoleWith());
    expect(calls()).toEqual(["ms_teams/add", "ms_teams"]);
    expect(flockOf(emulator).ms_teams).toEqual([url]);
  });
});

test.each(["before", "after"] as const)("a late answer, %s the effect, is an answer", async (effect) => {
  emulator.addFault({ fault: { kind: "delay", delayMs: 50, effect } });
  await add(consoleWith());
  expect(calls()).toEqual(["ms_teams/add"]);
});

describe("a change that a lagging list decides on", () => {
  const unanswered: Fault = { kind: "status", status: 503, effect: "after" };

  test("is made once, where the list shows it in time", async () => {
    emulator.listLagMs = 200;
    emulator.addFault({ fault: unanswered });
    await add(consoleWith({ listLagSeconds: 60 }));
    expect(attempts()).toEqual(["ms_teams/add", "ms_teams"]);
  });

  test("stays in doubt where the API refuses its repetition, and the list does not show why", async () => {
    emulator.listLagMs = 60_000;
    emulator.addFault({ fault: unanswered });
    expect(await failureOf(add(consoleWith()))).toMatchObject({ outcome: "unknown" });
    expect(attempts()).toEqual(["ms_teams/add", "ms_teams", "ms_teams/add", "ms_teams"]);
    expect(flockOf(emulator).ms_teams).toEqual([url]);
  });
});

describe("a call that hangs", () => {
  const impatient = { callTimeoutSeconds: 2 };

  test("is given up, and a read is repeated", async () => {
    emulator.addFault({ fault: { kind: "hang" } });
    await expect(read(consoleWith(impatient))).resolves.toEqual([]);
    expect(calls()).toEqual(["ms_teams", "ms_teams"]);
  });

  test("after its effect is not repeated", async () => {
    emulator.addFault({ fault: { kind: "hang", effect: "after" } });
    await add(consoleWith(impatient));
    expect(calls()).toEqual(["ms_teams/add", "ms_teams"]);
  });

  test("before its effect is not repeated where twice would be too often: it may yet take effect", async () => {
    emulator.addFault({ fault: { kind: "late", delayMs: 2_100 } });
    expect(await failureOf(add(consoleWith(impatient)))).toMatchObject({ outcome: "unknown", timedOut: true });
    expect(attempts()).toEqual(["ms_teams/add", "ms_teams"]);
  });

  test("before its effect is repeated where twice does no harm", async () => {
    emulator.addFault({ fault: { kind: "hang" } });
    await disable(consoleWith(impatient));
    expect(calls()).toEqual(["disable", "is_global", "is_enabled", "disable"]);
  });

  test("for good says how long it was waited for", async () => {
    emulator.addFault({ times: Infinity, fault: { kind: "hang" } });
    const error = await failureOf(read(consoleWith({ callTimeoutSeconds: 0.1, maxAttempts: 2 })));
    expect(error.message).toBe(`${named("GET", "ms_teams")} was not answered within 0.1 s.`);
    expect(error.outcome).toBe("read failed");
    expect(calls()).toEqual(["ms_teams", "ms_teams"]);
  });
});

describe("a refused credential", () => {
  const advice = /\. The Canary console does not accept the auth token of alert-webhooks:canaryAuthToken/;

  test.each<["http" | "200", string]>([
    ["http", "401: Invalid auth_token"],
    ["200", "200: Invalid auth_token"],
  ])("fails at once and says what to do, also by status %s", async (canaryErrorStatus, said) => {
    emulator.behaviour.canaryErrorStatus = canaryErrorStatus;
    emulator.authTokens.clear();
    for (const call of [read, disable, add, fire]) {
      emulator.clearRequests();
      const error = await failureOf(call(consoleWith()));
      expect(error.message).toContain(` was refused (${said})`);
      expect(error.message).toMatch(advice);
      expect(error).toMatchObject({ outcome: "refused", rejectedUnprocessed: true, transient: false });
      expect(emulator.requests).toHaveLength(1);
    }
  });

  test.each([401, 403])("by an error page of status %i", async (status) => {
    emulator.addFault({ fault: { kind: "html", status } });
    expect((await failureOf(add(consoleWith()))).message).toMatch(advice);
    expect(calls()).toEqual(["ms_teams/add"]);
  });
});

describe("too many calls", () => {
  test("are no failed attempts, and a change among them needs no read", async () => {
    emulator.addFault({ times: 5, fault: { kind: "status", status: 429 } });
    await add(consoleWith());
    expect(calls()).toEqual(Array(6).fill("ms_teams/add"));
  });

  test("Retry-After in seconds is honoured", async () => {
    emulator.addFault({ fault: { kind: "status", status: 429, retryAfter: 1 } });
    await read(consoleWith({ maxWaitSeconds: 60 }));
    const [first, second] = emulator.requests.map(({ time }) => time);
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(990);
  });

  test("Retry-After as a date is honoured", async () => {
    const date = new Date(Date.now() + 2000).toUTCString();
    emulator.addFault({ fault: { kind: "status", status: 503, retryAfter: date } });
    await read(consoleWith({ maxWaitSeconds: 60 }));
    expect(emulator.requests[1]?.time).toBeGreaterThanOrEqual(Date.parse(date) - 10);
  });

  test.each([3600, "Fri, 31 Dec 2999 23:59:59 GMT"])(
    "Retry-After of %s is honoured up to the bound",
    async (retryAfter) => {
      emulator.addFault({ fault: { kind: "status", status: 429, retryAfter } });
      await expect(read(consoleWith())).resolves.toEqual([]);
      expect(calls()).toEqual(["ms_teams", "ms_teams"]);
    },
  );

  test("for longer than the total time fail", async () => {
    emulator.addFault({ times: Infinity, fault: { kind: "status", status: 429, retryAfter: 1 } });
    const error = await failureOf(read(consoleWith({ totalTimeoutSeconds: 0.5, maxWaitSeconds: 60 })));
    expect(error).toMatchObject({ status: 429, outcome: "refused", rejectedUnprocessed: true });
    expect(calls()).toEqual(["ms_teams"]);
  });

  test("pause every call of the account, and none of another", async () => {
    emulator.authTokens.add("another-token");
    const paused = consoleWith({ maxWaitSeconds: 60 });
    const another = new CanaryConsole({ consoleUrl: emulator.url, authToken: "another-token", limits: QUICK_LIMITS });
    emulator.addFault({ fault: { kind: "status", status: 429, retryAfter: 3 } });
    const first = read(paused);
    while (emulator.requests[0]?.status !== 429) await new Promise(setImmediate);
    await read(another);
    const second = fire(paused);
    await fire(another);
    expect(emulator.requests.map(({ credential }) => credential)).toEqual([
      DEFAULT_AUTH_TOKEN,
      "another-token",
      "another-token",
    ]);
    await Promise.all([first, second]);
    expect(emulator.requests).toHaveLength(5);
  });
});

describe("what even a read can't decide", () => {
  test("is not repeated, and both reasons are told", async () => {
    emulator.addFault({ call: "ms_teams/add", times: Infinity, fault: { kind: "reset", effect: "after" } });
    emulator.addFault({ call: "ms_teams", times: Infinity, fault: { kind: "status", status: 500 } });
    const error = await failureOf(add(consoleWith()));
    expect(error.message).toBe(
      `${named("POST", "ms_teams/add")} was not answered: the connection broke (ECONNRESET). ` +
        "Whether it took effect could not be read: " +
        `${named("GET", "ms_teams")} failed (500: Emulated fault: status 500).`,
    );
    expect(error).toMatchObject({ outcome: "unknown", transient: false });
    expect(calls()).toEqual(["ms_teams/add", "ms_teams", "ms_teams", "ms_teams"]);
  });
});

test("what the vendor says is one printable line of bounded length", async () => {
  const message = `\u001b[2Jfirst\r\nsecond\u202e${"x".repeat(100_000)}`;
  emulator.addFault({ fault: { kind: "error result", message } });
  const error = await failureOf(read(consoleWith()));
  expect(error.message).toMatch(/failed \(200: \[2Jfirst second x+…\)\.$/);
  expect(error.message.length).toBeLessThan(400);
});

test("no more calls at once than allowed", async () => {
  const console = consoleWith({ parallelCalls: 3 });
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  let underWay = 0;
  let most = 0;
  emulator.intercept = async ({ phase }) => {
    underWay += phase === "before" ? 1 : -1;
    most = Math.max(most, underWay);
    if (phase === "before") await released;
  };
  const all = Promise.all(Array.from({ length: 10 }, () => fire(console)));
  while (emulator.requests.length < 3) await new Promise(setImmediate);
  // Calls that were sent before would have arrived before these.
  for (let round = 0; round < 10; round++) await fetch(`${emulator.url}/admin/settings`);
  expect(emulator.requests).toHaveLength(3);
  release(undefined);
  await all;
  expect(emulator.requests).toHaveLength(10);
  expect(most).toBe(3);
});

import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_FLOCK, Emulator } from "../../../emulator";
import { accountOf, canary, coralogix, error, flockOf, slackBody, TOKEN_HEADER } from "./client";

const DELAY_MS = 500;
const url = "https://alerts.example/hook";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const later = (): Promise<void> => sleep(DELAY_MS + 100);
const late = (call: string, answer?: "none" | "reset" | number): void => {
  emulator.addFault({ call, fault: { kind: "late", delayMs: DELAY_MS, ...(answer !== undefined && { answer }) } });
};

test("it gets no answer, and takes effect although the client gave up", async () => {
  late("ms_teams/add");
  const body = new URLSearchParams({ flock_id: DEFAULT_FLOCK, url });
  const call = `${emulator.url}/api/v1/flock/settings/webhooks/ms_teams/add`;
  const client = new AbortController();
  const init = { method: "POST", headers: TOKEN_HEADER, body, signal: client.signal };
  const waiting = expect(fetch(call, init)).rejects.toThrow("aborted");
  while (emulator.requests.length === 0) await sleep(1);
  client.abort();
  await waiting;
  expect(flockOf(emulator).ms_teams).toEqual([]);
  await later();
  expect(flockOf(emulator).ms_teams).toEqual([url]);
  expect(emulator.requests).toMatchObject([{ call: "ms_teams/add", status: 0 }]);
});

test("its connection is reset", async () => {
  late("ms_teams/add", "reset");
  const added = canary(emulator, "POST", "ms_teams/add", { url });
  await expect(added).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  expect(flockOf(emulator).ms_teams).toEqual([]);
  await later();
  expect(flockOf(emulator).ms_teams).toEqual([url]);
});

test.each([
  ["success", 200, { result: "success" }],
  ["error", 503, error("Emulated fault: status 503")],
])("it is answered with %s at once", async (_answer, status, body) => {
  late("ms_teams/add", status);
  expect(await canary(emulator, "POST", "ms_teams/add", { url })).toMatchObject({ status, body });
  expect(flockOf(emulator).ms_teams).toEqual([]);
  await later();
  expect(flockOf(emulator).ms_teams).toEqual([url]);
});

test("a call that came after it takes effect before it", async () => {
  late("enable", 503);
  await canary(emulator, "POST", "enable");
  await canary(emulator, "POST", "disable");
  expect(flockOf(emulator).mode).toBe("disabled");
  await later();
  expect(flockOf(emulator).mode).toBe("enabled");
});

test("a slow Coralogix create makes two of one", async () => {
  late("integrations create", 504);
  expect((await coralogix(emulator, "POST", "", slackBody)).status).toBe(504);
  await coralogix(emulator, "POST", "", slackBody);
  await later();
  expect(accountOf(emulator).integrations).toHaveLength(2);
});

test("interception sees the effect when it comes, and what it throws then reaches nobody", async () => {
  const seen: string[] = [];
  emulator.intercept = ({ phase }) => {
    seen.push(`${phase} ${flockOf(emulator).mode}`);
    if (phase === "after") throw new Error("intercepted");
  };
  late("disable", 200);
  expect((await canary(emulator, "POST", "disable")).status).toBe(200);
  expect(seen).toEqual([]);
  await later();
  expect(seen).toEqual(["before enabled", "after disabled"]);
});

const ends: [string, () => Promise<void>][] = [
  [
    "the faults are cleared",
    async () => {
      emulator.clearFaults();
      await Promise.resolve();
    },
  ],
  ["the emulator stops", () => emulator.stop()],
];
test.each(ends)("where %s it never takes effect", async (_when, end) => {
  late("disable", 200);
  await canary(emulator, "POST", "disable");
  await end();
  await later();
  expect(flockOf(emulator).mode).toBe("enabled");
});

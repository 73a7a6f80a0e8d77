import { Emulator, type Fault } from "../../../emulator";
import { canary, coralogix, error, flockOf } from "./client";

const url = "https://alerts.example/hook";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const path = "/api/v1/flock/settings/webhooks/ms_teams/add";
const timestamp = expect.stringMatching(/^\d{4}-.*Z$/) as unknown;

const faults: [Partial<Fault>, number, unknown][] = [
  [{}, 404, { code: 5, message: "Not Found" }],
  [{ status: 503 }, 503, { code: 14, message: "Service Unavailable" }],
  [{ form: "Kong" }, 404, { message: "no Route matched with those values" }],
  [{ form: "Kong", status: 502 }, 502, { message: "An invalid response was received from the upstream server" }],
  [{ form: "Spring" }, 404, { timestamp, status: 404, error: "Not Found", path }],
  [{ form: "Spring", status: 502 }, 502, { timestamp, status: 502, error: "Bad Gateway", path }],
  [{ form: "API" }, 404, error("Unknown API endpoint")],
];
test.each(faults)("%j is answered with %i %j", async (options, status, body) => {
  emulator.addFault({ fault: { kind: "gateway", ...options } as Fault });
  expect(await canary(emulator, "POST", "ms_teams/add", { url })).toMatchObject({ status, body });
  expect(flockOf(emulator).ms_teams).toEqual([]);
});

test("it can hide an effect", async () => {
  emulator.addFault({ fault: { kind: "gateway", status: 502, effect: "after" } });
  expect((await canary(emulator, "POST", "ms_teams/add", { url })).status).toBe(502);
  expect(flockOf(emulator).ms_teams).toEqual([url]);
});

test("an API's own error for an unknown path has that API's shape", async () => {
  emulator.addFault({ fault: { kind: "gateway", form: "API" } });
  expect(await coralogix(emulator, "GET")).toMatchObject({ status: 404, body: { message: "Unknown API endpoint" } });
});

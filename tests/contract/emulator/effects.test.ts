import { DEFAULT_FLOCK, Emulator } from "../../../emulator";
import { accountOf, canary, coralogix, error, flockOf, slackBody } from "./client";

const url = "https://alerts.example/hook";
const splunk = { host: "h", port: "1", token: "t" };

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const success = { status: 200, body: { result: "success" } };

test.each([
  ["generic/add", { url }],
  ["ms_teams/add", { url }],
  ["splunk/add", splunk],
])("addEffect ignored: %s is a success, and nothing is there", async (call, parameters) => {
  emulator.behaviour.addEffect = "ignored";
  const before = emulator.snapshot();
  expect(await canary(emulator, "POST", call, parameters)).toMatchObject(success);
  expect(emulator.snapshot()).toEqual(before);
  emulator.behaviour.addEffect = "applied";
  await canary(emulator, "POST", call, parameters);
  expect(emulator.snapshot()).not.toEqual(before);
});

test("addEffect ignored: parameters are checked as usual", async () => {
  emulator.behaviour.addEffect = "ignored";
  const rejected = { status: 400, body: error("Invalid url") };
  expect(await canary(emulator, "POST", "generic/add", { url: "no url" })).toMatchObject(rejected);
});

test.each([
  ["generic/remove", { url }],
  ["ms_teams/remove", { url }],
  ["slack/remove", { team: "blue", channel: "#alerts" }],
  ["splunk/remove", {}],
])("removeEffect ignored: %s is a success, and everything is still there", async (call, parameters) => {
  Object.assign(flockOf(emulator), { generic: [{ url, headers: {}, webhook_id: "1" }], ms_teams: [url], splunk });
  emulator.addSlackWebhook(DEFAULT_FLOCK, { team: "blue", channel: "#alerts" });
  emulator.behaviour.removeEffect = "ignored";
  const before = emulator.snapshot();
  expect(await canary(emulator, "POST", call, parameters)).toMatchObject(success);
  expect(emulator.snapshot()).toEqual(before);
  emulator.behaviour.removeEffect = "applied";
  await canary(emulator, "POST", call, parameters);
  expect(emulator.snapshot()).not.toEqual(before);
});

test.each(["", "-bulk"])("updateEffect ignored: POST %s is answered as if it had been done", async (path) => {
  await coralogix(emulator, "POST", "", slackBody);
  emulator.behaviour.updateEffect = "ignored";
  const update = { ...slackBody, id: 1050, alias: "renamed" };
  const { status, body } = await coralogix(emulator, "POST", path, path === "" ? update : [update]);
  expect({ status, body: [body].flat() }).toMatchObject({ status: 200, body: [{ alias: "renamed" }] });
  expect(accountOf(emulator).integrations).toMatchObject([{ alias: "alerts" }]);
});

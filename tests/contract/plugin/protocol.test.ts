import { readFileSync } from "node:fs";

import { credentials } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { schemaFile } from "../../../scripts/schema";
import { API_KEY, AUTH_TOKEN, FLOCK, SECRET } from "../../specimens";
import { Fixture } from "../fixture";
import { answered } from "../host";

const MARK = "4dabf18193072939515e22adb298388d";
const PROVIDER = "urn:pulumi:dev::tests::pulumi:providers:alert-webhooks::default";
const WEBHOOK = "urn:pulumi:dev::tests::alert-webhooks:index:CanaryGenericWebhook::soc";
const url = `https://soc.example/${SECRET}`;

let fixture: Fixture;
let client: ResourceProviderClient;
beforeAll(async () => {
  fixture = await Fixture.start({}, "plugin");
  client = new ResourceProviderClient(fixture.host.address, credentials.createInsecure());
});
beforeEach(() => {
  fixture.reset();
});
afterAll(async () => {
  client.close();
  await fixture.stop();
});

const struct = (properties: object) => Struct.fromJavaScript(properties as Record<string, string>);
const inputs = struct({ flockId: FLOCK, url, headers: { A: SECRET } });

function settings(change: Record<string, unknown> = {}): Struct {
  const { url: address } = fixture.emulator;
  const given = {
    canaryConsoleUrl: address,
    canaryAuthToken: AUTH_TOKEN,
    coralogixBaseUrl: address,
    coralogixApiKey: API_KEY,
  };
  return struct({ ...given, ...change });
}

const checkConfig = (change: Record<string, unknown>) =>
  answered<messages.CheckResponse>((done) =>
    client.checkConfig(new messages.CheckRequest().setUrn(PROVIDER).setNews(settings(change)), done),
  );

const diffConfig = (olds: Record<string, unknown>, news: Record<string, unknown>) =>
  answered<messages.DiffResponse>((done) =>
    client.diffConfig(
      new messages.DiffRequest().setUrn(PROVIDER).setOlds(settings(olds)).setNews(settings(news)),
      done,
    ),
  );

test("it says what it is, and gives its schema", async () => {
  const { version } = JSON.parse(readFileSync(schemaFile, "utf8")) as { version: string };
  const info = await answered<PluginInfo>((done) => client.getPluginInfo(new Empty(), done));
  expect(info.getVersion()).toBe(version);
  const schema = await answered<messages.GetSchemaResponse>((done) =>
    client.getSchema(new messages.GetSchemaRequest(), done),
  );
  expect(JSON.parse(schema.getSchema())).toEqual(JSON.parse(readFileSync(schemaFile, "utf8")));
});

test("what it has no use for, it does not answer", async () => {
  const handshake = new messages.ProviderHandshakeRequest().setEngineAddress("127.0.0.1:1");
  await expect(
    answered<messages.ProviderHandshakeResponse>((done) => client.handshake(handshake, done)),
  ).rejects.toThrow(/not implement/);
});

test("a preview of a creation sends nothing, marks secrets and says what is not known yet", async () => {
  const checked = await answered<messages.CheckResponse>((done) =>
    client.check(new messages.CheckRequest().setUrn(WEBHOOK).setNews(inputs), done),
  );
  expect(checked.getFailuresList()).toEqual([]);
  const create = new messages.CreateRequest().setUrn(WEBHOOK).setPreview(true).setProperties(checked.getInputs());
  const made = (await answered<messages.CreateResponse>((done) => client.create(create, done)))
    .getProperties()
    ?.toJavaScript();
  expect(made).toMatchObject({
    flockId: FLOCK,
    url: { [MARK]: expect.any(String) as string, value: url },
    headers: { [MARK]: expect.any(String) as string, value: { A: SECRET } },
    headerNames: ["A"],
    consoleHost: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  });
  expect(fixture.emulator.requests).toEqual([]);
});

test("a class that it does not have is named", async () => {
  const urn = WEBHOOK.replace("CanaryGenericWebhook", "CanaryTeletypeWebhook");
  await expect(
    answered<messages.CheckResponse>((done) =>
      client.check(new messages.CheckRequest().setUrn(urn).setNews(inputs), done),
    ),
  ).rejects.toThrow(/knows no CanaryTeletypeWebhook/);
});

test("a configuration is completed by the hosts that it leads to, and its credentials are marked", async () => {
  const checked = (await checkConfig({})).getInputs()?.toJavaScript();
  const { host } = new URL(fixture.emulator.url);
  expect(checked).toMatchObject({
    resolvedCanaryHost: host,
    resolvedCoralogixHost: host,
    canaryAuthToken: { value: AUTH_TOKEN },
    coralogixApiKey: { value: API_KEY },
  });
});

test.each([
  [{ canaryConsoleUrl: `ftp://${SECRET}.example` }, "canaryConsoleUrl must be an https address"],
  [{ canaryAuthToken: `two ${SECRET}` }, "canaryAuthToken must be one word"],
  [{ canaryFormerConsoleUrl: "abc" }, "canaryFormerConsoleUrl must be an https address"],
  [{ coralogixBaseUrl: "", coralogixRegion: "mars" }, "coralogixRegion must be one of eu1"],
  [{ coralogixApiKey: `a\n${SECRET}` }, "coralogixApiKey must be one word"],
  [{ parallelCalls: "1.5" }, "parallelCalls must be a whole number"],
])("a bad value is refused: %j", async (change, reason) => {
  const reasons = (await checkConfig(change)).getFailuresList().map((failure) => failure.getReason());
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toContain(`alert-webhooks:${reason}`);
  expect(reasons[0]).not.toContain(SECRET);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
  ["nothing", {}, {}, []],
  ["a limit", {}, { maxAttempts: "5" }, []],
  ["a credential of the console", {}, { canaryAuthToken: "rotated" }, []],
  [
    "another console",
    { canaryConsoleUrl: "https://a.example" },
    { canaryConsoleUrl: "https://b.example" },
    ["canaryConsoleUrl"],
  ],
  [
    "a renamed console",
    { canaryConsoleUrl: "https://a.example" },
    { canaryConsoleUrl: "https://b.example", canaryFormerConsoleUrl: "https://a.example" },
    [],
  ],
  [
    "what a dynamic provider had",
    { canaryConsoleUrl: undefined, "alert-webhooks:canaryConsoleUrl": "https://b.example" },
    { canaryConsoleUrl: "https://b.example" },
    [],
  ],
])("%s replaces what it should", async (_what, olds, news, replaced) => {
  const defined = Object.fromEntries(Object.entries(olds).map(([key, value]) => [key, value ?? ""]));
  expect((await diffConfig(defined, news)).getReplacesList()).toEqual(replaced);
  expect(fixture.emulator.requests).toEqual([]);
});

describe("two keys of which the older API of Coralogix tells no company", () => {
  const olds = { resolvedCoralogixHost: "" };
  const webhook = (id: number) => ({
    id,
    alias: `webhook ${id}`,
    url: "https://chat.example/",
    integration_type_fields: "[]",
    integration_type_id: 0,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
  });
  beforeEach(() => {
    const { host } = new URL(fixture.emulator.url);
    olds.resolvedCoralogixHost = host;
    fixture.emulator.addFault({ call: "integrations list", times: Infinity, fault: { kind: "status", status: 403 } });
  });
  const replacesFor = async (coralogixApiKey: string) =>
    (await diffConfig(olds, { ...olds, coralogixApiKey })).getReplacesList();

  it("are of one account where they see a webhook in common", async () => {
    const { accounts } = fixture.emulator.state;
    Object.assign(accounts[API_KEY] ?? {}, { integrations: [webhook(1), webhook(2)] });
    accounts["rotated-key"] = structuredClone(accounts[API_KEY] ?? { companyId: 1, integrations: [] });
    accounts["rotated-key"].integrations.shift();
    expect(await replacesFor("rotated-key")).toEqual([]);
  });

  it("are of two where each sees others", async () => {
    const { accounts } = fixture.emulator.state;
    Object.assign(accounts[API_KEY] ?? {}, { integrations: [webhook(1)] });
    accounts["other-key"] = { companyId: 4711, integrations: [webhook(1)] };
    expect(await replacesFor("other-key")).toEqual(["coralogixRegion"]);
  });

  it("are taken for those of one account where one sees nothing", async () => {
    fixture.emulator.state.accounts["empty-key"] = { companyId: 4711, integrations: [] };
    expect(await replacesFor("empty-key")).toEqual([]);
  });
});

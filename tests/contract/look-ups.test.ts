import { credentials } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { newSlackWebhook } from "../../emulator/canary/state";
import * as alertWebhooks from "../../provider";
import { lookUps } from "../../provider/look-ups";
import { registry } from "../../provider/registry";
import { API_KEY, AUTH_TOKEN, FLOCK, type Properties, SECRET, account, flock, specimens } from "../specimens";
import { Fixture, declare, settingsFor } from "./fixture";
import { type HostKind, answered } from "./host";

const MARK = "4dabf18193072939515e22adb298388d";

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

type LookUp = (args: Properties) => Promise<Properties>;

/** A function of the package, with what is secret in marks as the plugin has them. */
function ofPackage(name: string): LookUp {
  return async (args) => {
    pulumi.runtime.setAllConfig(settingsFor(fixture.emulator));
    const functions = alertWebhooks as unknown as Record<string, LookUp>;
    return (await withMarks(await functions[name]?.(args))) as Properties;
  };
}

async function withMarks(value: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) {
    const inside = await new Promise((resolve) => value.apply(resolve));
    return inside === undefined ? undefined : { [MARK]: await pulumi.isSecret(value), value: inside };
  }
  if (Array.isArray(value)) return Promise.all(value.map(withMarks));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(async ([name, inner]) => [name, await withMarks(inner)] as const);
  return Object.fromEntries((await Promise.all(members)).filter(([, inner]) => inner !== undefined));
}

/** A function of the plugin. */
function ofPlugin(name: string): LookUp {
  return async (args) => {
    const request = new messages.InvokeRequest()
      .setTok(`alert-webhooks:index:${name}`)
      .setArgs(Struct.fromJavaScript(args as Record<string, JavaScriptValue>));
    const answer = await answered<messages.InvokeResponse>((done) => client.invoke(request, done));
    const text = JSON.stringify(answer.getReturn()?.toJavaScript());
    return JSON.parse(text.replaceAll(`"${MARK}":"1b47061264138c4ac30d75fd1eb44270"`, `"${MARK}":true`)) as Properties;
  };
}

const secret = (value: unknown) => ({ [MARK]: true, value });

describe.each<[HostKind, (name: string) => LookUp]>([
  ["dynamic provider", ofPackage],
  ["plugin", ofPlugin],
])("look-ups beside the %s", (_kind, lookUp) => {
  afterEach(() => {
    expect(fixture.emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("show the flocks, by name if asked", async () => {
    Object.assign(flock(fixture.emulator), { name: "Head Office", mode: "global" });
    const { flocks } = await lookUp("getCanaryFlocks")({});
    expect(flocks).toMatchObject([{ id: FLOCK, name: "Head Office", mode: "global" }, { mode: "enabled" }]);
    expect(await lookUp("getCanaryFlocks")({ name: "Head Office" })).toMatchObject({ flocks: [{ id: FLOCK }] });
    expect(await lookUp("getCanaryFlocks")({ name: "None" })).toEqual({ flocks: [] });
  });

  it("show the webhooks of a flock, with their ids, and URLs and tokens as secrets", async () => {
    const slack = newSlackWebhook("Acme", "#alerts");
    Object.assign(flock(fixture.emulator), {
      generic: [{ url: `https://soc.example/${SECRET}`, headers: { "X-Key": SECRET }, webhook_id: "1" }],
      ms_teams: [`https://teams.example/${SECRET}`],
      slack: [slack],
      splunk: { host: "hec.example", port: "8088", token: SECRET },
    });
    const { webhooks } = await lookUp("getCanaryFlockWebhooks")({ flockId: FLOCK });
    const id = (kind: string) => expect.stringMatching(new RegExp(`^${FLOCK}/${kind}/[0-9a-f]{16}$`)) as string;
    expect(webhooks).toEqual([
      {
        id: id("generic"),
        kind: "generic",
        host: "soc.example",
        url: secret(`https://soc.example/${SECRET}`),
        headerNames: ["X-Key"],
      },
      { id: id("ms_teams"), kind: "ms_teams", host: "teams.example", url: secret(`https://teams.example/${SECRET}`) },
      {
        id: id("slack"),
        kind: "slack",
        team: "Acme",
        channel: "#alerts",
        host: "hooks.slack.example",
        url: secret(slack.url),
      },
      { id: `${FLOCK}/splunk`, kind: "splunk", host: "hec.example", port: 8088, token: secret(SECRET) },
    ]);
  });

  it("show an entry of another form than documented as such", async () => {
    flock(fixture.emulator).raw = { "generic/list": [{ url: `https://odd.example/${SECRET}`, header_names: 5 }] };
    account(fixture.emulator).raw = [{ id: 7, alias: "odd", integration_type_id: "x" }];
    expect(await lookUp("getCanaryFlockWebhooks")({ flockId: FLOCK })).toMatchObject({
      webhooks: [{ host: "odd.example", flaw: "header_names" }],
    });
    expect(await lookUp("getCoralogixIntegrations")({})).toMatchObject({
      integrations: [{ id: "7", flaw: "integration_type_id" }],
    });
  });

  it("of a flock that there is not name those that there are", async () => {
    fixture.emulator.behaviour.unknownFlock = "error";
    await expect(lookUp("getCanaryFlockWebhooks")({ flockId: "flock:none" })).rejects.toThrow(
      `There is no flock with the id flock:none. There are: ${FLOCK} ("Default Flock")`,
    );
  });
});

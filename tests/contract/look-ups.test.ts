import { credentials } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { newSlackWebhook } from "../../emulator/canary/state";
import * as alertWebhooks from "../../provider";
import * as plugin from "../../provider/plugin";
import { lookUps } from "../../provider/look-ups";
import { registry } from "../../provider/registry";
import { AUTH_TOKEN, FLOCK, OTHER_FLOCK, type Properties, SECRET, account, flock, specimens } from "../specimens";
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
    expect(flocks).toHaveLength(Object.keys(fixture.emulator.state.flocks).length);
    expect(flocks).toContainEqual(expect.objectContaining({ id: FLOCK, name: "Head Office", mode: "global" }));
    expect(flocks).toContainEqual(expect.objectContaining({ id: OTHER_FLOCK, mode: "enabled" }));
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

  it.each(["404", "400", "200 empty", "200 error"] as const)(
    "of a flock that there is not name the others (%s)",
    async (answer) => {
      fixture.emulator.behaviour.missingFlock = answer;
      await expect(lookUp("getCanaryFlockWebhooks")({ flockId: "flock:none" })).rejects.toThrow(
        `There is no flock with the id flock:none. There are: ${FLOCK} ("Default Flock")`,
      );
      expect(await lookUp("getCanaryFlockWebhooks")({ flockId: FLOCK })).toEqual({ flockId: FLOCK, webhooks: [] });
    },
  );

  const ofCoralogix = specimens.filter(({ vendor }) => vendor === "coralogix");

  it.each(ofCoralogix.map((specimen) => [specimen.title, specimen] as const))("show %s", async (_title, specimen) => {
    const { className, inputs } = specimen;
    fixture.emulator.behaviour.workflowUrl = "as sent";
    await fixture.up([declare(specimen)], "create");
    const { id, outputs } = fixture.resource;
    fixture.emulator.clearRequests();
    const properties = registry.find(({ name }) => name === className)?.properties ?? {};
    const marked = Object.entries({ ...outputs, ...inputs })
      .filter(([name]) => !/^(__\w+|companyId|apiHost|shownAs)$/.test(name) && properties[name]?.createOnly !== true)
      // What is the default is shown as if it were not declared.
      .filter(([name, value]) => properties[name]?.default !== value)
      .map(([name, value]) => [name, properties[name]?.secret === true ? secret(value) : value]);
    const expected = { id, ...Object.fromEntries(marked) } as Properties;
    const { type } = inputs;
    const keys =
      className === "CoralogixIntegration"
        ? [{ id }, { alias: inputs.alias }, { alias: inputs.alias, type }]
        : [{ id }, { externalId: outputs.externalId }, { name: inputs.name }, { name: inputs.name, type }];
    for (const key of keys) expect(await lookUp(`get${className}`)(key)).toEqual(expected);

    const { host, alias, name, externalId } = outputs;
    const [list] = Object.values(await lookUp(`get${className}s`)({ type }));
    expect(list).toEqual([JSON.parse(JSON.stringify({ id, type, alias, name, externalId, host }))]);
    const other = type === "slack" ? "jira" : "slack";
    expect(Object.values(await lookUp(`get${className}s`)({ type: other }))).toEqual([[]]);
  });

  it("list the candidates where several fit, and where none does", async () => {
    const slack = { integration_type_fields: "[]", created_at: "", updated_at: "" };
    account(fixture.emulator).integrations.push(
      { ...slack, id: 1, alias: "twin", url: `https://one.example/${SECRET}`, integration_type_id: 0 },
      { ...slack, id: 2, alias: "twin", url: `https://two.example/${SECRET}`, integration_type_id: 5 },
    );
    const twins = '1 ("twin" of type slack to one.example), 2 ("twin" of type microsoft_teams to two.example)';
    await expect(lookUp("getCoralogixIntegration")({ alias: "twin" })).rejects.toThrow(
      `There is more than one Coralogix integration with the alias "twin": ${twins}. Give the id of one.`,
    );
    await expect(lookUp("getCoralogixIntegration")({ alias: "none" })).rejects.toThrow(
      `There is no Coralogix integration with the alias "none". There are: ${twins}.`,
    );
    await expect(lookUp("getCoralogixIntegration")({ alias: "twin", type: "jira" })).rejects.toThrow(
      'There is no Coralogix integration with the alias "twin" and the type jira.',
    );
    expect(await lookUp("getCoralogixIntegration")({ alias: "twin", type: "slack" })).toMatchObject({ id: "1" });

    await expect(lookUp("getCoralogixOutboundWebhook")({ name: "twin" })).rejects.toThrow(
      /^There is more than one Coralogix outbound webhook with the name "twin": [-0-9a-f]{36} \("twin" of type slack to one\.example, externalId 1\), /,
    );
    await expect(lookUp("getCoralogixOutboundWebhook")({ externalId: 3 })).rejects.toThrow(
      "There is no Coralogix outbound webhook with the externalId 3. There are: ",
    );
    await expect(lookUp("getCoralogixOutboundWebhook")({ id: "x" })).rejects.toThrow(
      "There is no Coralogix outbound webhook with the id x. There are: ",
    );
  });

  it.each([
    ["getCanaryFlocks", { flock: FLOCK }, "getCanaryFlocks: flock: is not allowed here: getCanaryFlocks takes name"],
    ["getCanaryFlockWebhooks", {}, 'flockId: is missing: it must be the id of a flock, such as "flock:default"'],
    ["getCoralogixIntegration", {}, "getCoralogixIntegration: takes either id or alias"],
    ["getCoralogixIntegration", { id: "1", alias: "a" }, "takes either id or alias"],
    ["getCoralogixIntegrations", { type: "fax" }, 'type: must be "slack", '],
    ["getCoralogixOutboundWebhook", { id: "1", name: "a" }, "takes one of id, externalId and name"],
    ["getCoralogixOutboundWebhooks", { type: "fax" }, 'type: must be "generic", '],
  ])("of %s refuse %j", async (name, args, message) => {
    await expect(lookUp(name)(args)).rejects.toThrow(message);
    expect(fixture.emulator.requests).toEqual([]);
  });

  it("say what to do about a credential that is not accepted, and show none", async () => {
    fixture.emulator.authTokens.clear();
    const failing = lookUp("getCanaryFlocks")({});
    await expect(failing).rejects.toThrow("The Canary console does not accept the auth token of");
    await expect(failing).rejects.toThrow(expect.not.stringContaining(SECRET) as string);
  });

  it("see what was made since the last look", async () => {
    expect(await lookUp("getCanaryFlockWebhooks")({ flockId: FLOCK })).toMatchObject({ webhooks: [] });
    flock(fixture.emulator).ms_teams.push("https://new.example/");
    expect(await lookUp("getCanaryFlockWebhooks")({ flockId: FLOCK })).toMatchObject({
      webhooks: [{ host: "new.example" }],
    });
  });
});

describe("look-ups in a program", () => {
  const settings = () => settingsFor(fixture.emulator);
  const shown = async (output: unknown) => withMarks(output);
  const theFlocks = { flocks: expect.arrayContaining([expect.objectContaining({ id: FLOCK })]) as unknown };

  it("are those of the plugin", () => {
    const functions = Object.keys(alertWebhooks).filter((name) => name.startsWith("get"));
    const names = lookUps.flatMap(({ contract }) => [contract.name, `${contract.name}Output`]);
    expect(functions.sort()).toEqual(names.sort());
    expect(Object.keys(plugin)).toEqual(expect.arrayContaining(names));
  });

  it("take outputs, and make a secret of nothing else than what is one", async () => {
    pulumi.runtime.setAllConfig(settings());
    account(fixture.emulator).integrations.push({
      id: 1050,
      alias: "on-call",
      url: "",
      integration_type_fields: JSON.stringify([{ name: "serviceKey", value: SECRET }]),
      integration_type_id: 2,
      created_at: "",
      updated_at: "",
    });
    const found = alertWebhooks.getCoralogixOutboundWebhookOutput({ name: pulumi.output("on-call") });
    expect(await pulumi.isSecret(found)).toBe(true);
    expect(await shown(found.externalId)).toEqual({ [MARK]: false, value: 1050 });
    expect(await shown(found.serviceKey)).toEqual({ [MARK]: true, value: SECRET });
    expect(await shown(found.apply(({ name }) => name))).toEqual({ [MARK]: true, value: "on-call" });
    expect(await pulumi.isSecret(alertWebhooks.getCanaryFlocksOutput())).toBe(false);
    flock(fixture.emulator).ms_teams.push(`https://teams.example/${SECRET}`);
    const { webhooks, flockId } = alertWebhooks.getCanaryFlockWebhooksOutput({ flockId: FLOCK });
    expect(await shown(webhooks)).toMatchObject({ [MARK]: true, value: [{ url: `https://teams.example/${SECRET}` }] });
    expect(await pulumi.isSecret(flockId)).toBe(false);
  });

  it("take the connection from the environment where the stack has none", async () => {
    pulumi.runtime.setAllConfig({});
    await expect(alertWebhooks.getCanaryFlocks()).rejects.toThrow(
      'canaryConsoleUrl is missing. Set it with "pulumi config set alert-webhooks:canaryConsoleUrl"',
    );
    process.env.CANARY_CONSOLE_URL = fixture.emulator.url;
    process.env.CANARY_AUTH_TOKEN = AUTH_TOKEN;
    try {
      expect(await alertWebhooks.getCanaryFlocks()).toMatchObject(theFlocks);
    } finally {
      delete process.env.CANARY_CONSOLE_URL;
      delete process.env.CANARY_AUTH_TOKEN;
    }
  });

  it("take the connection of a Provider, or of what a parent has", async () => {
    await pulumi.runtime.setMocks({
      call: ({ token }) => ({ flocks: [{ id: token }] }),
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as Properties }),
    });
    const { url: canaryConsoleUrl } = fixture.emulator;
    const provider = new alertWebhooks.Provider("explicit", { canaryConsoleUrl, canaryAuthToken: AUTH_TOKEN });
    const parent = new pulumi.ComponentResource("tests:index:Component", "parent", {}, { providers: [provider] });
    // A unit test of a program answers look-ups by its mocks.
    expect(await alertWebhooks.getCanaryFlocks({}, { provider })).toEqual({
      flocks: [{ id: "alert-webhooks:index:getCanaryFlocks" }],
    });
    const monitor = pulumi.runtime.getMonitor() as object;
    const isNone = new Proxy(monitor, {
      get: (target, name) => (name === "constructor" ? Object : (Reflect.get(target, name) as unknown)),
    });
    pulumi.runtime.setMockOptions(isNone);
    pulumi.runtime.setAllConfig({});
    expect(await alertWebhooks.getCanaryFlocks({}, { provider })).toMatchObject(theFlocks);
    expect(await alertWebhooks.getCanaryFlocks({}, { parent })).toMatchObject(theFlocks);
    const found = alertWebhooks.getCanaryFlocksOutput({}, { provider });
    expect(await shown(found.flocks)).toMatchObject({ [MARK]: false, value: theFlocks.flocks });
  });
});

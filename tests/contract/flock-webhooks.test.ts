import type { RecordedRequest } from "../../emulator";
import { BY_HAND, type ClassName, OTHER_SET_FLOCK, type Properties, SECRET, SET_FLOCK, flock } from "../specimens";
import type { Declared } from "./engine";
import { Fixture, registered } from "./fixture";
import { type HostKind, newEngine } from "./host";

/** Calls that change something. */
const isChange = ({ call }: RecordedRequest) => /\/(add|remove)$/.test(call);

describe.each<HostKind>(["dynamic provider", "plugin"])("a set served by the %s", (kind) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.start({}, kind);
  });
  beforeEach(() => {
    fixture.reset();
    fixture.host.takeOutput();
  });
  afterEach(() => {
    expect(fixture.host.takeOutput()).not.toContain(SECRET);
  });
  afterAll(() => fixture.stop());

  const url = (name: string) => `https://${name}.example/${SECRET}/${name}`;
  const teams = (name: string) => `https://${name}.teams.example/${SECRET}`;
  const splunk = { host: "hec.example.com", port: 8088, token: `hec-${SECRET}` };
  const set = (inputs: Properties, urn = "set"): Declared => ({
    urn,
    className: "CanaryFlockWebhooks",
    inputs: { flockId: SET_FLOCK, ...inputs },
  });
  const single = (className: ClassName, inputs: Properties, urn: string): Declared => ({
    urn,
    className,
    inputs: { flockId: SET_FLOCK, ...inputs },
  });
  const there = () => flock(fixture.emulator, SET_FLOCK);
  const urls = () => there().generic.map((webhook) => webhook.url);
  const outputs = () => fixture.resource.outputs as Record<string, Properties>;
  const changes = () => {
    const calls = fixture.emulator.requests.filter(isChange).map(({ call }) => call);
    fixture.emulator.clearRequests();
    return calls;
  };
  const addByHand = (name = BY_HAND, headers = {}) => {
    there().generic.push({ url: url(name), headers, webhook_id: name });
  };

  it("reads each list that it is about once, and adds each webhook once", async () => {
    const generic = Array.from({ length: 20 }, (_, index) => ({ url: url(`h${index}`) }));
    await fixture.up([set({ generic })], "create");
    expect(fixture.count("generic/list")).toBe(1);
    expect(fixture.count("generic/add")).toBe(20);
    expect(fixture.emulator.requests).toHaveLength(21);
    fixture.emulator.clearRequests();
    await fixture.stack.refresh();
    expect(fixture.emulator.requests.map(({ call }) => call).sort()).toEqual(["flocks/summary", "generic/list"]);
  });

  it("shows what it declares by kind and host, those of one host apart", async () => {
    there().slack.push({ team: "SOC", channel: "#a", configuration_url: "", url: url("slack") });
    const generic = [
      { url: url("one"), headers: { B: SECRET, A: SECRET } },
      { url: `${url("two")}/1` },
      { url: `${url("two")}/2` },
    ];
    const slack = [{ team: "SOC", channel: "#a" }];
    await fixture.up([set({ generic, msTeams: [teams("t")], splunk, slack })], "create");
    const destinations = Object.entries(outputs().destinations ?? {}).sort();
    expect(destinations).toEqual([
      ["generic one.example", "A, B"],
      [expect.stringMatching(/^generic two\.example \([0-9a-f]{8}\)$/), "no headers"],
      ["generic two.example", "no headers"],
      ["msTeams t.teams.example", "a channel"],
      ["slack #a", "team SOC"],
      ["splunk hec.example.com", "port 8088"],
    ]);
  });

  it("plans a webhook whose URL is not known yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const run = fixture.host.startRun().about({ urn: "set", className: "CanaryFlockWebhooks" });
    const checked = async (inputs: Properties) =>
      run.check(await registeredFor(kind, { flockId: SET_FLOCK, ...inputs }));
    expect(await checked({ generic: [{ url: url("a") }, { url: unknown }, unknown] })).toMatchObject({
      failures: [],
      inputs: { destinations: { "generic a.example": "no headers" } },
    });
    expect(await checked({ generic: unknown })).toMatchObject({ failures: [], inputs: { destinations: unknown } });
    expect((await checked({ generic: [{ url: unknown }], msTeams: ["http://no.example"] })).failures).toHaveLength(1);
  });

  it("is not changed by another order or spelling", async () => {
    const [a, b, twin] = [
      { url: url("a"), headers: { X: "1", Y: "2" } },
      { url: url("b") },
      { url: `${url("b")}/twin` },
    ];
    await fixture.up([set({ generic: [a, b, twin] })], "create");
    const respelled = { url: url("a").replace("https://a", "HTTPS://A"), headers: { Y: "2", X: "1" } };
    expect(await fixture.stack.preview([set({ generic: [twin, b, respelled] })])).toEqual([]);
  });

  it("changes what is declared otherwise, and touches nothing else", async () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => ({ url: url(name), headers: { X: name } }));
    await fixture.up([set({ generic: [a, b] })], "create");
    addByHand();
    changes();
    await fixture.up([set({ generic: [b, c] })], "update");
    expect(changes()).toEqual(["generic/add", "generic/remove"]);
    expect(urls()).toEqual([url("b"), url(BY_HAND), url("c")]);
    await fixture.stack.refresh();
    expect(outputs().foreign).toEqual({ [`generic ${BY_HAND}.example`]: "no headers" });
    expect(await fixture.stack.preview([set({ generic: [b, c] })])).toEqual([]);
    await fixture.stack.destroy();
    expect(urls()).toEqual([url(BY_HAND)]);
  });

  describe("takes over nothing silently", () => {
    it("when it is created", async () => {
      addByHand();
      const generic = [{ url: url("a") }, { url: url(BY_HAND) }];
      expect(await fixture.failingUp([set({ generic })])).toMatch(
        /^The generic webhook to by-hand\.example of .* exists already/,
      );
      expect(fixture.stack.resources.size).toBe(0);
      await fixture.up([set({ generic, adoptExisting: true })], "create");
      expect(changes()).toEqual(["generic/add"]);
    });

    it("when something comes to it", async () => {
      await fixture.up([set({ generic: [{ url: url("a") }] })], "create");
      addByHand();
      changes();
      const generic = [{ url: url("a") }, { url: url("b") }, { url: url(BY_HAND) }];
      expect(await fixture.failingUp([set({ generic })])).toContain("exists already");
      expect(changes()).toEqual([]);
      await fixture.up([set({ generic, adoptExisting: true })], "update");
      expect(changes()).toEqual(["generic/add"]);
      expect(await fixture.stack.preview([set({ generic })])).toEqual([]);
    });
  });

  describe("exclusive", () => {
    const exclusive = (generic: readonly Properties[], more: Properties = {}) =>
      set({ generic, exclusive: true, ...more });
    const a = { url: url("a") };

    it("removes, additions first, what a read has found and a preview has shown, and nothing that is new since", async () => {
      addByHand();
      there().ms_teams.push(teams(BY_HAND));
      await fixture.up([exclusive([a])], "create");
      expect(changes()).toEqual(["generic/add"]);
      expect(outputs().foreign).toEqual({
        [`generic ${BY_HAND}.example`]: "no headers",
        [`msTeams ${BY_HAND}.teams.example`]: "a channel",
      });
      // At the host of one that is known, and at another.
      there().generic.push({ url: `${url(BY_HAND)}/new`, headers: {}, webhook_id: "new" });
      there().splunk = { ...splunk, port: "8088" };
      fixture.host.takeOutput();
      expect(await fixture.stack.preview([exclusive([a, { url: url("b") }])])).toEqual([
        { urn: "set", operation: "update" },
      ]);
      await fixture.up([exclusive([a, { url: url("b") }])], "update");
      expect(changes()).toEqual(["generic/add", "generic/remove", "ms_teams/remove"]);
      expect(urls()).toEqual([url("a"), `${url(BY_HAND)}/new`, url("b")]);
      await fixture.up([exclusive([a, { url: url("b") }])], "update");
      expect(changes()).toEqual(["generic/remove", "splunk/remove"]);
      expect(await fixture.stack.preview([exclusive([a, { url: url("b") }])])).toEqual([]);
    });

    it("shows as drift what a refresh finds", async () => {
      await fixture.up([exclusive([a])], "create");
      expect(await fixture.stack.preview([exclusive([a])])).toEqual([]);
      addByHand(BY_HAND, { "X-By": SECRET });
      await fixture.stack.refresh();
      const found = { [`generic ${BY_HAND}.example`]: "X-By" };
      expect(fixture.resource).toMatchObject({ inputs: { foreign: found }, outputs: { foreign: found } });
      await fixture.up([exclusive([a])], "update");
      expect(urls()).toEqual([url("a")]);
      expect(outputs().foreign).toEqual({});
    });

    it("leaves what it can't understand, and goes on showing it", async () => {
      await fixture.up([exclusive([a])], "create");
      addByHand(BY_HAND, { "not a name": SECRET });
      await fixture.stack.refresh();
      changes();
      for (let run = 0; run < 2; run++) {
        await fixture.up([exclusive([a])], "update");
        expect(changes()).toEqual([]);
        expect(Object.keys(outputs().foreign ?? {})).toEqual([`generic ${BY_HAND}.example`]);
      }
      there().generic = there().generic.map((webhook) => ({ ...webhook, headers: {} }));
      await fixture.stack.refresh();
      await fixture.up([exclusive([a])], "update");
      expect(urls()).toEqual([url("a")]);
    });

    it("removes nothing else when it is deleted", async () => {
      await fixture.up([exclusive([a])], "create");
      addByHand();
      await fixture.stack.refresh();
      await fixture.up([], "delete");
      expect(urls()).toEqual([url(BY_HAND)]);
    });

    it("removes Slack webhooks that it does not declare, and keeps the others", async () => {
      const slackOf = (channel: string) => ({
        team: "SOC",
        channel,
        configuration_url: "",
        url: url(channel.slice(1)),
      });
      there().slack.push(slackOf("#ours"), slackOf("#theirs"));
      const program = [exclusive([a], { slack: [{ team: "SOC", channel: "#ours" }] })];
      await fixture.up(program, "create");
      await fixture.up(program, "update");
      expect(there().slack.map(({ channel }) => channel)).toEqual(["#ours"]);
      expect(await fixture.stack.preview(program)).toEqual([]);
    });

    it("does not remove what it starts to declare", async () => {
      addByHand();
      await fixture.up([exclusive([a])], "create");
      changes();
      await fixture.up([exclusive([a, { url: url(BY_HAND) }], { adoptExisting: true })], "update");
      expect(changes()).toEqual([]);
      expect(urls()).toEqual([url(BY_HAND), url("a")]);
    });

    const respelled = (text: string) => text.replace("https:", "HTTPS:");

    it("removes a twin of what it declares, in another spelling, and keeps its own", async () => {
      await fixture.up([exclusive([a])], "create");
      there().generic.push({ url: respelled(a.url), headers: {}, webhook_id: "twin" });
      await fixture.stack.refresh();
      await fixture.up([exclusive([a])], "update");
      expect(urls()).toEqual([a.url]);
      expect(outputs()).toMatchObject({ generic: [a], foreign: {} });
      expect(await fixture.stack.preview([exclusive([a])])).toEqual([]);
    });

    it.each([
      ["in another spelling", { url: respelled(url(BY_HAND)), headers: {} }],
      ["with other headers", { url: url(BY_HAND), headers: { "X-By": SECRET } }],
    ])("leaves what is new since a read found its like, %s", async (_case, later) => {
      addByHand();
      await fixture.up([exclusive([a])], "create");
      there().generic = [
        ...there().generic.filter((webhook) => webhook.url === a.url),
        { ...later, webhook_id: "new" },
      ];
      await fixture.up([exclusive([a])], "update");
      expect(urls()).toEqual([a.url, later.url]);
      await fixture.up([exclusive([a])], "update");
      expect(urls()).toEqual([a.url]);
    });

    it("is still there where all that it declares is gone", async () => {
      await fixture.up([exclusive([a])], "create");
      there().generic = [];
      addByHand();
      await fixture.stack.refresh();
      await fixture.up([exclusive([a])], "update");
      expect(urls()).toEqual([url("a")]);
    });
  });

  it("is refused where it would leave nothing, unless it says so", async () => {
    await fixture.up([set({ generic: [{ url: url("a") }] })], "create");
    expect(await fixture.failingUp([set({ generic: [] })])).toContain("No webhook is declared");
    await fixture.up([set({ allowNone: true })], "update");
    expect(urls()).toEqual([]);
    expect(await fixture.stack.refresh()).toEqual([]);
    expect(await fixture.stack.preview([set({ allowNone: true })])).toEqual([]);
  });

  it("says where a Slack webhook that is missing is added, and does the rest", async () => {
    const program = [set({ generic: [{ url: url("a") }], slack: [{ team: "SOC", channel: "#a" }] })];
    expect(await fixture.failingUp(program)).toContain("Add it in the Canary console");
    expect(urls()).toEqual([url("a")]);
    expect(outputs().destinations).toEqual({ "generic a.example": "no headers" });
    there().slack.push({ team: "SOC", channel: "#a", configuration_url: "", url: url("slack") });
    await fixture.up(program, "update");
    expect(await fixture.stack.preview(program)).toEqual([]);
  });

  describe("when a part of it fails", () => {
    const generic = ["a", "b", "c"].map((name) => ({ url: url(name), headers: { X: SECRET } }));
    const refuseSecond = (call: string) => {
      fixture.emulator.addFault({ call, skip: 1, fault: { kind: "status", status: 400, message: "no" } });
    };

    it("has in state what was added, and the next up adds the rest", async () => {
      refuseSecond("generic/add");
      expect(await fixture.failingUp([set({ generic })])).toContain("The generic webhook to b.example");
      expect(urls()).toEqual([url("a"), url("c")]);
      expect(Object.keys(outputs().destinations ?? {})).toEqual(["generic a.example", "generic c.example"]);
      changes();
      await fixture.up([set({ generic })], "update");
      expect(changes()).toEqual(["generic/add"]);
      expect(await fixture.stack.preview([set({ generic })])).toEqual([]);
    });

    it("has in state what could not be removed, which the next up removes", async () => {
      await fixture.up([set({ generic, msTeams: [teams("t")] })], "create");
      refuseSecond("generic/remove");
      const less = [set({ generic: generic.slice(0, 1), msTeams: [teams("t"), teams("u")] })];
      await fixture.failingUp(less);
      expect(urls()).toEqual([url("a"), url("c")]);
      expect(there().ms_teams).toEqual([teams("t"), teams("u")]);
      await fixture.up(less, "update");
      expect(urls()).toEqual([url("a")]);
    });

    it("tests what was added, and the rest once that is added as well", async () => {
      const tested = (count: number) => [set({ generic: generic.slice(0, count), testOnCreate: true })];
      await fixture.up(tested(1), "create");
      refuseSecond("generic/add");
      await fixture.failingUp(tested(3));
      fixture.emulator.clearRequests();
      await fixture.up(tested(3), "update");
      const calls = fixture.emulator.requests.filter(({ call }) => call === "generic/test");
      expect(calls.map(({ body }) => (body as Properties).url)).toEqual(generic.map((webhook) => webhook.url));
      expect(await fixture.stack.preview(tested(3))).toEqual([]);
    });

    it("leaves no trace where the first call of a creation fails for good", async () => {
      fixture.emulator.addFault({
        times: Infinity,
        call: "generic/add",
        fault: { kind: "status", status: 400, message: "no" },
      });
      await fixture.failingUp([set({ generic })]);
      expect(fixture.stack.resources.size).toBe(0);
    });
  });

  it("adds nothing twice where a list lags behind what it has just added", async () => {
    const patient = await fixture.hostWith({ "alert-webhooks:listLagSeconds": "10" }, newEngine(), kind);
    try {
      fixture.stack = fixture.stackOn(patient);
      const generic = ["a", "b", "c"].map((name) => ({ url: url(name) }));
      await fixture.up([set({ generic: generic.slice(0, 1) })], "create");
      fixture.emulator.listLagMs = 500;
      await fixture.up([set({ generic: generic.slice(0, 2) })], "update");
      await fixture.up([set({ generic })], "update");
      expect(fixture.count("generic/add")).toBe(3);
    } finally {
      fixture.emulator.listLagMs = 0;
      await patient.stop();
    }
  });

  it("that is deleted before it is replaced leaves nothing behind that it no longer declares", async () => {
    const [a, b] = [{ url: url("a") }, { url: url("b") }];
    await fixture.up([set({ generic: [a, b] })], "create");
    changes();
    const { id, inputs: before, outputs: state } = fixture.resource;
    const run = fixture.host.startRun().about({ urn: "set", className: "CanaryFlockWebhooks" });
    const { inputs } = await run.check(await registeredFor(kind, { flockId: SET_FLOCK, generic: [a] }), before);
    await run.diff(id, state, inputs);
    await run.delete(id, state);
    await run.create(inputs);
    expect(changes()).toEqual(["generic/remove"]);
    expect(urls()).toEqual([a.url]);
  });

  describe("and single resources", () => {
    const a = { url: url("a") };
    const first = single("CanaryGenericWebhook", { url: url("a") }, "a");
    const singles = [
      first,
      single("CanaryGenericWebhook", { url: url("b"), headers: { X: SECRET } }, "b"),
      single("CanaryMsTeamsWebhook", { url: teams("t") }, "t"),
      single("CanarySplunkWebhook", splunk, "s"),
      single("CanarySlackWebhook", { team: "SOC", channel: "#a" }, "k"),
    ];
    // The values of headers are known to nobody but the resource that has them.
    const whole = set({
      generic: [a, { url: url("b"), headerNames: ["X"] }],
      msTeams: [teams("t")],
      splunk,
      slack: [{ team: "SOC", channel: "#a" }],
    });
    const adopting = (it: Declared) => ({ ...it, inputs: { ...it.inputs, adoptExisting: true } });
    const prepare = () => {
      there().slack.push({ team: "SOC", channel: "#a", configuration_url: "", url: url("slack") });
    };

    it.each([
      ["a set first", [set({ generic: [a] }), single("CanaryGenericWebhook", { url: url("b") }, "b")]],
      ["a set last", [single("CanaryGenericWebhook", { url: url("b") }, "b"), set({ generic: [a] })]],
      [
        "an exclusive one, of any kind",
        [single("CanarySplunkWebhook", splunk, "s"), set({ generic: [a], exclusive: true })],
      ],
    ])("don't mix in one flock and kind, %s", async (_case, program) => {
      expect(await fixture.failingUp(program, { continueOnError: true })).toMatch(
        /webhooks of flock:5e75 are declared by the \w+ ".*" as well/,
      );
    });

    it("are apart where the flock or the kind is another", async () => {
      const others = [
        single("CanaryMsTeamsWebhook", { url: teams("t") }, "t"),
        {
          ...single("CanaryGenericWebhook", { url: url("a") }, "a"),
          inputs: { flockId: OTHER_SET_FLOCK, url: url("a") },
        },
      ];
      await fixture.up([set({ generic: [a] }), ...others], "create", "create", "create");
    });

    it("become a set, and single resources again, without a change", async () => {
      prepare();
      await fixture.up(singles, ...singles.map(() => "create"));
      const before = fixture.emulator.snapshot();
      changes();
      await fixture.up([adopting(whole)], "create", ...singles.map(() => "delete"));
      expect(changes()).toEqual([]);
      expect(await fixture.stack.preview([whole])).toEqual([]);
      const named = singles.map((it) =>
        it.urn === "b" ? { ...it, inputs: { flockId: SET_FLOCK, url: url("b"), headerNames: ["X"] } } : it,
      );
      await fixture.up(named.map(adopting), ...singles.map(() => "create"), "delete");
      expect(changes()).toEqual([]);
      expect(fixture.emulator.snapshot()).toEqual(before);
    });

    it("come to a set that is there, and leave it, without a change", async () => {
      prepare();
      await fixture.up([set({ msTeams: [teams("t")] }), first], "create", "create");
      changes();
      const larger = set({ msTeams: [teams("t")], generic: [a] });
      await fixture.up([adopting(larger)], "update", "delete");
      expect(changes()).toEqual([]);
      const smaller = set({ msTeams: [teams("t")] });
      const steps = await fixture.stack.up([smaller, adopting(first)]);
      expect(steps.map(({ operation, failure }) => failure ?? operation).sort()).toEqual(["create", "update"]);
      expect(changes()).toEqual([]);
      await fixture.up([smaller], "delete");
      expect(urls()).toEqual([]);
    });

    it("come from a set that another process serves, without a change", async () => {
      const engine = newEngine();
      const [main, other] = await Promise.all([fixture.hostWith({}, engine, kind), fixture.hostWith({}, engine, kind)]);
      try {
        fixture.stack = fixture.stackOn({ default: main, other });
        await fixture.up([set({ msTeams: [teams("t")], generic: [a] })], "create");
        changes();
        const program = [{ ...adopting(first), provider: "other" }, set({ msTeams: [teams("t")] })];
        const steps = await fixture.stack.up(program);
        expect(steps.map(({ operation, failure }) => failure ?? operation).sort()).toEqual(["create", "update"]);
        expect(changes()).toEqual([]);
      } finally {
        await Promise.all([main.stop(), other.stop()]);
      }
    });
  });

  it("that is renamed leaves behind what the new one has, and nothing else", async () => {
    await fixture.up([set({ generic: [{ url: url("a") }, { url: url("b") }] })], "create");
    changes();
    await fixture.up([set({ generic: [{ url: url("a") }], adoptExisting: true }, "renamed")], "create", "delete");
    expect(changes()).toEqual(["generic/remove"]);
    expect(urls()).toEqual([url("a")]);
  });

  it("is tested again where something comes to it", async () => {
    await fixture.up([set({ generic: [{ url: url("a") }], testOnCreate: true })], "create");
    const more = [set({ generic: [{ url: url("a") }, { url: url("b") }], testOnCreate: true })];
    await fixture.up(more, "update");
    expect(fixture.count("generic/test")).toBe(2);
    fixture.emulator.behaviour.testResult = "error";
    const most = [set({ generic: [{ url: url("a") }, { url: url("b") }, { url: url("c") }], testOnCreate: true })];
    expect(await fixture.failingUp(most)).toContain("test failed");
    fixture.emulator.behaviour.testResult = "success";
    await fixture.up(most, "update");
    expect(await fixture.stack.preview(most)).toEqual([]);
  });

  it("is read by the id of its flock alone, as all that is there", async () => {
    addByHand(BY_HAND, { "X-By": SECRET });
    there().splunk = { ...splunk, port: "8088" };
    const read = await fixture.host
      .startRun()
      .about({ urn: "set", className: "CanaryFlockWebhooks" })
      .read(SET_FLOCK, await registeredFor(kind, {}), {});
    expect(read).toMatchObject({
      id: SET_FLOCK,
      outputs: { flockId: SET_FLOCK, generic: [{ url: url(BY_HAND), headerNames: ["X-By"] }], splunk, foreign: {} },
    });
    const missing = fixture.host.startRun().about({ urn: "set", className: "CanaryFlockWebhooks" });
    await expect(missing.read("flock:none", await registeredFor(kind, {}), {})).rejects.toThrow(SET_FLOCK);
  });

  async function registeredFor(host: HostKind, inputs: Properties): Promise<Properties> {
    return host === "plugin" ? inputs : registered("CanaryFlockWebhooks", inputs);
  }
});

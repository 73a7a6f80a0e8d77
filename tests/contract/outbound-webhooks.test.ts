import { uuidOf } from "../../emulator/coralogix/state";
import { type Properties, SECRET, account, specimenOf } from "../specimens";
import { Stack } from "./engine";
import { flawsOf } from "./emulator/openapi";
import { Fixture, declare, registered, settingsFor } from "./fixture";
import { Host, type HostKind } from "./host";

const CLASS = "CoralogixOutboundWebhook";
const slack = specimenOf(CLASS, "slack");
const generic = specimenOf(CLASS, "generic");
const workflow = specimenOf(CLASS, "ms_teams_workflow");
const pagerDuty = specimenOf(CLASS, "pager_duty");

const WORKFLOW = `https://prod-7.westus.logic.azure.com:443/workflows/a1/run?sp=%2Ftriggers&sig=${SECRET}`;

describe.each<HostKind>(["dynamic provider", "plugin"])("an outbound webhook that the %s serves", (kind) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.start({}, kind);
  });
  beforeEach(() => {
    fixture.reset();
  });
  afterEach(() => {
    expect(fixture.host.takeOutput()).not.toContain(SECRET);
    const sent = fixture.emulator.requests.filter(({ path }) => path.startsWith("/mgmt/openapi/5/"));
    expect(sent.flatMap(flawsOf)).toEqual([]);
  });
  afterAll(() => fixture.stop());

  /** The only webhook of the account. */
  const stored = () => {
    const [webhook, ...others] = account(fixture.emulator).integrations;
    if (webhook === undefined || others.length > 0) throw new Error("there is not one webhook");
    return webhook;
  };
  const activeOf = (list: string) =>
    (stored().configuration?.[list] as { type: string; isActive: boolean }[]).flatMap(({ type, isActive }) =>
      isActive ? [type] : [],
    );
  const changes = () => fixture.emulator.requests.filter(({ method }) => method !== "GET").map(({ call }) => call);
  const settled = async (program: Parameters<Stack["up"]>[0]) => {
    expect(await fixture.stack.preview(program)).toEqual([]);
    expect(await fixture.stack.refresh()).toEqual([]);
    expect(await fixture.stack.preview(program)).toEqual([]);
  };

  it("has the id and the number that Coralogix gives it", async () => {
    await fixture.up([declare(pagerDuty)], "create");
    expect(fixture.resource).toMatchObject({
      id: uuidOf(account(fixture.emulator), stored()),
      outputs: { externalId: stored().id, apiHost: new URL(fixture.emulator.url).host },
    });
  });

  describe("of Slack", () => {
    it("leaves on what Coralogix has switched on, where the program does not say", async () => {
      const declared = (change: Properties = {}) => [
        declare(slack, { digests: undefined, attachments: undefined, ...change }),
      ];
      await fixture.up(declared(), "create");
      expect(fixture.resource.outputs.attachments).toEqual(["EMPTY", "METRIC_SNAPSHOT", "LOGS"]);
      await settled(declared());
      stored().configuration = { attachments: [{ type: "EMPTY", isActive: false }] };
      await fixture.up(declared({ name: "outbound renamed" }), "update");
      expect(activeOf("attachments")).toEqual(["METRIC_SNAPSHOT", "LOGS"]);
      await settled(declared({ name: "outbound renamed" }));
      stored().configuration = {
        attachments: ["EMPTY", "METRIC_SNAPSHOT", "LOGS"].map((type) => ({ type, isActive: false })),
      };
      await fixture.up(declared(), "update");
      expect(activeOf("attachments")).toEqual([]);
    });

    it("switches off what the program leaves out of a list", async () => {
      await fixture.up([declare(slack, { attachments: [] })], "create");
      expect(activeOf("attachments")).toEqual([]);
      await settled([declare(slack, { attachments: [] })]);
    });

    it("does not mind what Coralogix insists on, and sees what others switch on", async () => {
      fixture.emulator.behaviour.slackAttachments = "insisted";
      const program = [declare(slack)];
      await fixture.up(program, "create");
      await settled(program);
      stored().configuration = { attachments: [{ type: "LOGS", isActive: true }] };
      await fixture.stack.refresh();
      expect(fixture.resource.outputs.attachments).toEqual(["EMPTY", "METRIC_SNAPSHOT", "LOGS"]);
      await fixture.up(program, "update");
      await settled(program);
    });
  });

  describe.each(["respelled", "rewritten"] as const)("to a Teams workflow whose URL is %s", (workflowUrl) => {
    beforeEach(() => {
      fixture.emulator.behaviour.workflowUrl = workflowUrl;
    });

    it("is as declared, until others change the URL", async () => {
      const program = [declare(workflow, { url: WORKFLOW })];
      await fixture.up(program, "create");
      await settled(program);
      await fixture.up([declare(workflow, { url: WORKFLOW, name: "outbound renamed" })], "update");
      await fixture.up(program, "update");
      stored().url = WORKFLOW.replace("sig=", "sig=theirs");
      await fixture.stack.refresh();
      expect(fixture.resource.outputs.url).not.toBe(WORKFLOW);
      await fixture.up(program, "update");
      expect(stored().url).toBe(WORKFLOW);
      await settled(program);
    });

    it("gets a new URL on the same host", async () => {
      await fixture.up([declare(workflow, { url: WORKFLOW })], "create");
      const program = [declare(workflow, { url: `${WORKFLOW}-2` })];
      await fixture.up(program, "update");
      expect(stored().url).toBe(`${WORKFLOW}-2`);
      await settled(program);
    });

    it("is taken over", async () => {
      await new Stack(fixture.host).up([declare(workflow, { url: WORKFLOW }, "theirs")]);
      const program = [declare(workflow, { url: WORKFLOW, adoptExisting: true })];
      await fixture.up(program, "create");
      await settled(program);
    });
  });

  it("keeps its generated uuid, whose case and payload may be spelled otherwise", async () => {
    const program = [declare(generic, { uuid: undefined, payload: '{ "text":"a" }' })];
    await fixture.up(program, "create");
    const { uuid } = fixture.resource.outputs;
    expect(stored().integration_type_fields).toContain(JSON.stringify('{ "text":"a" }'));
    await settled([declare(generic, { uuid: undefined, payload: { text: "a" } })]);
    await fixture.up([declare(generic, { uuid: undefined, payload: "a" })], "update");
    expect(fixture.resource.outputs.uuid).toBe(uuid);
  });

  it("is not given a payload by the program that leaves it to Coralogix", async () => {
    const program = [declare(generic, { payload: undefined })];
    await fixture.up(program, "create");
    stored().integration_type_fields = JSON.stringify([
      ...(JSON.parse(stored().integration_type_fields ?? "[]") as object[]),
      { name: "payload", value: "filled in" },
    ]);
    await settled(program);
  });

  describe("that is to be tested before it is created", () => {
    const program = [declare(pagerDuty, { testBeforeCreate: true })];

    it("is not created where the test fails", async () => {
      fixture.emulator.behaviour.testResult = "error";
      const message = await fixture.failingUp(program);
      expect(message).toContain(
        "was not created, since its test failed: The test failed: Could not post the test event (500).",
      );
      expect(fixture.stack.resources.size).toBe(0);
      expect(account(fixture.emulator).integrations).toEqual([]);
      expect(fixture.count("webhooks create")).toBe(0);
    });

    it("is created where the test succeeds, and not tested again", async () => {
      await fixture.up(program, "create");
      expect(fixture.count("webhooks test unsaved")).toBe(1);
      await fixture.up([declare(pagerDuty, { testBeforeCreate: true, serviceKey: `${SECRET}-2` })], "update");
      expect(fixture.count("webhooks test unsaved")).toBe(1);
      expect(fixture.count("webhooks test")).toBe(0);
    });

    it("is not created where the test can't be made", async () => {
      fixture.emulator.addFault({ call: "webhooks test unsaved", times: 3, fault: { kind: "reset" } });
      await fixture.failingUp(program);
      expect(fixture.stack.resources.size).toBe(0);
      expect(fixture.count("webhooks create")).toBe(0);
    });
  });

  it("to an Opsgenie host that has no address is refused by Coralogix, and nothing is left", async () => {
    const opsgenie = specimenOf(CLASS, "opsgenie");
    for (const errorForm of ["JSON", "text"] as const) {
      fixture.emulator.behaviour.errorForm = errorForm;
      const message = await fixture.failingUp([declare(opsgenie, { url: "https://api.opsgenie.invalid/v2/alerts" })]);
      expect(message).toContain("could not be resolved");
      expect(fixture.stack.resources.size).toBe(0);
    }
  });

  it("is made once, where what comes in the place of the answer may be a gateway's", async () => {
    fixture.emulator.behaviour.errorForm = "text";
    fixture.emulator.addFault({ call: "webhooks create", fault: { kind: "status", status: 400, effect: "after" } });
    await fixture.up([declare(pagerDuty)], "create");
    expect(fixture.count("webhooks create")).toBe(1);
    expect(fixture.resource.outputs).toMatchObject({ externalId: stored().id });
  });

  it("stays where its call is missing, and where the whole API is", async () => {
    await fixture.up([declare(pagerDuty)], "create");
    const missing = { kind: "status", status: 404, message: "Not Found: Not Found" } as const;
    for (const call of ["webhooks get", "webhooks (get|list)"]) {
      fixture.emulator.addFault({ call, times: Infinity, fault: missing });
      const [step] = await fixture.stack.refresh();
      expect(step?.failure?.message).toContain(
        "There is no such call: is the address of alert-webhooks:coralogixBaseUrl right?",
      );
      expect(fixture.stack.resources.size).toBe(1);
      fixture.emulator.clearFaults();
    }
  });

  it.each([401, 403])("is not gone where the key is refused with %d", async (status) => {
    await fixture.up([declare(pagerDuty)], "create");
    fixture.emulator.addFault({ call: "webhooks .*", times: Infinity, fault: { kind: "status", status } });
    const [step] = await fixture.stack.refresh();
    expect(step?.failure?.message).toMatch(/"OutboundWebhooks".*a Provider of its own/);
    expect(fixture.stack.resources.size).toBe(1);
  });

  it.each(["before", "after"] as const)("is made once where the answer is lost %s the effect", async (effect) => {
    fixture.emulator.addFault({ call: "webhooks create", fault: { kind: "status", status: 503, effect } });
    await fixture.up([declare(generic)], "create");
    expect(generic.held(fixture.emulator)).toEqual(generic.expected);
    expect(fixture.count("webhooks create")).toBe(effect === "before" ? 2 : 1);
    await settled([declare(generic)]);
  });

  it("whose create can't be decided is found by the next up, and made once", async () => {
    fixture.emulator.addFault({ call: "webhooks create", fault: { kind: "reset", effect: "after" } });
    fixture.emulator.addFault({ call: "webhooks list", skip: 1, times: 3, fault: { kind: "reset" } });
    expect(await fixture.failingUp([declare(generic)])).toContain("may or may not be in place");
    await fixture.up([declare(generic)], "delete", "replace");
    expect(generic.held(fixture.emulator)).toEqual(generic.expected);
  });

  it("that Coralogix shows only after a while is known with its number", async () => {
    fixture.emulator.listLagMs = 15;
    await fixture.up([declare(generic)], "create");
    expect(fixture.resource.outputs.externalId).toBe(stored().id);
    fixture.emulator.listLagMs = 0;
    await settled([declare(generic)]);
  });

  it("whose update is answered as a success and ignored is not as declared", async () => {
    await fixture.up([declare(pagerDuty)], "create");
    fixture.emulator.behaviour.updateEffect = "ignored";
    expect(await fixture.failingUp([declare(pagerDuty, { serviceKey: `${SECRET}-2` })])).toContain(
      "shows other values",
    );
    fixture.emulator.behaviour.updateEffect = "applied";
    await fixture.up([declare(pagerDuty, { serviceKey: `${SECRET}-2` })], "update");
  });

  it("that has another type by now is neither changed nor deleted", async () => {
    await fixture.up([declare(pagerDuty)], "create");
    Object.assign(stored(), { integration_type_id: 7, url: "https://theirs.example/" });
    const before = fixture.emulator.snapshot();
    for (const program of [[declare(pagerDuty, { serviceKey: `${SECRET}-2` })], []]) {
      expect(await fixture.failingUp(program)).toContain("of another type");
    }
    expect(fixture.emulator.snapshot()).toEqual(before);
  });

  it("that is as declared is taken over without a change", async () => {
    await new Stack(fixture.host).up([declare(generic, {}, "theirs")]);
    fixture.emulator.clearRequests();
    await fixture.up([declare(generic, { adoptExisting: true })], "create");
    expect(changes()).toEqual([]);
  });

  it("is read with one request each, and one for all", async () => {
    const program = Array.from({ length: 20 }, (_, index) =>
      declare(pagerDuty, { name: `outbound ${index}` }, `it-${index}`),
    );
    await fixture.up(program, ...program.map(() => "create"));
    fixture.emulator.clearRequests();
    expect(await fixture.stack.refresh()).toEqual([]);
    expect(fixture.count("webhooks list")).toBe(1);
    expect(fixture.count("webhooks get")).toBe(20);
  });

  describe("in an import file", () => {
    const imported = async (id: string, change: Properties = {}) => {
      await new Stack(fixture.host).up([declare(pagerDuty, {}, "theirs")]);
      const inputs = await registered(CLASS, declare(pagerDuty, change).inputs);
      await fixture.stack.import([{ urn: "it", className: CLASS, id, inputs, outputs: inputs }]);
      fixture.emulator.clearRequests();
    };

    it.each([
      ["its id", () => uuidOf(account(fixture.emulator), stored())],
      ["its number", () => String(stored().id)],
      ["its name", () => stored().alias],
    ])("is meant by %s, and gets its id from a refresh", async (_what, idOf) => {
      await imported("to be replaced");
      const [[urn, resource] = []] = fixture.stack.resources;
      if (urn === undefined || resource === undefined) throw new Error("nothing was imported");
      fixture.stack.resources.set(urn, { ...resource, id: idOf() });
      expect((await fixture.stack.refresh()).flatMap(({ failure }) => failure ?? [])).toEqual([]);
      expect(fixture.resource).toMatchObject({
        id: uuidOf(account(fixture.emulator), stored()),
        outputs: { externalId: stored().id },
      });
      expect(await fixture.stack.preview([declare(pagerDuty)])).toEqual([]);
      expect(changes()).toEqual([]);
    });

    it("is refused where the number leads to another name", async () => {
      await imported("1050", { name: "outbound other" });
      stored().id = 1050;
      for (const run of [() => fixture.stack.refresh(), () => fixture.stack.destroy()]) {
        const [step] = await run();
        expect(step?.failure?.message).toContain('is not what the id 1050 leads to: "outbound pager_duty alerts"');
      }
      expect(changes()).toEqual([]);
    });

    it("is changed and deleted under its number as well", async () => {
      await imported("1050");
      stored().id = 1050;
      await fixture.up([declare(pagerDuty, { serviceKey: `${SECRET}-2` })], "update");
      expect(stored().integration_type_fields).toContain(`${SECRET}-2`);
      await fixture.up([], "delete");
      expect(account(fixture.emulator).integrations).toEqual([]);
    });
  });

  describe("at another host", () => {
    let elsewhere: Host;
    beforeAll(async () => {
      const { port } = new URL(fixture.emulator.url);
      const other = { ...settingsFor(fixture.emulator), "alert-webhooks:coralogixBaseUrl": `http://localhost:${port}` };
      elsewhere = await Host.start(other, {}, undefined, kind);
    });
    afterAll(() => elsewhere.stop());

    it("is the same where the account lists it, and the next up notes the host without a change", async () => {
      await fixture.up([declare(pagerDuty)], "create");
      fixture.emulator.clearRequests();
      const stack = fixture.stackOn(elsewhere);
      expect(await stack.up([declare(pagerDuty)])).toEqual([{ urn: "it", operation: "update" }]);
      expect([...stack.resources.values()][0]?.outputs.apiHost).toMatch(/^localhost:/);
      expect(changes()).toEqual([]);
      expect(await stack.preview([declare(pagerDuty)])).toEqual([]);
    });

    it("is refused where the account does not list it: it is neither gone nor made again", async () => {
      await fixture.up([declare(pagerDuty)], "create");
      account(fixture.emulator).integrations = [];
      fixture.emulator.clearRequests();
      const stack = fixture.stackOn(elsewhere);
      for (const run of [
        () => stack.refresh(),
        () => stack.up([declare(pagerDuty, { serviceKey: `${SECRET}-2` })]),
        () => stack.up([]),
      ]) {
        const failure = await run().then(
          ([step]) => step?.failure?.message,
          (error: unknown) => (error as Error).message,
        );
        expect(failure).toMatch(
          /is in the Coralogix API 127\.0\.0\.1:\d+, and the configuration leads to the Coralogix API localhost:/,
        );
      }
      expect(changes()).toEqual([]);
      expect(stack.resources.size).toBe(1);
    });
  });

  it("is listed where an id leads to nothing", async () => {
    await fixture.up([declare(pagerDuty)], "create");
    const failure = await fixture.failingUp([
      declare(pagerDuty),
      { urn: "theirs", className: CLASS, inputs: {}, id: "1" },
    ]);
    expect(failure).toContain("There is no CoralogixOutboundWebhook with the id 1.");
    expect(failure).toContain(`("outbound pager_duty alerts" of type pager_duty, externalId ${stored().id})`);
  });
});

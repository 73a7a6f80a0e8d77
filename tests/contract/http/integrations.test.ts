import { DEFAULT_API_KEY, Emulator, type Fault } from "../../../emulator";
import { CoralogixAccount } from "../../../provider/coralogix/account";
import type { Integration } from "../../../provider/coralogix/integration.contract";
import { toWire } from "../../../provider/coralogix/wire";
import { accountOf } from "../emulator/client";
import { QUICK_LIMITS } from "./quick-limits";

const pagerDuty: Integration = { type: "pager_duty", alias: "on-call", serviceKey: "one" };

let emulator: Emulator;
let account: CoralogixAccount;
beforeEach(async () => {
  emulator = await Emulator.start();
  account = new CoralogixAccount({ baseUrl: emulator.url, apiKey: DEFAULT_API_KEY, limits: QUICK_LIMITS });
});
afterEach(() => emulator.stop());

const sent = (name: string) => emulator.requests.filter(({ call }) => call === `integrations ${name}`).length;
const ids = () => accountOf(emulator).integrations.map(({ id }) => id);

const withTitle = (fault: Fault) => ({ fault, title: JSON.stringify(fault) });

/** Ways in which an answer is lost. */
const losses = [
  { kind: "reset" } as const,
  { kind: "truncated" } as const,
  { kind: "html", status: 502 } as const,
  { kind: "status", status: 503 } as const,
  { kind: "status", status: 500 } as const,
].map(withTitle);

describe.each(losses)("$title", ({ fault }) => {
  test.each([
    ["before", 2],
    ["after", 1],
  ] as const)("%s an update: it is sent again only where a read shows the old values", async (effect, times) => {
    const id = await account.create(pagerDuty);
    emulator.addFault({ call: "integrations update", fault: { ...fault, effect } });
    await expect(account.update(id, { ...pagerDuty, serviceKey: "two" })).resolves.toBe(true);
    expect(accountOf(emulator).integrations[0]?.integration_type_fields).toContain("two");
    expect(sent("update")).toBe(times);
  });
});

describe.each([...losses, withTitle({ kind: "empty" })])("$title", ({ fault }) => {
  test("before a create: it is sent again once the list shows that it took no effect", async () => {
    emulator.addFault({ call: "integrations create", fault });
    const id = await account.create(pagerDuty);
    expect(ids()).toEqual([id]);
    expect(sent("create")).toBe(2);
  });

  test("after a create: the list tells by alias and fields which one it made", async () => {
    const namesake = await account.create({ ...pagerDuty, serviceKey: "other" });
    const twin = await account.create(pagerDuty);
    emulator.clearRequests();
    emulator.addFault({ call: "integrations create", fault: { ...fault, effect: "after" } });
    const id = await account.create(pagerDuty);
    expect(ids()).toEqual([namesake, twin, id]);
    expect(new Set(ids()).size).toBe(3);
    expect(sent("create")).toBe(1);
  });

  test.each([
    ["before", 2],
    ["after", 1],
  ] as const)("%s a deletion: it is sent again only where the list still shows it", async (effect, times) => {
    const id = await account.create(pagerDuty);
    emulator.addFault({ call: "integrations delete", fault: { ...fault, effect } });
    await account.delete(id);
    expect(ids()).toEqual([]);
    expect(sent("delete")).toBe(times);
  });
});

test("a deletion of what is gone succeeds", async () => {
  await account.delete(4711);
  expect(sent("delete")).toBe(1);
});

test("an update that is answered with success but changes nothing is made again", async () => {
  const id = await account.create(pagerDuty);
  emulator.addFault({ call: "integrations update", fault: { kind: "empty" } });
  await expect(account.update(id, { ...pagerDuty, serviceKey: "two" })).resolves.toBe(true);
  expect(sent("update")).toBe(2);
});

test("a refused key says what to do and is not sent again", async () => {
  emulator.renameApiKey(DEFAULT_API_KEY, "rotated");
  await expect(account.create(pagerDuty)).rejects.toMatchObject({
    outcome: "refused",
    rejectedUnprocessed: true,
    message: expect.stringMatching(/^GET .* was refused \(401: Unauthorized\)\. Coralogix does not accept/) as string,
  });
  expect(emulator.requests).toHaveLength(1);
});

test("an update that is answered as a success and does nothing is noticed", async () => {
  const id = await account.create(pagerDuty);
  emulator.behaviour.updateEffect = "ignored";
  await expect(account.update(id, { ...pagerDuty, serviceKey: "two" })).resolves.toBe(false);
  await expect(account.filter(() => true)).resolves.toMatchObject([{ id }]);
  expect(accountOf(emulator).integrations[0]?.integration_type_fields).toContain("one");
});

describe("several by one call", () => {
  const write = (integration: Integration, id?: number) => ({
    integration,
    body: toWire(integration),
    ...(id !== undefined && { id }),
  });
  const twins = [write(pagerDuty), write({ ...pagerDuty, serviceKey: "two" }), write(pagerDuty)];
  const bulk = () => emulator.requests.filter(({ call }) => call === "integrations-bulk").length;

  test("each counts for one that the list shows, twins too", async () => {
    await account.create(pagerDuty);
    expect(await account.writeAll(twins)).toEqual({ done: [true, true, true] });
    expect(ids()).toHaveLength(4);
    expect(bulk()).toBe(1);
  });

  test.each([
    ["before", 2],
    ["after", 1],
  ] as const)(
    "an answer lost %s they are created: they are sent again only where the list shows none",
    async (effect, times) => {
      emulator.addFault({ call: "integrations-bulk", fault: { kind: "reset", effect } });
      expect(await account.writeAll(twins)).toEqual({ done: [true, true, true] });
      expect(ids()).toHaveLength(3);
      expect(bulk()).toBe(times);
    },
  );

  test("some that are created before the answer is lost are not created again", async () => {
    emulator.behaviour.bulkEffect = "until one is refused";
    const refused = { ...write({ type: "slack", alias: "chat", url: "https://chat.example/" }) };
    const invalid = { ...refused, body: { ...refused.body, url: "" } };
    emulator.addFault({ call: "integrations-bulk", fault: { kind: "reset", effect: "after" } });
    expect(await account.writeAll([write(pagerDuty), invalid])).toEqual({ done: [true, false] });
    expect(ids()).toHaveLength(1);
    expect(bulk()).toBe(1);
  });

  test("a refusal comes with what was written all the same", async () => {
    emulator.behaviour.bulkEffect = "until one is refused";
    const slack: Integration = { type: "slack", alias: "chat", url: "https://chat.example/" };
    const { done, failure } = await account.writeAll([
      write(pagerDuty),
      { integration: slack, body: { ...toWire(slack), url: "" } },
    ]);
    expect(done).toEqual([true, false]);
    expect(failure).toMatchObject({ outcome: "refused", status: 400 });
  });

  test("an update that is not carried out is no success", async () => {
    const id = await account.create(pagerDuty);
    emulator.behaviour.updateEffect = "ignored";
    expect(await account.writeAll([write({ ...pagerDuty, serviceKey: "two" }, id)])).toEqual({ done: [false] });
  });

  test("after a time-out they are not sent again", async () => {
    emulator.addFault({ call: "integrations-bulk", fault: { kind: "status", status: 504 } });
    const { done, failure } = await account.writeAll(twins);
    expect(done).toEqual([false, false, false]);
    expect(failure).toMatchObject({ outcome: "unknown" });
    expect(bulk()).toBe(1);
  });
});

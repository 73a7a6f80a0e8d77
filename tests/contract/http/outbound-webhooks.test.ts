import { DEFAULT_API_KEY, Emulator } from "../../../emulator";
import { uuidOf } from "../../../emulator/coralogix/state";
import type { OutboundWebhook } from "../../../provider/coralogix/outbound-webhook.contract";
import { OutboundWebhooks } from "../../../provider/coralogix/outbound-webhooks";
import { accountOf } from "../emulator/client";
import { QUICK_LIMITS } from "./quick-limits";

const pagerDuty: OutboundWebhook = { type: "pager_duty", name: "on-call", serviceKey: "one" };

let emulator: Emulator;
let webhooks: OutboundWebhooks;
beforeEach(async () => {
  emulator = await Emulator.start();
  webhooks = new OutboundWebhooks({ baseUrl: emulator.url, apiKey: DEFAULT_API_KEY, limits: QUICK_LIMITS });
});
afterEach(() => emulator.stop());

const ids = () => accountOf(emulator).integrations.map((each) => uuidOf(accountOf(emulator), each));
const sent = (call: string) => emulator.requests.filter((request) => request.call === call).length;

test.each(["reset", "truncated", "empty"] as const)(
  "after a create whose answer is lost (%s), the list has once what it made, and is not read again",
  async (kind) => {
    emulator.addFault({ call: "webhooks create", fault: { kind, effect: "after" } });
    const { id } = await webhooks.create(pagerDuty);
    expect(ids()).toEqual([id]);
    const lists = sent("webhooks list");
    expect((await webhooks.filter(() => true)).map((each) => each.id)).toEqual([id]);
    expect(sent("webhooks list")).toBe(lists);
    expect(sent("webhooks create")).toBe(1);
  },
);

test("two that are as sent can't be told apart, and the error names both", async () => {
  emulator.intercept = ({ call, phase }) => {
    const [made] = accountOf(emulator).integrations;
    if (call !== "webhooks create" || phase !== "after" || made === undefined) return;
    accountOf(emulator).integrations.push({ ...made, id: 7 });
    throw new Error("lost");
  };
  const failure = await webhooks.create(pagerDuty).then(String, String);
  expect(ids()).toHaveLength(2);
  for (const id of ids()) expect(failure).toContain(id);
});

test.each(["before", "after"] as const)("an update whose answer is lost %s its effect is made", async (effect) => {
  const before = await webhooks.create(pagerDuty);
  emulator.addFault({ call: "webhooks update", fault: { kind: "reset", effect } });
  const shown = await webhooks.update(before.id, { ...pagerDuty, serviceKey: "two" }, before);
  expect(shown?.pagerDuty).toEqual({ serviceKey: "two" });
  expect(sent("webhooks update")).toBe(effect === "before" ? 2 : 1);
});

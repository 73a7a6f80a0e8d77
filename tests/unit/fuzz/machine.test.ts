import fc from "fast-check";

import { canaryFlockWebhookSettings } from "../../../provider/canary/flock-webhook-settings";
import { canaryGenericWebhook } from "../../../provider/canary/generic-webhook";
import { canaryMsTeamsWebhook } from "../../../provider/canary/ms-teams-webhook";
import { canarySlackWebhook } from "../../../provider/canary/slack-webhook";
import { canarySplunkWebhook } from "../../../provider/canary/splunk-webhook";
import { coralogixIntegration } from "../../../provider/coralogix/integration";
import { type ApiClient, type CommonInputs, Machine } from "../../../provider/engine/machine";
import type { Definition } from "../../../provider/engine/definition";
import { hasUnknown } from "../../../provider/engine/unknown";
import { inherited, json, nested, objectWith, reversed, text } from "../adversarial";

type Inputs = Record<string, unknown>;

const url = "https://hooks.example/T0/secret";
const request = { url, method: "post", headers: { A: "b" }, payload: { a: [1, { b: null }] } };

const definitions = [
  [canaryGenericWebhook, { flockId: "flock:default", url, headers: { A: "b" } }],
  [canaryMsTeamsWebhook, { flockId: "flock:default", url }],
  [canarySplunkWebhook, { flockId: "flock:default", host: "hec.example", port: 8088, token: "t" }],
  [canarySlackWebhook, { flockId: "flock:default", team: "Example", channel: "#alerts" }],
  [canaryFlockWebhookSettings, { flockId: "flock:default", mode: "enabled" }],
  [coralogixIntegration, { type: "slack", alias: "a", url }],
  [coralogixIntegration, { type: "webhook", alias: "a", ...request }],
  [coralogixIntegration, { type: "sendlog", alias: "a", ...request }],
  [coralogixIntegration, { type: "pager_duty", alias: "a", serviceKey: "k" }],
  [coralogixIntegration, { type: "email_group", alias: "a", emails: ["a@x.example"] }],
  [coralogixIntegration, { type: "jira", alias: "a", url, apiToken: "t", email: "a@x.example", projectKey: "P" }],
] as unknown as [Definition<ApiClient, CommonInputs, CommonInputs>, Inputs][];

// eslint-disable-next-line no-control-regex -- their absence is the point
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,301}$/;

const before = inherited();
afterEach(() => {
  expect(inherited()).toEqual(before);
});

describe.each(definitions.map(([definition, valid]) => ({ definition, valid, type: (valid.type ?? "") as string })))(
  "$definition.name $type",
  ({ definition, valid }) => {
    const machine = new Machine(definition, () => ({ secrets: [] }), new Set());
    const names = Object.keys(definition.properties);

    /** Anything at all, or valid inputs of which some are anything. */
    const inputs = fc.oneof(
      objectWith(names),
      objectWith(names).map((some): Inputs => ({ ...valid, ...some })),
      fc
        .tuple(fc.constantFrom(...Object.keys(valid)), json)
        .map(([name, value]): Inputs => ({ ...valid, [name]: value })),
    );

    /** What stands in a state file, which somebody may have edited. */
    const states = fc
      .tuple(objectWith([]), fc.constantFrom(...names), fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null)))
      .map(([more, name, value]): Inputs => ({ ...more, ...valid, [name]: value }));

    async function check(news: Inputs) {
      const { inputs: checked, failures = [] } = (await machine.check({}, news)) as {
        inputs: Inputs;
        failures?: { reason: string }[];
      };
      return { checked, failures };
    }

    async function reasonsOf(news: Inputs): Promise<string[]> {
      const { checked, failures } = await check(news);
      expect(Object.values(checked)).not.toContain(undefined);
      const reasons = failures.map(({ reason }) => reason);
      expect(reasons.filter((reason) => !ONE_LINE.test(reason))).toEqual([]);
      return reasons;
    }

    test("check answers whatever it is given", async () => {
      await fc.assert(
        fc.asyncProperty(inputs, async (news) => {
          await reasonsOf(news);
        }),
      );
    });

    test("diff answers whatever it is given", async () => {
      await fc.assert(
        fc.asyncProperty(fc.string(), states, inputs, async (id, olds, news) => {
          const { changes, replaces = [] } = await machine.diff(id, olds, news);
          expect(typeof changes).toBe("boolean");
          expect(names).toEqual(expect.arrayContaining(replaces));
        }),
      );
    });

    test("what is checked and not changed is no change", async () => {
      await fc.assert(
        fc.asyncProperty(inputs, async (news) => {
          const { checked, failures } = await check(news);
          if (failures.length > 0 || hasUnknown(checked)) return;
          expect(await machine.diff("id", checked, reversed(checked) as Inputs)).toEqual({
            changes: false,
            replaces: [],
          });
        }),
      );
    });

    test("what is nested in thousands of levels is refused, and is a change", async () => {
      for (const name of Object.keys(valid)) {
        for (const levels of [1_000, 100_000]) {
          const news = { ...valid, [name]: nested(levels) };
          expect(await reasonsOf(news)).toEqual([`${name}: is nested too deeply`]);
          expect(await machine.diff("id", valid, news)).toMatchObject({ changes: true });
        }
      }
    });

    // One of a super-linear pattern would take minutes.
    test("text of a hundred thousand characters, and a list as long, are answered at once", async () => {
      const texts = ["a.", "-", "@", "0:", "\0", "\ud800"].map((piece) => piece.repeat(100_000 / piece.length));
      const values = texts.flatMap((text) => [
        text,
        `https://${text} `,
        `flock:${text}\n`,
        `a@${text} `,
        { [text]: text },
      ]);
      for (const name of Object.keys(valid)) {
        for (const value of values) await reasonsOf({ ...valid, [name]: value });
        await reasonsOf({ ...valid, [name]: Array.from({ length: 100_000 }, (_, index) => index) });
      }
    });
  },
);

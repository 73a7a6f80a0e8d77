import { destinationsOf } from "../../../provider/canary/flock-destinations";
import { type FlockWebhooksState, flockWebhooksContract } from "../../../provider/canary/flock-webhooks.contract";
import { flockWebhooks } from "../../../provider/canary/flock-webhooks.resource";
import { changedProperties } from "../../../provider/lifecycle/diff";
import { Lifecycle } from "../../../provider/lifecycle/lifecycle";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";

const { properties } = flockWebhooksContract;
const flockId = "flock:default";

describe("destinations", () => {
  test.each([[UNKNOWN], [[null, 5, UNKNOWN, {}]], [{}], [[{ url: UNKNOWN, headers: UNKNOWN }]]])(
    "survive what is wrong or not known yet: %j",
    (value) => {
      expect(() => destinationsOf(value, value, value, value)).not.toThrow();
    },
  );
});

describe("a change", () => {
  const a = { url: "https://a.example/", headers: { X: "1", Y: "2" } };
  const b = { url: "https://b.example/", headerNames: ["P", "Q"] };

  test.each([
    ["another order", { generic: [b, a] }],
    [
      "another order within",
      {
        generic: [
          { headers: { Y: "2", X: "1" }, url: a.url },
          { ...b, headerNames: ["Q", "P"] },
        ],
      },
    ],
    ["another spelling", { generic: [{ ...a, url: "https://A.example:443" }, b] }],
  ])("is not %s", (_what, news) => {
    expect(changedProperties(properties, { generic: [a, b] }, news)).toEqual([]);
  });

  test.each([
    ["a value", { generic: [{ ...a, headers: { X: "1", Y: "3" } }, b] }],
    ["values that were not known", { generic: [a, { url: b.url, headers: { P: "1", Q: "2" } }] }],
    ["one more", { generic: [a, b, { url: "https://c.example/" }] }],
    ["one less", { generic: [a] }],
    ["none", {}],
  ])("is %s", (_what, news) => {
    expect(changedProperties(properties, { generic: [a, b] }, news)).toEqual(["generic"]);
  });

  test("is what is there besides, where nothing may be", () => {
    const olds = { exclusive: true, foreign: { "generic a.example": "no headers" } };
    expect(changedProperties(properties, olds, { exclusive: true, foreign: {} })).toEqual(["foreign"]);
    expect(changedProperties(properties, { foreign: olds.foreign }, {})).toEqual([]);
  });
});

test("a preview warns once of each destination that is retired", () => {
  const warnings: string[] = [];
  const lifecycle = new Lifecycle(flockWebhooks, {
    connect: () => {
      throw new Error("nothing is to be asked");
    },
    adoptExisting: false,
    warn: (message) => warnings.push(message),
  });
  const generic = [{ url: UNKNOWN }, { url: "https://api.coralogix.com/api/v1/logs" }];
  const msTeams = ["https://example.webhook.office.com/x"];
  for (let run = 0; run < 2; run++) lifecycle.check("it", { flockId, generic, msTeams });
  expect(warnings).toEqual([
    expect.stringContaining("Coralogix switches"),
    expect.stringContaining("Microsoft retires"),
  ]);
});

test("a preview warns of what it will remove, and of what it can't", () => {
  const olds = {
    flockId,
    foreign: { "generic a.example": "no headers", "generic odd.example": "odd" },
    foreignIds: { "generic a.example": "id" },
  } as unknown as FlockWebhooksState;
  const news = { flockId, exclusive: true, destinations: {} };
  expect(flockWebhooks.review?.(olds, news).warning).toMatch(
    /is removed: generic a\.example\..*can't remove .* in another form than documented: generic odd\.example\.$/,
  );
  expect(flockWebhooks.review?.(olds, { ...news, exclusive: false })).toEqual({});
});

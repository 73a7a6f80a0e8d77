import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { type ClassName, type Properties, SECRET, classNames, specimenOf, specimens } from "../../specimens";
import { definitionOf, lifecycleOf } from "../definitions";

const check = (className: ClassName, inputs: Properties) => lifecycleOf(className).check("it", inputs);
const failuresOf = (className: ClassName, inputs: Properties) =>
  check(className, inputs).failures.map(({ path, reason }) => `${path}: ${reason}`);

/** Every rejected input is checked here, by the rules that are registered. Other layers take samples. */
describe.each(specimens.map((specimen) => [specimen.title, specimen] as const))("%s", (_title, specimen) => {
  const {
    className,
    inputs,
    options,
    alternatives = [],
    required,
    needed,
    refused,
    foreign,
    calledWhenRefused,
  } = specimen;
  const most = { ...inputs, ...Object.fromEntries(options.map((option) => [option, true])) };
  const least = {
    ...needed,
    ...Object.fromEntries(Object.keys(required).map((property) => [property, inputs[property]])),
  };
  const failures = (given: Properties) => failuresOf(className, given);

  test("takes the least and the most that there is", () => {
    expect(failures(least)).toEqual([]);
    expect(failures(most)).toEqual([]);
    expect(failures({ ...most, ...Object.fromEntries(options.map((option) => [option, false])) })).toEqual([]);
    expect(check(className, inputs).inputs).toMatchObject(inputs);
  });

  test("says what it takes, and knows every property of it", () => {
    const [failure = ""] = failures({ ...least, unheardOf: SECRET });
    const taken = /^unheardOf: is not allowed here: (?<called>.*) takes (?<names>.*)$/.exec(failure)?.groups;
    expect(taken?.called).toBe(calledWhenRefused);
    const names = taken?.names?.split(", ") ?? [];
    expect([...names].sort()).toEqual([...Object.keys(most), ...alternatives].sort());
    expect(Object.keys(definitionOf(className).contract.properties)).toEqual(expect.arrayContaining(names));
  });

  test.each(Object.entries(required))("is refused without %s", (property, reason) => {
    const expected = `${property}: is missing: it ${reason}`;
    expect(failures({ ...most, [property]: undefined })).toContain(expected);
    expect(failures({ ...least, [property]: undefined })).toEqual([expected]);
  });

  test.each(Object.entries(foreign))("is refused with %s, which is none of its properties", (property, value) => {
    const [failure, ...others] = failures({ ...least, [property]: value });
    expect(failure).toContain(`${property}: is not allowed here: ${calledWhenRefused} takes `);
    expect(others).toEqual([]);
    expect(failure).not.toContain(SECRET);
  });

  test.each(refused.map(({ path, change, reason }) => [path, JSON.stringify(change), reason, change] as const))(
    "is refused for its %s in %s",
    (path, _text, reason, change) => {
      expect(failures({ ...most, ...change })).toContain(`${path}: ${reason}`);
      expect(failures({ ...least, ...change })).toEqual([`${path}: ${reason}`]);
      expect(failures({ ...most, ...change }).join()).not.toContain(SECRET);
    },
  );
});

test("what is at the edge of what is allowed is allowed", () => {
  const edges: [ClassName, Properties][] = [
    ["CanaryGenericWebhook", { url: "http://192.0.2.7/" }],
    ["CanaryMsTeamsWebhook", { flockId: "flock:c0ffee" }],
    ["CanarySplunkWebhook", { host: "[2001:db8::1]", port: "65535" }],
    ["CanarySplunkWebhook", { host: "10.0.0.7", port: 1 }],
    ["CanarySlackWebhook", { team: "Ü", channel: "#a" }],
  ];
  const checked = edges.map(([className, change]) =>
    failuresOf(className, { ...specimenOf(className).inputs, ...change }),
  );
  expect(checked.flat()).toEqual([]);
});

test("the uuid in a sendlog's payload is the integration's", () => {
  const sendlog = specimenOf("CoralogixIntegration", "sendlog").inputs;
  const { uuid } = sendlog;
  const failures = (change: Properties) => failuresOf("CoralogixIntegration", { ...sendlog, ...change });
  expect(failures({ payload: { uuid: "other" } })).toEqual(["payload.uuid: must be the same as uuid, or left out"]);
  expect(failures({ payload: { uuid } })).toEqual([]);
  expect(failures({ uuid: UNKNOWN, payload: { uuid } })).toEqual([]);
  expect(failures({ type: "webhook", payload: { uuid: "other" } })).toEqual([]);
});

describe("a generic webhook's header names", () => {
  const { headers: _headers, ...others } = specimenOf("CanaryGenericWebhook").inputs;
  const checked = (headers: Properties) => check("CanaryGenericWebhook", { ...others, ...headers });

  test("follow from its headers", () => {
    expect(checked({ headers: { B: "x", A: "y" } }).inputs.headerNames).toEqual(["A", "B"]);
    expect(checked({ headers: UNKNOWN }).inputs.headerNames).toBe(UNKNOWN);
    expect(checked({}).inputs.headerNames).toEqual([]);
  });

  test("are declared where the values are not known", () => {
    expect(checked({ headerNames: ["B", "A"] })).toMatchObject({ inputs: { headerNames: ["B", "A"] }, failures: [] });
    expect(checked({ headerNames: ["a", "A"] }).failures).toMatchObject([{ path: "headerNames" }]);
    expect(checked({ headerNames: "A" }).failures).toMatchObject([{ path: "headerNames" }]);
  });

  test("are not declared besides headers", () => {
    expect(checked({ headers: { A: "x" }, headerNames: ["B"] }).failures).toEqual([
      {
        path: "headerNames",
        reason: "must be left out if headers are given: it is for headers whose values are not known",
      },
    ]);
  });
});

test("the host of a URL is shown in plain text, and the URL is not", () => {
  for (const { className, inputs } of specimens) {
    const host = inputs.url === undefined ? inputs.host : new URL(inputs.url as string).host;
    expect(check(className, inputs).inputs.host).toBe(host);
  }
});

/** The properties of each class of which the contract says this. */
const propertiesWith = (is: "secret" | "replaceOnChanges") =>
  Object.fromEntries(
    classNames.map((className) => {
      const { properties } = definitionOf(className).contract;
      return [className, Object.keys(properties).filter((name) => properties[name as never][is] === true)];
    }),
  );

test("everything that is a credential is secret, and nothing else", () => {
  expect(propertiesWith("secret")).toEqual({
    CanaryGenericWebhook: ["url", "headers"],
    CanaryMsTeamsWebhook: ["url"],
    CanarySplunkWebhook: ["token"],
    CanarySlackWebhook: ["url"],
    CanaryFlockWebhookSettings: [],
    CanaryFlockWebhooks: ["generic", "msTeams", "splunk"],
    CoralogixIntegration: ["url", "headers", "payload", "serviceKey", "apiToken"],
    CoralogixOutboundWebhook: ["url", "headers", "payload", "serviceKey", "apiToken", "detail", "shownAs"],
  });
});

test("what the API has no call for is replaced", () => {
  expect(propertiesWith("replaceOnChanges")).toEqual({
    CanaryGenericWebhook: ["flockId", "url"],
    CanaryMsTeamsWebhook: ["flockId", "url"],
    CanarySplunkWebhook: ["flockId"],
    CanarySlackWebhook: ["flockId", "team", "channel"],
    CanaryFlockWebhookSettings: ["flockId"],
    CanaryFlockWebhooks: ["flockId"],
    CoralogixIntegration: ["type"],
    CoralogixOutboundWebhook: ["type"],
  });
});

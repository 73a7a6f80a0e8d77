import type { dynamic } from "@pulumi/pulumi";

import { provider } from "../../../provider/hosts/dynamic";
import { warn } from "../../../provider/hosts/engine-log";
import { Client } from "../../../provider/http/client";
import { ApiError, type Outcome } from "../../../provider/http/errors";

jest.mock("../../../provider/hosts/engine-log", () => ({ warn: jest.fn() }));

type Properties = Record<string, unknown>;

/** What the host reports of a failure. */
interface Report extends Error {
  readonly id?: string;
  readonly properties?: Properties;
  readonly reasons?: readonly string[];
}

const FLOCK = "flock:default";
const URL = "https://hooks.example/T0/secret-path";
const ID = expect.stringMatching(/^flock:default\/generic\/[0-9a-f]{16}$/) as string;
const HOST_KEYS = { __provider: "the code", __caller: "soc" };
const HOME = { consoleHost: "abc.canary.tools" };
const inputs = { flockId: FLOCK, url: URL, host: "hooks.example", headerNames: [], ...HOST_KEYS };
const settings: Readonly<Record<string, string>> = {
  "alert-webhooks:canaryConsoleUrl": "https://abc.canary.tools",
  "alert-webhooks:canaryAuthToken": "secret-token",
};
const VARIABLES = /^(CANARY|CORALOGIX|ALERT_WEBHOOKS)_/;

/** What the API answers to each call, by the last words of its path. */
let answers: Record<string, unknown>;
/** What the API was sent. */
let sent: string[];

const environment = { ...process.env };
beforeEach(() => {
  for (const variable of Object.keys(process.env).filter((name) => VARIABLES.test(name))) {
    Reflect.deleteProperty(process.env, variable);
  }
  jest.spyOn(Client.prototype, "send").mockImplementation(({ path }) => {
    const call = path.replace("/api/v1/flock/settings/webhooks/", "");
    sent.push(call);
    const answer = answers[call];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  answers = {
    "generic/list": { generic_webhooks: [] },
    "generic/add": { result: "success" },
    "/api/v1/flocks/summary": { flocks_summary: { [FLOCK]: {} } },
  };
  sent = [];
});
afterAll(() => {
  process.env = environment;
});

/** A provider that the host has configured. Each serves a run of its own. */
async function configured(className = "CanaryGenericWebhook", given: Readonly<Record<string, string>> = settings) {
  const served = provider(className) as Required<dynamic.ResourceProvider>;
  await configure(served, given);
  return served;
}

async function configure(served: dynamic.ResourceProvider, given: Readonly<Record<string, string>>): Promise<void> {
  await served.configure?.({ config: { get: (key) => given[key], require: (key) => given[key] ?? "" } });
}

async function reportOf(operation: Promise<unknown>): Promise<Report> {
  const report = await operation.then(
    () => undefined,
    (error: unknown) => error as Report,
  );
  if (report === undefined) throw new Error("nothing failed");
  expect(report.stack).toBe("");
  expect(report.message).not.toMatch(/secret-/);
  return report;
}

function failed(outcome: Outcome, more: { status?: number; unauthorized?: boolean } = {}): ApiError {
  const details = { call: "POST /x", outcome, transient: false, ...more };
  return new ApiError(`POST /x failed for ${URL}.`, details);
}

function withoutUndefined(properties: Properties): void {
  expect(Object.values(properties)).not.toContain(undefined);
}

test("a class that is not served is named", () => {
  for (const name of ["CanaryTeletypeWebhook", "constructor"]) {
    expect(() => provider(name)).toThrow(
      `This version of pulumi-alert-webhooks knows no ${name}: was the state written by a newer one?`,
    );
  }
});

describe("what goes back to the engine has the keys of the host and the class, and nothing undefined", () => {
  test("check", async () => {
    const served = await configured();
    const checked = await served.check({}, { flockId: FLOCK, url: URL, headers: undefined, ...HOST_KEYS });
    expect(checked).toEqual({ inputs, failures: [] });
    withoutUndefined(checked.inputs as Properties);
  });

  test("create", async () => {
    const served = await configured();
    const made = await served.create({ ...inputs, headers: undefined });
    expect(made).toEqual({ id: ID, outs: { ...inputs, ...HOME } });
    withoutUndefined(made.outs as Properties);
  });

  test("read", async () => {
    const served = await configured("CanarySlackWebhook");
    const slack = { flockId: FLOCK, team: "Example", channel: "#alerts" };
    answers.slack = { slack_webhooks: [{ team: "Example", channel: "#alerts", url: URL }] };
    const found = await served.read("any", { ...slack, ...HOST_KEYS });
    expect(found.props).toEqual({ ...slack, url: URL, host: "hooks.example", ...HOME, ...HOST_KEYS });
    expect(found.inputs).toEqual({ ...slack, ...HOST_KEYS });
    withoutUndefined(found.props as Properties);
  });

  test("update, of what is declared now", async () => {
    const served = await configured();
    const news = { ...inputs, __provider: "newer code", __caller: "renamed" };
    await expect(served.update("any", inputs, news)).resolves.toEqual({ outs: { ...news, ...HOME } });
  });

  test("state without a caller stays without one", async () => {
    const served = await configured();
    answers["generic/list"] = { generic_webhooks: [{ url: URL }] };
    const { __caller, ...imported } = inputs;
    expect((await served.read("any", imported)).props).toEqual({ ...imported, ...HOME });
  });
});

test("what is gone is read as nothing", async () => {
  const served = await configured();
  await expect(served.read("any", inputs)).resolves.toEqual({ id: "", props: {} });
});

test("what is looked up by its id alone and is not there is an error", async () => {
  const served = await configured();
  const id = "flock:default/generic/0123456789abcdef";
  const report = await reportOf(served.read(id, { __provider: "the code" }));
  expect(report.message).toBe(`There is no CanaryGenericWebhook with the id ${id}.`);
});

test("a rejected input names its path in the reason, since the engine prints the value of a property", async () => {
  const served = await configured();
  const { failures } = await served.check({}, { ...inputs, flockId: 7 });
  expect(failures).toEqual([{ property: "", reason: 'flockId: must be the id of a flock, such as "flock:default"' }]);
});

test("diff tells what changes, what replaces, and that a renamed resource has not changed", async () => {
  const served = await configured();
  const diff = (news: Properties) => served.diff("any", inputs, { ...inputs, ...news });
  await expect(diff({ __caller: "renamed" })).resolves.toEqual({
    changes: false,
    replaces: [],
    deleteBeforeReplace: false,
  });
  await expect(diff({ url: "https://other.example/" })).resolves.toMatchObject({ changes: true, replaces: ["url"] });
});

test("two resources of one program for one thing are told apart by their callers", async () => {
  const served = await configured();
  const declared = { flockId: FLOCK, url: URL };
  await served.check({}, { ...declared, __caller: "soc" });
  const { failures } = await served.check({}, { ...declared, __caller: "second" });
  expect(failures).toEqual([
    {
      property: "",
      reason: 'The generic webhook to hooks.example of flock:default is declared by the resource "soc" as well.',
    },
  ]);
});

describe("a change that may have happened is kept with all that the engine needs to load it again", () => {
  const advice = "The next pulumi up finds out and completes it.";

  test("a create", async () => {
    const served = await configured();
    answers["generic/add"] = failed("unknown");
    // A read that fails leaves in doubt what the change has done.
    const list = jest.fn<unknown, []>().mockReturnValueOnce({ generic_webhooks: [] });
    list.mockReturnValue(failed("read failed"));
    Object.defineProperty(answers, "generic/list", { get: list });
    const report = await reportOf(served.create(inputs));
    expect(report.message).toBe(
      "The generic webhook to hooks.example of flock:default may or may not be in place: POST /x failed for https://hooks.example/[secret]. " +
        `Whether it took effect could not be read: POST /x failed for https://hooks.example/[secret]. ${advice}`,
    );
    expect(report.id).toEqual(ID);
    expect(report.properties).toEqual({ ...inputs, ...HOME });
    expect(report.reasons).toEqual([report.message]);
  });

  test("a test call that fails", async () => {
    const served = await configured();
    answers["generic/test"] = failed("refused");
    const report = await reportOf(served.create({ ...inputs, headers: undefined, testOnCreate: true }));
    expect(report.message).toBe(
      `The generic webhook to hooks.example of flock:default is in place, but its test failed: POST /x failed for https://hooks.example/[secret]. ${advice}`,
    );
    expect(report).toMatchObject({ id: ID, reasons: [report.message] });
    expect(report.properties).toEqual({ ...inputs, ...HOME });
    withoutUndefined(report.properties ?? {});
  });

  test("an update, with the keys of what is declared now", async () => {
    const served = await configured();
    answers["generic/test"] = failed("unknown");
    answers["generic/list"] = { generic_webhooks: [{ url: URL }] };
    const news = { ...inputs, testOnCreate: true, __provider: "newer code", __caller: "renamed" };
    const report = await reportOf(served.update("any", inputs, news));
    expect(report.properties).toEqual({ ...inputs, ...HOME, __provider: "newer code", __caller: "renamed" });
  });
});

describe("a failure that keeps nothing is a message alone", () => {
  const properties = ["id", "properties", "reasons"];

  test("of what exists already, with how to take it over", async () => {
    const served = await configured();
    answers["generic/list"] = { generic_webhooks: [{ url: URL }] };
    const report = await reportOf(served.create(inputs));
    for (const property of properties) expect(report).not.toHaveProperty(property);
    expect(report.message).toBe(
      "The generic webhook to hooks.example of flock:default exists already. To take it over, set adoptExisting: true on " +
        "the resource or import it with an import file. If this stack made it: after a rename, give the resource its old " +
        "name in aliases; to replace it by the very same (--replace), set deleteBeforeReplace: true; after an interrupted " +
        "run, take it over with: ALERT_WEBHOOKS_ADOPT_EXISTING=true pulumi up",
    );
  });

  test("of a rejected credential, with where it came from", async () => {
    const served = await configured();
    answers["generic/list"] = failed("read failed", { status: 401, unauthorized: true });
    const operations = [served.create(inputs), served.read("any", inputs)];
    for (const operation of operations) {
      expect((await reportOf(operation)).message).toMatch(
        /^POST \/x failed for https:\/\/hooks\.example\/\[secret\]\. pulumi refresh and pulumi destroy use the credential .* --run-program, or keep /,
      );
    }
  });

  test("of a delete", async () => {
    const served = await configured();
    answers["generic/remove"] = failed("refused");
    answers["generic/list"] = { generic_webhooks: [{ url: URL }] };
    expect((await reportOf(served.delete("any", inputs))).message).toBe(
      "POST /x failed for https://hooks.example/[secret].",
    );
  });

  test("of a change that can't be made, in diff", async () => {
    const served = await configured();
    const news = { flockId: FLOCK, url: URL, headerNames: ["Authorization"], ...HOST_KEYS };
    const checked = await served.check({}, news);
    const report = await reportOf(served.diff("any", inputs, checked.inputs as Properties));
    expect(report.message).toMatch(/their values are not known\. Give them as headers instead of headerNames\.$/);
  });
});

test("what a change brings with it is a warning on the stack", async () => {
  const served = await configured();
  const olds = { ...inputs, headerNames: ["A"] };
  const news = { flockId: FLOCK, url: URL, headers: { A: "secret-value" }, ...HOST_KEYS };
  const checked = await served.check({}, news);
  await served.diff("any", olds, checked.inputs as Properties);
  expect(jest.mocked(warn).mock.calls).toEqual([
    [expect.stringMatching(/^The generic webhook to hooks\.example of flock:default will be removed and added again/)],
  ]);
});

test("ALERT_WEBHOOKS_ADOPT_EXISTING=true takes over what exists for one run", async () => {
  process.env.ALERT_WEBHOOKS_ADOPT_EXISTING = "true";
  const served = await configured();
  answers["generic/list"] = { generic_webhooks: [{ url: URL }] };
  await expect(served.create(inputs)).resolves.toMatchObject({ id: ID });
  expect(sent).toEqual(["generic/list"]);
});

describe("what is missing in the configuration", () => {
  const set = (key: string, variable: string, secret = "") =>
    `Set it with "pulumi config set ${secret}${key}", or set all of this vendor's settings in the environment, this one as ${variable}.`;

  test("is reported by check, once for all resources, with how to set it", async () => {
    const served = await configured("CanaryGenericWebhook", {});
    const reason = `canaryConsoleUrl is missing. ${set("alert-webhooks:canaryConsoleUrl", "CANARY_CONSOLE_URL")}`;
    expect((await served.check({}, { flockId: FLOCK, url: URL })).failures).toEqual([{ property: "", reason }]);
    const other = provider("CanarySplunkWebhook");
    const splunk = { flockId: FLOCK, host: "hec.example", port: 8088, token: "t" };
    expect((await other.check?.({}, splunk))?.failures).toEqual([]);
    expect((await reportOf(other.create(splunk))).message).toBe(reason);
  });

  test("is to be set as a secret where it is one", async () => {
    const served = await configured("CanaryGenericWebhook", {
      "alert-webhooks:canaryConsoleUrl": "https://abc.canary.tools",
    });
    expect((await reportOf(served.create(inputs))).message).toBe(
      `canaryAuthToken is missing. ${set("alert-webhooks:canaryAuthToken", "CANARY_AUTH_TOKEN", "--secret ")}`,
    );
  });

  test("is to be passed to the explicit Provider that lacks it", async () => {
    const served = await configured("CanaryGenericWebhook", {
      "alert-webhooks:canaryConsoleUrl": "https://abc.canary.tools",
      "alert-webhooks:provider": "emea",
    });
    expect((await reportOf(served.create(inputs))).message).toBe(
      'canaryAuthToken is missing in the Provider "emea". Pass canaryAuthToken to that Provider.',
    );
  });
});

describe("classes of one configuration", () => {
  test("share one console, which reads anew for each that is configured", async () => {
    const served = await configured();
    await served.read("any", inputs);
    await served.read("any", inputs);
    expect(sent).toEqual(["generic/list"]);
    await configure(provider("CanaryMsTeamsWebhook"), settings);
    await served.read("any", inputs);
    expect(sent).toEqual(["generic/list", "generic/list"]);
  });
});

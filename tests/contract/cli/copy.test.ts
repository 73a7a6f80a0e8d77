import { ExitCode } from "../../../cli/exit-codes";
import { Emulator, type Integration } from "../../../emulator";
import type { Integration as Declared } from "../../../provider/coralogix/integration.contract";
import { toWire } from "../../../provider/coralogix/wire";
import { SECRET, specimens } from "../../specimens";
import { alertWebhooks } from "./command-line";

/** One integration of each type. */
const bodies = specimens
  .filter(({ className }) => className === "CoralogixIntegration")
  .map(({ inputs }) => toWire({ uuid: "8bb9ec4c-7b1c-4a5c-9d4f-0123456789ab", ...inputs } as unknown as Declared));

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start({ apiKeys: ["source-key-1", "target-key-2"] });
});
afterEach(() => emulator.stop());

const account = (key: string) => {
  const { [key]: found } = emulator.state.accounts;
  if (found === undefined) throw new Error("the account is missing");
  return found;
};
const source = () => account("source-key-1").integrations;
const target = () => account("target-key-2").integrations;

async function fill(key: string, integrations: readonly object[]): Promise<void> {
  const response = await fetch(`${emulator.url}/api/v1/external/integrations-bulk`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(integrations),
  });
  expect(response.status).toBe(200);
  emulator.clearRequests();
}

const env = () => ({
  CORALOGIX_SOURCE_BASE_URL: emulator.url,
  CORALOGIX_SOURCE_API_KEY: "source-key-1",
  CORALOGIX_TARGET_BASE_URL: emulator.url,
  CORALOGIX_TARGET_API_KEY: "target-key-2",
});

async function copy(...args: string[]) {
  const result = await alertWebhooks(["copy", ...args], { env: env() });
  expect(result.stdout + result.stderr).not.toContain(SECRET);
  return result;
}

/** What comes of each webhook, as the command tells it. */
async function results(...args: string[]) {
  const { exitCode, stdout, stderr } = await copy("--json", ...args);
  if (stdout === "") throw new Error(stderr);
  const { webhooks } = JSON.parse(stdout) as { webhooks: { result: string; name: string; reason: string }[] };
  return { exitCode, results: webhooks.map(({ result }) => result), reasons: webhooks.map(({ reason }) => reason) };
}

const writes = () => emulator.requests.filter(({ method }) => method !== "GET");
const withoutIds = (integrations: readonly Integration[]) =>
  integrations.map(({ id, created_at, updated_at, ...rest }) => rest);

/** A Slack webhook of this name. */
function slack(alias: string, url = `https://hooks.slack.example/${SECRET}/${alias}`) {
  return toWire({ type: "slack", alias, url });
}

describe("by the older API", () => {
  test("without --yes it shows a table and sends nothing but reads", async () => {
    await fill("source-key-1", bodies);
    const { exitCode, stdout, stderr } = await copy();
    const lines = stdout.split("\n");
    expect(lines.slice(0, bodies.length).every((line) => line.startsWith("to create  "))).toBe(true);
    expect(lines.slice(bodies.length)).toEqual(["", "9 to create. Nothing was copied: --yes copies.", ""]);
    expect({ exitCode, stderr }).toEqual({ exitCode: ExitCode.done, stderr: "" });
    expect(writes()).toEqual([]);
    expect(target()).toEqual([]);
  });

  test("all types are copied by one bulk call, with the ids dropped and those of the types kept", async () => {
    await fill("source-key-1", bodies);
    expect((await results("--yes")).results).toEqual(bodies.map(() => "created"));
    expect(withoutIds(target())).toEqual(withoutIds(source()));
    expect(writes().map(({ call, credential }) => [call, credential])).toEqual([["integrations-bulk", "target-key-2"]]);
    const sent = writes()[0]?.body as { id?: number; integration_type: { id: number } }[];
    expect(sent.map(({ id, integration_type }) => [id, integration_type.id])).toEqual(
      source().map(({ integration_type_id }) => [undefined, integration_type_id]),
    );
    emulator.clearRequests();
    expect(await results("--yes", "--update")).toMatchObject({
      exitCode: ExitCode.done,
      results: bodies.map(() => "skipped"),
    });
    expect(writes()).toEqual([]);
  });

  test.each([
    { typeSpelling: "name" },
    { fieldsAs: "array" },
    { emptyFields: "null" },
    { companyShown: false },
  ] as const)("it copies whatever form the API shows: %j", async (behaviour) => {
    Object.assign(emulator.behaviour, behaviour);
    await fill("source-key-1", bodies);
    expect((await results("--yes")).exitCode).toBe(ExitCode.done);
    expect((await results("--yes")).results).toEqual(bodies.map(() => "skipped"));
    expect(target()).toHaveLength(bodies.length);
  });

  test("what exists with other values is skipped, or with --update updated in bulk under its own id", async () => {
    await fill("source-key-1", [slack("a"), slack("b"), slack("c")]);
    await fill("target-key-2", [slack("b", "https://old.example/"), slack("mine"), slack("c", "https://old.example/")]);
    const ids = target().map(({ id }) => id);
    expect(await results("--yes")).toMatchObject({ results: ["created", "skipped", "skipped"] });
    expect(
      target()
        .map(({ url }) => url)
        .filter((url) => url === "https://old.example/"),
    ).toHaveLength(2);
    emulator.clearRequests();
    expect(await results("--yes", "--update")).toMatchObject({ results: ["skipped", "updated", "updated"] });
    expect(writes().map(({ call }) => call)).toEqual(["integrations-bulk"]);
    expect(
      target()
        .slice(0, 3)
        .map(({ id }) => id),
    ).toEqual(ids);
    expect(
      target()
        .map(({ alias }) => alias)
        .sort(),
    ).toEqual(["a", "b", "c", "mine"]);
    expect(target().some(({ url }) => url === "https://old.example/")).toBe(false);
  });

  test.each(["all or nothing", "until one is refused"] as const)(
    "one that is refused stops no other, and is told with what the vendor says (%s)",
    async (bulkEffect) => {
      emulator.behaviour.bulkEffect = bulkEffect;
      await fill(
        "source-key-1",
        ["a", "b", "c", "d", "e"].map((alias) => slack(alias)),
      );
      const [, , odd] = source();
      if (odd !== undefined) odd.url = "";
      const { exitCode, results: found, reasons } = await results("--yes");
      expect(exitCode).toBe(ExitCode.failed);
      expect(found).toEqual(["created", "created", "failed", "created", "created"]);
      expect(reasons[2]).toContain("url is required for Slack");
      expect(
        target()
          .map(({ alias }) => alias)
          .sort(),
      ).toEqual(["a", "b", "d", "e"]);
      if (odd !== undefined) odd.url = "https://hooks.slack.example/c";
      expect((await results("--yes")).results).toEqual(["skipped", "skipped", "created", "skipped", "skipped"]);
      expect(target()).toHaveLength(5);
    },
  );

  test.each([
    { kind: "reset" } as const,
    { kind: "status", status: 503 } as const,
    { kind: "truncated" } as const,
    { kind: "html", status: 502 } as const,
  ])("an answer that is lost makes nothing twice: %j", async (fault) => {
    await fill("source-key-1", bodies);
    emulator.addFault({ call: "integrations-bulk", fault: { ...fault, effect: "after" } });
    expect((await results("--yes")).results).toEqual(bodies.map(() => "created"));
    expect(target()).toHaveLength(bodies.length);
  });

  test("a failure says what was done, and running it again completes it", async () => {
    await fill(
      "source-key-1",
      Array.from({ length: 150 }, (_, index) => slack(`hook-${index}`)),
    );
    emulator.addFault({ call: "integrations-bulk", skip: 1, times: Infinity, fault: { kind: "status", status: 403 } });
    const { exitCode, stdout } = await copy("--yes");
    expect(exitCode).toBe(ExitCode.failed);
    expect(stdout).toContain("\n\n100 created, 50 failed. Running it again copies what is missing.\n");
    expect(stdout).toContain("Coralogix does not accept the API key");
    emulator.clearFaults();
    expect((await copy("--yes")).stdout).toContain("\n\n100 skipped, 50 created.\n");
    expect(withoutIds(target())).toEqual(withoutIds(source()));
  });

  test("what was done is told as well where the target can no longer be read", async () => {
    await fill("source-key-1", [slack("a"), slack("b")]);
    await fill("target-key-2", [slack("b", "https://old.example/")]);
    // Both accounts, what there is before a call, and what the call has made.
    emulator.addFault({ call: "integrations list", skip: 4, times: Infinity, fault: { kind: "status", status: 403 } });
    const { exitCode, results: found, reasons } = await results("--yes", "--update");
    expect({ exitCode, found }).toEqual({ exitCode: ExitCode.failed, found: ["created", "failed"] });
    expect(reasons[1]).toContain("integrations/ was refused (403");
    emulator.clearFaults();
    expect((await results("--yes", "--update")).results).toEqual(["skipped", "updated"]);
  });

  test("a type that the page does not have is told, and the others are copied", async () => {
    await fill("source-key-1", [slack("a")]);
    account("source-key-1").raw = [{ id: 9, alias: "new", url: "", integration_type_id: 77 }];
    const { exitCode, results: found } = await results("--yes");
    expect(exitCode).toBe(ExitCode.failed);
    expect(found).toEqual(["created", "can't copy"]);
  });

  test("after an interruption nothing more is begun", async () => {
    await fill(
      "source-key-1",
      Array.from({ length: 150 }, (_, index) => slack(`hook-${index}`)),
    );
    const interruption = new AbortController();
    emulator.intercept = ({ call }) => {
      if (call === "integrations-bulk") interruption.abort();
    };
    const { exitCode, stdout } = await alertWebhooks(["copy", "--yes"], {
      env: env(),
      interruption: interruption.signal,
    });
    expect(exitCode).toBe(ExitCode.interrupted);
    expect(stdout).toContain("\n\n100 created, 50 failed.");
    expect(target()).toHaveLength(100);
  });
});

describe("by today's API", () => {
  beforeEach(async () => {
    await fill("source-key-1", bodies);
    const times = { created_at: "2026-01-01T00:00:00.000Z", updated_at: "2026-01-01T00:00:00.000Z" };
    const configuration = {
      eventBusArn: "arn:aws:events:eu-west-1:123456789012:event-bus/alerts",
      detail: '{"alert":"$ALERT_NAME"}',
      detailType: "alert",
      source: "coralogix",
      roleName: "role",
    };
    source().push({
      id: 99,
      alias: "bus",
      url: "",
      integration_type_fields: null,
      integration_type_id: 9,
      configuration,
      ...times,
    });
  });

  test("all types are copied, those that the older API lacks too, and only once", async () => {
    const { results: planned } = await results("--today");
    expect(planned).toEqual(source().map(() => "to create"));
    expect(writes()).toEqual([]);
    expect(await results("--today", "--yes")).toMatchObject({
      exitCode: ExitCode.done,
      results: source().map(() => "created"),
    });
    expect(
      target()
        .map(({ alias }) => alias)
        .sort(),
    ).toEqual(
      source()
        .map(({ alias }) => alias)
        .sort(),
    );
    expect(await results("--today", "--yes", "--update")).toMatchObject({ results: source().map(() => "skipped") });
    expect(target()).toHaveLength(source().length);
  });

  test("what exists with other values is updated with --update", async () => {
    await results("--today", "--yes");
    const [first] = target().filter(({ url }) => url !== "");
    if (first !== undefined) first.url = "https://old.example/";
    expect((await results("--today", "--yes")).results).toEqual(source().map(() => "skipped"));
    const { results: updated } = await results("--today", "--yes", "--update");
    expect(updated.filter((result) => result === "updated")).toHaveLength(1);
    expect(target().some(({ url }) => url === "https://old.example/")).toBe(false);
  });

  test("a failure is told, and running it again completes it", async () => {
    const message = `could not reach ${source().find(({ url }) => url.includes(SECRET))?.url ?? ""}`;
    emulator.addFault({ call: "webhooks create", fault: { kind: "status", status: 400, message } });
    const { exitCode, stdout } = await copy("--today", "--yes");
    expect(exitCode).toBe(ExitCode.failed);
    expect(stdout).toMatch(/^failed .* failed \(400: could not reach .*\[secret\]/m);
    expect((await results("--today", "--yes")).results.filter((result) => result === "created")).toHaveLength(1);
    expect(target()).toHaveLength(source().length);
  });
});

test.each([[], ["--today"]])("the same account on both sides is refused (%p)", async (...args) => {
  await fill("source-key-1", bodies);
  const both = { ...env(), CORALOGIX_TARGET_API_KEY: "source-key-1" };
  const { exitCode, stderr } = await alertWebhooks(["copy", ...args.flat()], { env: both });
  expect(exitCode).toBe(ExitCode.configuration);
  expect(stderr).toContain("the same account");
});

test("it says which account's key is rejected", async () => {
  const { exitCode, stderr } = await alertWebhooks(["copy"], { env: { ...env(), CORALOGIX_TARGET_API_KEY: "wrong" } });
  expect(exitCode).toBe(ExitCode.failed);
  expect(stderr).toContain("The target account can't be read:");
});

test.each(["SOURCE", "TARGET"])(
  "a missing key of the %s is named by its variable, and no other key is taken",
  async (side) => {
    const { [`CORALOGIX_${side}_API_KEY`]: key = "", ...others } = env() as Record<string, string>;
    const { exitCode, stderr } = await alertWebhooks(["copy"], { env: { ...others, CORALOGIX_API_KEY: key } });
    expect(exitCode).toBe(ExitCode.configuration);
    expect(stderr).toContain(`Set CORALOGIX_${side}_API_KEY in the environment`);
    expect(emulator.requests).toEqual([]);
  },
);

test("an empty account is said to be empty", async () => {
  expect((await copy("--yes")).stdout).toBe("The source account has no webhooks.\n");
});

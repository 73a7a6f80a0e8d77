import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import type { CommandResult } from "../../scripts/stack";
import { OTHER_FLOCK, flock, specimens } from "../specimens";
import { addByHand, everyResource, markers, prepareAll, secrets, withArgs } from "./every-resource";
import { Scenario } from "./scenario";

const credentials = { authToken: "MARKauthToken1z9", apiKey: "MARKapiKey2y8" };
const marked = [...markers, ...Object.values(credentials)];

/**
 * What the engine itself logs at -v=9: every property of every message between it, the program and the providers.
 * No provider can keep a secret out of that. Whatever else is logged must hold none.
 */
const ENGINE_PROPERTY_DUMP = /"msg":"(Unm|M)arshaling property for RPC\[.*"v":9\}$/;

const verbose = ["--diff", "--logtostderr", "-v=9"];

let scenario: Scenario;
const printed: CommandResult[] = [];

beforeAll(async () => {
  scenario = await Scenario.start({
    emulator: { authTokens: [credentials.authToken], apiKeys: [credentials.apiKey] },
    secrets,
    limits: { maxAttempts: "1" },
  });
  addByHand(scenario.emulator);
  prepareAll(scenario.emulator);
  scenario.declare(everyResource());
});

afterEach(() => {
  scenario.emulator.clearFaults();
  scenario.emulator.intercept = undefined;
});

afterAll(() => scenario.close());

/** What marks the secrets in a text: plain, or inside something base64 or hexadecimal. */
function secretsIn(text: string): string[] {
  return marked.filter((marker) => spellings(marker).some((spelling) => text.includes(spelling)));
}

function spellings(marker: string): string[] {
  // Six bits a character: what comes before the marker shifts it by none, two or four.
  const base64 = [0, 1, 2].map((shift) => {
    const bits = (characters: number) => (characters * 8) / 6;
    const text = Buffer.from("x".repeat(shift) + marker).toString("base64");
    return text.slice(Math.ceil(bits(shift)), Math.floor(bits(shift + marker.length)));
  });
  return [marker, Buffer.from(marker).toString("hex"), ...base64];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

async function run(command: "preview" | "up" | "refresh" | "destroy", args = verbose): Promise<CommandResult> {
  const result = await scenario[command](args, { expectSuccess: false });
  printed.push(result);
  return result;
}

test("the search finds a secret however it is spelled", () => {
  const { GenericAuthorization: secret = "" } = secrets;
  const found = [expect.stringContaining("GenericAuthorization")];
  for (const shift of ["", "x", "xx"]) {
    expect(secretsIn(`-${Buffer.from(shift + secret).toString("base64")}-`)).toEqual(found);
  }
  expect(secretsIn(`a=${encodeURIComponent(secret)}`)).toEqual(found);
  expect(secretsIn(JSON.stringify({ secret }))).toEqual(found);
});

describe("No secret shows", () => {
  test("in a preview", async () => {
    expect((await run("preview")).code).toBe(0);
  });

  test("where a create is in doubt and is kept as failed", async () => {
    // The change is lost, and so is every read after it.
    const lists: Record<string, string> = {
      "generic/add": "generic/list",
      "ms_teams/add": "ms_teams",
      "splunk/add": "splunk",
    };
    const lost = new Set(["integrations create", "webhooks create", ...Object.keys(lists)]);
    // All have been sent before the first is lost, since an account that has failed is sent nothing more. The set sends one.
    const arrived = new Map(["generic/add", "ms_teams/add", "splunk/add"].map((call) => [call, 0]));
    const all = Promise.withResolvers<undefined>();
    scenario.emulator.intercept = async ({ call }) => {
      if (!lost.has(call)) return;
      if (arrived.has(call)) {
        arrived.set(call, (arrived.get(call) ?? 0) + 1);
        if ([...arrived].every(([each, count]) => count >= (each === "generic/add" ? 2 : 1))) all.resolve(undefined);
        await all.promise;
      }
      lost.add(lists[call] ?? call);
      throw new Error("The connection is gone.");
    };
    expect((await run("up", [...verbose, "--continue-on-error", "--parallel", "64"])).code).not.toBe(0);
    const { generic, teams, splunk } = await scenario.resources();
    for (const resource of [generic, teams, splunk]) expect(resource?.initErrors).toHaveLength(1);
  });

  test("in an up", async () => {
    expect((await run("up")).code).toBe(0);
    expect((await run("preview", ["--expect-no-changes"])).code).toBe(0);
  });

  test("where an API repeats them in its errors", async () => {
    const changed = withArgs(everyResource(), {
      generic: { headers: { Authorization: secrets.GenericAuthorization } },
      teams: { flockId: OTHER_FLOCK },
      splunk: { host: "other.example" },
    });
    const { GenericAuthorization: header = "", TeamsUrl: url = "", SplunkToken: token = "" } = secrets;
    const withoutHost = url.replace(/^https:\/\/[^/]*/, "");
    const calls = {
      "generic/remove": [header, encodeURIComponent(header), Buffer.from(header).toString("base64")],
      "ms_teams/add": [withoutHost, encodeURIComponent(encodeURIComponent(url)), url.replaceAll("&", "&amp;")],
      "splunk/add": [token, JSON.stringify(token)],
    };
    for (const [call, forms] of Object.entries(calls)) {
      const message = `No: ${forms.join(" ")}`;
      scenario.emulator.addFault({ call, times: Infinity, fault: { kind: "error result", message } });
    }
    scenario.declare(changed);
    const { code, output } = await run("up", [...verbose, "--continue-on-error"]);
    expect(code).not.toBe(0);
    const reported = Object.keys(calls).filter((call) => output.includes(`${call} failed (200: No: `));
    expect(reported).toEqual(Object.keys(calls));
    scenario.emulator.clearFaults();
    scenario.declare(everyResource());
    expect((await run("up")).code).toBe(0);
  });

  test("in a refresh that sees drift", async () => {
    for (const { vendor, alwaysThere, drifts, remove } of specimens) {
      for (const drift of Object.values(drifts)) drift(scenario.emulator);
      if (vendor === "canary" && alwaysThere !== true) remove?.(scenario.emulator);
    }
    expect((await run("refresh")).code).toBe(0);
    expect((await run("up")).code).toBe(0);
  });

  test("in a destroy that fails, and in one that doesn't", async () => {
    const message = `no such webhook: ${flock(scenario.emulator).slack.at(-1)?.url}`;
    scenario.emulator.addFault({ call: "slack/remove", fault: { kind: "error result", message } });
    expect((await run("destroy")).code).not.toBe(0);
    expect((await run("destroy")).code).toBe(0);
  });
});

describe("After all that", () => {
  test("the output holds none, but for the properties that the engine dumps at -v=9", () => {
    const lines = printed.flatMap(({ stdout, stderr }) => [...stdout.split("\n"), ...stderr.split("\n")]);
    const dumps = lines.filter((line) => ENGINE_PROPERTY_DUMP.test(line));
    expect(dumps.length).toBeGreaterThan(0);
    const others = lines.filter((line) => !ENGINE_PROPERTY_DUMP.test(line));
    expect(others.filter((line) => secretsIn(line).length > 0)).toEqual([]);
  });

  test("the folder of the stack, with its state, history, backups and configuration, holds none", () => {
    const files = filesBelow(scenario.stack.folder);
    expect(files.filter((file) => file.includes("history")).length).toBeGreaterThan(0);
    expect(files.filter((file) => secretsIn(readFileSync(file, "latin1")).length > 0)).toEqual([]);
  });

  test("no URL of a call holds one", () => {
    const { requests } = scenario.emulator;
    expect(requests.length).toBeGreaterThan(50);
    expect(requests.filter(({ url }) => secretsIn(url).length > 0)).toEqual([]);
  });
});

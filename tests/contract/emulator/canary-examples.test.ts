import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { DEFAULT_AUTH_TOKEN, DEFAULT_FLOCK, Emulator } from "../../../emulator";
import { flockOf } from "./client";
import { readPage, shapeOf, type PageExample } from "./page";

const run = promisify(execFile);
const succeeds = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

const URL_OF: Readonly<Record<string, string>> = {
  generic: "https://alerts.example/generic",
  ms_teams: "https://alerts.example/ms-teams",
};

const examples = readPage("canary-page.txt").map((example) => ({
  ...example,
  call: example.line.split("webhooks/")[1] ?? "",
}));

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.start();
});
afterAll(() => emulator.stop());

/** Everything that an example asks for is there, but what an add example adds. */
function prepare(call: string): void {
  const flock = flockOf(emulator);
  const [generic = "", msTeams = ""] = [URL_OF.generic, URL_OF.ms_teams];
  flock.mode = "global";
  flock.generic = [{ url: generic, headers: { "Header-Name": "Value" }, webhook_id: "1" }];
  flock.ms_teams = [msTeams];
  flock.slack = [{ team: "t", channel: "#c", configuration_url: "https://c.example", url: "https://slack.example/1" }];
  flock.splunk = { host: "h", port: "8088", token: "t" };
  if (call === "generic/add") flock.generic = [];
  if (call === "ms_teams/add") flock.ms_teams = [];
  if (call === "splunk/add") flock.splunk = null;
}

/** An example with host and values put in. */
function fill(text: string, call: string): string {
  return text
    .replaceAll("https://EXAMPLE.canary.tools", emulator.url)
    .replaceAll("EXAMPLE_AUTH_TOKEN", DEFAULT_AUTH_TOKEN)
    .replaceAll("EXAMPLE_FLOCK_ID", DEFAULT_FLOCK)
    .replaceAll("EXAMPLE_URL", URL_OF[call.split("/")[0] ?? ""] ?? "https://slack.example/1")
    .replaceAll("EXAMPLE_HOST", "splunk.example")
    .replaceAll("EXAMPLE_PORT", "8088")
    .replaceAll("EXAMPLE_TOKEN", "hec-token");
}

async function request(verb: "get" | "post", url: string, parameters: URLSearchParams): Promise<unknown> {
  const response =
    verb === "get"
      ? await fetch(`${url}?${parameters.toString()}`)
      : await fetch(url, { method: "POST", body: parameters });
  return response.json();
}

/** The parameters of an example: what the pattern finds as name and value. */
function parametersIn(text: string, pattern: RegExp): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [, name = "", value = ""] of text.matchAll(pattern)) parameters.append(name, value);
  return parameters;
}

const runners: Record<string, (example: PageExample, call: string) => Promise<unknown>> = {
  "the curl example": (example, call) => {
    const text = fill(example.parts.curl ?? "", call);
    const url = /^curl (\S+)/.exec(text)?.[1] ?? "";
    const parameters = parametersIn(text, /-d (\w+)=(\S+)/g);
    return request(/ -G\b/.test(text) ? "get" : "post", url, parameters);
  },
  "the Python example": (example, call) => {
    const text = fill(example.parts.python ?? "", call);
    const url = /^url = '(.+)'$/m.exec(text)?.[1] ?? "";
    const parameters = parametersIn(text, /^ *'(\w+)': '(.+?)',?$/gm);
    const [, verb, kind] = /requests\.(get|post)\(url, (params|data)=payload\)/.exec(text) ?? [];
    expect(kind).toBe(verb === "get" ? "params" : "data");
    return request(verb as "get" | "post", url, parameters);
  },
};
if (succeeds("curl", "--version")) {
  runners["the curl example, in a shell"] = async (example, call) =>
    JSON.parse((await run("sh", ["-c", fill(example.parts.curl ?? "", call)])).stdout) as unknown;
}
if (succeeds("python3", "-c", "import requests")) {
  runners["the Python example, in Python"] = async (example, call) => {
    const program = fill(example.parts.python ?? "", call).replace("print(r.json())", "print(r.text)");
    return JSON.parse((await run("python3", ["-c", program])).stdout) as unknown;
  };
}

test("the page has 21 calls with an example", () => {
  expect(examples).toHaveLength(21);
});

describe.each(Object.entries(runners))("%s", (_name, runExample) => {
  test.each(examples)("$title: $call", async (example) => {
    prepare(example.call);
    const answer = await runExample(example, example.call);
    // "Test Splunk Webhook" has a comma too many.
    const documented: unknown = JSON.parse((example.parts.answer ?? "").replace(/,(\s*})/, "$1"));
    expect(shapeOf(answer)).toEqual(shapeOf(documented));
    expect(answer).toMatchObject({ result: "success" });
    expect(emulator.requests.at(-1)).toMatchObject({
      call: example.call,
      status: 200,
      method: example.line.split(" ")[0],
    });
  });
});

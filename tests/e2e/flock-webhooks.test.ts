import type { HostKind } from "../contract/host";
import { BY_HAND, SECRET, SET_FLOCK, flock } from "../specimens";
import { type Declared, Scenario, secret } from "./scenario";

const url = (name: string) => `https://${name}.example/in/${SECRET}`;
const secrets = Object.fromEntries(["one", "two", "three"].map((name) => [name, url(name)]));

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.start({ secrets });
});
afterEach(() => scenario.close());

const there = () => flock(scenario.emulator, SET_FLOCK);
const urls = () =>
  there()
    .generic.map((webhook) => webhook.url)
    .sort();

function set(names: readonly string[], more: Declared["args"] = {}): Declared {
  const generic = names.map((name) => ({ url: secret(name) }));
  return { className: "CanaryFlockWebhooks", name: "set", args: { flockId: SET_FLOCK, generic, ...more } };
}

function single(name: string, more: Declared["args"] = {}): Declared {
  return { className: "CanaryGenericWebhook", name, args: { flockId: SET_FLOCK, url: secret(name), ...more } };
}

/** A text without colours, the lines trimmed. */
const plain = (text: string) => text.replaceAll(/^\s+|\s+$/gm, "");

describe.each<HostKind>(["dynamic provider", "plugin"])("served by the %s", (host) => {
  const declare = (...resources: Declared[]) => {
    scenario.declare({ host, resources });
  };

  test("a preview shows what is added by its host alone", async () => {
    declare(set(["one", "two"]));
    await scenario.up();
    declare(set(["one", "two", "three"]));
    const { stdout } = await scenario.preview(["--diff"]);
    expect(plain(stdout)).toContain('+ generic three.example: "no headers"');
    expect(plain(stdout)).not.toMatch(/^[+~-] generic (one|two)/m);
    expect(stdout).not.toContain(SECRET);
    if (host === "plugin") {
      const [step] = (await scenario.plan()).set ?? [];
      expect(Object.entries(step?.detailedDiff ?? {}).map(([path, { kind }]) => [path, kind])).toEqual([
        ['destinations["generic three.example"]', "add"],
        ["generic[2]", "add"],
      ]);
    }
    scenario.calls();
    await scenario.up();
    expect(scenario.calls()).toEqual(["generic/list", "generic/add"]);
  });

  test("what is there besides is drift, which the next preview shows and the next up removes", async () => {
    declare(set(["one"], { exclusive: true }));
    await scenario.up();
    there().generic.push({ url: url(BY_HAND), headers: {}, webhook_id: BY_HAND });
    const refreshed = await scenario.refresh(["--diff"]);
    expect(refreshed.stdout).toContain(`+ generic ${BY_HAND}.example: "no headers"`);
    there().ms_teams.push(url("later"));
    const { stdout } = await scenario.preview(["--diff"]);
    expect(stdout).toMatch(new RegExp(`- generic ${BY_HAND}\\.example: "no headers"`));
    const { stdout: summary } = await scenario.preview();
    expect(summary).toContain(`what it does not declare is removed: generic ${BY_HAND}.example.`);
    expect(stdout).not.toContain("later");
    expect(stdout).not.toContain(SECRET);
    await scenario.up();
    expect(urls()).toEqual([url("one")]);
    expect(there().ms_teams).toEqual([url("later")]);
    await scenario.up(["--refresh"]);
    expect(there().ms_teams).toEqual([]);
    await scenario.preview(["--refresh", "--expect-no-changes"]);
    expect(JSON.stringify(await scenario.stack.export())).not.toContain(SECRET);
  });

  test("single resources become a set, and a set single resources, without a change", async () => {
    declare(single("one"), single("two"));
    await scenario.up();
    scenario.calls();
    declare(set(["one", "two"], { adoptExisting: true }));
    await scenario.up();
    expect(scenario.calls()).toEqual(["generic/list"]);
    declare(set(["one", "two"]));
    await scenario.preview(["--expect-no-changes"]);
    declare(single("one", { adoptExisting: true }), single("two", { adoptExisting: true }));
    await scenario.up();
    expect(scenario.calls()).toEqual(["generic/list"]);
    expect(urls()).toEqual([url("one"), url("two")]);
    declare(single("one"), single("two"));
    await scenario.preview(["--expect-no-changes"]);
  });

  test("a set and a single resource of its kind are refused in preview", async () => {
    declare(set(["one"]), single("two"));
    const { code, stdout } = await scenario.preview([], { expectSuccess: false });
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/The generic webhooks of flock:5e75 are declared by the Canary\w+ ".*" as well/);
    expect(scenario.calls()).toEqual([]);
  });
});

import { FLOCK, SECRET, specimenOf } from "../specimens";
import { declare, secrets } from "./every-resource";
import { type Declared, Scenario } from "./scenario";

const generic = specimenOf("CanaryGenericWebhook");
const teams = specimenOf("CanaryMsTeamsWebhook");
const mail = specimenOf("CoralogixIntegration", "email_group");
const sendlog = specimenOf("CoralogixIntegration", "sendlog");

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.start({ secrets, limits: { backoffSeconds: "0.001", maxWaitSeconds: "0.01" } });
});

afterEach(() => scenario.close());

function onPlugin(...resources: Declared[]): void {
  scenario.declare({ host: "plugin", resources });
}

/** A webhook to a URL without a secret. */
function to(url: string, name: string, options: Declared["options"] = {}): Declared {
  return { className: "CanaryGenericWebhook", name, args: { flockId: FLOCK, url }, options };
}

function urls(): string[] | undefined {
  return scenario.emulator.state.flocks[FLOCK]?.generic.map(({ url }) => url).sort();
}

test("a diff says what changes and how, for secrets too, and hides them", async () => {
  onPlugin(declare(generic), declare(teams), declare(mail), declare(sendlog));
  await scenario.up();
  onPlugin(
    declare(generic, { headers: { "X-Source": "other-sensor", "X-New": SECRET } }),
    declare(teams, { url: `https://other.example/${SECRET}` }),
    declare(mail, { emails: ["noc@example.com", "new@example.com"] }),
    declare(sendlog, { payload: { text: "$ALERT_NAME", nested: { key: SECRET, list: [1, { two: 3 }] } } }),
  );
  const plan = await scenario.plan();
  const kinds = (name: string) =>
    Object.fromEntries(Object.entries(plan[name]?.at(-1)?.detailedDiff ?? {}).map(([path, { kind }]) => [path, kind]));
  expect(kinds(generic.name)).toEqual({
    "headers.Authorization": "delete",
    'headers["X-New"]': "add",
    'headers["X-Source"]': "update",
    "headerNames[0]": "update",
  });
  expect(kinds(teams.name)).toEqual({ url: "update-replace", host: "update" });
  expect(plan[teams.name]?.at(-1)?.replaceReasons).toEqual(["url"]);
  expect(kinds(mail.name)).toEqual({ "emails[0]": "delete", "emails[1]": "add" });
  expect(kinds(sendlog.name)).toEqual({ "payload.nested.key": "update", "payload.nested.list[1].two": "update" });
  const { stdout } = await scenario.preview(["--diff"]);
  expect(stdout).toMatch(
    /- Authorization: \[secret\]\n\s+\+ X-New +: \[secret\]\n\s+~ X-Source +: \[secret\] => \[secret\]/,
  );
  expect(stdout).not.toContain(SECRET);
});

test("replaceOnChanges and ignoreChanges are honoured", async () => {
  onPlugin(declare(mail), to("https://soc.example/", "soc"));
  await scenario.up();
  onPlugin(
    { ...declare(mail, { emails: ["new@example.com"] }), options: { replaceOnChanges: ["emails"] } },
    to("https://other.example/", "soc", { ignoreChanges: ["url"] }),
  );
  const plan = await scenario.plan();
  expect(Object.keys(plan)).toEqual([mail.name]);
  expect(plan[mail.name]?.at(-1)).toMatchObject({ op: "replace", replaceReasons: ["emails"] });
});

test("a change that takes longer than the program allows fails in that time, and is found out later", async () => {
  scenario.emulator.addFault({ call: "ms_teams/add", fault: { kind: "hang", effect: "after" } });
  onPlugin({ ...declare(teams), options: { customTimeouts: { create: "2s" } } });
  const { code, stdout } = await scenario.up([], { expectSuccess: false });
  expect(code).not.toBe(0);
  expect(stdout).toMatch(/may or may not be in place: .* was not answered within (1\.\d+|2) s/);
  onPlugin(declare(teams));
  await scenario.up();
  await scenario.preview(["--expect-no-changes"]);
  expect(teams.held(scenario.emulator)).toEqual(teams.expected);
});

test("two resources for the same thing are refused in preview, and each names the other", async () => {
  onPlugin(to("https://soc.example/", "one"), to("https://soc.example/", "two"));
  const { code, stdout } = await scenario.preview([], { expectSuccess: false });
  expect(code).not.toBe(0);
  for (const [name, other] of [
    ["one", "two"],
    ["two", "one"],
  ] as const) {
    const urn = `urn:pulumi:dev::declared::alert-webhooks:index:CanaryGenericWebhook::${other}`;
    const message = `The generic webhook to soc.example of ${FLOCK} is declared by the resource "${urn}" as well.`;
    expect(stdout).toMatch(
      new RegExp(`CanaryGenericWebhook \\(${name}\\):\\n\\s+error: .*${message.replaceAll(".", "\\.")}`),
    );
  }
  expect(scenario.calls()).toEqual([]);
});

test("a rename without aliases is refused with that advice", async () => {
  onPlugin(to("https://soc.example/", "before"));
  await scenario.up();
  onPlugin(to("https://soc.example/", "after"));
  const { code, stdout } = await scenario.up([], { expectSuccess: false });
  expect(code).not.toBe(0);
  expect(stdout).toContain(
    "or import it by its id. If this stack made it: after a rename, give the resource its old name",
  );
  onPlugin(to("https://soc.example/", "after", { aliases: [{ name: "before" }] }));
  await scenario.preview(["--expect-no-changes"]);
  await scenario.up();
  expect(urls()).toEqual(["https://soc.example/"]);
});

test("two resources swap their URLs", async () => {
  const [a, b] = ["https://a.example/", "https://b.example/"];
  onPlugin(to(a, "one"), to(b, "two"));
  await scenario.up();
  onPlugin(to(b, "one"), to(a, "two"));
  await scenario.up();
  expect(urls()).toEqual([a, b]);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.destroy();
  expect(urls()).toEqual([]);
});

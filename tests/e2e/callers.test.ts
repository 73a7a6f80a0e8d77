import { FLOCK } from "../specimens";
import { type Declared, Scenario } from "./scenario";

const url = "https://soc.example/hook";
const TYPE = "pulumi-nodejs:dynamic/canaryGenericWebhook:CanaryGenericWebhook";

/** A webhook of the same name and URL as the others, under a component of this type. */
function under(parent: string): Declared {
  return {
    className: "CanaryGenericWebhook",
    name: "soc",
    args: { flockId: FLOCK, url, adoptExisting: true },
    options: { parent },
  };
}

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.start();
});

afterEach(() => scenario.close());

function urls(): string[] | undefined {
  return scenario.emulator.state.flocks[FLOCK]?.generic.map((webhook) => webhook.url);
}

test("two resources of one name, under two components, that are for one webhook: one leaves, the webhook stays", async () => {
  scenario.declare([under("my:soc:Emea")]);
  await scenario.up();
  // What is not a target is not checked, so the two are not compared.
  scenario.declare([under("my:soc:Emea"), under("my:soc:Apac")]);
  const apac = "urn:pulumi:dev::declared::my:soc:Apac";
  await scenario.up([`--target=${apac}::component`, `--target=${apac}$${TYPE}::soc`]);
  const { deployment } = await scenario.stack.export();
  const callers = (deployment.resources ?? [])
    .filter(({ type }) => type === TYPE)
    .map(({ inputs }) => inputs?.__caller);
  expect(callers.sort()).toEqual(["my:soc:Apac::soc", "my:soc:Emea::soc"]);

  scenario.declare([under("my:soc:Emea")]);
  await scenario.up();
  expect(urls()).toEqual([url]);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.destroy();
  expect(urls()).toEqual([]);
});

test("a webhook that goes to another provider of the same console under a new name stays", async () => {
  const { url: console, authTokens } = scenario.emulator;
  const [canaryAuthToken] = authTokens;
  const providers = { same: { canaryConsoleUrl: console, canaryAuthToken } };
  const soc = (name: string, options = {}): Declared => ({
    className: "CanaryGenericWebhook",
    name,
    args: { flockId: FLOCK, url, adoptExisting: true },
    options,
  });
  scenario.declare([soc("before")]);
  await scenario.up();
  scenario.declare({ providers, resources: [soc("after", { provider: "same" })] });
  await scenario.up();
  expect(urls()).toEqual([url]);
  await scenario.preview(["--expect-no-changes"]);
  await scenario.destroy();
  expect(urls()).toEqual([]);
});

test("a program that declares both is refused in preview, and each is named", async () => {
  scenario.declare([under("my:soc:Emea"), under("my:soc:Apac")]);
  const { code, stdout } = await scenario.preview([], { expectSuccess: false });
  expect(code).not.toBe(0);
  expect(stdout).toMatch(
    /The generic webhook to soc\.example of flock:default is declared by the resource "my:soc:(Emea|Apac)::soc" as well\./,
  );
  expect(scenario.calls()).toEqual([]);
});

test("a replacement by the very same is refused, and says what it takes", async () => {
  scenario.declare([{ className: "CanaryGenericWebhook", name: "soc", args: { flockId: FLOCK, url } }]);
  await scenario.up();
  const replace = `--replace=urn:pulumi:dev::declared::${TYPE}::soc`;
  const { stdout } = await scenario.up([replace], { expectSuccess: false });
  expect(stdout).toContain("to replace it by the very same (--replace), set deleteBeforeReplace: true");
  expect(urls()).toEqual([url]);
  await scenario.preview(["--expect-no-changes"]);
});

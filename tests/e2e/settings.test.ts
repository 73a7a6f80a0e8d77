import { DEFAULT_FLOCK } from "../../emulator";
import { type Declared, Scenario } from "./scenario";

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.start();
});
afterEach(() => scenario.close());

const WARNING = `The webhooks of ${DEFAULT_FLOCK} are disabled in the Canary console`;

const webhook = (name: string): Declared => ({
  className: "CanaryMsTeamsWebhook",
  name,
  args: { flockId: DEFAULT_FLOCK, url: `https://teams.example/${name}` },
});
const settings = (name: string, args = {}): Declared => ({
  className: "CanaryFlockWebhookSettings",
  name,
  args: { flockId: DEFAULT_FLOCK, mode: "enabled", ...args },
});

test("a flock that is switched off is warned of, and its mode goes back through a rename", async () => {
  const flock = scenario.emulator.state.flocks[DEFAULT_FLOCK];
  if (flock === undefined) throw new Error("the flock is gone");
  flock.mode = "disabled";

  scenario.declare([webhook("first")]);
  expect((await scenario.up()).output).toContain(WARNING);
  scenario.declare([webhook("first"), webhook("second"), settings("before")]);
  expect((await scenario.up()).output).not.toContain(WARNING);
  expect(flock.mode).toBe("enabled");

  scenario.declare([settings("before"), settings("second")]);
  const { output: twice } = await scenario.preview([], { expectSuccess: false });
  expect(twice).toMatch(/The webhook setting of flock:default is declared by the resource "(before|second)" as well\./);

  scenario.declare([settings("after")]);
  const { output } = await scenario.up([], { expectSuccess: false });
  expect(output).toContain('The resource "after" manages it now.');
  expect(output).toContain('declare previousMode: "disabled" there');
  scenario.declare([settings("after", { previousMode: "disabled" })]);
  await scenario.up();
  expect(Object.keys(await scenario.resources())).toEqual(["after"]);
  expect(flock.mode).toBe("enabled");
  await scenario.destroy();
  expect(flock.mode).toBe("disabled");
});

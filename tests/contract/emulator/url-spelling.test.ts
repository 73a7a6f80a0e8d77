import { behaviourChoices, Emulator, type Behaviour } from "../../../emulator";
import { canary, error, flockOf } from "./client";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

const sent = "https://Alerts.example/Hook%2fOne%7e/?q=A%2f/#Top";
const shownAs: Record<Behaviour["urlSpelling"], string> = {
  "as sent": sent,
  "no trailing slash": "https://Alerts.example/Hook%2fOne%7e?q=A%2f/#Top",
  "upper-case escapes": "https://Alerts.example/Hook%2FOne%7E/?q=A%2F/#Top",
  "lower-case escapes": sent,
  "unreserved decoded": "https://Alerts.example/Hook%2fOne~/?q=A%2f/#Top",
  "no fragment": "https://Alerts.example/Hook%2fOne%7e/?q=A%2f/",
  "lower-case path": "https://Alerts.example/hook%2fone%7e/?q=A%2f/#Top",
};

const kinds = [
  ["generic", "generic", "generic_webhooks"],
  ["ms_teams", "ms_teams", "ms_teams_webhooks"],
] as const;
const cases = behaviourChoices.urlSpelling.flatMap((spelling) => kinds.map((kind) => [spelling, ...kind] as const));

test.each(cases)("urlSpelling %p: %s", async (urlSpelling, kind, list, member) => {
  emulator.behaviour.urlSpelling = urlSpelling;
  const shown = shownAs[urlSpelling];
  for (const removed of [sent, shown]) {
    await canary(emulator, "POST", `${kind}/add`, { url: sent });
    expect((await canary(emulator, "GET", list)).body).toMatchObject({ [member]: [shown] });
    for (const again of [sent, shown]) {
      const exists = { status: 400, body: error("Webhook already exists") };
      expect(await canary(emulator, "POST", `${kind}/add`, { url: again })).toMatchObject(exists);
    }
    expect((await canary(emulator, "POST", `${kind}/remove`, { url: removed })).status).toBe(200);
    expect(flockOf(emulator)).toMatchObject({ generic: [], ms_teams: [] });
  }
});

test.each([
  ["lower-case escapes", "https://alerts.example/%2F%C3%BC", "https://alerts.example/%2f%c3%bc"],
  ["no trailing slash", "https://alerts.example/", "https://alerts.example"],
  ["lower-case path", "https://alerts.example", "https://alerts.example"],
] as const)("urlSpelling %p: %s is shown as %s", async (urlSpelling, url, shown) => {
  emulator.behaviour.urlSpelling = urlSpelling;
  await canary(emulator, "POST", "ms_teams/add", { url });
  expect(flockOf(emulator).ms_teams).toEqual([shown]);
});

test("another spelling of one's own finds nothing", async () => {
  await canary(emulator, "POST", "ms_teams/add", { url: "https://alerts.example/hook/" });
  const absent = { status: 400, body: error("Webhook does not exist") };
  expect(await canary(emulator, "POST", "ms_teams/remove", { url: "https://alerts.example/hook" })).toMatchObject(
    absent,
  );
});

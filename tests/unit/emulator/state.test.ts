import fc from "fast-check";
import { newFlock, newSlackWebhook } from "../../../emulator/canary/state";
import { stateSchema } from "../../../emulator/schema";
import { snapshotOf, type EmulatorState } from "../../../emulator/state";

const integration = (id: number, alias: string) => ({
  id,
  alias,
  url: "",
  integration_type_fields: null,
  integration_type_id: 0,
  created_at: "2022-08-22T07:32:09.348Z",
  updated_at: "2022-08-22T07:32:09.348Z",
});

test("a snapshot does not depend on the order of members and lists", () => {
  const urls = fc.uniqueArray(fc.webUrl(), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(urls, fc.uniqueArray(fc.nat(), { maxLength: 5 }), (hooks, ids) => {
      const state = (reverse: boolean): EmulatorState => {
        const order = <Item>(items: Item[]): Item[] => (reverse ? [...items].reverse() : items);
        const flock = { ...newFlock("f"), ms_teams: order(hooks) };
        return {
          flocks: Object.fromEntries(order([["flock:a", flock] as const, ["flock:b", newFlock("b")] as const])),
          accounts: { key: { companyId: 1, integrations: order(ids.map((id) => integration(id, `alias ${id}`))) } },
        };
      };
      expect(JSON.stringify(snapshotOf(state(true)))).toBe(JSON.stringify(snapshotOf(state(false))));
    }),
  );
});

test("a snapshot is a deep copy without times", () => {
  const state: EmulatorState = {
    flocks: { "flock:a": newFlock("f") },
    accounts: { key: { companyId: 1, integrations: [integration(1, "a")] } },
  };
  const before = snapshotOf(state);
  expect(JSON.stringify(before)).not.toContain("2022-08-22");
  state.flocks["flock:a"]?.ms_teams.push("https://x.example");
  expect(snapshotOf(state)).not.toEqual(before);
});

test("a state that went over the wire is the same", () => {
  const flock = { ...newFlock("f"), slack: [newSlackWebhook("t", "#c")] };
  const state = {
    flocks: { "flock:a": flock },
    accounts: { key: { companyId: 1, integrations: [integration(1, "a")] } },
  };
  expect(stateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

import { tableOf } from "../../../cli/table";

test("columns are as wide as what is in them, whatever the script", () => {
  expect(
    tableOf([
      ["ok", "Zürich", "a"],
      ["failed", "é", ""],
      ["", "👩‍🚒", "c"],
    ]),
  ).toBe(["ok      Zürich  a", "failed  é", "        👩‍🚒       c"].join("\n"));
});

test("no rows are no text", () => {
  expect(tableOf([])).toBe("");
});

import { KeyedList } from "../../../provider/canary/keyed-list";

interface Entry {
  readonly name: string;
  readonly group: string;
}

const a = { name: "a", group: "one" };
const b = { name: "b", group: "two" };
const c = { name: "c", group: "one" };

function listOf(...entries: Entry[]) {
  const group = jest.fn((entry: Entry) => entry.group);
  return { list: new KeyedList(entries, { name: ({ name }: Entry) => name, group }), group };
}

test("entries are found by each key, in their order", () => {
  const { list } = listOf(a, b, c);
  expect(list.having("group", "one")).toEqual([a, c]);
  expect(list.having("name", "b")).toEqual([b]);
  expect(list.having("name", "d")).toEqual([]);
});

test("what is added and deleted is found accordingly, by keys that were asked for before and by others", () => {
  const { list } = listOf(a, b);
  expect(list.having("group", "one")).toEqual([a]);
  list.add(c);
  list.delete(a);
  expect(list.having("group", "one")).toEqual([c]);
  expect(list.having("name", "a")).toEqual([]);
  expect([...list]).toEqual([b, c]);
});

test("the key of an entry is worked out once for a list, and not before it is asked for", () => {
  const { list, group } = listOf(a, b, c);
  expect(group).not.toHaveBeenCalled();
  for (let time = 0; time < 10; time++) list.having("group", "one");
  expect(group).toHaveBeenCalledTimes(3);
});

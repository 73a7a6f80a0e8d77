import { destinationsOf, withoutDigests } from "../../../provider/canary/flock-destinations";

const url = (path: string) => `https://hooks.example/${path}`;

test("another webhook of the same host adds one name, and leaves the others as they are", () => {
  const one = destinationsOf([{ url: url("a") }], [url("a")], undefined, undefined);
  expect(one).toEqual({ "generic hooks.example": "no headers", "msTeams hooks.example": "a channel" });
  const two = destinationsOf([{ url: url("a") }, { url: url("b"), headers: { A: "1" } }], [url("a")], null, null);
  const added = Object.entries(two).filter(([name]) => !(name in one));
  expect(added).toEqual([[expect.stringMatching(/^generic hooks\.example \([0-9a-f]{8}\)$/), "A"]]);
  expect(two).toMatchObject(one);
});

test("which of one name comes first does not count", () => {
  const [a, b] = [{ url: url("a") }, { url: url("b") }];
  const orders = [
    [a, b],
    [b, a],
  ].map((generic) => destinationsOf(generic, undefined, undefined, undefined));
  expect(orders[0]).not.toEqual(orders[1]);
  expect(withoutDigests(orders[0])).toEqual(withoutDigests(orders[1]));
  expect(withoutDigests(orders[0])).not.toEqual(withoutDigests(destinationsOf([a], undefined, undefined, undefined)));
});

import { notFound, onlyMeant } from "../../../provider/lifecycle/candidates";

const candidate = (id: string, host: string) => ({ id, what: host, shortIds: ["flock/", `flock/${host}`] });
const a = candidate("flock/1", "a.example");
const b = candidate("flock/2", "b.example");
const otherB = candidate("flock/3", "b.example");

test("a short id is for what it alone fits", () => {
  expect(onlyMeant("flock/a.example", [a, b, otherB])).toBe(a);
  expect(onlyMeant("flock/", [a])).toBe(a);
  // A list may show one webhook twice.
  expect(onlyMeant("flock/a.example", [a, a])).toEqual(a);
  for (const id of ["flock/b.example", "flock/", "flock/c.example"]) {
    expect(onlyMeant(id, [a, b, otherB])).toBeUndefined();
  }
});

test("what is not clear is listed, by what may be shown of it", () => {
  expect(notFound("Box", "flock/b.example", [a, b, otherB])).toBe(
    "The short id flock/b.example may be any of 2 resources of the class Box: flock/2 (b.example), flock/3 (b.example). Give the id of one.",
  );
  expect(notFound("Box", "flock/4", [a, b])).toBe(
    "There is no Box with the id flock/4. There are: flock/1 (a.example), flock/2 (b.example).",
  );
  expect(notFound("Box", "flock/4", [])).toBe("There is no Box with the id flock/4.");
});

test("a long list is cut", () => {
  const many = Array.from({ length: 25 }, (_, index) => candidate(`flock/${index}`, "a.example"));
  expect(notFound("Box", "none", many)).toMatch(
    /^There is no Box .* flock\/18 \(a\.example\), flock\/19 \(a\.example\) and 5 more\.$/,
  );
});

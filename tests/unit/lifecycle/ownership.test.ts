import fc from "fast-check";

import { Ownership } from "../../../provider/lifecycle/ownership";

let ownership: Ownership;
beforeEach(() => {
  ownership = new Ownership();
});

describe("the program", () => {
  test("declares each thing once", () => {
    expect(ownership.declare("a", "thing")).toBeUndefined();
    expect(ownership.declare("b", "thing")).toBe("a");
    expect(ownership.declare("b", "other")).toBeUndefined();
  });

  test("may check a resource twice, as for a replacement", () => {
    expect(ownership.declare("a", "thing")).toBeUndefined();
    expect(ownership.declare("a", "thing")).toBeUndefined();
  });

  test("declares a resource also where it is not known yet what it stands for", () => {
    expect(ownership.isDeclared("a")).toBe(false);
    expect(ownership.declare("a")).toBeUndefined();
    expect(ownership.declare("b")).toBeUndefined();
    expect(ownership.isDeclared("a")).toBe(true);
    expect(ownership.isDeclared("c")).toBe(false);
  });
});

test("what nobody stands for has no owner, and has not passed on", () => {
  expect(ownership.ownerOf("id")).toBeUndefined();
  expect(ownership.hasPassedOn("id", "a")).toBe(false);
  expect(ownership.hasPassedOn("id", undefined)).toBe(false);
});

test("what a resource stands for is its own", () => {
  ownership.hold("id", "a");
  expect(ownership.ownerOf("id")).toBe("a");
  expect(ownership.ownerOf("other")).toBeUndefined();
  expect(ownership.hasPassedOn("id", "a")).toBe(false);
});

test("what another resource stands for by now has passed on", () => {
  ownership.hold("id", "a");
  ownership.hold("id", "b");
  expect(ownership.hasPassedOn("id", "a")).toBe(true);
  expect(ownership.hasPassedOn("id", "b")).toBe(false);
});

test("what a renamed resource stands for is its own under both names", () => {
  ownership.keep("id", "new", "old");
  expect(ownership.ownerOf("id")).toBe("new");
  expect(ownership.hasPassedOn("id", "old")).toBe(false);
  expect(ownership.hasPassedOn("id", "new")).toBe(false);
  expect(ownership.hasPassedOn("id", "third")).toBe(true);
});

test("what a resource stands for that state has no name for is its own, and no other's of that kind", () => {
  ownership.keep("id", "a", undefined);
  expect(ownership.hasPassedOn("id", undefined)).toBe(false);
  ownership.hold("id", "a");
  expect(ownership.hasPassedOn("id", undefined)).toBe(true);
});

test("what was adopted has passed on, even from a resource of the same name", () => {
  ownership.make("id", "a");
  expect(ownership.ownerOf("id")).toBe("a");
  expect(ownership.hasPassedOn("id", "a")).toBe(true);
});

test("what is released has no owner", () => {
  ownership.hold("id", "a");
  ownership.release("id");
  expect(ownership.ownerOf("id")).toBeUndefined();
  expect(ownership.hasPassedOn("id", "b")).toBe(false);
});

test("names that objects have of themselves are names like any other", () => {
  expect(ownership.ownerOf("__proto__")).toBeUndefined();
  expect(ownership.hasPassedOn("constructor", "a")).toBe(false);
  expect(ownership.declare("constructor", "__proto__")).toBeUndefined();
  expect(ownership.declare("toString", "__proto__")).toBe("constructor");
});

describe("whatever happens in a run", () => {
  const ids = fc.constantFrom("x", "y");
  const callers = fc.constantFrom("a", "b", "c");
  const holds = fc.array(fc.tuple(ids, callers), { minLength: 1 });

  test("the last that stands for something keeps it, and no other takes it away", () => {
    fc.assert(
      fc.property(holds, callers, (held, caller) => {
        const run = new Ownership();
        for (const [id, owner] of held) run.hold(id, owner);
        for (const [id, owner] of new Map(held)) {
          expect(run.ownerOf(id)).toBe(owner);
          expect(run.hasPassedOn(id, caller)).toBe(caller !== owner);
          expect(run.hasPassedOn(id, undefined)).toBe(true);
        }
      }),
    );
  });

  test("each thing is declared by the first that says so", () => {
    fc.assert(
      fc.property(holds, (declared) => {
        const run = new Ownership();
        const first = new Map<string, string>();
        for (const [key, caller] of declared) {
          if (!first.has(key)) first.set(key, caller);
          const other = first.get(key);
          expect(run.declare(caller, key)).toBe(other === caller ? undefined : other);
        }
      }),
    );
  });
});

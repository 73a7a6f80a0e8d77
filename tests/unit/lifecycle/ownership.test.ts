import fc from "fast-check";

import { Ownership } from "../../../provider/lifecycle/ownership";

const owner = (caller: string) => ({ caller, inputs: {}, state: {} });

let ownership: Ownership;
beforeEach(() => {
  ownership = new Ownership();
});

describe("the program", () => {
  test("declares each thing once", () => {
    expect(ownership.declare("a", "thing")).toBeUndefined();
    expect(ownership.declare("b", "thing")).toBe("a");
    expect(ownership.declare("b", "other")).toBeUndefined();
    expect(ownership.declarerOf("thing")).toBe("a");
    expect(ownership.declarerOf("third")).toBeUndefined();
  });

  test("may check a resource twice, as for a replacement", () => {
    expect(ownership.declare("a", "thing")).toBeUndefined();
    expect(ownership.declare("a", "thing")).toBeUndefined();
  });

  test("declares a resource also where it is not known yet what it manages", () => {
    expect(ownership.isDeclared("a")).toBe(false);
    expect(ownership.declare("a")).toBeUndefined();
    expect(ownership.declare("b")).toBeUndefined();
    expect(ownership.isDeclared("a")).toBe(true);
    expect(ownership.isDeclared("c")).toBe(false);
  });
});

test("the program's last word on a resource has its time", () => {
  const before = performance.now();
  ownership.declare("a");
  expect(ownership.declaredAt("a")).toBeGreaterThanOrEqual(before);
  expect(ownership.declaredAt("b")).toBeUndefined();
});

test("what nobody manages has no owner", () => {
  expect(ownership.ownerOf("id")).toBeUndefined();
});

test("what a resource manages is its own, and what another one manages by now is that one's", () => {
  ownership.hold("id", owner("a"));
  expect(ownership.ownerOf("id")?.caller).toBe("a");
  expect(ownership.ownerOf("other")).toBeUndefined();
  ownership.hold("id", owner("b"));
  expect(ownership.ownerOf("id")?.caller).toBe("b");
});

test("what is released has no owner", () => {
  ownership.hold("id", owner("a"));
  ownership.release("id");
  expect(ownership.ownerOf("id")).toBeUndefined();
});

test("what a resource gives up is left, and the resource is replaced", () => {
  ownership.leave("id", "a");
  expect(ownership.isLeft("id")).toBe(true);
  expect(ownership.isLeft("other")).toBe(false);
  expect(ownership.isReplaced("a")).toBe(true);
  expect(ownership.isReplaced("b")).toBe(false);
});

test("names that objects have of themselves are names like any other", () => {
  expect(ownership.ownerOf("__proto__")).toBeUndefined();
  expect(ownership.isLeft("constructor")).toBe(false);
  expect(ownership.declare("constructor", "__proto__")).toBeUndefined();
  expect(ownership.declare("toString", "__proto__")).toBe("constructor");
});

describe("whatever happens in a run", () => {
  const ids = fc.constantFrom("x", "y");
  const callers = fc.constantFrom("a", "b", "c");
  const holds = fc.array(fc.tuple(ids, callers), { minLength: 1 });

  test("the last that manages something keeps it", () => {
    fc.assert(
      fc.property(holds, (held) => {
        const run = new Ownership();
        for (const [id, caller] of held) run.hold(id, owner(caller));
        for (const [id, caller] of new Map(held)) expect(run.ownerOf(id)?.caller).toBe(caller);
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

import { Claims } from "../../../provider/engine/claims";

let claims: Claims;
beforeEach(() => {
  claims = new Claims();
});

test("what nobody declares is not held, and has not passed on", () => {
  expect(claims.isHeld("url")).toBe(false);
  expect(claims.hasPassedOn("url", "1")).toBe(false);
});

test("what is declared is held, and stays its own", () => {
  claims.hold("url", "1");
  expect(claims.isHeld("url")).toBe(true);
  expect(claims.isHeld("other")).toBe(false);
  expect(claims.hasPassedOn("url", "1")).toBe(false);
});

test("what another resource holds by now has passed on", () => {
  claims.hold("url", "1");
  claims.hold("url", "2");
  expect(claims.hasPassedOn("url", "1")).toBe(true);
  expect(claims.hasPassedOn("url", "2")).toBe(false);
});

test("what was adopted has passed on, even under the same id", () => {
  claims.adopt("url", "1");
  expect(claims.isHeld("url")).toBe(true);
  expect(claims.hasPassedOn("url", "1")).toBe(true);
});

test("what is released can be declared again", () => {
  claims.hold("url", "1");
  claims.release("url");
  expect(claims.isHeld("url")).toBe(false);
  expect(claims.hasPassedOn("url", "2")).toBe(false);
});

test("what is declared under an id that is its identity may have passed on to another resource of that id", () => {
  expect(claims.hasPassedOn("1050", "1050")).toBe(false);
  claims.hold("1050", "1050");
  expect(claims.hasPassedOn("1050", "1050")).toBe(true);
});

test("names that objects have of themselves are names like any other", () => {
  expect(claims.isHeld("__proto__")).toBe(false);
  expect(claims.hasPassedOn("constructor", "1")).toBe(false);
});

import { RateLimiter } from "../../../emulator/world/rate-limit";

let now: number;
let limiter: RateLimiter;
beforeEach(() => {
  now = 5000;
  limiter = new RateLimiter(() => now);
});

test("a window of one second slides: what left it counts no more", () => {
  expect(limiter.admit("a", 2)).toBe(0);
  now += 600;
  expect(limiter.admit("a", 2)).toBe(0);
  expect(limiter.admit("a", 2)).toBe(400);
  now += 400;
  expect(limiter.admit("a", 2)).toBe(0);
  expect(limiter.admit("a", 2)).toBe(600);
});

test("a call over the limit does not count", () => {
  limiter.admit("a", 1);
  for (let index = 0; index < 9; index++) expect(limiter.admit("a", 1)).toBe(1000);
  now += 1000;
  expect(limiter.admit("a", 1)).toBe(0);
});

test("each credential has its own limit", () => {
  limiter.admit("a", 1);
  expect(limiter.admit("b", 1)).toBe(0);
});

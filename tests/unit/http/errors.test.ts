import { ApiError, isNotFound, withMore } from "../../../provider/http/errors";

const details = { call: "GET /x", outcome: "unknown", status: 503, said: "busy", transient: true } as const;

test("more that is known of a failure leaves the rest as it was", () => {
  const error = new ApiError("failed", { ...details, retryAfterMs: 5 });
  const more = withMore(error, { outcome: "refused" });
  expect(more).toBeInstanceOf(ApiError);
  expect(more).toMatchObject({ ...details, name: "ApiError", message: "failed", outcome: "refused", retryAfterMs: 5 });
  expect(withMore(error, { message: "failed for good", transient: false })).toMatchObject({
    message: "failed for good",
    outcome: "unknown",
    transient: false,
  });
  expect(error).toMatchObject({ message: "failed", ...details });
});

test("only the API itself can say that something is not there", () => {
  const notFound = { call: "GET /x", outcome: "refused", status: 404, transient: false } as const;
  expect(isNotFound(new ApiError("failed", { ...notFound, said: "Invalid flock_id" }))).toBe(true);
  expect(isNotFound(new ApiError("failed", notFound))).toBe(false);
  expect(isNotFound(new ApiError("failed", { ...notFound, status: 400, said: "no" }))).toBe(false);
  expect(isNotFound(Object.assign(new Error("failed"), { status: 404, said: "no" }))).toBe(false);
  expect(isNotFound(undefined)).toBe(false);
});

import { ApiError, confirmByRead, extend } from "../../../provider/http/errors";

const details = { call: "GET /x", outcome: "unknown", status: 503, apiMessage: "busy", transient: true } as const;

test("more that is known of a failure leaves the rest as it was", () => {
  const error = new ApiError("failed", { ...details, retryAfterMs: 5 });
  const more = extend(error, { outcome: "refused" });
  expect(more).toBeInstanceOf(ApiError);
  expect(more).toMatchObject({ ...details, name: "ApiError", message: "failed", outcome: "refused", retryAfterMs: 5 });
  expect(extend(error, { message: "failed for good", transient: false })).toMatchObject({
    message: "failed for good",
    outcome: "unknown",
    transient: false,
  });
  expect(error).toMatchObject({ message: "failed", ...details });
});

test("a failure is no more than it is said to be", () => {
  expect(new ApiError("failed", details)).toMatchObject({
    rejectedUnprocessed: false,
    timedOut: false,
    unauthorized: false,
  });
});

describe("the read that decides whether a change took effect", () => {
  const read = new ApiError("GET /x failed (503).", { ...details, outcome: "read failed" });

  test("says what it found", async () => {
    await expect(confirmByRead(() => Promise.resolve(true))).resolves.toBe(true);
  });

  test("leaves that unknown where it fails", async () => {
    await expect(confirmByRead(() => Promise.reject(read))).rejects.toMatchObject({
      message: "Whether it took effect could not be read: GET /x failed (503).",
      call: "GET /x",
      outcome: "unknown",
      transient: false,
    });
  });

  test("leaves a change that failed as unknown, even one that was refused", async () => {
    const change = new ApiError("POST /x failed (400).", {
      call: "POST /x",
      outcome: "refused",
      status: 400,
      transient: true,
    });
    await expect(confirmByRead(() => Promise.reject(read), change)).rejects.toMatchObject({
      message: "POST /x failed (400). Whether it took effect could not be read: GET /x failed (503).",
      call: "POST /x",
      outcome: "unknown",
      status: 400,
      transient: false,
    });
  });

  test("hides no defect", async () => {
    const defect = new TypeError("defect");
    await expect(confirmByRead(() => Promise.reject(defect))).rejects.toBe(defect);
  });
});

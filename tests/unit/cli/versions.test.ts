import { withMinimum } from "../../../cli/check/versions";

test.each([
  ["22.0.0", ">=22", "ok"],
  ["24.21.0", ">=22", "ok"],
  ["20.19.4", ">=22", "failed"],
  ["3.139.0", "^3.139.0", "ok"],
  ["3.140.1", "^3.139.0", "ok"],
  ["3.138.9", "^3.139.0", "failed"],
  ["4.0.0-alpha.1", "^3.139.0", "ok"],
  [undefined, "^3.139.0", "warning"],
] as const)("%s for %s is %s", (version, range, status) => {
  const finding = withMinimum("it", version, range);
  expect(finding.status).toBe(status);
  if (status !== "ok") expect(finding.detail).toContain(range.replace(/^\D+/, ""));
});

/** @type {(name: "unit" | "contract" | "e2e") => import("jest").Config} */
const layer = (name) => ({
  displayName: name,
  testEnvironment: "node",
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  moduleNameMapper: { "^@npmcli/arborist$|/typescript-shim$": "<rootDir>/tests/unneeded.cjs" },
  // Types are checked by the linters.
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tests/tsconfig.json", diagnostics: false }] },
});

/** @type {import("jest").Config} */
module.exports = {
  projects: [layer("unit"), layer("contract"), layer("e2e")],
  reporters: ["default", "<rootDir>/tests/closing-line-reporter.cjs"],
  testTimeout: 600_000,
  // Much of the time goes to other processes: the CLI, hosts and time-outs.
  maxWorkers: "100%",
};

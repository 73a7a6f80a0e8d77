import type { Config } from "jest";

const layer = (name: "unit" | "contract" | "e2e") => ({
  displayName: name,
  testEnvironment: "node",
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  transform: {
    "\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tests/tsconfig.json", diagnostics: false }] as [string, object],
  },
});

const config: Config = {
  projects: [layer("unit"), layer("contract"), layer("e2e")],
  reporters: ["default", "<rootDir>/tests/closing-line-reporter.cjs"],
  testTimeout: 600_000,
};

export default config;

import { shortenStackTraces } from "../../../provider/program/stack-traces";

const errors = Error as { prepareStackTrace: unknown; stackTraceLimit: number };
const { prepareStackTrace, stackTraceLimit } = errors;
afterEach(() => {
  Object.assign(errors, { prepareStackTrace, stackTraceLimit });
});

const sdk = "/project/node_modules/@pulumi/pulumi/resource.js";
const library = "/project/node_modules/@acme/components/index.js";
const program = "/project/index.ts";
const loader = "node:internal/modules/cjs/loader";
const tsNode = "C:\\project\\node_modules\\ts-node\\dist\\index.js";
const runner = "/project/node_modules/@pulumi/pulumi/cmd/run/run.js";

/** The files of what is left of a stack of frames in these files. */
function traced(...files: (string | null)[]): unknown {
  const frames = files.map((file) => ({ getFileName: () => file }));
  return (errors.prepareStackTrace as (error: Error, frames: object[]) => unknown)(new Error("here"), frames);
}

function asFiles(error: Error, frames: NodeJS.CallSite[]): string {
  return [error.message, ...frames.map((frame) => frame.getFileName())].join(" < ");
}

test("stack traces end with the program's own code, until they are restored", () => {
  errors.prepareStackTrace = asFiles;
  const restore = shortenStackTraces();
  expect(traced(sdk, library, program, loader, tsNode, null, runner)).toBe(`here < ${sdk} < ${library} < ${program}`);
  expect(traced(sdk, loader, program)).toBe(`here < ${sdk} < ${loader} < ${program}`);
  expect(traced(sdk, loader)).toBe("here");
  restore();
  expect(errors.prepareStackTrace).toBe(asFiles);
});

test("stack traces that nobody formats stay as they are", () => {
  errors.prepareStackTrace = undefined;
  shortenStackTraces()();
  expect(errors.prepareStackTrace).toBeUndefined();
});

test("stack traces have five frames at most, until they are restored", () => {
  errors.stackTraceLimit = 32;
  const restore = shortenStackTraces();
  expect(errors.stackTraceLimit).toBe(5);
  restore();
  expect(errors.stackTraceLimit).toBe(32);
  errors.stackTraceLimit = 3;
  shortenStackTraces();
  expect(errors.stackTraceLimit).toBe(3);
});

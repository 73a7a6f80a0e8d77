import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.resolve(__dirname, "../../..");
const setup = path.join(root, "scripts", "setup.mjs");
const { devDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  devDependencies: { pulumi: string };
};
const cliVersion = devDependencies.pulumi;
const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
const yamlHost = "pulumi-language-yaml";

/** Evaluates an expression on the set-up's exports: jest's module loader can't load an ES module. */
function evaluate(expression: string): unknown {
  const code = `import * as setup from "${pathToFileURL(setup).href}";console.log(JSON.stringify(${expression}));`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" }));
}

/** A project of one source file, a HOME and a PATH of its own. */
class Machine {
  readonly folder = mkdtempSync(path.join(tmpdir(), "setup-test-"));
  readonly project = path.join(this.folder, "project");
  readonly home = path.join(this.folder, "home");
  readonly bin = path.join(this.folder, "bin");
  readonly source = path.join(this.project, "scripts", "source.ts");

  constructor() {
    for (const folder of [path.join(this.project, "scripts"), this.home, this.bin])
      mkdirSync(folder, { recursive: true });
    for (const file of ["package.json", "package-lock.json", "scripts/setup.mjs", "scripts/build-cli.mjs"]) {
      copyFileSync(path.join(root, file), path.join(this.project, file));
    }
    const modules = path.join(this.project, "node_modules");
    mkdirSync(path.join(modules, "pulumi"), { recursive: true });
    for (const name of [".bin", ".package-lock.json", "@pulumi", "typescript"]) {
      symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
    }
    this.download('console.log("out of reach"); process.exit(1);');
    const compilerOptions = {
      rootDir: ".",
      outDir: "dist",
      module: "node16",
      lib: ["es5"],
      types: [],
      skipLibCheck: true,
    };
    writeFileSync(path.join(this.project, "tsconfig.json"), "{}");
    writeFileSync(
      path.join(this.project, "tsconfig.build.json"),
      JSON.stringify({ compilerOptions, include: ["scripts"] }),
    );
    writeFileSync(this.source, "export const one = 1;\n");
  }

  /** Puts a shell script on the PATH, or elsewhere. */
  program(name: string, script: string, folder = this.bin): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(folder, name), 0o755);
  }

  /** Sets what the npm package `pulumi` does when it is started. */
  download(script: string): void {
    writeFileSync(path.join(this.project, "node_modules", "pulumi", "run.js"), script);
  }

  setUp(...args: string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, [path.join(this.project, "scripts", "setup.mjs"), ...args], {
      env: { HOME: this.home, PATH: this.bin },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    return new Promise((resolve) => {
      child.on("close", (code) => {
        resolve({ code, output });
      });
    });
  }

  get chosenCli(): string {
    return realpathSync(path.join(this.project, ".cache", `cli-${cliVersion}`));
  }

  get chosenYamlHost(): string {
    return realpathSync(path.join(this.project, ".cache", "yaml-host"));
  }

  get cliCache(): string {
    return path.join(this.home, ".pulumi", "versions", cliVersion);
  }
}

describe("the dependencies", () => {
  const match = (lock: object, installed: object) =>
    evaluate(`setup.dependenciesMatch({packages:${JSON.stringify(lock)}},{packages:${JSON.stringify(installed)}})`);
  const a = { version: "1.0.0", integrity: "sha512-a" };

  it("match when all are installed, but for those of other platforms", () => {
    const lock = { "": {}, "node_modules/a": a, "node_modules/b": { ...a, optional: true } };
    expect(match(lock, { "node_modules/a": a })).toBe(true);
  });

  it.each([
    ["one is missing", {}],
    ["one has other content", { "node_modules/a": { ...a, integrity: "sha512-b" } }],
  ])("do not match when %s", (_, installed) => {
    expect(match({ "": {}, "node_modules/a": a }, installed)).toBe(false);
  });
});

describe("a set-up", () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    rmSync(machine.folder, { recursive: true, force: true });
  });

  it("takes the pinned CLI from the PATH, builds, and has nothing to do the second time", async () => {
    for (const name of programs) machine.program(name, `echo v${cliVersion}`);
    const first = await machine.setUp("--silent");
    expect(first).toMatchObject({ output: expect.stringContaining("build") as string, code: 0 });
    expect(machine.chosenCli).toBe(machine.bin);
    expect(existsSync(path.join(machine.project, "dist/scripts/source.js"))).toBe(true);

    expect(await machine.setUp("--silent")).toEqual({ code: 0, output: "" });
  });

  it("builds again when a source has changed, and drops the output of one that is gone", async () => {
    for (const name of programs) machine.program(name, `echo v${cliVersion}`);
    await machine.setUp();
    rmSync(machine.source);
    writeFileSync(path.join(machine.project, "scripts", "other.ts"), "export const two = 2;\n");
    expect((await machine.setUp()).output).toContain("build");
    expect(readdirSync(path.join(machine.project, "dist/scripts"))).toEqual(["other.js"]);
  });

  it("shows what the compiler says, and tries again the next time", async () => {
    for (const name of programs) machine.program(name, `echo v${cliVersion}`);
    writeFileSync(machine.source, "export const one: string = 1;\n");
    for (let run = 0; run < 2; run++) {
      const { code, output } = await machine.setUp();
      expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining("TS2322") as string });
    }
  });

  it("passes over a CLI of another version and one without its hosts, and takes the one in the home folder", async () => {
    for (const name of programs) machine.program(name, "echo v3.1.0");
    expect((await machine.setUp()).code).toBe(1);

    const cached = path.join(machine.cliCache, "bin");
    for (const name of programs) machine.program(name, "exit 1", cached);
    expect((await machine.setUp()).code).toBe(0);
    expect(machine.chosenCli).toBe(cached);
  });

  it("never starts the npm package's shim of the PATH, which would download", async () => {
    const shims = path.join(machine.folder, "node_modules", "pulumi");
    machine.program("run.js", `echo > ${machine.folder}/started`, shims);
    symlinkSync(path.join(shims, "run.js"), path.join(machine.bin, "pulumi"));
    expect((await machine.setUp()).code).toBe(1);
    expect(existsSync(path.join(machine.folder, "started"))).toBe(false);
  });

  it("downloads the CLI into the home folder, and for the tests takes the YAML host that comes with it", async () => {
    machine.download(`
      const { mkdirSync, writeFileSync } = require("node:fs");
      const bin = process.env.PULUMI_HOME + "/versions/" + process.env.PULUMI_VERSION + "/bin/";
      mkdirSync(bin, { recursive: true });
      for (const name of ${JSON.stringify([...programs, yamlHost])}) writeFileSync(bin + name, "#!", { mode: 0o755 });
    `);
    expect(await machine.setUp("--yaml")).toMatchObject({ code: 0 });
    expect(machine.chosenCli).toBe(path.join(machine.cliCache, "bin"));
    expect(machine.chosenYamlHost).toBe(machine.chosenCli);
    expect(readdirSync(path.dirname(machine.cliCache))).toEqual([cliVersion]);
  });

  it("goes on where a set-up was killed", async () => {
    for (const name of programs) machine.program(name, `echo v${cliVersion}`);
    const lock = path.join(machine.project, ".cache", "setup.lock");
    mkdirSync(lock, { recursive: true });
    utimesSync(lock, 0, 0);
    expect(await machine.setUp()).toMatchObject({ code: 0 });
    expect(existsSync(lock)).toBe(false);
  });

  it("says what to do when there is neither a download nor Go, and leaves nothing behind", async () => {
    const { code, output } = await machine.setUp();
    expect(code).toBe(1);
    expect(output).toContain("install Go");
    expect(output).toContain(path.join(machine.cliCache, "bin"));
    expect(readdirSync(path.join(machine.home, ".pulumi", "versions"))).toEqual([]);
  });

  it("builds the CLI and the YAML host from their Go modules, and keeps what Go writes out of the home folder", async () => {
    machine.program(
      "go",
      `echo "$HOME $GOPATH $GOMODCACHE $GOCACHE" >> ${machine.folder}/go-folders
       [ "$1" = get ] && exit 0
       while [ "$1" != -o ]; do shift; done
       printf '#!/bin/sh\\n' > "$2/\${3##*/}"; /bin/chmod +x "$2/\${3##*/}"`,
    );
    // Two at once: the second one waits.
    const results = await Promise.all([machine.setUp("--yaml"), machine.setUp("--yaml")]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(readdirSync(path.join(machine.cliCache, "bin")).sort()).toEqual(programs);
    const versions = path.dirname(machine.cliCache);
    const [, yamlVersion = ""] = readdirSync(versions);
    expect(readdirSync(versions)).toEqual([cliVersion, expect.stringMatching(/^yaml-[\d.]+$/)]);
    expect(machine.chosenYamlHost).toBe(path.join(versions, yamlVersion, "bin"));
    expect(readdirSync(machine.chosenYamlHost)).toEqual([yamlHost]);
    const lines = readFileSync(path.join(machine.folder, "go-folders"), "utf8").trim().split("\n");
    expect(lines).toHaveLength(6);
    for (const folder of lines.flatMap((line) => line.split(" "))) {
      expect(folder.startsWith(path.join(machine.project, ".cache"))).toBe(true);
    }
    expect(readdirSync(path.join(machine.project, ".cache")).sort()).toEqual([`cli-${cliVersion}`, "yaml-host"]);
    expect(readdirSync(machine.home)).toEqual([".pulumi"]);
  });
});

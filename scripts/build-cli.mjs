/** Builds the Pulumi CLI and its hosts from Go modules, for scripts/setup.mjs, where no download is possible. */
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

// The Node language host left that module after this release, for one that is not published on its own. The host of this
// release serves today's engine.
const languageHostVersion = "3.68.0";

/** The release of the YAML language host, which a module of its own has. */
export const yamlHostVersion = "1.25.0";

/**
 * The CLI with its Node hosts.
 * @param run runs a program and rejects when it fails
 * @param cliVersion of the CLI
 * @param dynamicHost the script that starts the dynamic-provider host
 * @param work a folder for all that Go writes; a second attempt continues from what is in it
 * @param bin an existing folder for the programs
 */
export async function buildCli({ run, cliVersion, dynamicHost, work, bin }) {
  const pulumi = "github.com/pulumi/pulumi";
  await build({ run, work, bin }, `${pulumi}/sdk/v3/nodejs/cmd/pulumi-language-nodejs`, languageHostVersion);
  const versionFlag = `-X ${pulumi}/sdk/v3/go/common/version.Version=v${cliVersion}`;
  await build({ run, work, bin }, `${pulumi}/pkg/v3/cmd/pulumi`, cliVersion, versionFlag);
  // A copy, not a link: other checkouts use it too, and this one may go away.
  const copy = path.join(bin, path.basename(dynamicHost));
  copyFileSync(dynamicHost, copy);
  chmodSync(copy, 0o755);
}

/** The YAML language host, with parameters as for the CLI. */
export async function buildYamlHost({ run, work, bin }) {
  await build({ run, work, bin }, "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml", yamlHostVersion);
}

async function build({ run, work, bin }, module, version, linkerFlags = "") {
  const configHome = process.env.XDG_CONFIG_HOME ?? path.join(homedir(), ".config");
  const env = {
    ...process.env,
    // Go keeps counters of its own use in the home folder; its settings are still read from there.
    HOME: work,
    XDG_CONFIG_HOME: work,
    GOENV: process.env.GOENV ?? path.join(configHome, "go", "env"),
    NETRC: process.env.NETRC ?? path.join(homedir(), ".netrc"),
    GOPATH: path.join(work, "go"),
    GOMODCACHE: path.join(work, "modules"),
    GOCACHE: path.join(work, "objects"),
    // Without -modcacherw the module cache could not be removed.
    GOFLAGS: "-mod=mod -modcacherw -buildvcs=false",
    GOWORK: "off",
    CGO_ENABLED: "0",
  };
  const cwd = path.join(work, `build-${path.basename(module)}`);
  mkdirSync(cwd, { recursive: true });
  // Not `go install module@version`: it refuses modules with replace directives.
  writeFileSync(path.join(cwd, "go.mod"), "module build\n");
  await run("go", ["get", `${module}@v${version}`], { cwd, env });
  await run("go", ["build", "-trimpath", "-ldflags", `-s -w ${linkerFlags}`, "-o", bin, module], { cwd, env });
}

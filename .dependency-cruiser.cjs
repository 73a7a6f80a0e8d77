/**
 * The rules of the house: which room may import which.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that import each other, types aside, are one file in two places.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "program-is-light",
      comment: "What a user's program loads imports no zod, no axios and no lifecycle, not even for types.",
      severity: "error",
      from: { path: "^provider/index\\.ts$" },
      to: {
        reachable: true,
        path: ["^node_modules/(zod|axios|async-mutex|@grpc)/", "^provider/(lifecycle|hosts)/", "\\.resource\\.ts$"],
      },
    },
    {
      name: "lifecycle-is-host-free",
      comment: "The lifecycle knows no host, no vendor and no axios.",
      severity: "error",
      from: { path: "^provider/lifecycle/" },
      to: { path: ["^provider/(hosts|canary|coralogix|program)/", "^node_modules/(axios|@pulumi|@grpc)/"] },
    },
    {
      name: "http-is-general",
      comment: "The client knows nothing of resources, hosts and vendors.",
      severity: "error",
      from: { path: "^provider/http/" },
      to: { path: "^provider/(?!http/)" },
    },
    {
      name: "vendors-are-apart",
      comment: "What two vendors share is general.",
      severity: "error",
      from: { path: "^(provider|emulator)/(canary|coralogix)/" },
      to: { path: "^(provider|emulator)/(canary|coralogix)/", pathNot: "^$1/$2/" },
    },
    {
      name: "command-is-on-top",
      comment: "The command uses the package's clients and definitions, and nothing uses the command.",
      severity: "error",
      from: { path: "^(provider|emulator)/" },
      to: { path: "^cli/" },
    },
    {
      name: "only-hosts-know-hosts",
      comment: "Pulumi's protocols are known in hosts/ alone.",
      severity: "error",
      from: { path: "^(cli|provider/(?!hosts/|runtime\\.ts$))" },
      to: { path: "^provider/hosts/" },
    },
    {
      name: "plugin-loads-the-protocol-alone",
      comment:
        "Of @pulumi/pulumi, the plugin loads the messages of the protocol: all of it takes several times as long.",
      severity: "error",
      from: { path: "^provider/hosts/plugin/main\\.ts$" },
      to: { reachable: true, path: ["^node_modules/@pulumi/pulumi/(?!proto/)", "^provider/program/"] },
    },
    {
      name: "contract-imports-nothing",
      severity: "error",
      from: { path: "^provider/contract\\.ts$" },
      to: { path: "." },
    },
  ],
  options: {
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
  },
};

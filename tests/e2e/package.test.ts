import { Emulator } from "../../emulator";
import { Stack } from "../../scripts/stack";
import { FLOCK } from "./every-resource";
import { Packed, devDependencies } from "./packed";

const program = `
"use strict";
const { CanaryGenericWebhook, CoralogixIntegration } = require("pulumi-alert-webhooks");
const flockId = "${FLOCK}";
const soc = new CanaryGenericWebhook("soc", { flockId, url: "https://soc.example/", headers: { "X-Key": "key" } });
new CoralogixIntegration("mail", { type: "email_group", alias: "mail", emails: ["soc@acme.example"] });
exports.host = soc.host;
`;

let packed: Packed;

beforeAll(async () => {
  packed = await Packed.create();
});

afterAll(() => {
  packed.remove();
});

test.each(["npm", "pnpm"] as const)("the packed package works in a project that %s installed", async (name) => {
  const dependencies = {
    "pulumi-alert-webhooks": packed.reference,
    "@pulumi/pulumi": devDependencies["@pulumi/pulumi"],
  };
  const projectDir = await packed.newProject(name, {
    installer: name,
    files: {
      "package.json": { name, private: true, dependencies },
      "Pulumi.yaml": `name: ${name}\nruntime: nodejs\nmain: index.js\n`,
      "index.js": program,
    },
  });
  const emulator = await Emulator.start();
  const before = emulator.snapshot();
  let stack: Stack | undefined;
  try {
    stack = await Stack.create({
      projectDir,
      config: { "alert-webhooks:canaryConsoleUrl": emulator.url, "alert-webhooks:coralogixBaseUrl": emulator.url },
      secrets: {
        "alert-webhooks:canaryAuthToken": "emulator-auth-token",
        "alert-webhooks:coralogixApiKey": "emulator-api-key",
      },
    });
    await stack.up();
    expect(emulator.state.flocks[FLOCK]?.generic).toMatchObject([{ headers: { "X-Key": "key" } }]);
    expect(await stack.outputs()).toEqual({ host: "soc.example" });
    await stack.preview(["--expect-no-changes"]);
    const { resources = [] } = (await stack.export()).deployment;
    const sourcePosition = "project:///index.js#5,13";
    const soc = resources.find(({ urn }) => urn.endsWith("::soc"));
    expect(soc).toMatchObject({ sourcePosition, stackTrace: [{ sourcePosition }] });
    await stack.destroy();
    expect(emulator.snapshot()).toEqual(before);
  } finally {
    await stack?.close();
    await emulator.stop();
  }
});

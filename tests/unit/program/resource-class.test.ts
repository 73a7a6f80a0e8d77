import * as pulumi from "@pulumi/pulumi";

import * as provider from "../../../provider";
import { CanaryGenericWebhook, CanarySlackWebhook, CanarySplunkWebhook } from "../../../provider";
import { classNames, specimenOf } from "../../specimens";

const mockResolve = jest.fn<string, [string]>();
jest.mock("node:module", () => ({
  ...jest.requireActual<object>("node:module"),
  createRequire: () => ({ resolve: mockResolve }),
}));

type Properties = Record<string, unknown>;

const classes = Object.fromEntries(classNames.map((className) => [className, provider[className]]));
/** What marks a secret among what the engine is told. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const url = "https://hooks.example/T0/B0";
const webhook = { flockId: "flock:default", url };

/** What the engine was told of each resource, by its name. */
const registered = new Map<string, pulumi.runtime.MockResourceArgs>();

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        registered.set(args.name, args);
        return { id: args.id ?? `id of ${args.name}`, state: args.inputs as Properties };
      },
      call: () => ({}),
    },
    "project",
    "stack",
  );
});

/** Waits until a resource is registered, and gives what the engine was told of it. */
async function registration(resource: pulumi.Resource, name: string) {
  await valueOf(resource.urn);
  const args = registered.get(name);
  if (args === undefined) throw new Error(`${name} is not registered`);
  return { ...args, inputs: args.inputs as Properties };
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });
}

/** The names of those that are marked as secret. */
function secretsAmong(properties: Properties): string[] {
  const marked = properties as Record<string, { [SIGNATURE]?: string } | undefined>;
  return Object.keys(marked)
    .filter((name) => marked[name]?.[SIGNATURE] === SECRET)
    .sort();
}

describe.each(Object.entries(classes))("%s", (className, resourceClass) => {
  test("has its name", () => {
    expect(resourceClass).toHaveProperty("name", className);
  });

  test("is registered under its type, with the reference by which the host finds the code", async () => {
    const name = `declared ${className}`;
    const { type, inputs, custom } = await registration(new resourceClass(name, {} as never), name);
    expect(type).toBe(`pulumi-nodejs:dynamic/${className.charAt(0).toLowerCase()}${className.slice(1)}:${className}`);
    expect(custom).toBe(true);
    expect(inputs.__provider).toBe(
      `exports.handler=()=>require('pulumi-alert-webhooks/runtime').provider('${className}')`,
    );
    expect(inputs.__caller).toBe(name);
  });

  test("looks up by id what exists", async () => {
    const name = `looked up ${className}`;
    const found = resourceClass.get(name, "the id");
    await expect(valueOf(found.id)).resolves.toBe("the id");
    expect((await registration(found, name)).id).toBe("the id");
    expect(resourceClass.isInstance(found)).toBe(true);
  });

  test("knows its own instances, and no others", () => {
    for (const [other, otherClass] of Object.entries(classes)) {
      const instance = new otherClass(`${other} for ${className}`, {} as never);
      expect(resourceClass.isInstance(instance)).toBe(other === className);
      expect(instance instanceof resourceClass).toBe(other === className);
    }
    for (const nothing of [undefined, null, {}, className]) expect(resourceClass.isInstance(nothing)).toBe(false);
  });

  test("can't be imported by the option, and says what to do instead", () => {
    expect(() => new resourceClass("soc", {} as never, { import: "the id" })).toThrow(
      `${className} "soc" can't be imported by the option "import", which Pulumi's dynamic providers don't serve. ` +
        "Set adoptExisting: true on the resource to take over what exists, or import it with an import file.",
    );
  });

  test.each([undefined, null, "text"])(
    "without arguments, as JavaScript allows it, says what is missing: %j",
    (args) => {
      expect(() => new resourceClass("soc", args as never)).toThrow(
        `${className} "soc" lacks its arguments: new ${className}(name, args, opts).`,
      );
    },
  );
});

test("a type is what users' state has", async () => {
  const { type } = await registration(new CanaryGenericWebhook("typed", webhook), "typed");
  expect(type).toBe("pulumi-nodejs:dynamic/canaryGenericWebhook:CanaryGenericWebhook");
});

describe("secrets", () => {
  test("are marked, whether passed as such or not", async () => {
    const plain = new CanaryGenericWebhook("plain", { ...webhook, headers: { A: "b" } });
    expect(secretsAmong((await registration(plain, "plain")).inputs)).toEqual(["headers", "url"]);
    await expect(pulumi.isSecret(plain.url)).resolves.toBe(true);
    await expect(pulumi.isSecret(plain.flockId)).resolves.toBe(false);
    const splunk = { ...specimenOf("CanarySplunkWebhook").inputs, token: pulumi.secret("t") };
    const marked = new CanarySplunkWebhook("marked", splunk as never);
    expect(secretsAmong((await registration(marked, "marked")).inputs)).toEqual(["token"]);
  });

  test("that are left out are no inputs", async () => {
    const plain = new CanaryGenericWebhook("without headers", { ...webhook, headers: undefined as never });
    expect((await registration(plain, "without headers")).inputs).not.toHaveProperty("headers");
  });
});

test("what the API adds is an output that is there, while options are none", async () => {
  const slack = new CanarySlackWebhook("slack", specimenOf("CanarySlackWebhook").inputs as never);
  for (const output of [slack.url, slack.configurationUrl, slack.host])
    expect(pulumi.Output.isInstance(output)).toBe(true);
  expect(slack).not.toHaveProperty("adoptExisting");
  await registration(slack, "slack");
});

describe("the caller", () => {
  class Alerts extends pulumi.ComponentResource {
    readonly webhook: CanaryGenericWebhook;

    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
      super("acme:security:Alerts", name, {}, opts);
      this.webhook = new CanaryGenericWebhook(`${name}-webhook`, webhook, { parent: this });
    }
  }
  const callerOf = async (resource: pulumi.Resource, name: string) =>
    (await registration(resource, name)).inputs.__caller;

  test("is the resource's logical name", async () => {
    expect(await callerOf(new CanaryGenericWebhook("soc", webhook), "soc")).toBe("soc");
  });

  test("has the type of the component that the resource is in", async () => {
    const { webhook: child } = new Alerts("emea");
    expect(await callerOf(child, "emea-webhook")).toBe("acme:security:Alerts::emea-webhook");
  });

  test("has the types of all components that the resource is in", async () => {
    const outer = new pulumi.ComponentResource("acme:security:Region", "region");
    const { webhook: child } = new Alerts("apac", { parent: outer });
    expect(await callerOf(child, "apac-webhook")).toBe("acme:security:Region$acme:security:Alerts::apac-webhook");
  });
});

test("a class can be extended", async () => {
  class TeamWebhook extends CanaryGenericWebhook {
    readonly team: string;

    constructor(team: string, opts?: pulumi.CustomResourceOptions) {
      super(`${team}-webhook`, { flockId: `flock:${team}`, url }, opts);
      this.team = team;
    }
  }
  const extended = new TeamWebhook("soc");
  expect(extended).toBeInstanceOf(CanaryGenericWebhook);
  expect(CanaryGenericWebhook.isInstance(extended)).toBe(true);
  expect(extended.team).toBe("soc");
  await expect(valueOf(extended.flockId)).resolves.toBe("flock:soc");
  const { type, inputs } = await registration(extended, "soc-webhook");
  expect(type).toBe("pulumi-nodejs:dynamic/canaryGenericWebhook:CanaryGenericWebhook");
  expect(inputs.__caller).toBe("soc-webhook");
});

test("stack traces are as before once a resource is declared, or was not", () => {
  const { stackTraceLimit } = Error;
  new CanaryGenericWebhook("traced", webhook);
  expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  expect(() => new CanaryGenericWebhook("", webhook)).toThrow();
  expect(Error.stackTraceLimit).toBe(stackTraceLimit);
});

test("a project that does not have the package among its dependencies is told so", () => {
  jest.isolateModules(() => {
    mockResolve.mockImplementationOnce(() => {
      throw new Error("Cannot find module");
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it looks for the package once in each process
    const { CanaryGenericWebhook: fresh } = require("../../../provider") as typeof provider;
    expect(() => new fresh("soc", webhook)).toThrow(
      /^pulumi-alert-webhooks must be a dependency of the Pulumi program's own project, .* loads it from there\.$/,
    );
    expect(mockResolve).toHaveBeenLastCalledWith("pulumi-alert-webhooks/runtime");
  });
});

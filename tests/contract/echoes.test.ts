import { type Properties, type Specimen, flock, specimenOf, specimens } from "../specimens";
import { Stack, type Step } from "./engine";
import { Fixture, declare } from "./fixture";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.start();
});
beforeEach(() => {
  fixture.reset();
});
afterAll(() => fixture.stop());

const OLD = "Q7zk2Vx9Lm4Tp8Wd";
const NEW = "h3Rf6Yb1Nc5Jg0Se";
const THEIRS = "u9Xa4Ko2Zi7Pw5Bv";

/** How a vendor may quote the text that a secret is in. */
const quotations: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "in upper case": (text) => text.toUpperCase(),
  "in HTML": (text) => text.replaceAll("&", "&amp;").replaceAll("/", "&#x2F;"),
  "percent-encoded": encodeURIComponent,
  "percent-encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "without a scheme": (text) => text.replace(/^(https:\/\/|Bearer )/, ""),
  "with a port": (text) => text.replace(/^(https:\/\/[^/]*)/, "$1:443"),
  "from its path on": (text) => `url: ${text.replace(/^https:\/\/[^/]*/, "")}`,
  "cut at its end": (text) => `${text.slice(0, -6)}...`,
  "cut at its beginning": (text) => `[...]${text.slice(-12)}`,
};

/** The inputs of a specimen with something in each secret that is easy to find in a message. */
function withSecret({ inputs }: Specimen, secret: string): Properties {
  const url = `https://hooks.example/in/x?key=${secret}`;
  const candidates: Properties = {
    url,
    headers: { Authorization: `Bearer ${secret}` },
    token: secret,
    serviceKey: secret,
    apiToken: secret,
    payload: { token: secret },
    generic: [{ url, headers: { Authorization: `Bearer ${secret}` } }],
    msTeams: [url],
    splunk: { host: "hec.example.com", port: 8088, token: secret },
  };
  return { ...inputs, ...Object.fromEntries(Object.entries(candidates).filter(([name]) => name in inputs)) };
}

/** The texts with a secret in them that some inputs are made of. */
function quotable(inputs: Properties, secret: string): string[] {
  const texts: string[] = [];
  JSON.stringify(inputs, (_key, value: unknown) => {
    if (typeof value === "string" && value.includes(secret)) texts.push(value);
    return value;
  });
  return texts;
}

/** Which runs of six characters of the secrets a message has, in any case. */
function leaks(message: string): string[] {
  const runs = [OLD, NEW, THEIRS].flatMap((secret) =>
    Array.from({ length: secret.length - 5 }, (_, start) => secret.slice(start, start + 6).toLowerCase()),
  );
  return runs.filter((run) => message.toLowerCase().includes(run));
}

/** Lets both APIs refuse every change, or every call, with a message. */
function refuse(message: string, calls: "changes" | "all"): void {
  const change = "(?!.*list).*(add|remove|set|create|update|delete)";
  const fault = { kind: "status", status: 400, message } as const;
  fixture.emulator.clearFaults();
  fixture.emulator.addFault({ ...(calls === "changes" && { call: change }), times: Infinity, fault });
}

/** The message of the only step that failed. */
async function failureOf(steps: Promise<readonly Step[]>): Promise<string> {
  const failures = (await steps).flatMap(({ failure }) => failure ?? []);
  expect(failures).toHaveLength(1);
  return failures[0]?.message ?? "";
}

const secretive = specimens.filter((specimen) => quotable(withSecret(specimen, OLD), OLD).length > 0);

describe.each(secretive.map((specimen) => [specimen.title, specimen] as const))("%s", (_title, specimen) => {
  const [before, after] = [withSecret(specimen, OLD), withSecret(specimen, NEW)];

  test.each(Object.entries(quotations))("shows no secret that the API quotes %s", async (_name, quote) => {
    for (const text of quotable(before, OLD)) {
      const { stack } = fixture;
      const message = `Rejected: ${quote(text)}`;
      refuse(message, "changes");
      const messages = [await failureOf(stack.up([declare(specimen, before)]))];
      fixture.emulator.clearFaults();
      await fixture.up([declare(specimen, before)], "create");
      refuse(message, "changes");
      messages.push(await failureOf(stack.up([declare(specimen, after)])));
      messages.push(await failureOf(stack.destroy()));
      refuse(message, "all");
      messages.push(await failureOf(stack.refresh()));
      for (const shown of messages) {
        expect(shown).toContain("Rejected: ");
        expect(leaks(shown)).toEqual([]);
      }
      fixture.reset();
    }
  });
});

describe("nothing is shown of what others have in the same list", () => {
  test.each(["CanaryGenericWebhook", "CanaryMsTeamsWebhook"] as const)("by a %s", async (className) => {
    const specimen = specimenOf(className);
    const url = `https://hooks.example/in/${THEIRS}`;
    flock(fixture.emulator).generic.push({ url, headers: {}, webhook_id: "theirs" });
    flock(fixture.emulator).ms_teams.push(url);
    refuse(`Only one webhook is allowed, and there is /in/${THEIRS}`, "changes");
    const shown = await failureOf(fixture.stack.up([declare(specimen)]));
    expect(shown).toContain("Only one webhook is allowed, and there is /[secret]");
  });

  test("by a CoralogixIntegration", async () => {
    const theirs = specimenOf("CoralogixIntegration", "webhook");
    await fixture.up([declare(theirs, withSecret(theirs, THEIRS), "theirs")], "create");
    // Another run, which knows of it only what the list says.
    fixture.stack = new Stack(fixture.host);
    refuse(`Name taken by the one with Authorization: ${THEIRS}`, "changes");
    const shown = await failureOf(fixture.stack.up([declare(specimenOf("CoralogixIntegration", "slack"))]));
    expect(shown).toContain("Name taken by the one with Authorization: [secret]");
  });
});

test("a header's name that is a whole header is refused without its value", async () => {
  const { inputs } = specimenOf("CanaryGenericWebhook");
  const headers = { [`X-Api-Key: ${NEW}`]: "" };
  const { failures } = await fixture.check("CanaryGenericWebhook", { ...inputs, headers });
  expect(failures.map(({ reason }) => reason)).toEqual(['headers["X-Api-Key: [secret]"]: must be an HTTP header name']);
});

test("words that are a secret somewhere stay in a message", async () => {
  const generic = specimenOf("CanaryGenericWebhook");
  const headers = { "X-Token": "secret", "X-Key": "token" };
  const message = "The token is not valid: this secret has expired. See https://status.example/incidents.";
  refuse(message, "changes");
  const shown = await failureOf(fixture.stack.up([declare(generic, { headers })]));
  expect(shown).toContain(message);
});

import { Secrets } from "../../../../cli/discover/secrets";

const one = "https://soc.example.com/hooks/one";
const other = "https://soc.example.com/hooks/other";

test("a URL that several webhooks have is there once, under its host", () => {
  const secrets = new Secrets([
    { name: "a", secrets: { url: one } },
    { name: "b", secrets: { url: one } },
  ]);
  expect(secrets.values).toEqual({ "soc.example.com": one });
});

test("several URLs of a host are told apart by digests, and all else by the webhook and the property", () => {
  const secrets = new Secrets([
    { name: "a", secrets: { url: one } },
    { name: "b", secrets: { url: other, payload: { key: "value" } } },
    { name: "c", secrets: { token: "token" } },
  ]);
  expect(Object.keys(secrets.values)).toEqual([
    expect.stringMatching(/^soc\.example\.com [0-9a-f]{8}$/),
    expect.stringMatching(/^soc\.example\.com [0-9a-f]{8}$/),
    "b payload",
    "c token",
  ]);
  expect(secrets.values[secrets.labelOf("b", "url", other)]).toBe(other);
});

import fc from "fast-check";

import { ConfigurationError } from "../../../provider/http/errors";
import { apiOrigin, headerCredential } from "../../../provider/http/origin";

test.each([
  ["https://abc.canary.tools", "https://abc.canary.tools"],
  ["https://abc.canary.tools/", "https://abc.canary.tools"],
  ["https://ABC.canary.tools", "https://abc.canary.tools"],
  ["https://abc.canary.tools:443", "https://abc.canary.tools"],
  ["https://abc.canary.tools:8443", "https://abc.canary.tools:8443"],
  ["https://192.0.2.7", "https://192.0.2.7"],
  ["https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"],
  ["http://localhost:4010", "http://localhost:4010"],
  ["http://127.0.0.1:4010/", "http://127.0.0.1:4010"],
  ["http://127.1:4010", "http://127.0.0.1:4010"],
  ["http://127.255.255.254", "http://127.255.255.254"],
  ["http://[::1]:4010", "http://[::1]:4010"],
  ["http://[0:0:0:0:0:0:0:1]", "http://[::1]"],
])("%s is reached at %s", (address, origin) => {
  expect(apiOrigin("alert-webhooks:canaryConsoleUrl", address)).toBe(origin);
});

test.each([
  "",
  "abc.canary.tools",
  "abc.canary.tools:443",
  "//abc.canary.tools",
  "ftp://abc.canary.tools",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "data:text/html,x",
  "https://",
  "https://abc.canary.tools:99999",
  "https://abc.canary.tools/api/v1",
  "https://abc.canary.tools/?a=b",
  "https://abc.canary.tools/#a",
  "https://user@abc.canary.tools",
  "https://:password@abc.canary.tools",
  "https://[::1",
  "http://abc.canary.tools",
  "http://192.0.2.7",
  "http://0.0.0.0",
  "http://[::]",
  "http://[::ffff:192.0.2.7]",
  "http://127.0.0.1.evil.example",
  "http://localhost.evil.example",
  "http://localhost@evil.example",
  "http://127.0.0.1:80@evil.example",
  "http://evil.example#@localhost",
  "http://evil.example\\@localhost",
  "http://localhost:4010:evil.example",
  "http://１２７.0.0.1.evil.example",
  "http://localhost。evil.example",
  "http://xlocalhost",
])("%j is not an address for credentials", (address) => {
  expect(() => apiOrigin("alert-webhooks:canaryConsoleUrl", address)).toThrow(ConfigurationError);
  expect(() => apiOrigin("alert-webhooks:canaryConsoleUrl", address)).toThrow(
    /^alert-webhooks:canaryConsoleUrl must be an https address/,
  );
});

test("whatever is given, credentials go over https, or http to this machine", () => {
  const address = fc.oneof(
    fc.string(),
    fc.webUrl({ validSchemes: ["http", "https", "ftp"] }),
    fc
      .tuple(
        fc.constantFrom("http://", "https://", "http:", "http:\\\\", " http://"),
        fc.constantFrom("localhost", "127.0.0.1", "[::1]", "evil.example", "127.0.0.1.evil.example"),
        fc.constantFrom("", "@", ".", ":80", "\\", "/", "?", "#", "\t", "%00", "%2e"),
        fc.constantFrom("", "localhost", "evil.example", "127.0.0.1"),
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(address, (given) => {
      let origin: string;
      try {
        origin = apiOrigin("alert-webhooks:canaryConsoleUrl", given);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigurationError);
        return;
      }
      expect(origin).toMatch(/^(https:\/\/[^/@?#\\]+|http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?)$/);
      expect(new URL(origin).origin).toBe(origin);
    }),
    { numRuns: 1000 },
  );
});

test("a credential is one word of printable characters, and an error does not show it", () => {
  expect(headerCredential("alert-webhooks:canaryAuthToken", "a1B2-._~+/=")).toBe("a1B2-._~+/=");
  for (const credential of ["", "two words", "line\nbreak", "a\r\nX-Injected: 1", "nul\0", "ü", "\u2028", "a\x7f"]) {
    expect(() => headerCredential("alert-webhooks:canaryAuthToken", credential)).toThrow(
      new ConfigurationError(
        "alert-webhooks:canaryAuthToken must be one word of printable ASCII characters: is there a line break or a blank in it?",
      ),
    );
  }
});
